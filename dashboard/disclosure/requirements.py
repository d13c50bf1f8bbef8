"""What each hidden cell still lacks: which values it has been shown to be able to take, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem, Rule

Counts = npt.NDArray[np.int32]
_Where = Any
"""An index of arrays (attackers, cells)."""
_EVERYTHING = (slice(None), slice(None))
OUTSIDER = 0
"""Row of the attacker who knows only what is published; the insiders follow in their order."""


@dataclass(frozen=True)
class Lacking:
    """What cells lack on one side for some attackers, each of shape (cells,).

    Attributes:
        most: the largest amount; 0 where nothing is lacking.
        times: for how many of the attackers.
    """

    most: Ints
    times: Ints


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
        # most questions are about some cells for all attackers: these lie side by side in memory
        self._owned = np.asfortranarray(self.owned)
        self.truth: Counts = np.asfortranarray(problem.values[None, :] - self.known, dtype=np.int32)
        self.low, self.high = self.truth.copy("F"), self.truth.copy("F")
        self.floor = np.zeros_like(self.truth)
        self.asked = ~self._owned
        if rule.interval is not None:
            self.asked[OUTSIDER + 1 :] &= self.primary  # an insider may compute what needs no protection
        self._up, self._down = np.zeros_like(self.truth), np.zeros_like(self.truth)
        self._look_again(_EVERYTHING)

    @property
    def attackers(self) -> int:
        """Number of attackers."""
        return len(self.truth)

    def deceived(self, cells: Ints, change: Ints) -> Bools:
        """Tell which attackers cannot tell a world from the truth (see `record`)."""
        left = self.truth[:, cells] + change
        return np.asarray(~self._owned[:, cells].any(axis=1) & (left >= 0).all(axis=1))

    def record(self, cells: Ints, change: Ints, fooled: Bools) -> None:
        """Widen the ranges by a world.

        Args:
            cells: the cells whose value differs from the true one.
            change: the differences.
            fooled: the attackers who cannot tell the world from the truth, shape (attackers,).
        """
        self._widen(cells, change, fooled)
        self._look_again((slice(None), cells))

    def record_all(self, worlds: Iterable[tuple[Ints, Ints, Bools]]) -> None:
        """Widen the ranges by many worlds (see `record`)."""
        for world in worlds:
            self._widen(*world)
        self._look_again(_EVERYTHING)

    def _widen(self, cells: Ints, change: Ints, fooled: Bools) -> None:
        where, who = (slice(None), cells), fooled[:, None]
        value = self.truth[where] + change[None, :].astype(np.int32)
        low, high = self.low[where], self.high[where]
        self.low[where] = np.where(who & (value < low), value, low)
        self.high[where] = np.where(who & (value > high), value, high)

    def take_over(self, low: Counts, high: Counts) -> None:
        """Go on from ranges shown elsewhere, with nothing proven."""
        self.low, self.high = low, high
        self.floor[:] = 0
        self._look_again(_EVERYTHING)

    def would_learn(self, cells: Ints, change: Ints, fooled: Bools) -> bool:
        """Tell whether a world meets something that is still lacking (see `record`)."""
        where = np.ix_(np.flatnonzero(fooled), cells)
        high, low = self._up[where], self._down[where]
        met = ((high > 0) & (change >= high)) | ((low > 0) & (-change >= low))
        single = (self.low[where] == self.high[where]) & self.asked[where]
        return bool((met | single).any())

    def raise_floor(self, attacker: int, cell: int, value: int) -> None:
        """Take note that a cell is proven to be at least a value, for one attacker.

        What the outsider knows all know.
        """
        who = slice(None) if attacker == OUTSIDER else slice(attacker, attacker + 1)
        self.floor[who, cell] = np.maximum(self.floor[who, cell], value - self.known[who, cell])
        self._look_again((who, cell))

    def forget_floors(self, cell: int) -> None:
        """Take note that nothing is proven any more of how small a cell can be."""
        self.floor[:, cell] = 0
        self._look_again((slice(None), cell))

    def take_floors(self, other: Requirements) -> None:
        """Take over what is proven of how small cells can be."""
        self.floor[:] = other.floor
        self._look_again(_EVERYTHING)

    def any_other(self, attacker: int, cell: int) -> bool:
        """Tell whether all that a cell may lack upwards is some other value, which may be lower as well."""
        if self.rule.interval is None:
            return bool(self.truth[attacker, cell] >= self.rule.threshold)
        return not (self.primary[cell] and self.rule.interval[1] > 0)

    def lacking_high(self, cell: int) -> Counts:
        """Return, for each attacker, by how much a hidden cell must still be shown to be higher (or 0).

        The amount is counted from the true value.
        """
        return self._up[:, cell]

    def lacking_low(self, cell: int) -> Counts:
        """Return, for each attacker, by how much a hidden cell must still be shown to be lower (or 0)."""
        return self._down[:, cell]

    def lacking(self, hidden: Bools, who: Ints) -> tuple[Lacking, Lacking]:
        """Return what hidden cells lack for some attackers, high and low."""
        cells, among = np.flatnonzero(hidden), np.zeros((self.attackers, 1), dtype=bool)
        among[who] = True
        high, low = (self._of(part[:, cells] * among, cells) for part in (self._up, self._down))
        return high, low

    def _of(self, lacks: Counts, cells: Ints) -> Lacking:
        found = Lacking(*np.zeros((2, self.truth.shape[1]), dtype=np.int64))
        found.most[cells], found.times[cells] = lacks.max(axis=0), np.count_nonzero(lacks, axis=0)
        return found

    def count(self, attackers: int) -> Ints:
        """Count, of each cell were it hidden, what it lacks for the first attackers, on both sides."""
        found: Ints = np.count_nonzero(self._up[:attackers], axis=0)
        found += np.count_nonzero(self._down[:attackers], axis=0)
        return found

    def _look_again(self, where: _Where) -> None:
        """Work out anew what some cells lack; everything else asks for it much oftener than it changes."""
        self._up[where], self._down[where] = self._lacks_high(where), self._lacks_low(where)

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
