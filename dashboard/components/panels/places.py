"""Places side by side without a rank: how many in each class, and a dot in its band for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.components import charts, wording
from dashboard.components.charts import Band, Bar, Reference
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval, poisson_rate

BANDS = (
    "La banda grigia è l'intervallo al 95% che il solo caso può spiegare: dove comprende il valore generale, "
    "la differenza non si distingue dal caso."
)


def classes(ask: Ask) -> Unit:
    """Count the areas of a level by class of the first indicator: how they spread, without a rank.

    Options:
        cuts: limits of the classes, increasing; the last class is open.
        reached: what it means to be in the last class, as the sentence begins; without it the sentence names
            the largest class.
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator, ask.panel.by)
    cuts = [float(cut) for cut in ask.options("cuts")]
    names = class_names(cuts, indicator.unit)
    inside = [[p for p in found.known if class_of(p.cell.value or 0, cuts) == i] for i in range(len(names))]
    _, label, plural = ask.levels[ask.panel.level]
    demo = found.demonstration
    items = [
        Bar(str(i), name, Cell(float(len(some)), Status.VALID if some else Status.ZERO, demo))
        for i, (name, some) in enumerate(zip(names, inside, strict=True))
    ]
    mine = next((str(i) for i, some in enumerate(inside) if any(p.codes[0] == ask.area for p in some)), "")
    known, most = len(found.known), len(inside[-1])
    message = f"{ask.option('reached')}: {wording.counted(most, label, plural)} su {known}"
    if not ask.option("reached"):
        first = max(range(len(names)), key=lambda i: len(inside[i]))
        among = wording.counted(len(inside[first]), label, plural)
        message = f"Il gruppo più numeroso: {names[first]} ({among} su {known})"
    unit = telling.unit_of(
        ask,
        [found],
        message=message if known else wording.ALL_HIDDEN,
        picture=lambda: charts.bars(items, unit="", horizontal=True, chosen=mine),
        table=telling.table_of(
            [(p.codes[0], p.labels[0]) for p in found.points],
            [
                (indicator.short or indicator.label, indicator, [telling.of_row(p) for p in found.points]),
            ],
            caption=telling.caption_of(ask, found),
            heading=label,
            chosen=ask.area,
        ),
        data=telling.data_of(ask, [found], [label, *(ask.heading(_dataset(ask), n) for n in ask.panel.by)]),
        unit_label=f"numero di {plural} per classe di «{indicator.label.lower()}»",
        note=_without(ask, found, label, plural),
    )
    if not mine or unit.empty:
        return unit
    return replace(unit, note=f"{unit.note} In blu la classe di {ask.names[ask.area]}.".strip())


def class_of(value: float, cuts: Sequence[float]) -> int:
    """Tell in which class a value falls: a limit belongs to the class above it."""
    return sum(value >= cut for cut in cuts)


def class_names(cuts: Sequence[float], unit: str) -> list[str]:
    """Name the classes between some limits: `meno di 50 %`, `da 50 % a meno di 100 %`, `100 % e più`."""
    told = [wording.amount(cut, unit=unit) for cut in cuts]
    between = [f"da {low} a meno di {high}" for low, high in pairwise(told)]
    return [f"meno di {told[0]}", *between, f"{told[-1]} e più"]


def taking_part(ask: Ask, when: str) -> set[str]:
    """The areas of all levels that take part in the year of a moment (ever, without a year)."""
    frame = ask.release.participation(ask.programme.code)
    year = re.search(r"\d{4}", when)
    if year:
        frame = frame[frame["year"].astype(str).str.startswith(year.group())]
    return {str(code) for name in ("area", "main") for code in frame[name] if code}


def _without(ask: Ask, found: Slice, label: str, plural: str) -> str:
    """Say how many areas have no number, by reason; those that took no part then are no lack."""
    inside = taking_part(ask, found.when)
    told = []
    for status in (Status.SUPPRESSED, Status.NOT_COLLECTED):
        count = sum(p.cell.status is status and p.codes[0] in inside for p in found.points)
        if count:
            told.append(f"{wording.counted(count, label, plural)} {wording.STATUS_COUNTED[status]}")
    return f"Non contati: {', '.join(told)}." if told else ""


