"""What changed between before and after, on the same people: size of the effect, in words, and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Change
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.timeline import PHONE
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Effect, Interval, before_after

SIZES = ((0.8, "grande"), (0.5, "medio"), (0.2, "piccolo"), (0.0, "trascurabile"))
"""From which size (in standard deviations) each word holds."""
UNCERTAIN = "incerto"
FEW = 20
"""People under whom an interval is said to be wide."""
SOURCE = (
    "L'effetto è la differenza media divisa per la deviazione standard prima della formazione (delta di "
    "Glass, con la correzione di Hedges per i gruppi piccoli): da 0,2 è detto piccolo, da 0,5 medio, da 0,8 "
    "grande (J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2ª ed., 1988). Sono "
    "convenzioni: non dicono se il cambiamento conta nel lavoro di ogni giorno. Se l'intervallo al 95% della "
    "differenza comprende lo zero, l'effetto è detto incerto."
)


@dataclass(frozen=True)
class Changed:
    """One thing measured before and after: its two means, people, effect (None: it cannot be told)."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    before: Point
    after: Point
    people: Cell
    effect: Effect | None

    @property
    def size(self) -> str:
        """The size of the effect in a word."""
        return word_of(self.effect) if self.effect else ""


def word_of(effect: Effect) -> str:
    """Say the size of an effect in a word: uncertain where the interval holds zero, else by thresholds.

    Source: Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd ed. (1988).
    """
    if effect.interval.low <= 0 <= effect.interval.high:
        return UNCERTAIN
    word = next(word for least, word in SIZES if abs(effect.size) >= least)
    return word if effect.size > 0 else f"{word}, in calo"


def impact(ask: Ask) -> Unit:
    """Draw the means before and after of each thing, with interval and size of the difference in a word.

    Indicators, in order: mean before, mean after, deviation before, deviation of the difference, people.
    The measure of the first one gives the ends of the axis. With two dimensions the first one makes groups.
    """
    slices = [ask.slice(indicator, ask.panel.by) for indicator in ask.indicators[:5]]
    before, after = slices[0], slices[1]
    changed = _changed(slices)
    narrow = ask.width < PHONE
    indicator = before.indicator
    by_group = len(ask.panel.by) + bool(ask.panel.level) > 1
    measure = next(
        one
        for one in ask.catalogue.datasets[indicator.numerator.dataset].measures
        if one.code == indicator.numerator.measure
    )
    items = [
        Change(
            one.labels[0] if by_group else "",
            one.labels[-1],
            one.before.cell,
            one.after.cell,
            _around(one),
            _told(one, narrow),
        )
        for one in changed
    ]
    names = (indicator.short or indicator.label, after.indicator.short or after.indicator.label)
    caption = telling.caption_of(ask, after)
    few = any(one.people.value is not None and one.people.value < FEW for one in changed)
    return telling.unit_of(
        ask,
        [before, after],
        message=_message(changed, by_group),
        picture=lambda: charts.dumbbell(
            items,
            ends=(float(measure.minimum or 0), float(measure.maximum or 10)),
            names=(names[0].lower(), names[1].lower()),
            unit=indicator.unit,
            decimals=indicator.decimals,
            room=0.34 if narrow else 0.36,
            narrow=narrow,
        ),
        table=_table(changed, slices, caption),
        data=_data(ask, slices, changed),
        note=SOURCE + (f" Con meno di {FEW} persone l'intervallo è molto largo." if few else ""),
    )


def _changed(slices: Sequence[Slice]) -> list[Changed]:
    """Put the five numbers of each thing together, where both means are known."""
    by_codes = [{point.codes: point for point in one.points} for one in slices]
    found = []
    for codes, before in by_codes[0].items():
        points = [one.get(codes) for one in by_codes]
        after = points[1]
        if after is None or before.cell.value is None or after.cell.value is None:
            continue
        values = [point.cell.value if point else None for point in points]
        effect = (
            before_after(
                n=values[4],
                before=before.cell.value,
                after=after.cell.value,
                deviation=values[3],
                deviation_before=values[2],
            )
            if values[2] is not None and values[3] is not None and values[4] is not None
            else None
        )
        people = points[4].cell if points[4] else telling.ABSENT
        found.append(Changed(codes, before.labels, before, after, people, effect))
    return found


