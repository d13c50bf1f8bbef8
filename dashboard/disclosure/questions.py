"""One linear program over the cells of linked tables, asked of HiGHS: in fractions, or in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dashboard.disclosure.layout import Bools, Floats, Ints

EPSILON = 1e-6
TOUCH = 0.02
"""What it costs to change a hidden cell by one: a change of few cells deceives more of the insiders."""
_EARN = 0.9 * TOUCH
_WHOLE_GAP = 0.05
_SHAKE = 0.5
"""By what share costs are shaken when another corner is looked for."""
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


@dataclass(frozen=True)
class Tables:
    """What all programs are about: values of cells, sums between them, and the most that a cell may rise."""

    values: Floats
    relations: sparse.csc_array
    most: float


class Question:
    """One program: the cells that may change, and how far and at what cost each may rise and fall.

    Attributes:
        cells: the cells of the problem that may change.
        lower, upper, cost: shape (2, cells): of rising, of falling.
    """

    def __init__(self, tables: Tables, bounds: Bounds) -> None:
        self.cells = np.flatnonzero(~bounds.fixed)
        count = len(self.cells)
        self.lower, self.cost = np.zeros((2, count)), np.zeros((2, count))
        self._fall: Floats = tables.values[self.cells] - bounds.known[self.cells]
        self.upper = np.stack([np.full(count, tables.most), self._fall])
        self._tables = tables

    def place(self, cell: int) -> int | None:
        """Return the place of a cell; None when it may not change."""
        place = int(np.searchsorted(self.cells, cell))
        return place if place < len(self.cells) and self.cells[place] == cell else None

    def aim(self, cell: int, amount: int) -> bool:
        """Ask that a cell rise (> 0) or fall (< 0) by an amount at least; tell whether its bounds let it."""
        place, side = self.place(cell), int(amount < 0)
        if place is None:
            return False
        far = float(self._tables.most if amount > 0 else self._fall[place])
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

    def solve_shaken(self, random: np.random.Generator) -> Floats | None:
        """Return the best change when costs are a little different, by dice, the same for both ways."""
        cost = (self.cost * random.uniform(1 - _SHAKE, 1 + _SHAKE, len(self.cells))).ravel()
        self._solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._solver.run()
        there = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._change(self._solver) if there else None

    def weights(self) -> Floats:
        """Return the weight of each cell of the problem in the dual solution of what was solved last."""
        dual = np.zeros(self._tables.relations.shape[0])
        dual[self._rows] = self._solver.getSolution().row_dual
        weights: Floats = self._tables.relations.T @ dual
        return weights

    def whole_parts(self, change: Floats) -> Floats:
        """Return a change without the parts of it, tied by no sum to the rest, that are not whole.

        Nothing when what is asked for is in one of these.
        """
        moved = np.flatnonzero(np.abs(change) > EPSILON)
        part = self._tables.relations[:, self.cells[moved]]
        tied = sparse.bmat([[None, part], [part.T, None]])
        number = connected_components(tied, directed=False)[1][part.shape[0] :]
        broken = np.abs(change[moved] - np.round(change[moved])) > EPSILON
        kept = moved[~np.isin(number, number[broken])]
        whole = np.zeros(len(change))
        whole[kept] = change[kept]
        enough = (np.maximum(whole, 0) >= self.lower[0]) & (np.maximum(-whole, 0) >= self.lower[1])
        return whole if enough.all() else np.zeros(len(change))

    def solve_whole(self, seconds: float, *, rough: bool) -> Floats | None:
        """Return a good change in whole numbers; None when there is none or the time is over."""
        solver = self._load(whole=True)
        solver.setOptionValue("time_limit", _ROUGH_SECONDS if rough else seconds)
        solver.setOptionValue("mip_rel_gap", _ROUGH_GAP if rough else _WHOLE_GAP)
        if rough and self.lower.any():  # without an aim the first change is none at all
            solver.setOptionValue("mip_max_improving_sols", 1)
        solver.run()
        feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)  # the status is told as a number
        there = int(solver.getInfo().primal_solution_status) == feasible
        return self._change(solver) if there else None

    def _load(self, *, whole: bool) -> Any:
        part = self._tables.relations[:, self.cells]
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
