"""The worlds around the truth, and the programs that find them (HiGHS).

A *move* is the difference between a world and the truth: whole numbers on the columns of a `Space`. Columns
are inner cells, or, without a layout, the cells themselves, tied by laws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from dashboard.disclosure.canonical import canonical
from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Problem, World

INFINITY = highspy.kHighsInf
TOLERANCE = 1e-6
_SCALES = 6
_CERTAIN = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)


@dataclass(frozen=True)
class Space:
    """The columns and rows of all programs, in an order that does not depend on names.

    Attributes:
        matrix: cells × columns, the sums.
        laws: laws × columns; a move times each is 0 (without a layout only).
        truth: the true count of each column.
        known: who knows which columns, shape (1 + insiders, columns); row 0 is the outsider, who knows none.
        cells: the cell of the problem that each row is.
        columns: the inner cell (or the cell) of the problem that each column is.
        people: the insider of the problem that each row of `known` after the first is.
    """

    matrix: sparse.csr_matrix
    laws: sparse.csr_matrix
    truth: Ints
    known: Bools
    cells: Ints
    columns: Ints
    people: Ints

    @staticmethod
    def of(problem: Problem) -> Space:
        """Lay out the space of a problem."""
        layout = problem.layout
        if layout is None:
            truth, width = problem.values, len(problem)
            matrix = sparse.identity(width, format="csr")
            laws = sparse.csr_matrix(problem.relations)
        else:
            width = layout.size
            truth = np.zeros(width, dtype=np.int64)
            truth[problem.inner] = problem.counts
            matrix = layout.matrix(np.arange(width)).tocsr()
            laws = sparse.csr_matrix((0, width))
        known = np.zeros((len(problem.insiders), width), dtype=bool)
        for row, insider in enumerate(problem.insiders):
            assert layout is not None
            known[row] = insider.knows(layout, np.arange(width))
        cells, columns, rows, people = canonical(problem, matrix, laws, truth, known)
        known = np.concatenate([np.zeros((1, width), dtype=bool), known[people][:, columns]])
        return Space(
            matrix[cells][:, columns], laws[rows][:, columns], truth[columns], known, cells, columns, people
        )

    def world(self, move: Ints) -> World:
        """Return the world to which a move leads from the truth."""
        counts = self.truth + move
        there = np.flatnonzero(counts)
        order = np.argsort(self.columns[there])
        return World(self.columns[there][order], counts[there][order])

    def changes(self, move: Ints) -> Ints:
        """Return by how much a move changes each cell."""
        found: Ints = np.rint(self.matrix @ move).astype(np.int64)
        return found

    def possible(self, move: Ints) -> bool:
        """Tell whether a move leads to a world."""
        lawful = not self.laws.shape[0] or np.abs(self.laws @ move).max() < TOLERANCE
        return bool(lawful and (self.truth + move >= 0).all())

    def valid_for(self, move: Ints) -> Bools:
        """Tell who cannot exclude the move: those who know no column that it changes."""
        changed = self.known[:, move != 0]
        return np.logical_not(changed.any(axis=1))


@dataclass(frozen=True)
class Need:
    """That a cell be possible with another value.

    Attributes:
        person: row of `Space.known`: for whom.
        cell: row of `Space.matrix`.
        side: +1 higher, −1 lower, 0 whichever (see `sides`).
        amount: by how much at least (> 0).
    """

    person: int
    cell: int
    side: int
    amount: int

    @property
    def sides(self) -> tuple[Need, Need]:
        """The two needs of which either will do, where the side is 0."""
        return Need(self.person, self.cell, 1, self.amount), Need(self.person, self.cell, -1, self.amount)


@dataclass(frozen=True)
class Found:
    """What a linear program found.

    Attributes:
        move: the move, shape (columns,); not always whole.
        cost: the price of the priced cells that it changes.
        weights: dual weight of each cell: when the cost is not 0, those with weight prove that the need
            cannot be met as long as they are published.
    """

    move: Floats
    cost: float
    weights: Floats


class Programs:
    """One linear program whose prices, target and insider change from one solution to the next."""

    def __init__(self, space: Space, free: Bools, forced: Bools) -> None:
        """Load the program.

        Args:
            space: the columns and sums.
            free: the cells that are hidden whatever happens: they cost nothing.
            forced: the cells that no move may change.
        """
        self.space = space
        self._soft = np.flatnonzero(~free & ~forced)
        self._place = np.full(len(free), -1, dtype=np.int64)
        self._place[self._soft] = np.arange(len(self._soft))
        self._columns = len(space.truth)
        self._rows = len(free)
        self._low = np.where(free, -INFINITY, 0.0)
        self._high = np.where(free, INFINITY, 0.0)
        self._price = np.zeros(len(self._soft))
        self._barred = np.zeros(len(self._soft), dtype=bool)
        self._person = 0
        self.doubtful = False  # whether some answer «no move» came of the solver giving up
        self._highs = self._load()

    def _load(self) -> Any:
        soft, width = len(self._soft), self._columns
        slack = sparse.csc_matrix((np.ones(soft), (self._soft, np.arange(soft))), shape=(self._rows, soft))
        laws = self.space.laws
        top = sparse.hstack([self.space.matrix, -self.space.matrix, -slack, slack])
        bottom = sparse.hstack([laws, -laws, sparse.csr_matrix((laws.shape[0], 2 * soft))])
        matrix = sparse.vstack([top, bottom]).tocsc()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
        lp.col_cost_ = np.zeros(matrix.shape[1])
        lp.col_lower_ = np.zeros(matrix.shape[1])
        upper = np.full(matrix.shape[1], INFINITY)
        upper[width : 2 * width] = self.space.truth
        lp.col_upper_ = upper
        zeros = np.zeros(laws.shape[0])
        lp.row_lower_ = np.concatenate([self._low, zeros])
        lp.row_upper_ = np.concatenate([self._high, zeros])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr
        lp.a_matrix_.index_ = matrix.indices
        lp.a_matrix_.value_ = matrix.data
        highs = quiet()
        highs.setOptionValue("presolve", "off")
        highs.passModel(lp)
        return highs

    def _set_prices(self, price: Floats, barred: Bools) -> None:
        price, barred = price[self._soft], barred[self._soft]
        soft = len(self._soft)
        changed = np.flatnonzero(price != self._price)
        if len(changed):
            both = np.concatenate([changed, changed + soft]) + 2 * self._columns
            self._highs.changeColsCost(len(both), both.astype(np.int32), np.tile(price[changed], 2))
        self._price = price
        changed = np.flatnonzero(barred != self._barred)
        self._bound(changed, np.where(barred[changed], 0.0, INFINITY))
        self._barred = barred

    def _bound(self, soft: Ints, upper: Floats) -> None:
        """Bound how far soft cells may change."""
        if not len(soft):
            return
        both = (np.concatenate([soft, soft + len(self._soft)]) + 2 * self._columns).astype(np.int32)
        self._highs.changeColsBounds(len(both), both, np.zeros(len(both)), np.tile(upper, 2))

    def _set_person(self, person: int) -> None:
        if person == self._person:
            return
        known = self.space.known
        changed = np.flatnonzero(known[person] != known[self._person])
        mine = known[person][changed]
        both = np.concatenate([changed, changed + self._columns]).astype(np.int32)
        upper = np.concatenate([np.full(len(changed), INFINITY), self.space.truth[changed].astype(float)])
        self._highs.changeColsBounds(
            len(both), both, np.zeros(len(both)), np.where(np.tile(mine, 2), 0.0, upper)
        )
        self._person = person

    def _aim(self, need: Need | None, cell: int) -> None:
        """Set the target; None: take it away from the cell."""
        place = self._place[cell : cell + 1]
        soft = place[place >= 0]
        if need is None:
            self._highs.changeRowBounds(cell, float(self._low[cell]), float(self._high[cell]))
            self._bound(soft, np.where(self._barred[soft], 0.0, INFINITY))
        else:
            low, high = (need.amount, INFINITY) if need.side > 0 else (-INFINITY, -need.amount)
            self._highs.changeRowBounds(cell, float(low), float(high))
            self._bound(soft, np.zeros(len(soft)))

    def seek(self, need: Need, price: Floats, barred: Bools) -> Found | None:
        """Find the cheapest move that meets a need.

        Args:
            need: what the move must do.
            price: price of changing each cell by one (0: hidden already), shape (cells,).
            barred: the cells that the move may not change.

        Returns:
            The move; None when no move does it (or the solver failed).
        """
        self._set_person(need.person)
        self._set_prices(price, barred)
        self._aim(need, need.cell)
        self._highs.setBasis()  # of slacks: the truth; a short way from there when the target is near
        self._highs.run()
        best = self._answered(self._highs)
        solution = self._highs.getSolution() if best else None
        cost = self._highs.getObjectiveValue()
        self._aim(None, need.cell)
        if solution is None:
            return None
        weights = np.array(solution.row_dual)[: self._rows]
        weights[need.cell] = 0.0
        return Found(self._move(solution), cost, weights)

    def seek_whole(self, need: Need, price: Floats, barred: Bools, seconds: float) -> Ints | None:
        """Find a cheap move of whole numbers, by branching; None when there is none or the time is over."""
        self._set_person(need.person)
        self._set_prices(price, barred)
        self._aim(need, need.cell)
        highs = quiet(seconds)
        highs.setOptionValue("mip_rel_gap", 0.2)
        highs.passModel(self._highs.getLp())
        self._aim(None, need.cell)
        whole = np.arange(2 * self._columns, dtype=np.int32)
        highs.changeColsIntegrality(len(whole), whole, np.full(len(whole), highspy.HighsVarType.kInteger))
        highs.run()
        self._answered(highs)
        if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return None
        return np.rint(self._move(highs.getSolution())).astype(np.int64)

    def _answered(self, highs: Any) -> bool:
        """Tell whether a solver found the best; when it did not and did not prove that none is, note it."""
        status = highs.getModelStatus()
        self.doubtful |= status not in _CERTAIN
        return bool(status == highspy.HighsModelStatus.kOptimal)

    def _move(self, solution: Any) -> Floats:
        values = np.array(solution.col_value)
        more, less = values[: self._columns], values[self._columns : 2 * self._columns]
        found: Floats = more - less
        return found

    def whole(self, move: Floats, need: Need) -> Ints | None:
        """Return a move, or a small multiple of it, as whole numbers; None when none is."""
        for scale in range(1, _SCALES + 1):
            tried = np.rint(move * scale)
            if np.abs(tried - move * scale).max() < TOLERANCE:
                found: Ints = tried.astype(np.int64)
                far = self.space.changes(found)[need.cell] * need.side >= need.amount
                return found if far and self.space.possible(found) else None
        return None


def quiet(seconds: float | None = None) -> Any:
    """Return a solver that prints nothing, works on one thread and stops after some seconds."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    if seconds is not None:
        highs.setOptionValue("time_limit", float(seconds))
    return highs