def _around(one: Changed) -> Interval | None:
    """The interval of the difference, carried to where the second value stands."""
    if one.effect is None or one.before.cell.value is None:
        return None
    start = one.before.cell.value
    return Interval(start + one.effect.interval.low, start + one.effect.interval.high)


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{wording.number(value, decimals=1)}"


def _told(one: Changed, narrow: bool) -> str:
    """What stands beside a line: difference and size; interval and people where there is room."""
    if one.effect is None:
        return "effetto non calcolabile"
    short = f"<b>{_signed(one.effect.difference)}</b> {one.size}"
    if narrow:
        return short
    span = wording.between(one.effect.interval, decimals=1)
    return f"{short} · {span} {wording.out_of(one.people.value or 0)}"


def _message(changed: Sequence[Changed], by_group: bool) -> str:
    """Say in how many things the scores rose beyond doubt, and where the effect is largest."""
    told = [(one, one.effect) for one in changed if one.effect is not None]
    if not told:
        return wording.ALL_HIDDEN
    risen = sum(effect.interval.low > 0 for _, effect in told)
    most, effect = max(told, key=lambda pair: pair[1].size)
    where = f"{most.labels[-1]} ({most.labels[0]})" if by_group else most.labels[-1]
    largest = f"il guadagno più ampio: {where}, {_signed(effect.difference)} punti, effetto {most.size}"
    if len(told) == 1:
        return f"Dopo la formazione {_signed(effect.difference)} punti in {where}: effetto {most.size}"
    times = "in tutte le" if risen == len(told) else f"in {wording.number(risen)} delle"
    return f"Dopo la formazione il punteggio cresce {times} {wording.number(len(told))} misure; {largest}"


def _table(changed: Sequence[Changed], slices: Sequence[Slice], caption: str) -> str:
    """The same as numbers: means, people, difference with its ends, size."""
    rows = [("|".join(one.codes), " – ".join(one.labels)) for one in changed]
    keyed = list(zip([code for code, _ in rows], changed, strict=True))
    unit, decimals = slices[0].indicator.unit, slices[0].indicator.decimals

    def of(value: float | None, one: Changed) -> Cell:
        if value is None:
            return Cell(None, Status.NOT_COLLECTED)
        return Cell(value, Status.VALID, one.before.cell.demonstration)

    effects = {code: one.effect for code, one in keyed}
    columns = [
        Column("Prima", {c: one.before.cell for c, one in keyed}, unit, decimals),
        Column("Dopo", {c: one.after.cell for c, one in keyed}, unit, decimals),
        Column("Persone", {c: one.people for c, one in keyed}),
        Column(
            "Differenza", {c: of(e.difference if (e := effects[c]) else None, o) for c, o in keyed}, unit, 1
        ),
        Column("Da", {c: of(e.interval.low if (e := effects[c]) else None, o) for c, o in keyed}, unit, 1),
        Column("A", {c: of(e.interval.high if (e := effects[c]) else None, o) for c, o in keyed}, unit, 1),
        Column("Ampiezza", {c: of(e.size if (e := effects[c]) else None, o) for c, o in keyed}, "", 2),
    ]
    return tables.html_table(rows, columns, caption=caption, row_heading="Misura")


def _data(ask: Ask, slices: Sequence[Slice], changed: Sequence[Changed]) -> pd.DataFrame:
    dataset = slices[0].indicator.numerator.dataset
    names = [*([ask.levels[ask.panel.level][0]] if ask.panel.level else []), *ask.panel.by]
    columns: dict[str, object] = {}
    for number, name in enumerate(names):
        heading = ask.heading(dataset, name)
        columns[f"{heading} (codice)"] = [one.codes[number] for one in changed]
        columns[heading] = [one.labels[number] for one in changed]
    columns |= {
        "territorio": slices[0].place,
        "periodo": slices[0].when,
        "media prima": [one.before.cell.value for one in changed],
        "media dopo": [one.after.cell.value for one in changed],
        "persone": [one.people.value for one in changed],
        "differenza": [one.effect.difference if one.effect else None for one in changed],
        "differenza, estremo inferiore 95%": [
            one.effect.interval.low if one.effect else None for one in changed
        ],
        "differenza, estremo superiore 95%": [
            one.effect.interval.high if one.effect else None for one in changed
        ],
        "ampiezza": [one.effect.size if one.effect else None for one in changed],
        "effetto": [one.size for one in changed],
        "origine": [tables.origin(one.before.cell.demonstration) for one in changed],
    }
    return pd.DataFrame(columns, index=range(len(changed)))
