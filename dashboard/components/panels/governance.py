"""Who steers and who helps: bodies and their meetings, functions and what each has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Pair
from dashboard.components.figures import Unit
from dashboard.components.panels import matrix, rows, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.declared import NARROW
from dashboard.components.panels.rows import Line
from dashboard.components.tables import Column
from dashboard.data.cells import Status

MOST_SAID = 4
"""Things that a sentence can list."""
OWN_LEVELS = ("operating", "zone", "province", "main", "root")
"""Roles of the levels, finest first: a body belongs to the finest one at which it has meetings."""


def bodies(ask: Ask) -> Unit:
    """Draw the meetings planned and held by each kind of body, and say at which level and how many it is.

    Indicators: planned, held; `by`: the kind of body.
    """
    planned, held = (ask.slice(indicator, ask.panel.by) for indicator in ask.indicators[:2])
    place = next((code for code, name in ask.names.items() if name == held.place), ask.area)
    both = _paired(planned, held)
    levels = {p.code: _own_level(ask, p.code, place) for p, _ in both}
    labels = {
        p.code: f"{p.label} · {levels[p.code].label}" if levels[p.code].label else p.label for p, _ in both
    }
    kind = ask.panel.by[0]
    names = {p.code: ask.word(held.indicator.numerator.dataset, kind, p.code, long=True) for p, _ in both}
    note = " ".join(told for p, _ in both if (told := _met(names[p.code], levels[p.code])))
    return _pairs(ask, planned, held, labels, names, note=note)


def pairs(ask: Ask) -> Unit:
    """Draw two numbers of each thing, planned and done, and say each: they are not added up.

    Indicators: planned, done; `by`: one dimension.

    Options:
        said: what the sentence speaks of (`Incontri tenuti su previsti`).
        names: how the two are called (`previsti,presenti`).
    """
    planned, done = (ask.slice(indicator, ask.panel.by) for indicator in ask.indicators[:2])
    dataset = done.indicator.numerator.dataset
    both = _paired(planned, done)
    labels = {p.code: p.label for p, _ in both}
    names = {p.code: ask.word(dataset, ask.panel.by[0], p.code, long=True) for p, _ in both}
    return _pairs(ask, planned, done, labels, names)


def _paired(planned: Slice, done: Slice) -> list[tuple[Point, Point]]:
    """What was done beside what was planned, where at least one of the two is known or hidden."""
    due = {p.code: p for p in planned.points}
    told = [(p, due[p.code]) for p in done.points if p.code in due]
    return [both for both in told if any(_there(p) for p in both)]


def _there(point: Point) -> bool:
    return point.cell.value is not None or point.cell.status is Status.SUPPRESSED


def _pairs(
    ask: Ask,
    planned: Slice,
    done: Slice,
    labels: Mapping[str, str],
    names: Mapping[str, str],
    *,
    note: str = "",
) -> Unit:
    both, indicator = _paired(planned, done), done.indicator
    due_name, done_name = ask.option("names", "previsti,tenuti").split(",")
    heading = ask.heading(indicator.numerator.dataset, ask.panel.by[0])
    told = [f"{names[p.code]} {_out_of(p, due)}" for p, due in both if p.cell.value is not None]
    known = [(p, due) for p, due in both if p.cell.value is not None]
    if len(told) > MOST_SAID:
        first, last = (f"{_out_of(p, due)} ({names[p.code]})" for p, due in (known[0], known[-1]))
        told = [f"da {first} a {last}"]
    said = ask.option("said", "Incontri tenuti su previsti")
    return telling.unit_of(
        ask,
        [done, planned],
        message=f"{said}: {', '.join(told)}" if told else wording.ALL_HIDDEN,
        picture=lambda: charts.planned_and_actual(
            [Pair(labels[p.code], due.cell, p.cell) for p, due in both],
            unit=indicator.unit,
            names=(due_name.strip(), done_name.strip()),
            narrow=ask.width < NARROW,
        ),
        table=telling.table_of(
            [(p.code, names[p.code]) for p, _ in both],
            [
                (due_name.strip().capitalize(), planned.indicator, planned.points),
                (done_name.strip().capitalize(), indicator, done.points),
            ],
            caption=telling.caption_of(ask, done),
            heading=heading,
        ),
        data=telling.data_of(ask, [planned, done], [heading]),
        note=note,
    )


def _out_of(done: Point, due: Point) -> str:
    number = wording.number(done.cell.value or 0)
    return f"{number} su {wording.number(due.cell.value)}" if due.cell.value is not None else number


def meeting_years(ask: Ask) -> Unit:
    """Draw a share along things and years, and say which year is the lowest for most of them.

    Indicator: the share; `by`: the thing, the year. Options: `things`: singular and plural of the things.
    """
    unit = matrix.grid(ask)
    found = ask.slice(ask.indicators[0], ask.panel.by)
    lowest: Counter[str] = Counter()
    things = sorted({p.codes[0] for p in found.known})
    counted = 0
    for thing in things:
        line = [p for p in found.known if p.codes[0] == thing]
        least = min(p.cell.value or 0 for p in line)
        if len(line) > 1 and least < max(p.cell.value or 0 for p in line):
            counted += 1
            lowest.update({p.labels[1] for p in line if p.cell.value == least})
    if unit.empty or not lowest:
        return unit
    year, times = max(sorted(lowest.items()), key=lambda one: one[1])
    one, many = ask.option("things").split(",")
    title = f"Il {year} è l'anno con la quota più bassa per {wording.counted(times, one, many)} su {counted}"
    return replace(unit, title=title, alt=f"{unit.caption}. {title}")


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
            narrow=ask.width < NARROW,
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
