"""What a release says of its own quality: the files behind it, corrections, checks, codes without a place.

All of it is told of what an audience may know: of people, the size of a file or a broken check could tell
more than the tables do, so that outside the Cabina nothing is said of a confidential dataset (a referente
reads the broken checks of the own territory).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.data.definitions import Catalogue, Check, Dataset, Dimension
from dashboard.data.definitions.models import CheckSide
from dashboard.publishing.clocks import starts
from dashboard.publishing.tabulating import Rows, as_key

DELIVERY_COLUMNS = (
    "number",
    "dataset",
    "file_name",
    "sha256",
    "rows",
    "counted",
    "areas",
    "first",
    "last",
    "reference",
    "received_at",
    "warnings",
    "demonstration",
)
CORRECTION_COLUMNS = ("dataset", "file_name", "rows", "received_at", "state", "changed_at", "instead")
WARNING_COLUMNS = ("dataset", "check", "area", "time", "at", "left", "right")
MATCHING_COLUMNS = ("dataset", "column", "codelist", "values", "unknown", "rows", "blank", "examples")

WITHDRAWN, REPLACED = "ritirata", "sostituita"
_DELIVERY = "delivery_id"
_SMALLEST = 1e-9
_EXAMPLES = 5


def known_deliveries(
    records: Iterable[Mapping[str, Any]],
    rows: Mapping[str, Rows],
    catalogue: Catalogue,
    *,
    knows: Callable[[Dataset], bool],
    persons: bool,
) -> pd.DataFrame:
    """List the files behind a release: how many of their rows count, of which places and of which time.

    Args:
        records: the deliveries that count.
        rows: the current rows, by dataset.
        catalogue: the definitions.
        knows: whether the audience may know of a dataset.
        persons: whether it is told who delivered.

    Returns:
        `DELIVERY_COLUMNS`, and `received_by`: `counted` rows in force, `areas` they speak of, `first` and
        `last` time, `reference` the day (ISO) on which the last one ends; "" where it cannot be told.
    """
    columns = [*DELIVERY_COLUMNS, *(["received_by"] if persons else [])]
    spoken: dict[str, dict[str, dict[str, Any]]] = {}
    lines = []
    for one in records:
        dataset = catalogue.datasets.get(str(one.get("dataset")))
        if dataset is None or not knows(dataset):
            continue
        if dataset.code not in spoken:
            spoken[dataset.code] = _spoken(rows[dataset.code], catalogue)
        told = {**{"number": as_key(one.get("id"))}, **spoken[dataset.code].get(as_key(one.get("id")), {})}
        plain = {name: as_key(one.get(name)) for name in columns if name not in told}
        lines.append({**plain, **told, "warnings": len(one.get("warnings") or ())})
    frame = pd.DataFrame(lines, columns=columns, dtype="object")
    for name in ("rows", "counted", "areas", "warnings"):
        frame[name] = pd.to_numeric(frame[name].replace("", 0)).astype("int64")
    frame["demonstration"] = (frame["demonstration"] == "True").astype("int64")
    return frame


def _spoken(rows: Rows, catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Say, by delivery, what its rows that count speak of."""
    if _DELIVERY not in rows.source:
        return {}
    dataset, frame = rows.dataset, rows.frame
    clock = next((d for d in dataset.dimensions if d.code == rows.clock), None)
    found = {}
    for number, lines in frame.groupby(rows.source[_DELIVERY].map(as_key), sort=False):
        times = sorted({str(v) for v in lines[clock.code].astype("object").unique()} - {""}) if clock else []
        days = [end_of(clock, time, catalogue) for time in times] if clock else []
        areas = lines[dataset.area.code].astype("object").nunique() if dataset.area else 0
        found[str(number)] = {
            "counted": len(lines),
            "areas": int(areas),
            "first": times[0] if times else "",
            "last": times[-1] if times else "",
            "reference": max(days, default=""),
        }
    return found


def end_of(clock: Dimension, value: str, catalogue: Catalogue) -> str:
    """Return the last day (ISO) of a value of a clock: of a year, of a code with an end; "" if unknown."""
    if clock.type == "date":
        return value
    if clock.type == "year":
        return f"{value}-12-31"
    codelist = catalogue.codelists.get(clock.codelist or "")
    code = codelist.by_code.get(value) if codelist else None
    if codelist is None or code is None:
        return ""
    if code.end:
        return code.end.isoformat()
    first = starts(codelist).get(value, "")
    return f"{first[:4]}-12-31" if first else ""


def known_corrections(
    records: Iterable[Mapping[str, Any]],
    catalogue: Catalogue,
    *,
    knows: Callable[[Dataset], bool],
    persons: bool,
) -> pd.DataFrame:
    """List the files that no longer count: withdrawn, or replaced by another.

    Args:
        records: every delivery of the ledger.
        catalogue: the definitions.
        knows: whether the audience may know of a dataset.
        persons: whether it is told why (a text that people write).

    Returns:
        `CORRECTION_COLUMNS`, and `reason` where it is told.
    """
    every = list(records)
    names = {as_key(one.get("id")): as_key(one.get("file_name")) for one in every}
    columns = [*CORRECTION_COLUMNS, *(["reason"] if persons else [])]
    lines = []
    for one in every:
        dataset = catalogue.datasets.get(str(one.get("dataset")))
        if one.get("active", True) or dataset is None or not knows(dataset):
            continue
        withdrawn = one.get("withdrawn_at") is not None
        plain = {name: as_key(one.get(name)) for name in columns}
        told = {
            "state": WITHDRAWN if withdrawn else REPLACED,
            "changed_at": as_key(one.get("withdrawn_at")),
            "instead": names.get(as_key(one.get("replaced_by")), ""),
        }
        lines.append({**plain, **told})
    frame = pd.DataFrame(lines, columns=columns, dtype="object")
    frame["rows"] = pd.to_numeric(frame["rows"].replace("", 0)).astype("int64")
    return frame


