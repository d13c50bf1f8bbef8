"""From an indicator and what is chosen to the cells of a picture: look up, pick the moment, key by area.

Nothing is computed here: every number comes out of the release as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.components import wording
from dashboard.data.cells import Cell, Status, Table
from dashboard.data.columns import Columns
from dashboard.data.definitions import Catalogue, Dataset, Dimension, Indicator
from dashboard.data.indicators import as_table, figures
from dashboard.data.release import NotPublished, Release


@dataclass(frozen=True)
class View:
    """An indicator at one level of territory and one moment.

    Attributes:
        indicator: what is shown.
        level: code of the level of territory.
        cells: one cell per area code.
        moment: the value of each time dimension, by dimension code.
        when: the moment in words.
        table: the published table behind it, at that moment.
        refusal: why there is nothing, in words; empty when there is something.
        withheld: whether it is not here because it counts people, and this audience may not read it.
        moments: the moments published for this indicator at this level, earliest first (of the first time
            dimension).
    """

    indicator: Indicator
    level: str
    cells: Mapping[str, Cell]
    moment: Mapping[str, str]
    when: str
    table: Table | None
    refusal: str = ""
    withheld: bool = False
    moments: tuple[str, ...] = ()
    scale: tuple[float, ...] = ()

    @property
    def demonstration(self) -> bool:
        """Whether any cell that is shown is demonstration data."""
        return any(cell.demonstration for cell in self.cells.values())

    @property
    def known(self) -> dict[str, float]:
        """The areas that have a number, with it."""
        return {code: cell.value for code, cell in self.cells.items() if cell.value is not None}

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur, each once."""
        return list(dict.fromkeys(cell.status for cell in self.cells.values()))


def look_up(
    release: Release,
    catalogue: Catalogue,
    indicator: Indicator,
    *,
    level: str,
    programme: str = "",
    chosen: Mapping[str, str] | None = None,
) -> View:
    """Look an indicator up for all areas of a level, at the chosen moment or at the latest published.

    Args:
        release: the release of the audience at work.
        catalogue: the definitions.
        indicator: what to look up.
        level: code of a level of territory.
        programme: the programme at work, for the datasets that hold several.
        chosen: values of the clocks (dimension code → value; an empty value chooses nothing).
    """
    dataset = catalogue.datasets[indicator.numerator.dataset]
    wanted = {
        name: value
        for name, value in (chosen or {}).items()
        if value and name in {d.code for d in dataset.dimensions} and name not in indicator.numerator.where
    }
    fixed = {d.code for d in dataset.fixed}
    try:
        within = of_programme(release, indicator, programme)
        where = {**within, **{k: v for k, v in wanted.items() if k not in fixed}}
        found = figures(release, indicator, [level], where)
    except NotPublished as refusal:
        return View(
            indicator,
            level,
            {},
            {},
            "",
            None,
            refusal=_refusal(refusal, dataset),
            withheld=dataset.confidential and not release.has(dataset.code),
        )
    clocks = [d for d in time_dimensions(dataset, catalogue) if d.code in found.dims]
    moments = _moments(found, clocks[0], catalogue) if clocks else ()
    scale = tuple(found.value[found.value == found.value].tolist())
    moment: dict[str, str] = {}
    for clock in clocks:
        values = _moments(found, clock, catalogue)
        if values:
            moment[clock.code] = wanted.get(clock.code) or last(values, clock, release, catalogue)
            found = found.only(clock.code, moment[clock.code])
    cells = dict(zip(found.column(level).tolist(), found.cells(), strict=True))
    if len(cells) < len(found):
        return View(indicator, level, {}, moment, "", None, refusal=wording.ambiguous(indicator.label))
    when = ", ".join(
        in_words(clock, moment[clock.code], catalogue) for clock in clocks if clock.code in moment
    )
    table = as_table(release, indicator, found)
    return View(indicator, level, cells, moment, when, table, moments=moments, scale=scale)


def series(
    release: Release,
    catalogue: Catalogue,
    indicator: Indicator,
    *,
    area: str,
    level: str,
    programme: str = "",
) -> tuple[Dimension | None, list[tuple[str, str, Cell]]]:
    """List the values of an indicator for one area over its first time dimension.

    Returns:
        The time dimension (None when it has none) and (value, label, cell) from the earliest to the latest.
    """
    dataset = catalogue.datasets[indicator.numerator.dataset]
    clocks = time_dimensions(dataset, catalogue)
    if not clocks:
        return None, []
    try:
        within = of_programme(release, indicator, programme)
        told = figures(release, indicator, [level], {level: area, **within})
    except NotPublished:
        return clocks[0], []
    clock = clocks[0]
    found = dict(zip(told.column(clock.code).tolist(), told.cells(), strict=True))
    moments = [value for value in _moments(told, clock, catalogue) if value in found]
    moments = _reached(moments, clock, release, catalogue) or moments
    return clock, [(value, short(clock, value, catalogue), found[value]) for value in moments]


