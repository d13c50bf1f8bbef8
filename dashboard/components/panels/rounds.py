"""Two rounds of a survey compared: only where both were answered, so that a change is not a new answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.components import charts, tables, views, wording
from dashboard.components.charts import Change
from dashboard.components.figures import Unit
from dashboard.components.panels import choosing, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

NARROW = 500
"""Pixels of a window under which it is a phone's."""


@dataclass(frozen=True)
class Both:
    """A kind at two rounds, over the areas with a number in both."""

    code: str
    label: str
    first: float
    second: float
    areas: int


def rounds(ask: Ask) -> Unit:
    """Draw the first indicator by kind (`by`), at the last two rounds, over the areas that answered both."""
    indicator = ask.indicators[0]
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    clock = views.time_dimensions(dataset, ask.catalogue)[0]
    kind, role = ask.panel.by[0], ask.panel.level
    place = ask.area if choosing.is_inside(ask) else ask.top
    found = ask.slice(indicator, [clock.code, kind], level=role, area=place, climb=False)
    if ask.level_of[place] == ask.levels[role][0]:
        own = tuple(p for p in found.points if p.codes[0] == place)
        found = replace(found, points=own, place=ask.names[place])
    moments = list(dict.fromkeys(p.codes[1] for p in found.known))[-2:]
    names = [ask.word(dataset.code, clock.code, m, long=True) for m in moments]
    pairs = _pairs(found, moments) if len(moments) == 2 else []
    areas = _answering(found, moments)
    demonstration = found.demonstration
    rows = [(one.code, one.label) for one in pairs]

    def column(label: str, values: Sequence[float]) -> Column:
        cells = {
            one.code: Cell(v, Status.VALID if v else Status.ZERO, demonstration)
            for one, v in zip(pairs, values, strict=True)
        }
        return Column(label, cells, indicator.unit, indicator.decimals)

    noun = choosing.noun(ask, role)
    unit = telling.unit_of(
        ask,
        [found],
        message=_message(ask, pairs, names, len(areas), place, role),
        picture=lambda: (
            charts.dumbbell(
                [_drawn(one, demonstration) for one in pairs],
                ends=(0, max(max(one.first, one.second) for one in pairs) * 1.04 or 1),
                names=(names[0], names[1]),
                unit=indicator.unit,
                decimals=indicator.decimals,
                narrow=ask.width < NARROW,
            )
            if pairs
            else None
        ),
        table=tables.html_table(
            rows,
            [
                column(names[0], [one.first for one in pairs]),
                column(names[1], [one.second for one in pairs]),
                column("differenza", [one.second - one.first for one in pairs]),
            ],
            caption=telling.caption_of(ask, found),
            row_heading=ask.heading(dataset.code, kind),
        )
        if pairs
        else "",
        data=telling.data_of(ask, [found], [noun[0], clock.label, ask.heading(dataset.code, kind)]),
        extra=[wording.counted(len(areas), *noun)] if len(areas) > 1 else [],
        note=_who_answered(ask, found, moments, names, role) if len(moments) == 2 else "",
    )
    return unit if pairs or unit.empty else replace(unit, empty=unit.title, title=ask.panel.label)


def _drawn(one: Both, demonstration: bool) -> Change:
    told = f"{wording.number(one.first)} → {wording.number(one.second)}"
    before, after = (
        Cell(v, Status.VALID if v else Status.ZERO, demonstration) for v in (one.first, one.second)
    )
    return Change("", one.label, before, after, told=told)


def _cells(found: Slice) -> dict[tuple[str, ...], Point]:
    return {p.codes: p for p in found.known}


def _answering(found: Slice, moments: Sequence[str]) -> set[str]:
    """The areas with some number at each of the moments."""
    by_moment = [{p.codes[0] for p in found.known if p.codes[1] == moment} for moment in moments]
    return set.intersection(*by_moment) if by_moment else set()


def _pairs(found: Slice, moments: Sequence[str]) -> list[Both]:
    known = _cells(found)
    kinds = list(dict.fromkeys((p.codes[2], p.labels[2]) for p in found.points))
    areas = _answering(found, moments)
    made = []
    for code, label in kinds:
        both = [a for a in sorted(areas) if all((a, moment, code) in known for moment in moments)]
        if both:
            sums = [sum(known[a, m, code].cell.value or 0 for a in both) for m in moments]
            made.append(Both(code, label, sums[0], sums[1], len(both)))
    return made


def _message(ask: Ask, pairs: Sequence[Both], names: Sequence[str], areas: int, place: str, role: str) -> str:
    if not pairs:
        return "Non ci sono ancora due rilevazioni con risposta: il confronto comparirà con la seconda"
    indicator = ask.indicators[0]
    first, second = sum(one.first for one in pairs), sum(one.second for one in pairs)
    unit = ask.unit_label(indicator.unit)
    single = ask.level_of[place] == ask.levels[role][0]
    who = (
        ask.names[place]
        if single
        else f"Dove hanno risposto a entrambe ({areas} {choosing.noun(ask, role)[1]})"
    )
    share = f" ({_signed((second - first) / first * 100)}%)" if first >= 20 else ""
    told = f"{who}: da {wording.number(first)} a {wording.number(second)} {unit}{share}"
    most = max(pairs, key=lambda one: abs(one.second - one.first))
    moved = most.second - most.first
    return f"{told}; la variazione più grande è di {most.label} ({_signed(moved)})" if moved else told


def _signed(value: float) -> str:
    text = wording.number(abs(value))
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{text}"


def _who_answered(ask: Ask, found: Slice, moments: Sequence[str], names: Sequence[str], role: str) -> str:
    """Say how many areas answered each round: the others are left out of the comparison."""
    areas = {p.codes[0] for p in found.points}
    if len(areas) < 2:
        return ""
    told = [
        f"{name.lower()}: {len({p.codes[0] for p in found.known if p.codes[1] == moment})}"
        for moment, name in zip(moments, names, strict=True)
    ]
    plural = choosing.noun(ask, role)[1]
    return (
        f"{plural} che hanno risposto, su {len(areas)} – {'; '.join(told)}. Il confronto è fatto solo su "
        "chi ha risposto a entrambe, perché una risposta nuova non sembri un servizio nuovo."
    )
