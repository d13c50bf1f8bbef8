"""Who takes part, and whose returns have come: what tells a missing number from a zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.territories import Territories
from dashboard.publishing.clocks import is_clock, starts, year_of
from dashboard.publishing.placing import Places
from dashboard.publishing.tabulating import Rows

COVERAGE_COLUMNS = (
    "dataset",
    "level",
    "area",
    "time",
    "since",
    "expected",
    "received",
    "returned",
    "demonstration",
    "hidden",
)
PARTICIPATION_COLUMNS = ("dataset", "programme", "area", "main", "time", "year", "demonstration")


@dataclass(frozen=True)
class Perimeter:
    """Which areas take part in what, and from when.

    Attributes:
        level: level of the areas that take part.
        rows: one row an area, programme and time: `PARTICIPATION_COLUMNS`; `programme` is "" where the
            dataset does not tell them apart, `year` is 0 where time does not tell it.
    """

    dataset: str
    level: str
    rows: pd.DataFrame

    def since(self, programmes: Iterable[str]) -> dict[str, int]:
        """Return the first year of each area that takes part in one of the programmes."""
        wanted = {*programmes, ""}
        rows = self.rows[self.rows["programme"].isin(wanted)]
        return {str(area): int(year) for area, year in rows.groupby("area")["year"].min().items()}


def read_perimeter(rows: Rows, catalogue: Catalogue, places: Places) -> Perimeter:
    """Read who takes part from the rows of a perimeter dataset: those whose measure is not zero."""
    dataset, frame = rows.dataset, rows.frame
    if dataset.area is None:
        raise ValueError(f"{dataset.code}: un perimetro deve avere un territorio")
    taking = frame
    if dataset.measures:
        taking = frame[frame[dataset.measures[0].code].fillna(1) != 0]
    programme = programme_dimension(dataset, catalogue)
    clock = next((d for d in dataset.dimensions if d.code == rows.clock), None)
    first_days = first_days_of(dataset, rows.clock, catalogue)
    main = places.territories.level(role="main").code
    times = taking[clock.code].astype("object") if clock else pd.Series("", index=taking.index)
    areas = taking[dataset.area.code].astype("object")
    above = {code: places.above(code, main) or "" for code in areas.unique()}
    found = pd.DataFrame(
        {
            "dataset": dataset.code,
            "programme": taking[programme].astype("object") if programme else "",
            "area": areas,
            "main": areas.map(above),
            "time": times,
            "year": times.map({t: year_of(t, first_days) or 0 for t in times.unique()}),
            "demonstration": taking["_demo"],
        },
        columns=list(PARTICIPATION_COLUMNS),
    )
    level = taking["_level"].mode()
    deepest = str(level.iloc[0]) if len(level) else dataset.area.levels[-1]
    return Perimeter(dataset.code, deepest, found.drop_duplicates().reset_index(drop=True))


def read_unclear(rows: Rows, catalogue: Catalogue, as_of: date) -> dict[str, list[str]]:
    """Return, by programme ("" where they are not told apart), the areas whose membership is unclear.

    It is unclear where the last row up to a day leaves its measure empty.

    Args:
        rows: the rows of a dataset of membership: 1 takes part, 0 does not, empty unclear.
        catalogue: the whole catalogue.
        as_of: the day of the figures.
    """
    dataset, frame = rows.dataset, rows.frame
    if dataset.area is None or not dataset.measures:
        raise ValueError(f"{dataset.code}: un'adesione deve avere un territorio e una misura")
    first_days = first_days_of(dataset, rows.clock, catalogue)
    times = frame[rows.clock].astype("object") if rows.clock else pd.Series("", index=frame.index)
    programme = programme_dimension(dataset, catalogue)
    told = pd.DataFrame(
        {
            "programme": frame[programme].astype("object") if programme else "",
            "area": frame[dataset.area.code].astype("object"),
            "day": times.map(lambda time: first_days.get(time, time)),
            "unclear": frame[dataset.measures[0].code].isna(),
        }
    )
    told = told[told["day"] <= as_of.isoformat()].sort_values("day", kind="stable")
    last = told.drop_duplicates(["programme", "area"], keep="last")
    found = last[last["unclear"]].groupby("programme")["area"]
    return {str(code): sorted(str(area) for area in areas) for code, areas in found}


def first_days_of(dataset: Dataset, dimension: str, catalogue: Catalogue) -> dict[str, str]:
    """Return the first day of each code of a dimension that counts time by codes; empty for the others."""
    found = next((d for d in dataset.dimensions if d.code == dimension), None)
    if found is None or found.type != "code" or not is_clock(found, catalogue):
        return {}
    return starts(catalogue.codelists[found.codelist or ""])


def programme_dimension(dataset: Dataset, catalogue: Catalogue) -> str:
    """Return the dimension whose code list is that of the programmes, "" when there is none."""
    for dimension in dataset.dimensions:
        listed = catalogue.codelists.get(dimension.codelist or "")
        if listed is not None and {code.code for code in listed.codes} <= set(catalogue.programmes):
            return dimension.code
    return ""


def cover(
    rows: Rows, levels: Iterable[str], perimeter: Perimeter | None, catalogue: Catalogue, places: Places
) -> pd.DataFrame:
    """Say, for every area of some levels and every return, whether it takes part and what came.

    Args:
        rows: the rows of the dataset.
        levels: the levels of its tables.
        perimeter: who takes part; None when the dataset names no perimeter.
        catalogue: the whole catalogue.
        places: look-ups of the territory.

    Returns:
        `COVERAGE_COLUMNS`: `time` is the value of the dataset's clock ("" without one); `since` the first
        year of participation (empty: never; 0 without a perimeter); `expected` and `received` the areas of
        the perimeter from which a return is due and has come (empty without a perimeter); `returned` whether
        any row came from the area or from below, `demonstration` whether any of them is; `hidden` 0.
    """
    dataset, frame = rows.dataset, rows.frame
    area = dataset.area
    if area is None or frame.empty:
        return pd.DataFrame(columns=list(COVERAGE_COLUMNS))
    times = frame[rows.clock].astype("object") if rows.clock else pd.Series("", index=frame.index)
    first_days = first_days_of(dataset, rows.clock, catalogue)
    came: dict[tuple[str, str], bool] = {}
    for key, demo in zip(
        zip(frame[area.code].astype("object"), times, strict=True), frame["_demo"], strict=True
    ):
        came[key] = came.get(key, False) or bool(demo)
    since = perimeter.since(dataset.programmes) if perimeter else {}
    due_level = perimeter.level if perimeter and area.additive else None
    lines = []
    for level in sorted(set(levels), key=places.order.__getitem__):
        lines += _level_lines(
            level,
            sorted(set(times)),
            came,
            since,
            due_level=due_level,
            perimeter=perimeter,
            first_days=first_days,
            places=places,
            delivered=set(frame["_level"]),
        )
    covered = pd.DataFrame(lines, columns=list(COVERAGE_COLUMNS)[1:])
    covered.insert(0, "dataset", dataset.code)
    return covered.astype({name: "Int64" for name in COVERAGE_COLUMNS[4:]})


def _level_lines(
    level: str,
    times: list[str],
    came: Mapping[tuple[str, str], bool],
    since: Mapping[str, int],
    *,
    due_level: str | None,
    perimeter: Perimeter | None,
    first_days: dict[str, str],
    places: Places,
    delivered: set[str],
) -> list[tuple[object, ...]]:
    """Make the lines of one level (without the dataset)."""
    holders = {code: places.above(code, level) for code in {area for area, _ in came}}
    returned: dict[tuple[str | None, str], bool] = {}
    for (area, time), demo in came.items():
        if holders[area]:
            returned[holders[area], time] = returned.get((holders[area], time), False) or demo
    if not returned:
        return []
    first = _since_at(level, since, places) if perimeter else {}
    due: dict[str, list[str]] = {}
    if due_level in delivered:
        for code in since:
            holder = places.above(code, level)
            if holder:
                due.setdefault(holder, []).append(code)
    lines: list[tuple[object, ...]] = []
    for time in times:
        year = year_of(time, first_days)
        for area in _valid(level, time, year, first_days, places.territories):
            expected = [c for c in due.get(area, ()) if year is None or since[c] <= year]
            received = sum((c, time) in came for c in expected)
            counted = (len(expected), received) if due_level in delivered else (None, None)
            begins = first.get(area) if perimeter else 0
            here = (area, time)
            lines.append(
                (level, *here, begins, *counted, int(here in returned), int(returned.get(here, 0)), 0)
            )
    return lines


def _since_at(level: str, since: Mapping[str, int], places: Places) -> dict[str, int]:
    """Return the first year of the areas of a level: the earliest of those below, or of the one above."""
    first: dict[str, int] = {}
    below = {places.level_of(code) for code in since}
    for code, year in since.items():
        holder = places.above(code, level)
        if holder is not None:
            first[holder] = min(year, first.get(holder, year))
    for area in places.territories.areas(level):
        above = [places.above(area.code, upper) for upper in below if upper]
        years = [since[code] for code in above if code is not None and code in since]
        if years:
            first.setdefault(area.code, min(years))
    return first


def _valid(
    level: str, time: str, year: int | None, first_days: dict[str, str], territories: Territories
) -> list[str]:
    """Return the areas of a level that exist at a time: on the day, or on some day of the year."""
    areas = territories.areas(level)
    day = first_days.get(time, time)
    if year is None:
        return [area.code for area in areas]
    is_day = len(day) == 10 and time == day
    start = date.fromisoformat(day) if is_day else date(year, 1, 1)
    end = start if is_day else date(year, 12, 31)
    return [
        area.code for area in areas if (area.valid_from or start) <= end and start <= (area.valid_to or end)
    ]
