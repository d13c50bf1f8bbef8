"""Months from entry: who stays on the path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.charts import curves
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.declared import NARROW
from dashboard.components.tables import Column
from dashboard.data.cells import Cell
from dashboard.data.statistics import Survival, kaplan_meier
from dashboard.data.withholding import LEAST_BASE

FOLLOWED = 10
"""A curve ends when fewer people than these are still followed (or than half of them, where they are few)."""
TOLD = (12, 24)
"""Months after which the sentence tells the share."""
HIDDEN = (
    "Questa figura vuole i conteggi di ogni mese, e in questa vista alcuni sono coperti: con numeri coperti "
    "non si calcola nulla. La vista pubblica mostra gli stati raggiunti a ogni data."
)
_FEW = "Qui le persone seguite dall'ingresso sono troppo poche, o nessuna: la permanenza non si stima."


def permanence(ask: Ask) -> Unit:
    """Draw the share of those who have not left before the end, by month from entry (Kaplan-Meier).

    `by` is the step and the month. Where a territory or a cohort is chosen, a grey curve of the wider one
    stands behind.

    Options:
        event: the step that ends the permanence.
        censored: the steps at which one is no longer followed without having left.
    """
    found = _followed(ask)
    curve = _curve(ask, found)
    early = observed.too_early(ask, found.indicator)
    if early or curve is None:
        covered = found.hidden or ask.release.audience.is_public
        found = observed.refused(found, early or found.refusal or (HIDDEN if covered else _FEW))
        return unit_of_months(ask, found, "", None, "", pd.DataFrame())
    other, other_label = _wider(ask, found)
    marks = [m for m in curve.months if m % 3 == 0]
    shares = {m: curve.shares[m] * 100 for m in marks}
    demo = found.demonstration

    def column(values: Mapping[int, float]) -> dict[str, Cell]:
        return {str(m): observed.counted(values[m], demo) for m in marks}

    table = tables.html_table(
        [(str(m), str(m)) for m in marks],
        [
            Column("Non usciti", column(shares), "percento"),
            Column("da", column({m: curve.lows[m] * 100 for m in marks}), "percento"),
            Column("a", column({m: curve.highs[m] * 100 for m in marks}), "percento"),
            Column("Persone seguite", column({m: float(curve.at_risk[m]) for m in marks}), "persone"),
        ],
        caption=telling.caption_of(ask, found, unit_label=_UNIT),
        row_heading="Mese dall'ingresso",
    )
    data = pd.DataFrame(
        {
            "mese_dall_ingresso": curve.months,
            "quota_non_usciti": [100 * v for v in curve.shares],
            "quota_minima": [100 * v for v in curve.lows],
            "quota_massima": [100 * v for v in curve.highs],
            "persone_seguite": curve.at_risk,
            "territorio": found.place,
            "origine": tables.origin(demo),
        }
    )
    picture = curves.permanence(
        curve,
        label=_whom(ask, found),
        other=other,
        other_label=other_label,
        narrow=ask.width < NARROW,
        demonstration=demo,
    )
    return unit_of_months(ask, found, _message(curve), picture, table, data, extra=[_cohort(ask)])


_UNIT = "% di chi è entrato"


def _followed(ask: Ask, area: str | None = None) -> Slice:
    steps = (ask.option("event"), *ask.options("censored"))
    return ask.slice(ask.indicators[0], ask.panel.by, where={ask.panel.by[0]: steps}, area=area)


def _curve(ask: Ask, found: Slice) -> Survival | None:
    """The curve, up to where enough people are followed; None when a number behind it is hidden."""
    numbers = observed.amounts(list(found.points))
    if not numbers:
        return None
    ended: dict[int, int] = {}
    censored: dict[int, int] = {}
    for (step, month), value in numbers.items():
        side = ended if step == ask.option("event") else censored
        side[int(month)] = side.get(int(month), 0) + int(value)
    curve = kaplan_meier(ended, censored)
    if curve is None or (ask.release.audience.is_public and curve.at_risk[0] < LEAST_BASE):
        return None
    least = max(1, min(FOLLOWED, curve.at_risk[0] // 2))
    end = sum(risk >= least for risk in curve.at_risk)
    return Survival(
        curve.months[:end], curve.shares[:end], curve.lows[:end], curve.highs[:end], curve.at_risk[:end]
    )


def _wider(ask: Ask, found: Slice) -> tuple[Survival | None, str]:
    """The curve of the whole programme behind that of a territory, of all cohorts behind that of one."""
    top = ask.programme.scope[0]
    if found.place != ask.names[top]:
        wide = _followed(ask, top)
        return _curve(ask, wide), ask.names[top]
    if _cohort(ask) and not found.notice:
        return _curve(ask, _followed(replace(ask, clocks={}))), "tutte le coorti"
    return None, ""


def _cohort(ask: Ask) -> str:
    """The chosen cohort in words, where one cuts the figure."""
    dataset = ask.catalogue.datasets[ask.indicators[0].numerator.dataset]
    told = [
        ask.word(dataset.code, d.code, ask.clocks[d.code], long=True)
        for d in dataset.free
        if ask.clocks.get(d.code)
    ]
    return ", ".join(told)


def _whom(ask: Ask, found: Slice) -> str:
    return (_cohort(ask) if not found.notice else "") or found.place


def _message(curve: Survival) -> str:
    """Say the share after a year and after two, with its interval."""
    marks = [m for m in TOLD if m <= curve.months[-1]] or [curve.months[-1]]
    told = [
        f"{wording.amount(100 * curve.shares[m], unit='percento')} a {m} mesi dall'ingresso "
        f"(fra {wording.number(100 * curve.lows[m])} e {wording.number(100 * curve.highs[m])})"
        for m in marks
    ]
    return f"Non è uscito prima del termine: {', '.join(told)}"


def unit_of_months(
    ask: Ask,
    found: Slice,
    message: str,
    picture: object,
    table: str,
    data: pd.DataFrame,
    *,
    unit_label: str = _UNIT,
    note: str = "",
    extra: list[str] | None = None,
) -> Unit:
    """Put a picture by months from entry together, with how many returns came behind it."""
    dataset = found.indicator.numerator.dataset
    return telling.unit_of(
        ask,
        [found],
        message=message,
        picture=lambda: picture,
        table=table,
        data=data,
        unit_label=unit_label,
        note=note,
        extra=[*(extra or []), observed.delivered(ask, dataset)],
    )
