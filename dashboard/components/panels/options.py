"""How many out of how many offer each of several options, by kind: a grid of shares with their bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.components import charts, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import choosing, telling
from dashboard.components.panels.asking import Ask, Point
from dashboard.components.wording import escape
from dashboard.data.definitions import Indicator

LEAST_BASE = 20
"""Below this base a share is written as «2 di 3»."""


def shares(ask: Ask) -> Unit:
    """Draw a share by option (rows) and kind (columns, with their base); small bases as «2 di 3»."""
    indicator = ask.indicators[0]
    option, kind = ask.panel.by[:2]
    dataset = indicator.numerator.dataset
    found = ask.slice(indicator, [option, kind])
    rows = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    bases: dict[str, float] = {}
    for p in found.points:
        bases[p.codes[1]] = max(bases.get(p.codes[1], 0), p.base or 0)
    kinds = [(c, n) for c, n in dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points) if bases[c]]
    cells = {(p.codes[0], p.codes[1]): p.cell for p in found.points}
    texts = {(p.codes[0], p.codes[1]): _text(p, indicator) for p in found.points}
    columns = [(code, f"{label}<br>n = {wording.number(bases[code])}") for code, label in kinds]
    points = {code: [telling.of_row(p) for p in found.points if p.codes[1] == code] for code, _ in kinds}
    return telling.unit_of(
        ask,
        [found],
        message=_message(ask, found.known, indicator),
        picture=lambda: charts.grid(
            rows, columns, cells, unit=indicator.unit, decimals=indicator.decimals, top=100, marks=texts
        ),
        table=telling.table_of(
            rows,
            [(f"{label} (n = {wording.number(bases[c])})", indicator, points[c]) for c, label in kinds],
            caption=telling.caption_of(ask, found),
            heading=ask.heading(dataset, option),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset, option), ask.heading(dataset, kind)]),
    )


def _text(point: Point, indicator: Indicator) -> str:
    if point.cell.value is None or point.base is None or point.numerator is None:
        return wording.cell_text(point.cell)
    if point.base < LEAST_BASE:
        return f"{wording.number(point.numerator)} di {wording.number(point.base)}"
    return wording.amount(point.cell.value, unit=indicator.unit, decimals=indicator.decimals)


def _message(ask: Ask, known: Sequence[Point], indicator: Indicator) -> str:
    """Say the commonest option of each kind that has the most sites, largest base first."""
    if not known:
        return wording.ALL_HIDDEN
    kinds = sorted({p.codes[1]: p.base or 0 for p in known}.items(), key=lambda item: -item[1])
    told = []
    for code, _ in kinds[:2]:
        most = max((p for p in known if p.codes[1] == code), key=lambda p: p.cell.value or 0)
        told.append(f"{most.labels[1]}: soprattutto {most.labels[0]} ({_text(most, indicator)})")
    return "; ".join(told)


def pips(ask: Ask) -> Unit:
    """Write a row per area with one mark per thing: filled when it has what is asked, empty when not.

    For a share of very few things (one, two, three in an area) a percentage would mislead.

    Options:
        yes, no: what a filled and an empty mark mean.
    """
    indicator = ask.indicators[0]
    role = ask.panel.level
    place = ask.area if choosing.is_inside(ask) else ask.top
    found = ask.slice(indicator, level=role, area=place, climb=False)
    drawn = [p for p in found.points if p.base is not None and p.numerator is not None and p.base > 0]
    none = [p.label for p in found.points if p.base == 0]
    body = "".join(_row(p, ask.option("yes"), ask.option("no"), p.code == ask.area) for p in drawn)
    key = (
        f'<p class="cr-pips-key"><i class="cr-pip"></i> {escape(ask.option("yes"))} '
        f'<i class="cr-pip cr-pip-no"></i> {escape(ask.option("no"))}</p>'
    )
    left = f"Senza sedi: {wording.listing(none, most=30)}." if none else ""
    unit = telling.unit_of(
        ask,
        [found],
        message=_message_of_pips(ask, drawn, role),
        picture=lambda: None,
        table=telling.table_of(
            [(p.code, p.label) for p in found.points],
            [(indicator.short or indicator.label, indicator, found.points)],
            caption=telling.caption_of(ask, found),
            heading=choosing.noun(ask, role)[0],
            chosen=ask.area,
        ),
        data=telling.data_of(ask, [found], [choosing.noun(ask, role)[0]]),
        note=left,
    )
    return replace(unit, rows="" if unit.empty else f'{key}<ul class="cr-pips">{body}</ul>')


def _row(point: Point, yes: str, no: str, chosen: bool) -> str:
    have, whole = int(point.numerator or 0), int(point.base or 0)
    marks = '<i class="cr-pip"></i>' * have + '<i class="cr-pip cr-pip-no"></i>' * (whole - have)
    mark = ' class="cr-chosen"' if chosen else ""
    return (
        f'<li{mark}><span>{escape(point.label)}</span><span aria-hidden="true">{marks}</span>'
        f"<span>{have} di {whole}</span></li>"
    )


def _message_of_pips(ask: Ask, drawn: Sequence[Point], role: str) -> str:
    told = [p for p in drawn if p.code == ask.area] or drawn
    if not told:
        return f"{ask.panel.label}: nessuna sede rilevata"
    have, whole = sum(p.numerator or 0 for p in told), sum(p.base or 0 for p in told)
    share = f" ({wording.number(have / whole * 100)}%)" if whole >= LEAST_BASE else ""
    where = told[0].label if len(told) == 1 else wording.counted(len(told), *choosing.noun(ask, role))
    return f"{ask.panel.label}: {wording.number(have)} di {wording.number(whole)}{share}, {where}"
