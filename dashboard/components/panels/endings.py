"""How paths end: those that closed in a year, and why some closed before their term."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Bar, Part
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.declared import NARROW
from dashboard.components.panels.states import YEAR_END
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval


def closures(ask: Ask) -> Unit:
    """Draw, by year, the paths that ended: at their term, or before it.

    The first indicator counts early exits; the second those who have concluded up to each date: what it grew
    between two ends of year are the conclusions of the year.

    Options:
        year: the dimension of the year of the first indicator.
        date: the dimension of the date of the second one.
    """
    early, ended = ask.indicators[:2]
    left = ask.slice(early, [ask.option("year")])
    done = ask.slice(ended, [ask.option("date")])
    up_to = {p.code[:4]: p.cell for p in done.points if p.code.endswith(YEAR_END)}
    gone = {p.code: p.cell for p in left.points}
    years = sorted({*up_to, *gone})
    concluded = {year: _grown(up_to, year) for year in years}
    labels = (ended.short or ended.label, early.short or early.label)
    demo = left.demonstration or done.demonstration
    shares: dict[str, Cell] = {}
    spans: dict[str, Interval | None] = {}
    for year in years:
        a, b = concluded[year].value, gone.get(year, telling.ABSENT).value
        if a is None or b is None:
            shares[year], spans[year] = telling.ABSENT, None
            continue
        shares[year], spans[year] = observed.share(ask, a, a + b, demonstration=demo)
    parts = [
        Part("concluded", labels[0], [concluded[year] for year in years]),
        Part("gone", labels[1], [gone.get(year, telling.ABSENT) for year in years]),
    ]
    rows = [(year, year) for year in years]
    table = tables.html_table(
        rows,
        [
            Column(labels[0], concluded, ended.unit),
            Column(labels[1], gone, early.unit),
            Column("Arrivati al termine", shares, "percento"),
        ],
        caption=telling.caption_of(ask, left),
        row_heading=ask.heading(early.numerator.dataset, ask.option("year")),
    )
    data = pd.DataFrame(
        {
            "anno": years,
            "conclusi": [concluded[y].value for y in years],
            "usciti_prima": [gone[y].value if y in gone else None for y in years],
            "quota_arrivati_al_termine": [shares[y].value for y in years],
            "quota_minima": [s.low if (s := spans[y]) else None for y in years],
            "quota_massima": [s.high if (s := spans[y]) else None for y in years],
            "territorio": left.place,
            "origine": tables.origin(demo),
        }
    )
    known = [year for year in years if shares[year].value is not None]
    message = wording.ALL_HIDDEN
    if known:
        year = known[-1]
        base = (concluded[year].value or 0) + (gone[year].value or 0)
        message = (
            f"{year}: {wording.counted(base, 'percorso chiuso', 'percorsi chiusi')}, arrivati al termine "
            f"{observed.told(shares[year], spans[year])}"
        )
    return telling.unit_of(
        ask,
        [left, done],
        message=message,
        picture=lambda: charts.stacked(years, parts, unit=early.unit),
        table=table,
        data=data,
    )


def _grown(up_to: dict[str, Cell], year: str) -> Cell:
    """What a number that only grows grew in a year; the first known year counts from the start."""
    here = up_to.get(year)
    if here is None or here.value is None:
        return here or telling.ABSENT
    before = up_to.get(str(int(year) - 1))
    if before is None and year == min(up_to):
        return here
    if before is None or before.value is None or before.value > here.value:
        return Cell(None, Status.NOT_COLLECTED, here.demonstration, "manca la fine dell'anno prima")
    return observed.counted(here.value - before.value, here.demonstration or before.demonstration)


def reasons(ask: Ask) -> Unit:
    """Draw the share of each reason among the known ones; what is not recorded is said apart.

    Options:
        unknown: the code of «not recorded».
    """
    indicator = ask.indicators[0]
    dataset = indicator.numerator.dataset
    found = ask.slice(indicator, ask.panel.by)
    unknown = ask.option("unknown")
    points = [p for p in found.points if p.code != unknown]
    base = sum(p.cell.value or 0 for p in points)
    whole = all(p.cell.value is not None for p in points)
    items = []
    for p in sorted(points, key=lambda p: -(p.cell.value if p.cell.value is not None else -1)):
        cell, span = p.cell, None
        if whole:
            cell, span = observed.share(ask, p.cell.value or 0, base, demonstration=p.cell.demonstration)
        items.append(Bar(p.code, p.label, cell, span, wording.out_of(base) if whole else ""))
    lost = next((p.cell.value for p in found.points if p.code == unknown and p.cell.value), None)
    unit = "percento" if whole else indicator.unit
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_reasons(items, base, whole=whole),
        picture=lambda: charts.bars(items, unit=unit, horizontal=True, narrow=ask.width < NARROW),
        table=tables.html_table(
            [(p.code, p.label) for p in found.points],
            [
                Column("Persone", {p.code: p.cell for p in found.points}, indicator.unit),
                *([Column("Quota", {i.code: i.cell for i in items}, "percento")] if whole else []),
            ],
            caption=telling.caption_of(ask, found),
            row_heading=ask.heading(dataset, ask.panel.by[0]),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset, ask.panel.by[0])]),
        unit_label="% delle uscite con motivo rilevato" if whole else "",
        note=" ".join(
            part
            for part in (
                wording.INTERVALS if any(item.interval for item in items) else "",
                f"Senza motivo rilevato: {wording.counted(lost, 'persona', 'persone')}." if lost else "",
            )
            if part
        ),
    )


def _message_of_reasons(items: Sequence[Bar], base: float, *, whole: bool) -> str:
    known = [item for item in items if item.cell.value is not None]
    if not known:
        return wording.ALL_HIDDEN
    if not whole:
        told = [f"{item.label} {wording.cell_text(item.cell)}" for item in known]
        return f"Motivi delle uscite che si possono dire: {wording.listing(told)}"
    told = [f"{item.label} {observed.told(item.cell, item.interval)}" for item in known[:2]]
    return f"I motivi più frequenti: {wording.listing(told)}; n = {wording.number(base)}"
