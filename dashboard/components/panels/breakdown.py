"""One number along a dimension: bars with base and interval, parts of a whole, planned and actual."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import charts, wording
from dashboard.components.charts import Bar, Pair, Part
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.declared import NARROW
from dashboard.data.cells import Cell
from dashboard.data.definitions import Indicator
from dashboard.data.statistics import Interval, wilson

FEW = 4
"""Names that a sentence can list."""
FIRST = 3
"""Of the longest bars, those that a sentence names."""
FULL = 100
"""Scale of a percentage."""


def bars(ask: Ask) -> Unit:
    """Draw the first indicator along `by` or, without `by`, all the indicators one under the other.

    Without `by` each indicator (all of one unit) is a bar. A share has its base beside it and Wilson's
    interval around it.

    Options:
        order: `value` puts the longest first; otherwise the order of the code list stands.
        unknown: the code of «not recorded», which the message leaves out.
        said: `each` says every bar in the message, not only the longest and the shortest.
    """
    if not _laid(ask):
        slices = _at_one_moment(ask, [ask.slice(indicator) for indicator in ask.indicators])
        points = [_named(one) for one in slices if one.points]
        dimension = "Indicatore"
    else:
        slices = [ask.slice(ask.indicators[0], ask.panel.by)]
        points = list(slices[0].points)
        dimension = ask.heading(_dataset(ask), _laid(ask)[-1])
    if ask.option("order") == "value":
        points.sort(key=lambda p: -(p.cell.value if p.cell.value is not None else -1))
    indicator = ask.indicators[0]
    chosen = ask.area if ask.panel.level else ""
    items = [Bar(p.code, p.label, p.cell, interval_of(p, indicator), base_of(p, indicator)) for p in points]
    caption = telling.caption_of(ask, slices[0])
    return telling.unit_of(
        ask,
        slices,
        message=_message(ask, points, indicator),
        picture=lambda: charts.bars(
            items,
            unit=indicator.unit,
            decimals=indicator.decimals,
            horizontal=True,
            chosen=chosen,
            narrow=ask.width < NARROW,
        ),
        table=telling.table_of(
            [(p.code, p.label) for p in points],
            _columns(ask, points, indicator),
            caption=caption,
            heading=dimension,
            chosen=chosen,
        ),
        data=telling.data_of(ask, slices, [ask.heading(_dataset(ask), n) for n in _laid(ask)]),
        note=wording.INTERVALS if any(item.interval for item in items) else "",
    )


def parts(ask: Ask) -> Unit:
    """Draw the first indicator along two dimensions: a bar per value of the first, its parts by the second.

    Options:
        share: `yes` draws each bar as a hundred.
    """
    found = ask.slice(ask.indicators[0], ask.panel.by)
    first, second = _laid(ask)[-2:]
    dataset = _dataset(ask)
    rows = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    kinds = list(dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points))
    cells = {p.codes: p for p in found.points}
    indicator = ask.indicators[0]
    present = [k for k in kinds if any((r, k[0]) in cells for r, _ in rows)]
    pieces = [
        Part(
            code,
            label,
            [cells[row, code].cell if (row, code) in cells else telling.ABSENT for row, _ in rows],
        )
        for code, label in present
    ]
    caption = telling.caption_of(ask, found)
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_parts(ask, found, rows),
        picture=lambda: charts.stacked(
            [label for _, label in rows],
            pieces,
            unit=indicator.unit,
            decimals=indicator.decimals,
            share=ask.option("share") == "yes",
        ),
        table=telling.table_of(
            rows,
            [
                (
                    label,
                    indicator,
                    [telling.of_row(cells[row, code]) for row, _ in rows if (row, code) in cells],
                )
                for code, label in present
            ],
            caption=caption,
            heading=ask.heading(dataset, first),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset, first), ask.heading(dataset, second)]),
    )


def plan(ask: Ask) -> Unit:
    """Draw two indicators along `by` (or the areas of a level): what was planned, what was done."""
    planned, actual = (ask.slice(indicator, ask.panel.by) for indicator in ask.indicators[:2])
    due = {p.code: p for p in planned.points}
    both = [p for p in actual.points if p.code in due]
    indicator = actual.indicator
    pairs = [Pair(p.label, due[p.code].cell, p.cell) for p in both]
    caption = telling.caption_of(ask, actual)
    chosen = ask.area if ask.panel.level else ""
    return telling.unit_of(
        ask,
        [actual, planned],
        message=_message_of_plan(ask, both, due, indicator),
        picture=lambda: charts.planned_and_actual(
            pairs, unit=indicator.unit, decimals=indicator.decimals, narrow=ask.width < NARROW
        ),
        table=telling.table_of(
            [(p.code, p.label) for p in both],
            [("previsto", indicator, list(due.values())), ("realizzato", indicator, both)],
            caption=caption,
            heading=ask.heading(_dataset(ask), _laid(ask)[-1]) if _laid(ask) else "",
            chosen=chosen,
        ),
        data=telling.data_of(ask, [planned, actual], [ask.heading(_dataset(ask), n) for n in _laid(ask)]),
    )


def base_of(point: Point, indicator: Indicator) -> str:
    """The base beside a share, in words; residents are no sample, and do not stand there."""
    return wording.out_of(point.base) if point.base and indicator.scale == FULL else ""


def interval_of(point: Point, indicator: Indicator) -> Interval | None:
    """The interval of a share, from its two sides; None for what is no share of a count."""
    if indicator.denominator is None or indicator.scale != FULL or point.cell.value is None:
        return None
    if point.numerator is None or point.base is None:
        return None
    return wilson(point.numerator, point.base)


def _dataset(ask: Ask) -> str:
    return ask.indicators[0].numerator.dataset


def _laid(ask: Ask) -> list[str]:
    """What the numbers are laid out by: the level of territory, then the dimensions."""
    return [*([ask.levels[ask.panel.level][0]] if ask.panel.level else []), *ask.panel.by]


def _named(one: Slice) -> Point:
    """The one number of an indicator, under the name of the indicator."""
    indicator, point = one.indicator, one.points[0]
    return Point(
        (indicator.code,), (indicator.short or indicator.label,), point.cell, point.numerator, point.base
    )


def _at_one_moment(ask: Ask, slices: Sequence[Slice]) -> list[Slice]:
    """Put numbers side by side only where they are of one moment: the last one that any of them has.

    Where a number is hidden at that moment it is hidden here: an older one would stand for another thing.
    """
    moments = [one.moments for one in slices if one.known]
    if not moments or all(dict(one) == dict(moments[0]) for one in moments):
        return list(slices)
    last = max(moments, key=lambda one: tuple(one.values()))
    return [
        ask.slice(one.indicator, where=last)
        if one.moments.keys() == last.keys() and one.moments != last
        else one
        for one in slices
    ]


def _cell(point: Point | None) -> Cell:
    return point.cell if point else telling.ABSENT


def _columns(
    ask: Ask, points: Sequence[Point], indicator: Indicator
) -> list[tuple[str, Indicator, Sequence[Point]]]:
    return [(indicator.short or indicator.label, indicator, points)]


def _message(ask: Ask, points: Sequence[Point], indicator: Indicator) -> str:
    """Say of what, then the most and the least, without ranking areas."""
    known = [p for p in points if p.cell.value is not None]
    known = [p for p in known if p.code != ask.option("unknown")] or known
    if not known:
        return wording.ALL_HIDDEN
    unit = ask.unit_label(indicator.unit)
    about = f"{indicator.label}: " if _laid(ask) else ""
    if ask.option("said") == "each" or (len(known) <= FEW and not ask.panel.level):
        if not about:
            return "; ".join(f"{p.label}: {telling.figure(p, indicator, unit_label=unit)}" for p in known)
        first, *others = known
        told = [f"{first.label} {telling.figure(first, indicator, unit_label=unit)}"]
        told += [f"{p.label} {telling.figure(p, indicator)}" for p in others]
        return about + wording.listing(told, most=len(told))
    if ask.option("order") == "value" and not ask.panel.level:
        first, *others = known[:FIRST]
        told = [f"{first.label} ({telling.figure(first, indicator, unit_label=unit)})"]
        told += [f"{p.label} ({telling.figure(p, indicator)})" for p in others if p.cell.value]
        return f"{about}{'soprattutto' if about else 'Soprattutto'} {wording.listing(told)}"
    most = max(known, key=lambda p: p.cell.value or 0)
    least = min(known, key=lambda p: p.cell.value or 0)
    if most.cell.value == least.cell.value:
        return f"{about}{telling.figure(most, indicator, unit_label=unit)} per ciascuno ({len(known)})"
    return (
        f"{f'{about}da' if about else 'Da'} {telling.figure(least, indicator)} ({least.label}) "
        f"a {telling.figure(most, indicator, unit_label=unit)} ({most.label})"
    )


def _message_of_parts(ask: Ask, found: Slice, rows: Sequence[tuple[str, str]]) -> str:
    """Say, of the first bar, which part is the largest; of the last one too."""
    told = []
    for row, label in (rows[0], rows[-1]) if len(rows) > 1 else rows:
        inside = [p for p in found.known if p.codes[0] == row and p.cell.value]
        if inside:
            most = max(inside, key=lambda p: p.cell.value or 0)
            told.append(f"{label}: soprattutto {most.labels[1]} ({telling.figure(most, found.indicator)})")
    if not told and found.known:
        return "Tutti i valori noti sono zero"
    return f"{found.indicator.label}, {'; '.join(told)}" if told else wording.ALL_HIDDEN


def _message_of_plan(ask: Ask, both: Sequence[Point], due: dict[str, Point], indicator: Indicator) -> str:
    pairs = [
        (p, due[p.code]) for p in both if p.cell.value is not None and due[p.code].cell.value is not None
    ]
    if not pairs:
        return wording.ALL_HIDDEN
    done = sum(p.cell.value or 0 for p, _ in pairs)
    wanted = sum(d.cell.value or 0 for _, d in pairs)
    reached = sum((p.cell.value or 0) >= (d.cell.value or 0) for p, d in pairs)
    amounts = [wording.amount(v, unit=indicator.unit, decimals=indicator.decimals) for v in (done, wanted)]
    share = f" ({wording.number(done / wanted * 100)}%)" if wanted else ""
    met = wording.counted(reached, "caso", "casi") if reached else "nessun caso"
    each = f"; previsto raggiunto in {met} su {len(pairs)}" if len(pairs) > 1 else ""
    return f"{amounts[0]} {ask.unit_label(indicator.unit)} su {amounts[1]} in programma{share}{each}"
