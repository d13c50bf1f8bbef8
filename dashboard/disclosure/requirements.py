"""What each hidden cell still lacks: which values it has been shown to be able to take, and for whom."""

from __future__ import annotations

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
        floor: shape (attackers, cells): proven lower bounds of what an attacker does not know of each cell.
        asked: whether anything at all is required for an attacker and a cell, if it is hidden.
    """

    def __init__(self, problem: Problem, rule: Rule) -> None:
        self.rule = rule
        self.primary = problem.sensitive
        cells = len(problem)
        self.known = np.vstack([np.zeros((1, cells), dtype=np.int64), problem.known()])
        self.owned = np.vstack([np.zeros((1, cells), dtype=bool), problem.owned()])
        self.truth: Ints = problem.values[None, :] - self.known
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.floor = np.zeros(self.truth.shape, dtype=np.int64)
        self.asked = ~self.owned
        if rule.interval is not None:
            self.asked[OUTSIDER + 1 :] &= self.primary  # an insider may compute what needs no protection

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

    def raise_floor(self, attacker: int, cell: int, value: int) -> None:
        """Take note that a cell is proven to be at least a value, for one attacker.

        What the outsider knows all know.
        """
        who = slice(None) if attacker == OUTSIDER else slice(attacker, attacker + 1)
        self.floor[who, cell] = np.maximum(self.floor[who, cell], value - self.known[who, cell])

    def any_other(self, attacker: int, cell: int) -> bool:
        """Tell whether all that a cell may lack upwards is some other value, which may be lower as well."""
        if self.rule.interval is None:
            return bool(self.truth[attacker, cell] >= self.rule.threshold)
        return not (self.primary[cell] and self.rule.interval[1] > 0)

    def lacking_high(self, cell: int) -> Ints:
        """Return, for each attacker, by how much a hidden cell must still be shown to be higher (or 0).

        The amount is counted from the true value.
        """
        return self._lacks_high(cell)

    def lacking_low(self, cell: int) -> Ints:
        """Return, for each attacker, by how much a hidden cell must still be shown to be lower (or 0)."""
        return self._lacks_low(cell)

    def lacking(self, hidden: Bools) -> tuple[Ints, Ints]:
        """Return what all hidden cells lack, high and low: two arrays (attackers, cells)."""
        every = slice(None)
        return self._lacks_high(every) * hidden, self._lacks_low(every) * hidden

    def _lacks_high(self, cells: int | slice) -> Ints:
        truth, high = self.truth[:, cells], self.high[:, cells]
        still = (high == truth) & (self.low[:, cells] == truth)
        goal = np.where(still, truth + 1, truth)  # nothing hidden may have a single possible value
        if self.rule.interval is None:
            goal = np.where(truth < self.rule.threshold, self.rule.threshold, goal)
        else:
            upward = self.primary[cells] & (self.rule.interval[1] > 0)
            goal = np.where(upward, truth + self.rule.interval[1], goal)
        lacks = (high < goal) & self.asked[:, cells]
        return np.where(lacks, goal - truth, 0)

    def _lacks_low(self, cells: int | slice) -> Ints:
        truth, low = self.truth[:, cells], self.low[:, cells]
        if self.rule.interval is None:
            goal = np.full_like(truth, self.rule.low)
            excused = self.floor[:, cells] >= self.rule.threshold
        else:
            lower = np.maximum(truth - self.rule.interval[0], 0)
            goal = np.where(self.primary[cells], lower, truth)
            excused = np.zeros(truth.shape, dtype=bool)
        lacks = (low > goal) & self.asked[:, cells] & ~excused
        return np.where(lacks, truth - goal, 0)
