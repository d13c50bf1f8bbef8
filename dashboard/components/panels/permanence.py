"""Months from entry: who stays on the path, and which part of a cohort had come to a step by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import curves
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.flows import NARROW
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.indicators import LEAST_BASE
from dashboard.data.statistics import Survival, kaplan_meier

FOLLOWED = 10
"""A curve ends when fewer people than these are still followed (or than half of them, where they are few)."""
TOLD = (12, 24)
"""Months after which the sentence tells the share."""
UNSEEN = 0.05
"""Part of a cohort that may not have had so many months yet: beyond it, it is too early to tell."""
_HIDDEN = (
    "Questa figura vuole i conteggi di ogni mese, e in questa vista alcuni sono coperti: con numeri coperti "
    "non si calcola nulla. La vista pubblica mostra gli stati raggiunti a ogni data."
)
_FEW = "Qui le persone seguite dall'ingresso sono troppo poche, o nessuna: la permanenza non si stima."
STEP = "tappa"
"""The page's control that says to which step."""
_EARLY = "troppo presto per dirlo"


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
        found = observed.refused(found, early or found.refusal or (_HIDDEN if covered else _FEW))
        return _unit(ask, found, "", None, "", pd.DataFrame())
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
    return _unit(ask, found, _message(curve), picture, table, data, extra=[_cohort(ask)])


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


@dataclass(frozen=True)
class _Line:
    """One cohort: how many came in, how many in each month reached the step, or are followed up to it."""

    code: str
    label: str
    entered: float
    reached: dict[int, float]
    going: dict[int, float]
    hidden: bool

    def cell(self, ask: Ask, months: int, demo: bool) -> Cell:
        """The share that had reached the step within so many months, or why it cannot be told."""
        if self.hidden:
            return Cell(None, Status.SUPPRESSED, demo)
        unseen = sum(n for month, n in self.going.items() if month < months)
        if not self.entered or unseen > UNSEEN * self.entered:
            return Cell(None, Status.NOT_APPLICABLE, demo, _EARLY)
        came = sum(n for month, n in self.reached.items() if month < months)
        return observed.share(ask, came, self.entered, demonstration=demo)[0]


def triangle(ask: Ask) -> Unit:
    """Draw a cohort per row and months from entry per column: which share had come to a step by then.

    `by` is the cohort, the step and the month. A cell stays blank while more than a twentieth of the cohort
    has not had so many months yet.

    Options:
        steps: the steps among which the page lets one choose; the first when none is chosen.
        entry: the step at which one enters.
        going: the step that tells up to which month one is followed.
        early: the columns for the first steps.
        late: the columns for those that end a path.
        ends: the steps that end it.
    """
    indicator = ask.indicators[0]
    cohort, step, _ = ask.panel.by
    steps = ask.options("steps")
    chosen = ask.choices.get(STEP, "")
    chosen = chosen if chosen in steps else steps[0]
    kinds = (chosen, ask.option("entry"), ask.option("going"))
    found = ask.slice(indicator, ask.panel.by, where={step: kinds})
    lines = _lines(found, kinds)
    months = [int(m) for m in ask.options("late" if chosen in ask.options("ends") else "early")]
    demo = found.demonstration
    cells = {(one.code, str(m)): one.cell(ask, m, demo) for one in lines for m in months}
    if not any(cell.value is not None for cell in cells.values()):
        hidden = any(one.hidden for one in lines)
        why = (
            _HIDDEN
            if hidden
            else (found.refusal or f"{_EARLY.capitalize()}: nessuna coorte ha abbastanza mesi.")
        )
        return _unit(ask, observed.refused(found, why), "", None, "", pd.DataFrame())
    rows = [(one.code, f"{one.label} {wording.out_of(one.entered)}") for one in lines]
    heads = [(str(m), f"{m} m") for m in months]
    name = ask.word(indicator.numerator.dataset, step, kinds[0], long=True)
    caption = telling.caption_of(ask, found, unit_label="% della coorte")
    picture = charts.grid(rows, heads, cells, unit="", top=100, column_title="entro n mesi dall'ingresso")
    table = tables.html_table(
        rows,
        [
            Column(f"entro {m}", {one.code: cells[one.code, str(m)] for one in lines}, "percento")
            for m in months
        ],
        caption=caption,
        row_heading=ask.heading(indicator.numerator.dataset, cohort),
    )
    data = pd.DataFrame(
        [
            {
                "coorte (codice)": one.code,
                "coorte": one.label,
                "entro_mesi": m,
                "quota": cells[one.code, str(m)].value,
                "base": one.entered,
                "stato": tables.state(cells[one.code, str(m)].status),
                "nota": cells[one.code, str(m)].note,
                "territorio": found.place,
                "origine": tables.origin(demo),
            }
            for one in lines
            for m in months
        ]
    )
    note = f"Caselle vuote: {_EARLY}, una parte della coorte non ha ancora avuto quei mesi."
    blank = any(cell.note == _EARLY for cell in cells.values())
    return _unit(
        ask,
        found,
        _message_of_triangle(name, lines, months, cells),
        picture,
        table,
        data,
        unit_label="% della coorte",
        note=note if blank else "",
    )


def _lines(found: Slice, kinds: tuple[str, str, str]) -> list[_Line]:
    """Read each cohort: entries, arrivals by month, months of those still going on."""
    lines = []
    for code, label in dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points):
        mine = [p for p in found.points if p.codes[0] == code]
        numbers = observed.amounts(mine)
        told: dict[str, dict[int, float]] = {kind: {} for kind in kinds}
        for (_, kind, month), value in (numbers or {}).items():
            told[kind][int(month)] = value
        lines.append(
            _Line(code, label, sum(told[kinds[1]].values()), told[kinds[0]], told[kinds[2]], numbers is None)
        )
    return [one for one in lines if one.hidden or one.entered]


def _message_of_triangle(
    name: str, lines: list[_Line], months: list[int], cells: Mapping[tuple[str, str], Cell]
) -> str:
    """Compare the cohorts at the same age: the greatest at which two of them can be read."""
    readable = {m: [one for one in lines if cells[one.code, str(m)].value is not None] for m in months}
    shared = [m for m in months if len(readable[m]) > 1] or [m for m in months if readable[m]]
    month = shared[-1]
    told = [
        f"{one.label} {wording.cell_text(cells[one.code, str(month)], unit='percento')}"
        for one in readable[month]
    ]
    return f"«{name}» entro {month} mesi dall'ingresso: {wording.listing(told, noun='altre')}"


def _unit(
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
