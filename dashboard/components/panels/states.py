"""The path on days: states at the dates, of each cohort, and as they were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Bar, Part, curves
from dashboard.components.charts.curves import Line
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.declared import NARROW
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

YEAR_END = "-12-31"
"""How the days end at which a year is closed."""


def states_over_dates(ask: Ask) -> Unit:
    """Draw some states over all their dates, a line each. `by` is the date and the state.

    Options:
        states: the states, the one to look at first.
    """
    indicator = ask.indicators[0]
    wanted = ask.options("states")
    found = ask.slice(indicator, ask.panel.by, where={ask.panel.by[1]: wanted})
    days = sorted({p.codes[0] for p in found.points})
    cells = {p.codes: p.cell for p in found.points}
    names = {code: _named(ask, ask.panel.by[1], code) for code in wanted}
    items = [
        Line(code, names[code], [(day, cells.get((day, code), telling.ABSENT)) for day in days])
        for code in wanted
    ]
    table = tables.html_table(
        [(day, wording.day(day)) for day in days],
        [Column(names[c], {d: cells[d, c] for d in days if (d, c) in cells}, indicator.unit) for c in wanted],
        caption=telling.caption_of(ask, found),
        row_heading=ask.heading(indicator.numerator.dataset, ask.panel.by[0]),
    )
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_dates(items[0]),
        picture=lambda: curves.lines(items, unit=indicator.unit, narrow=ask.width < NARROW),
        table=table,
        data=telling.data_of(
            ask, [found], [ask.heading(indicator.numerator.dataset, name) for name in ask.panel.by]
        ),
        note=_missing(ask, indicator.numerator.dataset, days),
    )


def _named(ask: Ask, dimension: str, code: str) -> str:
    """Name those who are in a state as the indicator that counts them does; else as the list has it."""
    dataset = ask.indicators[0].numerator.dataset
    for one in ask.catalogue.indicators.values():
        counts = one.numerator.dataset == dataset and one.denominator is None
        if counts and dict(one.numerator.where) == {dimension: code}:
            return one.short or one.label
    return ask.word(dataset, dimension, code)


def _message_of_dates(line: Line) -> str:
    """Say the first, the highest and the last number of the line one looks at."""
    known = [(day, cell.value) for day, cell in line.points if cell.value is not None]
    if not known:
        return wording.ALL_HIDDEN
    highest = max(known, key=lambda one: one[1])
    told = {day: value for day, value in (known[0], highest, known[-1])}
    parts = [f"{wording.number(value)} al {wording.day(day)}" for day, value in sorted(told.items())]
    return f"{line.label}: {wording.listing(parts)}"


def _missing(ask: Ask, dataset: str, days: Sequence[str]) -> str:
    """Say at which dates fewer have delivered than at an earlier one: what is missing lowers the total."""
    told, most = [], 0
    for day in days:
        came = observed.returns(ask, dataset, time=day)[0]
        if came < most:
            told.append(f"{wording.day(day)} ({observed.delivered(ask, dataset, time=day)})")
        most = max(most, came)
    return f"Consegne mancanti, che abbassano il totale: {'; '.join(told)}." if told else ""


def composition(ask: Ask) -> Unit:
    """Draw the first indicator on the last day of each year, in its parts. `by` is the date and the parts."""
    indicator = ask.indicators[0]
    found = ask.slice(indicator, ask.panel.by)
    days = sorted({p.codes[0] for p in found.points if p.codes[0].endswith(YEAR_END)})
    days = days or sorted({p.codes[0] for p in found.points})
    cells = {p.codes: p.cell for p in found.points if p.codes[0] in days}
    kinds = list(dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points))
    kinds = [k for k in kinds if any((cells.get((d, k[0])) or telling.ABSENT).value for d in days)]
    parts = [Part(c, label, [cells.get((d, c), telling.ABSENT) for d in days]) for c, label in kinds]
    dataset = indicator.numerator.dataset
    table = tables.html_table(
        [(day, wording.day(day)) for day in days],
        [
            Column(label, {d: cells[d, c] for d in days if (d, c) in cells}, indicator.unit)
            for c, label in kinds
        ],
        caption=telling.caption_of(ask, found),
        row_heading=ask.heading(dataset, ask.panel.by[0]),
    )
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_parts(days[-1] if days else "", kinds, cells),
        picture=lambda: charts.stacked([wording.day(d) for d in days], parts, unit=indicator.unit),
        table=table,
        data=telling.data_of(ask, [found], [ask.heading(dataset, name) for name in ask.panel.by]),
    )


def _message_of_parts(day: str, kinds: Sequence[tuple[str, str]], cells: dict[tuple[str, ...], Cell]) -> str:
    told = [
        (label, cells[day, code].value or 0)
        for code, label in kinds
        if (day, code) in cells and cells[day, code].value
    ]
    if not told:
        return wording.ALL_HIDDEN
    parts = [f"{label} ({wording.number(value)})" for label, value in told]
    return f"Al {wording.day(day)}: {wording.listing(parts)}"


def standing(ask: Ask) -> Unit:
    """Draw how many have reached each state on the last date, each with its share of the state before.

    `by` is the date and the state; the first indicator is the count, then come the shares.

    Options:
        states: the states, in order.
        shares: the indicator of the share of each state; «-» for none.
        of: of whom each share is, in words.
    """
    indicator = ask.indicators[0]
    dataset = indicator.numerator.dataset
    date, state = ask.panel.by
    wanted = ask.options("states")
    found = ask.slice(indicator, ask.panel.by, where={state: wanted})
    known = sorted({p.codes[0] for p in found.known}) or sorted({p.codes[0] for p in found.points})
    day = known[-1] if known else ""
    counts = {p.code: p.cell for p in found.points if p.codes[0] == day}
    shares: dict[str, Cell] = {}
    items = []
    for code, name, of in zip(wanted, ask.options("shares"), ask.options("of"), strict=True):
        told = ""
        if name != "-":
            share = ask.catalogue.indicators[name]
            one = observed.ratio(ask, share, [p for p in found.points if p.codes[0] == day], ask.panel.by)[0]
            shares[code] = one
            text = wording.cell_text(one, unit="percento")
            whom = "" if ask.width < NARROW else f" {of}"  # a phone has no room for it
            told = f"· {text}{whom}" if one.value is not None else ""
        items.append(Bar(code, _named(ask, state, code), counts.get(code, telling.ABSENT), None, told))
    when = f"al {wording.long_day(day)}" if day else ""
    rows = [(item.code, item.label) for item in items]
    said = [f"{item.label} {wording.cell_text(item.cell)}" for item in items if item.cell.value is not None]
    shown = replace(found, points=tuple(p for p in found.points if p.codes[0] == day), when=when)
    return telling.unit_of(
        ask,
        [shown],
        message=wording.listing(said, most=len(said)) if said else wording.ALL_HIDDEN,
        picture=lambda: charts.bars(items, unit=indicator.unit, horizontal=True, narrow=ask.width < NARROW),
        table=tables.html_table(
            rows,
            [Column("Persone", counts, indicator.unit), Column("Quota", shares, "percento")],
            caption=telling.caption_of(ask, shown),
            row_heading=ask.heading(dataset, state),
        ),
        data=telling.data_of(ask, [shown], [ask.heading(dataset, date), ask.heading(dataset, state)]),
        extra=[observed.delivered(ask, dataset, time=day)],
    )


def cohorts(ask: Ask) -> Unit:
    """Draw how many of each cohort have reached each state on the last date. `by`: the cohort and the state.

    Options:
        tell: the state that the sentence tells of.
    """
    indicator = ask.indicators[0]
    dataset = indicator.numerator.dataset
    found = ask.slice(indicator, ask.panel.by)
    cells = {(p.codes[0], p.codes[1]): p.cell for p in found.points}
    some = {c for (c, _), cell in cells.items() if cell.value or cell.status is Status.SUPPRESSED}
    rows = [r for r in dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points) if r[0] in some]
    columns = [(code, _named(ask, ask.panel.by[1], code)) for code in ask.options("states")]
    tell = ask.option("tell")
    told = [
        f"{label} ({wording.cell_text(cells[code, tell])})"
        for code, label in rows
        if (code, tell) in cells and cells[code, tell].value is not None
    ]
    return telling.unit_of(
        ask,
        [found],
        message=f"{_named(ask, ask.panel.by[1], tell)}, per coorte: {wording.listing(told, most=len(told))}",
        picture=lambda: charts.grid(rows, columns, cells, unit=indicator.unit),
        table=tables.html_table(
            rows,
            [
                Column(n, {c: cells[c, s] for c, _ in rows if (c, s) in cells}, indicator.unit)
                for s, n in columns
            ],
            caption=telling.caption_of(ask, found),
            row_heading=ask.heading(dataset, ask.panel.by[0]),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset, name) for name in ask.panel.by]),
    )


def published(ask: Ask) -> Unit:
    """Draw figures that a source has already published, each with its own date."""
    slices = [ask.slice(indicator) for indicator in ask.indicators]
    known = [one for one in slices if one.points and one.points[0].cell.value is not None]
    items = [
        Bar(
            one.indicator.code,
            f"{one.indicator.short or one.indicator.label}, {one.when}",
            one.points[0].cell,
        )
        for one in known
    ]
    told = [f"{item.label}: {wording.number(item.cell.value or 0)}" for item in items]
    lines = [Point((i.code,), (i.label,), i.cell) for i in items]
    indicator = ask.indicators[0]
    first = Slice(indicator, tuple(lines), place=known[0].place if known else "", refusal=slices[0].refusal,
                  notice=slices[0].notice)  # fmt: skip
    return telling.unit_of(
        ask,
        [first, *(Slice(one.indicator) for one in slices[1:])],
        message="; ".join(told),
        picture=lambda: charts.bars(items, unit=indicator.unit, horizontal=True, narrow=ask.width < NARROW),
        table=telling.table_of(
            [(i.code, i.label) for i in items],
            [("Persone", indicator, lines)],
            caption=telling.caption_of(ask, first),
            heading="Cifra pubblicata",
        ),
        data=telling.data_of(ask, known, []),
    )
