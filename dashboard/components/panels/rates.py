"""A rate in many places: against their size (a funnel), or one bar a place with mine in colour."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.components import charts, wording
from dashboard.components.charts import Bar, Guide, Spot
from dashboard.components.figures import Unit
from dashboard.components.panels import choosing, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.statistics import control_limits

OUTER = 0.998
"""Level of the outer limits of a funnel: beyond them a difference is more than chance."""
FUNNEL_NOTE = (
    "La fascia scura comprende il 95% e quella chiara il 99,8% dei territori, se tutti avessero lo stesso "
    "tasso e differissero solo per caso: i territori piccoli oscillano di più. Non è una graduatoria."
)


def funnel_plot(ask: Ask) -> Unit:
    """Draw the rate of each area of a level against its base, between control limits.

    Options:
        guides: marks to reach, each `value|as a sentence says it|as the chart says it`.
        choice: dimension on which the page's own control puts a condition.
    """
    indicator = ask.indicators[0]
    role = ask.panel.level
    level = ask.levels[role][0]
    found = choosing.around(ask, indicator, role)
    drawn = [p for p in found.known if p.base and p.numerator is not None]
    own = choosing.mine(ask, level)
    guides = [Guide(float(value), label) for value, _, label in _guides(ask)]
    centre = choosing.pooled(drawn, indicator.scale)
    base_unit = _base_unit(ask)
    picked = choosing.chosen_label(ask, indicator.numerator.dataset)
    # Without numerators that anybody may read there is nothing to draw limits around.
    shown = drawn if centre else []
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_funnel(ask, drawn, centre, own, role) if shown else wording.ALL_HIDDEN,
        picture=lambda: (
            charts.funnel_plot(
                [
                    Spot(
                        p.code,
                        p.label,
                        p.base or 0,
                        p.cell.value or 0,
                        p.code in own,
                        p.cell.demonstration,
                    )
                    for p in shown
                ],
                centre=centre or 0,
                scale=indicator.scale,
                unit=indicator.unit,
                decimals=indicator.decimals,
                base_unit=base_unit,
                rate_title=ask.unit_label(indicator.unit),
                guides=guides,
            )
            if shown
            else None
        ),
        table=_table(ask, found, role),
        data=telling.data_of(ask, [found], [choosing.noun(ask, role)[0]]),
        extra=[part for part in (picked, choosing.without(ask, found, role)) if part],
        note=FUNNEL_NOTE,
    )


def profile(ask: Ask) -> Unit:
    """Draw one thin bar per area of a level, mine in colour, with the rate of all of them together.

    Options:
        choice: dimension on which the page's own control puts a condition.
    """
    indicator = ask.indicators[0]
    role = ask.panel.level
    level = ask.levels[role][0]
    found = choosing.around(ask, indicator, role)
    own = choosing.mine(ask, level)
    mean = choosing.pooled(found.known, indicator.scale)
    picked = choosing.chosen_label(ask, indicator.numerator.dataset)
    return telling.unit_of(
        ask,
        [found],
        message=_message_of_profile(ask, found, mean, own, role),
        picture=lambda: charts.profile(
            [Bar(p.code, p.label, p.cell) for p in found.points],
            unit=indicator.unit,
            decimals=indicator.decimals,
            mine=own,
            mean=mean,
        ),
        table=_table(ask, found, role),
        data=telling.data_of(ask, [found], [choosing.noun(ask, role)[0]]),
        extra=[part for part in (picked, choosing.without(ask, found, role)) if part],
        note=f"Una barra per {choosing.noun(ask, role)[0]}, in ordine di valore; i nomi sono nella tabella.",
    )


def _guides(ask: Ask) -> list[tuple[str, str, str]]:
    return [tuple(one.split("|")) for one in ask.options("guides")]  # type: ignore[misc]


def _unit_after(ask: Ask) -> str:
    """The unit to write after a number; nothing where the number bears its symbol."""
    unit = ask.indicators[0].unit
    return "" if unit in wording.UNITS_WITH_SYMBOL else f" {ask.unit_label(unit)}"


def _base_unit(ask: Ask) -> str:
    """What the bases count, in words."""
    side = ask.indicators[0].denominator
    if side is None:
        return ""
    dataset = ask.catalogue.datasets[side.dataset]
    unit = next(m.unit for m in dataset.measures if m.code == side.measure)
    told = [ask.word(side.dataset, k, v, long=True) for k, v in side.where.items() if isinstance(v, str)]
    return f"{ask.unit_label(unit)} ({', '.join(told)})" if told else ask.unit_label(unit)


def _table(ask: Ask, found: Slice, role: str) -> str:
    indicator = found.indicator
    return telling.table_of(
        [(p.code, p.label) for p in found.points],
        [(indicator.short or indicator.label, indicator, found.points)],
        caption=telling.caption_of(ask, found),
        heading=choosing.noun(ask, role)[0],
        chosen=ask.area,
    )


def _message_of_funnel(
    ask: Ask, drawn: Sequence[Point], centre: float | None, own: set[str], role: str
) -> str:
    indicator = ask.indicators[0]
    picked = [p for p in drawn if p.code in own]
    if len(picked) == 1:
        return f"{picked[0].label}: {_of_one(ask, picked[0], centre)}"
    told = picked if picked else drawn
    where = f"{ask.names[ask.area]}: " if picked else ""
    outside = sum(side != 0 for side in _sides(told, centre, indicator.scale))
    noun = choosing.noun(ask, role)
    marks = _guides(ask)
    if marks:
        (low, low_name, _), (high, high_name, _) = marks[0], marks[-1]
        under = sum((p.cell.value or 0) < float(low) for p in told)
        over = sum((p.cell.value or 0) >= float(high) for p in told)
        return (
            f"{where}{wording.among(under, len(told), *noun)} "
            f"{'è' if under < 2 else 'sono'} sotto {low_name}, "
            f"{over or 'nessuno'} {'raggiunge' if over < 2 else 'raggiungono'} {high_name}"
        )
    mean = wording.amount(centre or 0, unit=indicator.unit, decimals=indicator.decimals)
    begun = f"{where}in media" if where else "In media"
    return (
        f"{begun} {mean}{_unit_after(ask)}; {wording.among(outside, len(told), *noun)} "
        f"{'differisce' if outside < 2 else 'differiscono'} dal resto più di quanto farebbe il caso"
    )


def _of_one(ask: Ask, point: Point, centre: float | None) -> str:
    indicator = ask.indicators[0]
    figure = telling.figure(point, indicator, unit_label=ask.unit_label(indicator.unit))
    value = point.cell.value or 0
    marks = _guides(ask)
    reached = [name for mark, name, _ in marks if value >= float(mark)]
    missed = [name for mark, name, _ in marks if value < float(mark)]
    told = [figure]
    if reached:
        told.append(f"raggiunge {reached[-1]}")
    if missed:
        told.append(f"è sotto {missed[0]}")
    (side,) = _sides([point], centre, indicator.scale)
    told.append(
        {
            0: "rispetto agli altri la differenza può essere dovuta al caso",
            1: "più degli altri, oltre quanto farebbe il caso",
            -1: "meno degli altri, oltre quanto farebbe il caso",
        }[side]
    )
    return ", ".join(told[:-1]) + f"; {told[-1]}"


def _sides(points: Sequence[Point], centre: float | None, scale: float) -> list[int]:
    """Tell of each place whether it lies above (1), below (-1) or between (0) the outer limits."""
    if not centre:
        return [0] * len(points)
    limits = control_limits([p.base or math.nan for p in points], rate=centre, scale=scale, level=OUTER)
    values = [p.cell.value or 0 for p in points]
    return [
        int(value > high) - int(value < low)
        for value, low, high in zip(values, limits.lows, limits.highs, strict=True)
    ]


def _message_of_profile(ask: Ask, found: Slice, mean: float | None, own: set[str], role: str) -> str:
    known = found.known
    if not known:
        return wording.ALL_HIDDEN if found.hidden else found.refusal or "Nessun valore pubblicato"
    indicator = found.indicator

    def text(value: float) -> str:
        return wording.amount(value, unit=indicator.unit, decimals=indicator.decimals)

    unit = _unit_after(ask)
    values = [p.cell.value or 0 for p in known]
    spread = f"da {text(min(values))} a {text(max(values))}"
    together = f"{text(mean)}{unit} nell'insieme" if mean is not None else spread
    picked = [p for p in known if p.code in own]
    if len(picked) == 1:
        return f"{picked[0].label}: {text(picked[0].cell.value or 0)}{unit}, contro {together}"
    count = wording.counted(len(known), *choosing.noun(ask, role))
    return f"{count}: {together}, {spread}" if mean is not None else f"{count}: {spread}{unit}"
