"""One indicator for my place and for those like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dashboard.components import charts, wording
from dashboard.components.charts import Dot, Half
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point
from dashboard.components.panels.similar import Company, company
from dashboard.data.cells import Status
from dashboard.data.definitions import Indicator
from dashboard.data.statistics import Interval, poisson_rate, wilson

FEWEST_FOR_A_BAND = 5


def dots(ask: Ask) -> Unit:
    """Show the first indicator for my place and for those like it, over the band of half of all places.

    The places are in the order of likeness, never of the values.

    Options:
        interval: `share` (Wilson's) or `rate` (exact, on few events); otherwise there is none.
    """
    us = company(ask)
    indicator = ask.indicators[0]
    top = ask.programme.scope[0]
    found = ask.slice(indicator, ask.panel.by, level=us.role, area=top, climb=False)
    points = {p.code: p for p in found.points}
    inside = [points[code] for code in points if code not in us.outside]
    known = [p.cell.value for p in inside if p.cell.value is not None]
    shown = [code for code in us.shown if us.mine or code in points]
    kind = ask.option("interval")
    items = [
        Dot(
            code,
            ask.names[code],
            points[code].cell if code in points else telling.ABSENT,
            _interval(points.get(code), indicator, kind),
            wording.out_of(base) if kind == "share" and (base := _base(points.get(code))) else "",
        )
        for code in shown
    ]
    band = _band(known)
    rows = [(item.code, item.label) for item in items]
    only = replace(
        found,
        points=tuple(
            points.get(code) or Point((code,), (ask.names[code],), telling.ABSENT) for code in shown
        ),
        notice=_notice(ask, us),
    )
    if found.refusal:
        only = replace(only, points=())
    caption = telling.caption_of(ask, only)
    return telling.unit_of(
        ask,
        [only],
        message=_message(ask, us, items, indicator, band),
        picture=lambda: charts.dots(
            items,
            unit=indicator.unit,
            decimals=indicator.decimals,
            top=100 if kind == "share" else max(known, default=0),
            chosen=us.mine,
            band=band,
        ),
        table=telling.table_of(
            rows,
            [(indicator.short or indicator.label, indicator, only.points)],
            caption=caption,
            heading=ask.levels[us.role][1],
            chosen=us.mine,
        ),
        data=telling.data_of(ask, [only], [ask.levels[us.role][1]]),
        note=_remark(ask, us, items, band, indicator, kind),
    )


def _base(point: Point | None) -> float:
    return point.base or 0 if point is not None and point.cell.value is not None else 0


def _interval(point: Point | None, indicator: Indicator, kind: str) -> Interval | None:
    if point is None or point.cell.value is None or point.numerator is None or point.base is None:
        return None
    if kind == "share":
        return wilson(point.numerator, point.base, scale=indicator.scale)
    if kind == "rate":
        return poisson_rate(point.numerator, point.base, scale=indicator.scale)
    return None


def _band(known: Sequence[float]) -> Half | None:
    if len(known) < FEWEST_FOR_A_BAND:
        return None
    low, middle, high = (float(v) for v in np.quantile(np.array(known), [0.25, 0.5, 0.75]))
    return Half(low, middle, high)


def _notice(ask: Ask, us: Company) -> str:
    if us.mine or ask.area == ask.programme.scope[0]:
        return ""
    return f"{ask.names[ask.area]} non è di un livello che si può confrontare: si mostrano tutti i territori."


def _message(ask: Ask, us: Company, items: Sequence[Dot], indicator: Indicator, band: Half | None) -> str:
    unit, decimals = indicator.unit, indicator.decimals

    def text(value: float) -> str:
        return wording.amount(value, unit=unit, decimals=decimals)

    known = [item for item in items if item.cell.value is not None]
    others = [item.cell.value or 0 for item in known if item.code != us.mine]
    half = f"metà dei territori sta fra {text(band.low)} e {text(band.high)}" if band else ""
    label = ask.panel.label
    if not us.mine:
        if not known:
            return f"{label}: nessun territorio ha un valore pubblicato"
        return f"{label}: {half or f'da {text(min(others))} a {text(max(others))}'}"
    mine = next((item for item in items if item.code == us.mine), None)
    place = ask.names[us.mine]
    if mine is None or mine.cell.value is None:
        why = wording.STATUS_MARK[mine.cell.status if mine else Status.NOT_COLLECTED]
        return f"{label}, {place}: {why}; {_span(others, text) or half or 'nessun altro valore pubblicato'}"
    told = f"{label}, {place}: {text(mine.cell.value)}"
    if not others:
        return f"{told}; {half or 'nessun territorio simile ha un valore pubblicato'}"
    if mine.interval is not None:
        inside = sum(mine.interval.low <= value <= mine.interval.high for value in others)
        which = (
            f"tutti i {len(others)} territori simili"
            if inside == len(others) > 1
            else f"{inside} su {wording.counted(len(others), 'territorio simile', 'territori simili')}"
        )
        span = wording.between(mine.interval, unit=unit, decimals=decimals)
        return f"{told} ({span}): nel suo intervallo {which}"
    return f"{told}; {_span(others, text)}"


def _span(others: Sequence[float], text: Callable[[float], str]) -> str:
    """Say from what to what the places like mine go."""
    if not others:
        return ""
    if min(others) == max(others):
        return f"nei territori simili {text(min(others))}"
    return f"nei territori simili da {text(min(others))} a {text(max(others))}"


def _remark(
    ask: Ask, us: Company, items: Sequence[Dot], band: Half | None, indicator: Indicator, kind: str
) -> str:
    told = []
    if band:
        plural = ask.levels[us.role][2]
        ends = [
            wording.amount(v, unit=indicator.unit, decimals=indicator.decimals)
            for v in (band.low, band.high, band.middle)
        ]
        told.append(
            f"La fascia grigia va da {ends[0]} a {ends[1]}: dentro c'è metà dei territori ({plural}); "
            f"la linea punteggiata è il valore centrale ({ends[2]})."
        )
    if us.mine:
        told.append("L'ordine è quello della somiglianza, non dei valori.")
    if any(item.interval for item in items):
        told.append(
            "La linetta è l'intervallo di confidenza al 95%: due intervalli che si toccano non dicono una "
            "differenza." + (" n è la base della percentuale." if kind == "share" else "")
        )
    return " ".join(told)
