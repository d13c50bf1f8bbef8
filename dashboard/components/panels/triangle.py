"""The cohort triangle: which part of each cohort had come to a step, by months from entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.permanence import HIDDEN, unit_of_months
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

UNSEEN = 0.05
"""Part of a cohort that may not have had so many months yet: beyond it, it is too early to tell."""
STEP = "tappa"
"""The page's control that says to which step."""


_EARLY = "troppo presto per dirlo"


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
            HIDDEN
            if hidden
            else (found.refusal or f"{_EARLY.capitalize()}: nessuna coorte ha abbastanza mesi.")
        )
        return unit_of_months(ask, observed.refused(found, why), "", None, "", pd.DataFrame())
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
    return unit_of_months(
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
        f"{one.label} ({wording.cell_text(cells[one.code, str(month)], unit='percento')})"
        for one in readable[month]
    ]
    return f"«{name}» entro {month} mesi dall'ingresso: {wording.listing(told, noun='altre')}"
