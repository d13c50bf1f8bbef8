"""Outcomes: what was observed in each area at each moment, and support by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Part, side_by_side
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.withholding import LEAST_BASE


def observed_parts(ask: Ask) -> Unit:
    """Draw what was observed of an area at each moment, as parts of a hundred, with how many were observed.

    `by` is the moment and the outcome. A bar with a hidden part is not drawn: its parts would give it away.

    Options:
        unknown: the code of «not observed»: it is no part, it tells how complete the bar is.
    """
    indicator = ask.indicators[0]
    dataset = indicator.numerator.dataset
    found = ask.slice(indicator, ask.panel.by)
    early = observed.too_early(ask, ask.catalogue.indicators[ask.option("readable")])
    if early:
        found = observed.refused(found, early)
    unknown = ask.option("unknown")
    moments = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    kinds = [k for k in dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points) if k[0] != unknown]
    cells = {(p.codes[0], p.codes[1]): p.cell for p in found.points}
    used = {kind for (_, kind), cell in cells.items() if cell.status is not Status.ZERO}
    kinds = [kind for kind in kinds if kind[0] in used]
    rows = [(code, _named(code, label, cells, kinds, unknown)) for code, label in moments]
    whole = {code for code, _ in moments if _is_whole(code, cells)}
    parts = [
        Part(
            kind,
            label,
            [cells.get((m, kind), telling.ABSENT) if m in whole else telling.ABSENT for m, _ in moments],
        )
        for kind, label in kinds
    ]
    columns = [
        *kinds,
        *([(unknown, ask.word(dataset, ask.panel.by[1], unknown, long=True))] if found.points else []),
    ]
    table = tables.html_table(
        moments,
        [
            Column(label, {m: cells[m, kind] for m, _ in moments if (m, kind) in cells}, indicator.unit)
            for kind, label in columns
        ],
        caption=telling.caption_of(ask, found),
        row_heading=ask.heading(dataset, ask.panel.by[0]),
    )
    unit = telling.unit_of(
        ask,
        [found],
        message=_message_of_parts(moments, kinds, cells, whole),
        picture=lambda: (
            charts.stacked([label for _, label in rows], parts, unit=indicator.unit, share=True)
            if whole
            else None
        ),
        table=table,
        data=telling.data_of(ask, [found], [ask.heading(dataset, name) for name in ask.panel.by]),
        unit_label="persone rilevate",
    )
    return unit


def _is_whole(moment: str, cells: Mapping[tuple[str, str], Cell]) -> bool:
    return not any(c.status is Status.SUPPRESSED for (m, _), c in cells.items() if m == moment)


def _named(
    moment: str,
    label: str,
    cells: Mapping[tuple[str, str], Cell],
    kinds: Sequence[tuple[str, str]],
    unknown: str,
) -> str:
    """Name a bar with how many are observed of those expected."""
    if not _is_whole(moment, cells):
        return f"{label} (c)"
    seen = sum(cells[moment, kind].value or 0 for kind, _ in kinds if (moment, kind) in cells)
    lost = cells[moment, unknown].value or 0 if (moment, unknown) in cells else 0
    return f"{label}: rilevati {wording.number(seen)} su {wording.number(seen + lost)}"


def _message_of_parts(
    moments: Sequence[tuple[str, str]],
    kinds: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Cell],
    whole: set[str],
) -> str:
    """Say the most frequent outcome at the first moment, and at the others that enough people tell."""
    readable = [(code, label) for code, label in moments if code in whole]
    told = []
    for code, label in readable:
        numbers = {kind: cells[code, kind].value or 0 for kind, _ in kinds if (code, kind) in cells}
        base = sum(numbers.values())
        if base >= (1 if code == readable[0][0] else LEAST_BASE):
            most = max(numbers, key=lambda kind: numbers[kind])
            name = next(text for kind, text in kinds if kind == most)
            told.append(
                f"{label}: soprattutto «{name}» ({wording.number(numbers[most])} su {wording.number(base)})"
            )
    return "; ".join(told) if told else wording.ALL_HIDDEN


def by_year(ask: Ask) -> Unit:
    """Draw the first indicator by year, a bar per kind side by side. `by` is the year and the kind.

    The kinds of the code list that have no row are said under it.
    """
    indicator = ask.indicators[0]
    dataset = indicator.numerator.dataset
    found = ask.slice(indicator, ask.panel.by)
    years = list(dict.fromkeys(p.codes[0] for p in found.points))
    kinds = list(dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points))
    cells = {(p.codes[0], p.codes[1]): p.cell for p in found.points}
    without = [
        c.label for c in observed.codes_of(ask, ask.panel.by[1]) if c.code not in {k for k, _ in kinds}
    ]
    groups = [(label, [cells.get((y, k), telling.ABSENT) for y in years]) for k, label in kinds]
    message = wording.ALL_HIDDEN
    known = [
        y for y in years if any((cells.get((y, k)) or telling.ABSENT).value is not None for k, _ in kinds)
    ]
    if known:
        last = known[-1]
        told = [
            f"{label} {wording.amount(cells[last, k].value or 0, unit=indicator.unit)}"
            for k, label in kinds
            if (last, k) in cells and cells[last, k].value is not None
        ]
        message = f"{indicator.short or indicator.label} nel {last}: {wording.listing(told)}"
    return telling.unit_of(
        ask,
        [found],
        message=message,
        picture=lambda: side_by_side.grouped(years, groups, unit=indicator.unit),
        table=tables.html_table(
            [(y, y) for y in years],
            [
                Column(label, {y: cells[y, k] for y in years if (y, k) in cells}, indicator.unit)
                for k, label in kinds
            ],
            caption=telling.caption_of(ask, found),
            row_heading=ask.heading(dataset, ask.panel.by[0]),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset, name) for name in ask.panel.by]),
        note=f"Senza righe in questo rilascio: {wording.listing(without)}." if without and kinds else "",
    )
