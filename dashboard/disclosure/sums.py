"""Linear programs over the cells of linked tables: changes of the table that keep every sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Problem

_EPSILON = 1e-6
_MOST = 1e3
"""No cell is asked to change by more than this many times the amount looked for."""
_TOUCH = 0.02
"""What it costs to change a hidden cell by one: a change of few cells deceives more of the insiders."""
_EARN = 0.9 * _TOUCH
_WHOLE_GAP = 0.05
PATIENCE = 1.5
"""Seconds for whole numbers, if nothing else is said."""
_ROUGH_SECONDS, _ROUGH_GAP = 0.4, 0.5
"""For many cells at once any good change will do: there will be others."""


@dataclass(frozen=True)
class Bounds:
    """Who looks at the table: what may not change, and below which value nothing may fall.

    Attributes:
        fixed: the cells that may not change, shape (cells,).
        known: the part of each cell that is known, shape (cells,).
    """

    fixed: Bools
    known: Ints


@dataclass(frozen=True)
class Wishes:
    """What a change should bring beside its aim; no cell wishes both to rise and to fall. Shapes (cells,).

    Attributes:
        up: by how much each cell should rise (0: no wish); `down`: by how much it should fall.
        worth_up, worth_down: what it is worth to bring it there.
    """

    up: Ints
    down: Ints
    worth_up: Ints
    worth_down: Ints


class Sums:
    """Finds changes that keep every sum between cells.

    A cell's change has two columns, up and down; the rows are the relations. Each question is a program of
    its own, made of the cells that may change and of nothing else: the fewer, the quicker.

    Args:
        problem: the problem.
        cost: of touching each published cell.

    Attributes:
        impossible: whether what was last looked for is proven not to be there, in fractions of people either.
        patience: seconds after which no more is looked for whole numbers.
    """

    def __init__(self, problem: Problem, cost: Floats) -> None:
        self._values = problem.values.astype(float)
        self._most = max(_MOST, 2 * float(self._values.max(initial=0.0)))
        self._price = cost.astype(float)
        self._relations = problem.relations.tocsc()
        self.impossible = False
        self.patience = PATIENCE

    def cheapest(
        self,
        cell: int,
        amount: int,
        hidden: Bools,
        bounds: Bounds,
        *,
        whole: bool = True,
        rough: bool = False,
        branch: bool = True,
        wishes: Wishes | None = None,
    ) -> Floats | None:
        """Return the cheapest change by which a cell rises (> 0) or falls (< 0) by an amount.

        Args:
            cell: the cell.
            amount: at least by how much.
            hidden: these cost next to nothing.
            bounds: see `Bounds`.
            whole: whether only whole numbers will do; they may take much longer.
            rough: whether any good change in whole numbers will do, and none if it takes long to find.
            branch: whether to look further when the best change in fractions is not whole.
            wishes: by how much other cells should rise, and fall; to bring them there earns a little.

        Returns:
            The change of every cell; None when there is none.
        """
        asked = _Question(self, bounds)
        self.impossible = not asked.aim(cell, amount)
        if self.impossible:
            return None
        asked.cost[:] = np.where(hidden, _TOUCH, self._price)[asked.cells]
        if wishes is not None:
            asked.reward(wishes, cell)
        return self._answer(asked, whole=whole, rough=rough, branch=branch)

    def sweep(self, wishes: Wishes, bounds: Bounds, noise: Floats) -> Floats | None:
        """Return a change that brings many cells at once as near as it can to what they wish.

        Args:
            wishes: by how much cells should rise, and fall.
            bounds: see `Bounds`; only cells that are not fixed change.
            noise: small costs, one a column (2 × cells), that choose between equals.

        Returns:
            The change of every cell, in whole numbers; None when there is none.
        """
        asked = _Question(self, bounds)
        asked.cost[:] = noise.reshape(2, -1)[:, asked.cells]
        both = ((wishes.up, wishes.worth_up), (wishes.down, wishes.worth_down))
        for side, (wish, worth) in enumerate((wish[asked.cells], worth[asked.cells]) for wish, worth in both):
            wished = np.flatnonzero(wish)
            asked.cost[side, wished] = -worth[wished] / wish[wished]
            asked.upper[side, wished] = np.minimum(wish[wished], asked.upper[side, wished])
            asked.upper[1 - side, wished] = 0.0
        return self._answer(asked, whole=True, rough=True, branch=False)

    def floor(self, cell: int, bounds: Bounds) -> tuple[int, Ints]:
        """Prove how small a hidden cell can be for whoever sees the bounds.

        Returns:
            A lower bound, a whole number, and the fixed cells that the proof rests on: those with a weight in
            the dual solution. As long as they do not change, the bound stands whatever else may.
        """
        asked = _Question(self, bounds)
        place = asked.place(cell)
        if place is None:
            return int(self._values[cell]), np.array([cell])
        asked.upper[0, place] = 0.0
        asked.cost[1, place] = -1.0
        found, _ = asked.solve()
        if found is None:
            return 0, np.zeros(0, dtype=np.int64)
        low = int(np.ceil(self._values[cell] + found[place] - _EPSILON))
        return low, np.flatnonzero(bounds.fixed & (np.abs(asked.weights()) > _EPSILON))

    def _answer(
        self, asked: _Question, *, whole: bool, rough: bool = False, branch: bool = True
    ) -> Floats | None:
        found, self.impossible = asked.solve()
        if found is not None and whole:
            if np.abs(found - np.round(found)).max(initial=0.0) > _EPSILON:
                parts = asked.whole_parts(found)
                if not parts.any() and not branch:
                    return None
                found = parts if parts.any() else asked.solve_whole(rough=rough)
            found = None if found is None else np.round(found)
        if found is None:
            return None
        change = np.zeros(len(self._values))
        change[asked.cells] = found
        return change


class _Question:
    """One program: the cells that may change, and how far and at what cost each may rise and fall.

    Attributes:
        cells: the cells of the problem that may change.
        lower, upper, cost: shape (2, cells): of rising, of falling.
    """

    def __init__(self, sums: Sums, bounds: Bounds) -> None:
        self.cells = np.flatnonzero(~bounds.fixed)
        count = len(self.cells)
        self.lower, self.cost = np.zeros((2, count)), np.zeros((2, count))
        self._fall: Floats = sums._values[self.cells] - bounds.known[self.cells]
        self.upper = np.stack([np.full(count, sums._most), self._fall])
        self._sums = sums

    def place(self, cell: int) -> int | None:
        """Return the place of a cell; None when it may not change."""
        place = int(np.searchsorted(self.cells, cell))
        return place if place < len(self.cells) and self.cells[place] == cell else None

    def aim(self, cell: int, amount: int) -> bool:
        """Ask that a cell rise (> 0) or fall (< 0) by an amount at least; tell whether its bounds let it."""
        place, side = self.place(cell), int(amount < 0)
        if place is None:
            return False
        far = float(self._sums._most if amount > 0 else self._fall[place])
        self.upper[side, place], self.lower[side, place] = far, abs(amount)
        self.upper[1 - side, place] = 0.0
        return far >= abs(amount)

    def reward(self, wishes: Wishes, cell: int) -> None:
        """Let cells other than one earn a little when they come nearer to what is wished."""
        for side, wish in enumerate(wish[self.cells] for wish in (wishes.up, wishes.down)):
            wished = np.flatnonzero((wish > 0) & (self.cells != cell))
            self.cost[side, wished] = -_EARN  # less than the way back costs
            self.upper[side, wished] = np.minimum(wish[wished], self.upper[side, wished])

    def solve(self) -> tuple[Floats | None, bool]:
        """Return the best change, fractions of people included, and whether it is proven that none is."""
        solver = self._load(whole=False)
        solver.run()
        self._solver = solver
        status = solver.getModelStatus()
        there = status == highspy.HighsModelStatus.kOptimal
        impossible = bool(status == highspy.HighsModelStatus.kInfeasible)
        return (self._change(solver) if there else None), impossible

    def weights(self) -> Floats:
        """Return the weight of each cell of the problem in the dual solution of what was solved last."""
        dual = np.zeros(self._sums._relations.shape[0])
        dual[self._rows] = self._solver.getSolution().row_dual
        weights: Floats = self._sums._relations.T @ dual
        return weights

    def whole_parts(self, change: Floats) -> Floats:
        """Return a change without the parts of it, tied by no sum to the rest, that are not whole.

        Nothing when what is asked for is in one of these.
        """
        moved = np.flatnonzero(np.abs(change) > _EPSILON)
        part = self._sums._relations[:, self.cells[moved]]
        tied = sparse.bmat([[None, part], [part.T, None]])
        number = connected_components(tied, directed=False)[1][part.shape[0] :]
        broken = np.abs(change[moved] - np.round(change[moved])) > _EPSILON
        kept = moved[~np.isin(number, number[broken])]
        whole = np.zeros(len(change))
        whole[kept] = change[kept]
        enough = (np.maximum(whole, 0) >= self.lower[0]) & (np.maximum(-whole, 0) >= self.lower[1])
        return whole if enough.all() else np.zeros(len(change))

    def solve_whole(self, *, rough: bool) -> Floats | None:
        """Return a good change in whole numbers; None when there is none or the time is over."""
        solver = self._load(whole=True)
        solver.setOptionValue("time_limit", _ROUGH_SECONDS if rough else self._sums.patience)
        solver.setOptionValue("mip_rel_gap", _ROUGH_GAP if rough else _WHOLE_GAP)
        if rough and self.lower.any():  # without an aim the first change is none at all
            solver.setOptionValue("mip_max_improving_sols", 1)
        solver.run()
        feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)  # the status is told as a number
        there = int(solver.getInfo().primal_solution_status) == feasible
        return self._change(solver) if there else None

    def _load(self, *, whole: bool) -> Any:
        part = self._sums._relations[:, self.cells]
        rows, where = np.unique(part.indices, return_inverse=True)
        self._rows = rows
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = 2 * len(self.cells), len(rows)
        program.col_cost_ = self.cost.ravel()
        program.col_lower_, program.col_upper_ = self.lower.ravel(), self.upper.ravel()
        program.row_lower_ = program.row_upper_ = np.zeros(len(rows))
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = np.concatenate([part.indptr, part.indptr[1:] + part.nnz])
        program.a_matrix_.index_ = np.concatenate([where, where])
        program.a_matrix_.value_ = np.concatenate([part.data, -part.data])
        if whole:
            program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_
        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("presolve", "on" if whole else "off")):
            solver.setOptionValue(name, value)
        solver.passModel(program)
        return solver

    def _change(self, solver: Any) -> Floats:
        values = np.array(solver.getSolution().col_value).reshape(2, -1)
        change: Floats = values[0] - values[1]
        return change