def broken_checks(rows: Mapping[str, Rows], catalogue: Catalogue) -> pd.DataFrame:
    """List where a cross-check does not hold in what counts today: left above right.

    Returns:
        `WARNING_COLUMNS`: `area` and `time` where the check tells them apart, `at` the other dimensions as
        `code=value` pairs separated by `;`, and the two sums.
    """
    frames = [_broken(check, rows, catalogue) for check in catalogue.checks.values()]
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=list(WARNING_COLUMNS))


def _broken(check: Check, rows: Mapping[str, Rows], catalogue: Catalogue) -> pd.DataFrame:
    by = list(check.by)
    left, right = (_summed(side, rows[side.dataset].frame, by) for side in (check.left, check.right))
    both = left.add_suffix("_left").join(right.add_suffix("_right"), how="inner")
    both = both[both["value_left"] > both["value_right"] + _SMALLEST]
    if check.unless_noted:
        both = both[~both["noted_left"]]
    if both.empty:
        return pd.DataFrame(columns=list(WARNING_COLUMNS))
    both = both.reset_index()
    dataset = catalogue.datasets[check.left.dataset]
    area = dataset.area.code if dataset.area else ""
    clock = rows[dataset.code].clock
    others = [name for name in by if name not in (area, clock)]
    blank = pd.Series("", index=both.index, dtype="object")
    return pd.DataFrame(
        {
            "dataset": dataset.code,
            "check": check.code,
            "area": both[area].astype("object") if area in by else blank,
            "time": both[clock].astype("object") if clock in by else blank,
            "at": [
                ";".join(f"{name}={line[name]}" for name in others) for line in both[by].to_dict("records")
            ],
            "left": both["value_left"],
            "right": both["value_right"],
        }
    )


def _summed(side: CheckSide, frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    for name, value in side.where.items():
        frame = frame[frame[name].isin({value} if isinstance(value, str) else set(value))]
    frame = frame[frame[side.measure].notna()]
    plain = frame.astype(dict.fromkeys(by, "object"))
    groups = plain.assign(noted=plain["_note"] != "").groupby(by, sort=True)
    return pd.DataFrame({"value": groups[side.measure].sum(), "noted": groups["noted"].any()})


def matching(rows: Mapping[str, Rows], catalogue: Catalogue, left_out: Iterable[str]) -> pd.DataFrame:
    """Count, by coded column, the values delivered and those that no list or territory knows.

    Args:
        rows: the current rows, by dataset.
        catalogue: the definitions.
        left_out: what found no place in the territories, as sentences.

    Returns:
        `MATCHING_COLUMNS`: `codelist` is "" for the territory; a line without dataset tells of the
        territories themselves.
    """
    lines: list[tuple[Any, ...]] = []
    for code, one in rows.items():
        for dimension in one.dataset.dimensions:
            if dimension.type not in ("code", "area"):
                continue
            values = one.frame[dimension.code].astype("object")
            blank = int(values.eq("").sum())
            if dimension.type == "area":
                lost = values[one.frame["_level"].eq("") & values.ne("")]
            else:
                listed = catalogue.codelists[dimension.codelist or ""].by_code
                lost = values[~values.isin(set(listed)) & values.ne("")]
            strange = sorted(str(value) for value in lost.unique())
            listed_in = dimension.codelist or ""
            distinct = int(values[values.ne("")].nunique())
            told = " ".join(strange[:_EXAMPLES])
            lines.append((code, dimension.code, listed_in, distinct, len(strange), len(lost), blank, told))
    lost_places = list(left_out)
    if lost_places:
        told = "; ".join(lost_places[:_EXAMPLES])
        lines.append(("", "", "", len(lost_places), len(lost_places), len(lost_places), 0, told))
    frame = pd.DataFrame(lines, columns=list(MATCHING_COLUMNS))
    return frame.astype(dict.fromkeys(("values", "unknown", "rows", "blank"), "int64"))


def approved(dataset: Dataset, source: pd.DataFrame, day: date | None) -> pd.DataFrame:
    """Keep the rows that are approved for publication on a day: all, of a dataset that asks for no approval.

    Args:
        dataset: its definition; `approved_on` names the attribute with the day of approval.
        source: its current rows.
        day: the day of the release; None keeps every row.
    """
    if dataset.approved_on is None or day is None or source.empty:
        return source
    days = source.get(dataset.approved_on, pd.Series("", index=source.index)).map(as_key)
    return source[days.ne("") & (days <= day.isoformat())].reset_index(drop=True)