def of_programme(release: Release, indicator: Indicator, programme: str) -> dict[str, str]:
    """The condition that keeps the rows of the programme at work, where a dataset holds several."""
    name = release.info(indicator.numerator.dataset).programme
    return {name: programme} if name and programme and name not in indicator.numerator.where else {}


def time_dimensions(dataset: Dataset, catalogue: Catalogue) -> list[Dimension]:
    """List the dimensions that are never summed and count time: days, years, periods, rounds of a survey."""
    clocks = {name for programme in catalogue.programmes.values() for name in programme.clocks}
    return [
        d
        for d in dataset.fixed
        if d.type in ("date", "year")
        or d.codelist in clocks
        or (d.type == "code" and all(c.start for c in catalogue.codelists[str(d.codelist)].codes))
    ]


def moments_of(found: Columns, clock: str) -> list[str]:
    """List the values of a time dimension with a published number; all of them if none has one."""
    known = found.value == found.value
    return [value for value in (found.take(known) if known.any() else found).distinct(clock) if value]


def _moments(found: Columns, clock: Dimension, catalogue: Catalogue) -> tuple[str, ...]:
    """The moments of a time dimension (see `moments_of`), earliest first."""
    present = set(moments_of(found, clock.code))
    if clock.type == "code":
        order = [code.code for code in catalogue.codelists[str(clock.codelist)].codes]
        return tuple(code for code in order if code in present)
    return tuple(sorted(present))


def last(values: Sequence[str], clock: Dimension, release: Release, catalogue: Catalogue) -> str:
    """The moment shown when none is chosen: the last one not after the day that the release is of."""
    return (_reached(values, clock, release, catalogue) or list(values))[-1]


def _reached(values: Sequence[str], clock: Dimension, release: Release, catalogue: Catalogue) -> list[str]:
    """The moments not after the day that the release is of: what comes later is known in part only."""
    day = str(release.meta["as_of"])

    def begins(value: str) -> str:
        if clock.type == "code":
            start = catalogue.codelists[str(clock.codelist)].by_code[value].start
            return start.isoformat() if start else ""
        return value

    return [value for value in values if begins(value) <= day]


def in_words(clock: Dimension, value: str, catalogue: Catalogue) -> str:
    """Write a moment: `al 31 dicembre 2023`, `anno 2022`, or the label of its code."""
    if clock.type == "date":
        return f"al {wording.long_day(value)}"
    if clock.type == "year":
        return f"anno {value}"
    return catalogue.label(str(clock.codelist), value)


def short(clock: Dimension, value: str, catalogue: Catalogue) -> str:
    """Write a moment as it fits under a bar."""
    if clock.type == "date":
        return wording.day(value)
    if clock.type == "year":
        return value
    item = catalogue.codelists[str(clock.codelist)].by_code.get(value)
    return (item.short or item.label) if item else value


def _refusal(refusal: NotPublished, dataset: Dataset) -> str:
    if refusal.nearest:
        return f"Questo incrocio non è pubblicato per «{dataset.label}»."
    why = wording.why_confidential(dataset.confidential)
    return f"«{dataset.label}» non è pubblicato in questa vista: {why}"


def ordered(cells: Mapping[str, Cell], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """List (code, name) of the areas of a view in the order of their codes, which is geographical."""
    return [(code, names.get(code, code)) for code in sorted(cells)]


def spread(view: View, *, noun: tuple[str, str], names: Mapping[str, str]) -> str:
    """Say in a sentence where the figures of a view lie, without ranking: how many, from what to what.

    Args:
        view: what is shown.
        noun: singular and plural of the level.
        names: names of the areas.
    """
    known = view.known
    if not known:
        return view.refusal or "Nessun valore pubblicato."
    low, high = min(known, key=lambda c: known[c]), max(known, key=lambda c: known[c])
    unit, decimals = view.indicator.unit, view.indicator.decimals

    def text(code: str) -> str:
        return f"{wording.amount(known[code], unit=unit, decimals=decimals)} ({names.get(code, code)})"

    without = Counter(cell.status for cell in view.cells.values() if cell.value is None)
    counted = ", ".join(
        [f"{wording.counted(len(known), *noun)} con un valore"]
        + [f"{count} {wording.STATUS_COUNTED[status]}" for status, count in without.items()]
    )
    if known[low] == known[high]:
        each = "" if len(known) == 1 else " per ciascuno"
        return f"{counted}: {wording.amount(known[low], unit=unit, decimals=decimals)}{each}"
    return f"{counted}: da {text(low)} a {text(high)}"
