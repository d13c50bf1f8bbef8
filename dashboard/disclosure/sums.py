"""Linear programs over the cells of linked tables: changes of the table that keep every sum."""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Problem
from dashboard.disclosure.questions import EPSILON, TOUCH, Bounds, Question, Tables, Wishes

_MOST = 1e3
"""No cell is asked to rise by more than this, or than twice the largest value."""
PATIENCE = 1.5
"""Seconds for whole numbers, if nothing else is said."""
_SHAKEN = 4
"""How often a program with a solution in fractions is asked again with costs a little different."""


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
        values = problem.values.astype(float)
        most = max(_MOST, 2 * float(values.max(initial=0.0)))
        self._tables = Tables(values, problem.relations.tocsc(), most)
        self._price = cost.astype(float)
        self.impossible = False
        self.patience = PATIENCE
        self._random = np.random.default_rng(len(problem))

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
        asked = Question(self._tables, bounds)
        self.impossible = not asked.aim(cell, amount)
        if self.impossible:
            return None
        asked.cost[:] = np.where(hidden, TOUCH, self._price)[asked.cells]
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
        asked = Question(self._tables, bounds)
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
        asked = Question(self._tables, bounds)
        place = asked.place(cell)
        if place is None:
            return int(self._tables.values[cell]), np.array([cell])
        asked.upper[0, place] = 0.0
        asked.cost[1, place] = -1.0
        found, _ = asked.solve()
        if found is None:
            return 0, np.zeros(0, dtype=np.int64)
        low = int(np.ceil(self._tables.values[cell] + found[place] - EPSILON))
        return low, np.flatnonzero(bounds.fixed & (np.abs(asked.weights()) > EPSILON))

    def _answer(
        self, asked: Question, *, whole: bool, rough: bool = False, branch: bool = True
    ) -> Floats | None:
        found, self.impossible = asked.solve()
        if found is not None and whole:
            found = self._made_whole(asked, found)
            if found is None and branch:
                found = asked.solve_whole(self.patience, rough=rough)
            found = None if found is None else np.round(found)
        if found is None:
            return None
        change = np.zeros(len(self._tables.values))
        change[asked.cells] = found
        return change

    def _made_whole(self, asked: Question, found: Floats) -> Floats | None:
        """Return a change in whole numbers near one in fractions, without branching; None when there is none.

        Most corners of these programs are whole: with costs a little different another corner is the best.
        """
        last: Floats | None = found
        for _ in range(_SHAKEN + 1):
            if last is None:
                return None
            if np.abs(last - np.round(last)).max(initial=0.0) <= EPSILON:
                return last
            parts = asked.whole_parts(last)
            if parts.any():
                return parts
            if not asked.lower.any():
                return None
            last = asked.solve_shaken(self._random)
        return None