def _dataset(ask: Ask) -> str:
    return ask.indicators[0].numerator.dataset


def loads(ask: Ask) -> Unit:
    """Draw an indicator by area as a dot in its band, beside the value of the whole: bands, never a rank.

    Options:
        interval: `counts` draws the exact interval of a count of people over a known base.
        base: unit of the base beside the number, short (`tutor`).
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator)
    top = ask.slice(indicator, level="", area=ask.programme.scope[0])
    whole = top.known[0] if top.known else None
    shown = [p for p in found.points if p.cell.status is not Status.NOT_PARTICIPATING]
    base = ask.option("base")
    items = [
        Band(
            p.code,
            p.label,
            p.cell,
            _interval(ask, p),
            f"({wording.number(p.base)} {base})" if p.base and base else "",
        )
        for p in shown
    ]
    chosen = ask.area if any(p.code == ask.area for p in shown) else ""
    references = [Reference(whole.cell.value or 0, f"{top.place}: {_figure(ask, whole)}")] if whole else []
    out = len(found.points) - len(shown)
    _, label, plural = ask.levels[ask.panel.level]
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_loads(ask, top, whole, items),
        picture=lambda: charts.bands(
            items,
            unit=indicator.unit,
            decimals=indicator.decimals,
            references=references,
            chosen=chosen,
        ),
        table=telling.table_of(
            [(p.code, p.label) for p in shown],
            [(indicator.short or indicator.label, indicator, shown)],
            caption=telling.caption_of(ask, found),
            heading=label,
            chosen=ask.area,
        ),
        data=telling.data_of(ask, [found], [label]),
        note=(f"{BANDS} " if any(item.interval for item in items) else "")
        + (f"{wording.counted(out, label, plural)} fuori dal perimetro." if out else ""),
    )


def _interval(ask: Ask, point: Point) -> Interval | None:
    if ask.option("interval") != "counts" or point.cell.value is None or not point.base:
        return None
    return poisson_rate(point.numerator or 0, point.base, scale=1)


def _figure(ask: Ask, point: Point) -> str:
    indicator = ask.indicators[0]
    return wording.amount(point.cell.value or 0, unit=indicator.unit, decimals=indicator.decimals)


def _message_of_loads(ask: Ask, top: Slice, whole: Point | None, items: Sequence[Band]) -> str:
    indicator = ask.indicators[0]
    _, label, plural = ask.levels[ask.panel.level]
    known = [item for item in items if item.cell.value is not None]
    if whole is None:
        return f"{indicator.label}: {wording.counted(len(known), label, plural)} con un valore"
    value = whole.cell.value or 0
    unit = "" if indicator.unit in wording.UNITS_WITH_SYMBOL else f" {ask.unit_label(indicator.unit)}"
    told = f"{top.place}: {_figure(ask, whole)}{unit}"
    spans = [item.interval for item in known if item.interval]
    if spans:
        apart = sum(not one.low <= value <= one.high for one in spans)
        if not apart:
            return f"{told}; nessuna differenza distinguibile dal caso fra {len(spans)} {plural}"
        verb = "se ne distingue" if apart == 1 else "se ne distinguono"
        return (
            f"{told}; {wording.among(apart, len(spans), label, plural)} {verb} più di quanto spieghi il caso"
        )
    if not known:
        return told
    low, high = (pick(known, key=lambda i: i.cell.value or 0).cell.value or 0 for pick in (min, max))
    ends = [wording.amount(v, unit=indicator.unit, decimals=indicator.decimals) for v in (low, high)]
    return (
        f"{told}; fra {wording.counted(len(known), label, plural)} con il dato si va da {ends[0]} a {ends[1]}"
    )
