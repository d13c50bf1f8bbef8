"""Who steers and who helps: bodies and their meetings, functions and what each has done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Pair
from dashboard.components.figures import Unit
from dashboard.components.panels import rows, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.rows import Line
from dashboard.components.tables import Column

OWN_LEVELS = ("operating", "zone", "province", "main", "root")
"""Roles of the levels, finest first: a body belongs to the finest one at which it has meetings."""


def bodies(ask: Ask) -> Unit:
    """Draw the meetings planned and held by each kind of body, and say at which level and how many it is.

    Indicators: planned, held; `by`: the kind of body.
    """
    planned, held = (ask.slice(indicator, ask.panel.by) for indicator in ask.indicators[:2])
    due = {p.code: p for p in planned.points}
    both = [p for p in held.points if p.code in due and _any(p, due[p.code])]
    dataset = held.indicator.numerator.dataset
    place = next((code for code, name in ask.names.items() if name == held.place), ask.area)
    levels = {p.code: _own_level(ask, p.code, place) for p in both}
    labels = {
        p.code: f"{p.label} · {levels[p.code].label}" if levels[p.code].label else p.label for p in both
    }
    names = {p.code: ask.word(dataset, ask.panel.by[0], p.code, long=True) for p in both}
    indicator = held.indicator
    caption = telling.caption_of(ask, held)
    return telling.unit_of(
        ask,
        [held, planned],
        message="; ".join(_of_body(p, due[p.code], names[p.code]) for p in both) or wording.ALL_HIDDEN,
        picture=lambda: charts.planned_and_actual(
            [Pair(labels[p.code], due[p.code].cell, p.cell) for p in both],
            unit=indicator.unit,
            names=("previsti", "tenuti"),
        ),
        table=telling.table_of(
            [(p.code, names[p.code]) for p in both],
            [("Previsti", indicator, list(due.values())), ("Tenuti", indicator, both)],
            caption=caption,
            heading=ask.heading(dataset, ask.panel.by[0]),
        ),
        data=telling.data_of(ask, [planned, held], [ask.heading(dataset, ask.panel.by[0])]),
        note=" ".join(told for p in both if (told := _met(names[p.code], levels[p.code]))),
    )


@dataclass(frozen=True)
class _Own:
    """The level of a kind of body: in words, how many bodies delivered, how many of them have met."""

    label: str = ""
    plural: str = ""
    delivered: int = 0
    met: int = 0


def _own_level(ask: Ask, code: str, place: str) -> _Own:
    """Find the finest level at which a kind of body has numbers, within the place that is shown."""
    held = ask.indicators[1]
    here = ask.level_of[place]
    for role in OWN_LEVELS:
        if role not in ask.levels:
            continue
        level, label, plural = ask.levels[role]
        if level == here:
            return _Own(label)
        found = ask.slice(held, ask.panel.by, level=role, area=place, climb=False)
        inside = [p for p in found.known if p.code == code]
        if inside:
            return _Own(label, plural, len(inside), sum((p.cell.value or 0) > 0 for p in inside))
    return _Own()


def _any(one: Point, other: Point) -> bool:
    return one.cell.value is not None or other.cell.value is not None


def _of_body(held: Point, due: Point, name: str) -> str:
    done, wanted = held.cell.value, due.cell.value
    if done is None:
        return f"{name}: nessun dato sugli incontri tenuti"
    number = wording.counted(done, "incontro tenuto", "incontri tenuti")
    return f"{name}: {number}" + (f" su {wording.number(wanted)} previsti" if wanted is not None else "")


def _met(name: str, own: _Own) -> str:
    if own.delivered < 2:
        return ""
    return f"{name}: nell'anno si è riunito almeno una volta in {own.met} {own.plural} su {own.delivered}."


def functions(ask: Ask) -> Unit:
    """Say of each function what was planned and done, with hours and people reached, and in words what.

    Indicators: planned, done, then further ones for the table; `by`: the function.

    Options:
        text: the attribute of the rows that says what was done.
        clock: the column of the rows that counts time.
    """
    planned, done, *more = (ask.slice(indicator, ask.panel.by) for indicator in ask.indicators)
    due = {p.code: p for p in planned.points}
    both = [p for p in done.points if p.code in due]
    dataset = done.indicator.numerator.dataset
    kind = ask.panel.by[0]
    names = [(p.code, ask.word(dataset, kind, p.code, long=True)) for p in both]
    caption = telling.caption_of(ask, done)
    pairs = [(p, due[p.code]) for p in both if p.cell.value is not None and due[p.code].cell.value]
    total = [sum(point.cell.value or 0 for point in side) for side in zip(*pairs, strict=True)] or [0, 0]
    return telling.unit_of(
        ask,
        [done, planned, *more],
        message=(
            f"{wording.number(total[0])} attività svolte su {wording.number(total[1])} previste in "
            f"{wording.counted(len(pairs), 'funzione', 'funzioni')}; "
            f"{_least(pairs, dict(names))}"
        )
        if pairs
        else wording.ALL_HIDDEN,
        picture=lambda: charts.planned_and_actual(
            [Pair(p.label, due[p.code].cell, p.cell) for p in both],
            unit=done.indicator.unit,
            names=("previste", "svolte"),
        ),
        table=tables.html_table(
            names,
            [
                Column(
                    one.indicator.short or one.indicator.label,
                    {p.code: p.cell for p in one.points},
                    one.indicator.unit,
                    one.indicator.decimals,
                )
                for one in (planned, done, *more)
            ],
            caption=caption,
            row_heading=ask.heading(dataset, kind),
        )
        + _done(ask, done, names, caption),
        data=telling.data_of(ask, [planned, done, *more], [ask.heading(dataset, kind)]),
    )


def _least(pairs: Sequence[tuple[Point, Point]], names: dict[str, str]) -> str:
    """Name the function that is furthest from its plan."""
    done, due = min(pairs, key=lambda pair: (pair[0].cell.value or 0) / (pair[1].cell.value or 1))
    if (done.cell.value or 0) >= (due.cell.value or 0):
        return "nessuna è sotto il programma"
    return (
        f"la più lontana dal programma è «{names[done.code]}» "
        f"({wording.number(done.cell.value or 0)} su {wording.number(due.cell.value or 0)})"
    )


def _done(ask: Ask, done: Slice, names: Sequence[tuple[str, str]], caption: str) -> str:
    """What each function has done, in the words of the rows of the moment that is shown."""
    found = rows.rows_of(ask)
    if found.refusal or not ask.option("text"):
        return ""
    frame = found.frame
    clock = ask.option("clock")
    if clock:
        frame = frame[[str(value) in done.when for value in frame[clock]]]
    lines = []
    for code, name in names:
        some = frame[frame[ask.panel.by[0]] == code]
        told = list(dict.fromkeys(str(one) for one in some[ask.option("text")] if one))
        if told:
            lines.append(Line((name, "; ".join(told)), bool(some["demonstration"].any())))
    headings = ["Funzione", "Che cosa ha fatto"]
    return rows.list_of(lines, headings, caption=f"Che cosa è stato fatto: {caption}") if lines else ""
