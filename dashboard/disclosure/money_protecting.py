"""Hiding totals of money, so that no sensitive one can be bounded closer than its rule allows.

Sensitive totals are hidden, and others with them, so that from all that is published each can only be bounded
by [total − lower, total + upper] or worse.

Limits. The attacker is an outsider: a contributor who knows its own amount in another hidden total can narrow
more than promised. Totals without money are never hidden. The pattern is good, not proved the smallest. For
small tables: some thousands of totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout
from dashboard.disclosure.money import (
    RELATIVE,
    Contributions,
    MoneyError,
    MoneyRule,
    Requirements,
    money_primary,
)
from dashboard.disclosure.money_audit import audit_money

TOLERANCE = 1e-10


@dataclass(frozen=True)
class MoneyPattern:
    """Which totals are hidden.

    Attributes:
        hidden: shape (cells,).
        required: what the rule asks for; each requirement has been checked.
    """

    hidden: Bools
    required: Requirements


def protect_money(layout: Layout, contributions: Contributions, rule: MoneyRule) -> MoneyPattern:
    """Hide the sensitive totals, and others so that none can be bounded closer than required.

    For each sensitive cell and each direction a linear program finds other amounts in the same inner cells
    that move the cell as far as required and touch as few published totals as it can; those are hidden too.
    Then each such total is shown again if all requirements stay met. All are checked once more at the end.

    Raises:
        MoneyError: the solver fails, or the check does not confirm what it found.
    """
    required = money_primary(layout, contributions, rule)
    inner, amounts = contributions.inner_amounts()
    hidden = required.sensitive.copy()
    search = _Search(layout, inner, amounts)
    goals = [
        (int(cell), sign, float(needed[cell]))
        for cell in np.argsort(-required.upper, kind="stable")[: int(hidden.sum())]
        for sign, needed in ((1, required.upper), (-1, required.lower))
    ]
    moves: list[Bools] = []
    for cell, sign, needed in goals:
        touched = search.move(hidden, cell, sign, needed)
        if touched is None:
            raise MoneyError(
                f"il totale «{' × '.join(layout.names(cell))}» non si può proteggere con queste tabelle"
            )
        moves.append(touched)
        hidden |= touched
    for other in np.flatnonzero(hidden & ~required.sensitive)[::-1].tolist():
        _try_to_show(search, hidden, other, goals, moves)
    totals = contributions.totals(layout)
    if audit_money(layout, np.where(hidden, np.nan, totals), totals, required):
        raise MoneyError("la verifica degli importi nascosti non è riuscita: nulla si può pubblicare")
    return MoneyPattern(hidden, required)


def _try_to_show(
    search: _Search, hidden: Bools, cell: int, goals: list[tuple[int, int, float]], moves: list[Bools]
) -> None:
    """Show a cell again when every move that touched it has another way among the cells still hidden."""
    hidden[cell] = False
    found: dict[int, Bools] = {}
    for number, (goal, sign, needed) in enumerate(goals):
        if not moves[number][cell]:
            continue
        touched = search.move(hidden, goal, sign, needed, only_hidden=True)
        if touched is None:
            hidden[cell] = True
            return
        found[number] = touched
    for number, touched in found.items():
        moves[number] = touched


class _Search:
    """Other amounts in the inner cells that have money, as a linear program that is solved again and again.

    Columns: inner amounts, then how much each total rises, then how much it falls. Rows: the total of the
    inner amounts, less the rise, plus the fall, is the true total.
    """

    def __init__(self, layout: Layout, inner: Ints, amounts: Floats) -> None:
        sums = layout.matrix(inner)
        self.cells, self.count = len(layout), len(inner)
        totals = np.asarray(sums @ amounts, dtype=np.float64)
        self.scale = float(totals.max(initial=0.0)) or 1.0
        self.alive = totals > 0
        unit = sparse.eye(self.cells)
        rows = sparse.csr_matrix(sparse.hstack([sums, -unit, unit]))
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self.solver.setOptionValue(name, TOLERANCE)
        columns = self.count + 2 * self.cells
        self.solver.addVars(columns, np.zeros(columns), np.full(columns, highspy.kHighsInf))
        scaled = totals / self.scale
        self.solver.addRows(
            self.cells, scaled, scaled, rows.nnz, rows.indptr[:-1].astype(np.int32),
            rows.indices.astype(np.int32), rows.data.astype(np.float64),
        )  # fmt: skip
        self.columns = np.arange(columns, dtype=np.int32)

    def move(
        self, hidden: Bools, cell: int, sign: int, needed: float, *, only_hidden: bool = False
    ) -> Bools | None:
        """Return the totals that another world changes in which a cell is higher or lower by an amount.

        Args:
            hidden: totals that may change at no cost.
            cell: the one that must change.
            sign: 1 for higher, −1 for lower.
            needed: by how much.
            only_hidden: no other total may change.

        Returns:
            The totals that change; None when there is no such world.
        """
        open_ = self.alive & (hidden | (not only_hidden))
        top = np.where(open_, highspy.kHighsInf, 0.0)
        cost = np.where(hidden, 0.0, 1.0)
        up_low, down_low = np.zeros(self.cells), np.zeros(self.cells)
        rise, fall = top.copy(), top.copy()
        step = needed / self.scale
        (up_low if sign > 0 else down_low)[cell] = step
        rise[cell], fall[cell] = (step, 0.0) if sign > 0 else (0.0, step)
        free = np.zeros(self.count)
        lower = np.concatenate([free, up_low, down_low])
        upper = np.concatenate([np.full(self.count, highspy.kHighsInf), rise, fall])
        count = len(self.columns)
        self.solver.changeColsBounds(count, self.columns, lower, upper)
        self.solver.changeColsCost(count, self.columns, np.concatenate([free, cost, cost]))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(self.solver.getSolution().col_value)
        change = found[self.count : self.count + self.cells] - found[self.count + self.cells :]
        touched: Bools = np.abs(change) > RELATIVE
        return touched
