"""One linear program over the cells of linked tables: changes of the table that keep every sum."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Problem

_INFINITE = highspy.kHighsInf
_EPSILON = 1e-6
_MOST = 1e3
"""No cell is asked to change by more than this many times the amount looked for."""


@dataclass(frozen=True)
class Bounds:
    """Who looks at the table: what may not change, and below which value nothing may fall.

    Attributes:
        fixed: the cells that may not change, shape (cells,).
        known: the part of each cell that is known, shape (cells,).
    """

    fixed: Bools
    known: Ints


class Sums:
    """Finds changes that keep every sum between cells.

    A cell's change has two columns, up and down; the rows are the relations. In one and the same solver only
    bounds and costs change from question to question, so that each starts where the last one ended.

    Args:
        problem: the problem.
        cost: of touching each published cell.

    Attributes:
        impossible: whether what was last looked for is proven not to be there, in fractions of people either.
    """

    def __init__(self, problem: Problem, cost: Floats) -> None:
        self._cells = len(problem)
        self._values = problem.values.astype(float)
        self._price = cost.astype(float)
        self._all = np.arange(2 * self._cells, dtype=np.int32)
        relations = problem.relations.tocsc()
        count = relations.shape[0]
        self._solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._solver.setOptionValue(name, value)
        none, zeros = np.zeros(0, dtype=np.int32), np.zeros(count)
        self._solver.addRows(count, zeros, zeros, 0, np.zeros(count, dtype=np.int32), none, np.zeros(0))
        starts, indices = relations.indptr[:-1].astype(np.int32), relations.indices.astype(np.int32)
        for sign in (1.0, -1.0):
            self._solver.addCols(
                self._cells,
                np.zeros(self._cells),
                np.zeros(self._cells),
                np.zeros(self._cells),
                relations.nnz,
                starts,
                indices,
                sign * relations.data,
            )
        self._upper, self._cost = np.zeros(2 * self._cells), np.zeros(2 * self._cells)
        self.impossible = False

    def cheapest(
        self, cell: int, amount: int, hidden: Bools, bounds: Bounds, *, whole: bool = True
    ) -> Floats | None:
        """Return the cheapest change by which a cell rises (> 0) or falls (< 0) by an amount.

        Args:
            cell: the cell.
            amount: at least by how much.
            hidden: these cost nothing.
            bounds: see `Bounds`.
            whole: whether only whole numbers will do; they may take much longer.

        Returns:
            The change of every cell; None when there is none.
        """
        upper = self._room(bounds)
        mine, other = (cell, self._cells + cell) if amount > 0 else (self._cells + cell, cell)
        if upper[mine] < abs(amount):
            self.impossible = True
            return None
        upper[other] = 0.0
        cost = np.where(hidden, 0.0, self._price)
        self._set(upper, np.concatenate([cost, cost]))
        self._solver.changeColBounds(mine, float(abs(amount)), float(upper[mine]))
        found = self._solve(whole=whole)
        self._solver.changeColBounds(mine, 0.0, float(upper[mine]))
        return found

    def sweep(self, up: Ints, down: Ints, bounds: Bounds, noise: Floats) -> Floats | None:
        """Return a change that brings many cells at once as near as it can to what they lack.

        Args:
            up: by how much each cell should rise (0: no wish); `down`: by how much it should fall. No cell
                may have both wishes.
            down: see there.
            bounds: see `Bounds`; only cells that are not fixed change.
            noise: small costs, one a column (2 × cells), that choose between equals.
        """
        upper = self._room(bounds)
        cost = noise.copy()
        raised, lowered = np.flatnonzero(up), np.flatnonzero(down)
        cost[raised] = -1.0 / up[raised]
        upper[raised] = np.minimum(up[raised], upper[raised])
        upper[self._cells + raised] = 0.0
        cost[self._cells + lowered] = -1.0 / down[lowered]
        upper[self._cells + lowered] = np.minimum(down[lowered], upper[self._cells + lowered])
        upper[lowered] = 0.0
        self._set(upper, cost)
        return self._solve(whole=True)

    def floor(self, cell: int, bounds: Bounds) -> int:
        """Return a lower bound of a hidden cell for whoever sees the bounds: a whole number."""
        upper = self._room(bounds)
        upper[cell] = 0.0
        cost = np.zeros(2 * self._cells)
        cost[self._cells + cell] = -1.0
        self._set(upper, cost)
        found = self._solve(whole=False)
        return 0 if found is None else int(np.ceil(self._values[cell] + found[cell] - _EPSILON))

    def _room(self, bounds: Bounds) -> Floats:
        """Return how far each cell may rise and fall."""
        free = ~bounds.fixed
        rise = np.where(free, max(_MOST, 2 * float(self._values.max(initial=0.0))), 0.0)
        fall = np.where(free, self._values - bounds.known, 0.0)
        return np.concatenate([rise, fall])

    def _set(self, upper: Floats, cost: Floats) -> None:
        changed = np.flatnonzero(upper != self._upper).astype(np.int32)
        self._solver.changeColsBounds(len(changed), changed, np.zeros(len(changed)), upper[changed])
        changed = np.flatnonzero(cost != self._cost).astype(np.int32)
        self._solver.changeColsCost(len(changed), changed, cost[changed])
        self._upper, self._cost = upper, cost

    def _solve(self, *, whole: bool) -> Floats | None:
        self._solver.run()
        status = self._solver.getModelStatus()
        self.impossible = status == highspy.HighsModelStatus.kInfeasible
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._change()
        if whole and np.abs(found - np.round(found)).max(initial=0.0) > _EPSILON:
            return self._solve_whole()
        return np.round(found) if whole else found

    def _solve_whole(self) -> Floats | None:
        """Solve the same program in whole numbers."""
        kind = highspy.HighsVarType
        every = len(self._all)
        self._solver.changeColsIntegrality(every, self._all, np.full(every, kind.kInteger))
        self._solver.setOptionValue("presolve", "on")
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + 5.0)
        self._solver.setOptionValue("mip_rel_gap", 0.05)
        self._solver.run()
        feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)  # the status is told as a number
        there = int(self._solver.getInfo().primal_solution_status) == feasible
        found = np.round(self._change()) if there else None
        self._solver.changeColsIntegrality(every, self._all, np.full(every, kind.kContinuous))
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("time_limit", _INFINITE)
        return found

    def _change(self) -> Floats:
        values = np.array(self._solver.getSolution().col_value)
        change: Floats = values[: self._cells] - values[self._cells :]
        return change
