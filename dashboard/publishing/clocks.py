"""The clocks of a dataset: which of its dimensions count time, and in which year a value begins."""

from __future__ import annotations

import re

from dashboard.data.definitions import Catalogue, CodeList, Dataset, Dimension

_YEAR = re.compile(r"(1[89]|2[01])\d\d")


def is_clock(dimension: Dimension, catalogue: Catalogue) -> bool:
    """Tell whether a dimension counts time: a day, a year, or a code list of periods, cohorts or rounds."""
    if dimension.type in ("date", "year"):
        return True
    codelist = catalogue.codelists.get(dimension.codelist or "") if dimension.type == "code" else None
    return codelist is not None and (
        any(dimension.codelist in programme.clocks for programme in catalogue.programmes.values())
        or any(code.start for code in codelist.codes)
        or all(_YEAR.fullmatch(code.code) for code in codelist.codes)
    )


def starts(codelist: CodeList) -> dict[str, str]:
    """Return the first day (ISO) of the codes that have one; a code that is a year begins with it."""
    known = {code.code: code.start.isoformat() for code in codelist.codes if code.start}
    years = {code.code: f"{code.code}-01-01" for code in codelist.codes if _YEAR.fullmatch(code.code)}
    return {**years, **known}


def return_clock(dataset: Dataset, catalogue: Catalogue) -> Dimension | None:
    """Return the dimension that tells one return of a dataset from the next, None when there is none.

    It is the first dimension that counts time among those never summed away, days and years before codes.
    """
    clocks = [d for d in dataset.fixed if d.type != "area" and is_clock(d, catalogue)]
    return next((d for d in clocks if d.type in ("date", "year")), clocks[0] if clocks else None)


def year_of(value: str, first_days: dict[str, str]) -> int | None:
    """Return the year in which a value of a clock begins; None where it cannot be told.

    Args:
        value: a day or a year (as text), or a code.
        first_days: first day by code, for a dimension on a code list (see `starts`).
    """
    found = _YEAR.match(first_days.get(value, value))
    return int(found.group()) if found else None
