"""What each hidden cell still lacks: which values it has been shown to be able to take, and for whom."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem, Rule

OUTSIDER = 0
"""Row of the attacker who knows only what is published; the insiders follow in their order."""


class Requirements:
    """Keeps, for each attacker and each cell, the range of values that worlds have shown to be possible.

    An attacker who knows a part exactly sees the rest: ranges are of the value minus the known part.

    Attributes:
        low, high: shape (attackers, cells): ends of the shown range; at first both are the true value.
        owned: cells that an attacker knows anyway.
        floor: for each cell a proven lower bound of its value, for whoever knows only what is published.
    """

    def __init__(self, problem: Problem, rule: Rule) -> None:
        self.rule = rule
        self.primary = problem.sensitive
        cells = len(problem)
        self.known = np.vstack([np.zeros((1, cells), dtype=np.int64), problem.known()])
        self.owned = np.vstack([np.zeros((1, cells), dtype=bool), problem.owned()])
        self.truth: Ints = problem.values[None, :] - self.known
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.floor = np.zeros(cells, dtype=np.int64)

    @property
    def attackers(self) -> int:
        """Number of attackers."""
        return len(self.truth)

    def record(self, cells: Ints, change: Ints, fooled: Bools) -> None:
        """Widen the ranges by a world.

        Args:
            cells: the cells whose value differs from the true one.
            change: the differences.
            fooled: the attackers who cannot tell the world from the truth, shape (attackers,).
        """
        rows = np.flatnonzero(fooled)
        if not len(rows) or not len(cells):
            return
        where = np.ix_(rows, cells)
        value = self.truth[where] + change[None, :]
        self.low[where] = np.minimum(self.low[where], value)
        self.high[where] = np.maximum(self.high[where], value)

    def lacking_high(self, cell: int) -> Ints:
        """Return, for each attacker, by how much a hidden cell must still be shown to be higher (0: nothing).

        The amount is counted from the true value.
        """
        truth = self.truth[:, cell]
        goal = self._goal_high(cell)
        lacks = (self.high[:, cell] < goal) & ~self.owned[:, cell]
        return np.where(lacks, goal - truth, 0)

    def lacking_low(self, cell: int) -> Ints:
        """Return, for each attacker, by how much a hidden cell must still be shown to be lower (0: nothing)."""
        truth = self.truth[:, cell]
        goal = self._goal_low(cell)
        lacks = (self.low[:, cell] > goal) & ~self.owned[:, cell]
        if self.rule.interval is None:
            lacks &= self.floor[cell] - self.known[:, cell] < self.rule.threshold
        return np.where(lacks, truth - goal, 0)

    def lacking(self, hidden: Bools) -> tuple[Ints, Ints]:
        """Return what all hidden cells lack, high and low: two arrays (attackers, cells)."""
        open_ = ~self.owned & hidden
        if self.rule.interval is None:
            goal_high = np.full(hidden.shape, self.rule.threshold)
            goal_low = np.full(hidden.shape, self.rule.low)
            unsettled = self.floor - self.known < self.rule.threshold
        else:
            goal_high = self.truth + np.where(self.primary, self.rule.interval[1], 0)
            goal_low = np.where(self.primary, np.maximum(self.truth - self.rule.interval[0], 0), self.truth)
            unsettled = np.ones_like(open_)
        high = np.where(open_ & (self.high < goal_high), goal_high - self.truth, 0)
        low = np.where(open_ & unsettled & (self.low > goal_low), self.truth - goal_low, 0)
        return high, low

    def met(self, cells: Iterable[int]) -> bool:
        """Tell whether nothing lacks for the given cells."""
        return all(not self.lacking_high(c).any() and not self.lacking_low(c).any() for c in cells)

    def _goal_high(self, cell: int) -> Ints:
        truth = self.truth[:, cell]
        if self.rule.interval is None:
            return np.full_like(truth, self.rule.threshold)
        return truth + self.rule.interval[1] if self.primary[cell] else truth

    def _goal_low(self, cell: int) -> Ints:
        truth = self.truth[:, cell]
        if self.rule.interval is None:
            return np.full_like(truth, self.rule.low)
        return np.maximum(truth - self.rule.interval[0], 0) if self.primary[cell] else truth
