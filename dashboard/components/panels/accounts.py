"""The four numbers of money (allocated, co-financed, committed, spent) along time, for one place.

Indicators of every panel of money, in order: allocated, co-financed, committed, spent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.components import wording
from dashboard.components.charts import Budget
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.row_units import text
from dashboard.data.cells import Cell, Status
from dashboard.data.release import NotPublished


@dataclass(frozen=True)
class Accounts:
    """The four numbers along something (the annualità, the areas of a level).

    Attributes:
        slices: allocated, co-financed, committed, spent.
        keys: (code, label) of the lines, in order.
        parts: how many areas each line adds up; empty where nothing is added up.
    """

    slices: tuple[Slice, ...]
    keys: tuple[tuple[str, str], ...]
    parts: Mapping[str, int]

    def cell(self, number: int, code: str) -> Cell:
        """One of the four numbers of a line."""
        found = next((p for p in self.slices[number].points if p.code == code), None)
        return found.cell if found else telling.ABSENT

    def budgets(self) -> list[Budget]:
        """The lines as they are drawn."""
        return [
            Budget(code, label, *(self.cell(number, code) for number in range(4)))
            for code, label in self.keys
        ]

    def value(self, number: int, code: str) -> float | None:
        """One of the four numbers of a line, None where there is none."""
        return self.cell(number, code).value


def over_time(ask: Ask) -> Accounts:
    """The four numbers by moment of the clock, all of one place: the chosen one, or the nearest wider.

    Where the whole has no spending of its own, the numbers are added up over the areas of the main level: for
    a moment in which every area that has an allocation has the number too, and not otherwise.
    """
    clock = clock_of(ask)
    own: list[Slice] = []
    parts: dict[str, int] = {}
    for place in ask.places:
        own = [ask.slice(i, [clock], level="", area=place, climb=False) for i in ask.indicators[:4]]
        if not own[3].known and place == ask.places[-1]:
            by_area = [
                ask.slice(i, [clock], level="main", area=place, climb=False) for i in ask.indicators[:4]
            ]
            if by_area[3].known:
                own, parts = _summed(own, by_area)
        if any(one.known for one in own):
            if place != ask.area:
                notice = wording.shown_instead(ask.names[ask.area], ask.names[place])
                own[0] = replace(own[0], notice=notice)
            break
    reached = _reached(ask, own)
    keys = tuple(dict.fromkeys((p.code, p.label) for one in own for p in one.points if p.code in reached))
    return Accounts(tuple(own), keys, parts)


def _reached(ask: Ask, slices: Sequence[Slice]) -> set[str]:
    """The moments that have begun on the day of the release and of which any number is known."""
    day = str(ask.release.meta["as_of"])
    begins = starts(ask)
    return {p.code for one in slices for p in one.known if begins.get(p.code, "") <= day}


def clock_of(ask: Ask) -> str:
    """The dimension that counts time: the option `clock`, else the first of `by`."""
    return ask.option("clock") or ask.panel.by[0]


def starts(ask: Ask) -> dict[str, str]:
    """First day of each moment of the clock."""
    dimension = ask.dimension(ask.indicators[0].numerator.dataset, clock_of(ask))
    codes = ask.catalogue.codelists[str(dimension.codelist)].codes if dimension and dimension.codelist else ()
    return {code.code: code.start.isoformat() if code.start else "" for code in codes}


def _summed(own: Sequence[Slice], by_area: Sequence[Slice]) -> tuple[list[Slice], dict[str, int]]:
    """Add areas up moment by moment: published numbers, and only where none is missing."""
    due: dict[str, set[str]] = {}
    for point in by_area[0].known:
        due.setdefault(point.codes[1], set()).add(point.codes[0])
    found = []
    for slice_, areas in zip(own, by_area, strict=True):
        points = []
        for moment, wanted in due.items():
            here = [p for p in areas.known if p.codes[1] == moment]
            label = next(p.labels[1] for p in by_area[0].known if p.codes[1] == moment)
            whole = wanted <= {p.codes[0] for p in here} and not any(
                p.cell.status is Status.SUPPRESSED for p in areas.points if p.codes[1] == moment
            )
            demo = any(p.cell.demonstration for p in here)
            cell = (
                Cell(sum(p.cell.value or 0 for p in here), Status.VALID, demo)
                if whole
                else Cell(None, Status.NOT_COLLECTED)
            )
            points.append(Point((moment,), (label,), cell))
        told = replace(areas, points=tuple(points), place=slice_.place or areas.place, refusal="")
        found.append(replace(told, when=slice_.when, notice=slice_.notice, laid=areas.laid[1:]))
    return found, {moment: len(areas) for moment, areas in due.items()}


def moment_of(ask: Ask, found: Slice) -> str:
    """The code of the moment that a slice stands on."""
    dimension = ask.dimension(found.indicator.numerator.dataset, clock_of(ask))
    codes = ask.catalogue.codelists[str(dimension.codelist)].codes if dimension and dimension.codelist else ()
    return next((code.code for code in codes if code.label == found.when), "")


def basis_of(ask: Ask) -> dict[str, str]:
    """Moment of the clock → legal basis of what the whole gets, from the single rows."""
    dataset = ask.catalogue.datasets[ask.indicators[0].numerator.dataset]
    name = ask.option("law")
    try:
        frame = ask.release.records(dataset.code)
    except NotPublished:
        return {}
    told = ask.release.info(dataset.code).programme
    frame = frame[frame[told] == ask.programme.code] if told else frame
    if name not in frame or dataset.area is None:
        return {}
    top = frame[frame[dataset.area.code] == ask.programme.scope[0]]
    pairs = zip(top[clock_of(ask)], top[name], strict=True)
    return {str(moment): text(basis) for moment, basis in pairs if text(basis)}


def share(spent: float | None, allocated: float | None) -> float | None:
    """Return what was spent out of 100 allocated; None where either is missing."""
    return spent / allocated * 100 if spent is not None and allocated else None


def status_of(value: float) -> Status:
    """The status of a number that is known."""
    return Status.VALID if value else Status.ZERO
