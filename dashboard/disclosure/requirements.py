"""What each hidden cell still lacks: which values it has been shown to be able to take, and for whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem, Rule

Counts = npt.NDArray[np.int32]
_Where = Any
"""An index of arrays (attackers, cells)."""
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
        self.truth: Counts = (problem.values[None, :] - self.known).astype(np.int32)  # half as long to read
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.floor = np.zeros(self.truth.shape, dtype=np.int32)
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

    def would_learn(self, cells: Ints, change: Ints, fooled: Bools) -> bool:
        """Tell whether a world meets something that is still lacking (see `record`)."""
        where = np.ix_(np.flatnonzero(fooled), cells)
        high, low = self._lacks_high(where), self._lacks_low(where)
        met = ((high > 0) & (change >= high)) | ((low > 0) & (-change >= low))
        single = (self.low[where] == self.high[where]) & self.asked[where]
        return bool((met | single).any())

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

    def lacking_high(self, cell: int) -> Counts:
        """Return, for each attacker, by how much a hidden cell must still be shown to be higher (or 0).

        The amount is counted from the true value.
        """
        return self._lacks_high((slice(None), cell))

    def lacking_low(self, cell: int) -> Counts:
        """Return, for each attacker, by how much a hidden cell must still be shown to be lower (or 0)."""
        return self._lacks_low((slice(None), cell))

    def lacking(self, hidden: Bools, who: Ints) -> tuple[Counts, Counts]:
        """Return what all hidden cells lack for some attackers, high and low: two arrays (who, cells)."""
        cells = np.flatnonzero(hidden)
        where = np.ix_(who, cells)
        high, low = (np.zeros((len(who), len(hidden)), dtype=self.truth.dtype) for _ in range(2))
        high[:, cells], low[:, cells] = self._lacks_high(where), self._lacks_low(where)
        return high, low

    def _lacks_high(self, where: _Where) -> Counts:
        truth, high, cells = self.truth[where], self.high[where], where[-1]
        still = (high == truth) & (self.low[where] == truth)
        goal = truth + still  # nothing hidden may have a single possible value
        if self.rule.interval is None:
            goal = np.where(truth < self.rule.threshold, self.rule.threshold, goal)
        else:
            upward = self.primary[cells] & (self.rule.interval[1] > 0)
            goal = np.where(upward, truth + self.rule.interval[1], goal)
        lacks: Counts = (goal - truth) * ((high < goal) & self.asked[where])
        return lacks

    def _lacks_low(self, where: _Where) -> Counts:
        truth, low, cells = self.truth[where], self.low[where], where[-1]
        if self.rule.interval is None:
            open_ = (low > self.rule.low) & (self.floor[where] < self.rule.threshold)
            lacks: Counts = (truth - self.rule.low) * (open_ & self.asked[where])
            return lacks
        lower = np.maximum(truth - self.rule.interval[0], 0)
        goal = np.where(self.primary[cells], lower, truth)
        lacks = (truth - goal) * ((low > goal) & self.asked[where])
        return lacks
