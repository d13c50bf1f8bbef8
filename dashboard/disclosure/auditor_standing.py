"""Where each hidden cell stands against one attacker: the values seen, the bounds that are proven."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Rule

NEVER = 2**59
"""Stands for a value that no world has shown yet."""


@dataclass(frozen=True)
class Demand:
    """What the rule asks of each cell.

    Attributes:
        rule: the rule.
        width: with an interval, how far apart the ends must be, shape (cells,).
        upward: with an interval, how far up is enough when the lower end is 0, shape (cells,).
    """

    rule: Rule
    width: Ints
    upward: Ints

    @staticmethod
    def of(rule: Rule, primary: Bools | None, cells: int, *, insider: bool = False) -> Demand:
        """Return the demand on some cells; `primary` says which of them are, None when nobody knows.

        Cells that are not primary, or not known to be, must only not be determined; against an insider,
        those that are known not to be primary need nothing.
        """
        width, upward = np.ones(cells, dtype=np.int64), np.ones(cells, dtype=np.int64)
        if rule.interval is not None and primary is not None:
            if insider:
                width[~primary] = upward[~primary] = 0
            width[primary] = sum(rule.interval)
            upward[primary] = max(rule.interval[1], 1)
        return Demand(rule, width, upward)


class Standing:
    """What is known of each cell so far.

    Attributes:
        low, high: least and greatest value in the worlds seen; `low_world`, `high_world`: their numbers.
        least, most: bounds proven for every world.
    """

    def __init__(self, demand: Demand) -> None:
        count = len(demand.width)
        self.demand = demand
        self.low = np.full(count, NEVER, dtype=np.int64)
        self.high = np.full(count, -NEVER, dtype=np.int64)
        self.low_world = np.full(count, -1, dtype=np.int64)
        self.high_world = np.full(count, -1, dtype=np.int64)
        self.least = np.zeros(count, dtype=np.int64)
        self.most = np.full(count, NEVER, dtype=np.int64)

    def part(self, cells: Ints) -> Standing:
        """Return what is known of some of the cells, to be changed apart."""
        demand = self.demand
        made = Standing(Demand(demand.rule, demand.width[cells], demand.upward[cells]))
        for name in ("low", "high", "low_world", "high_world", "least", "most"):
            setattr(made, name, getattr(self, name)[cells])
        return made

    def copy(self) -> Standing:
        """Return the same, to be changed apart."""
        return self.part(np.arange(len(self.low)))

    def see(self, values: Ints, world: int) -> bool:
        """Take note of a world; tell whether it showed anything new."""
        return self.see_all(values, np.full(len(values), world, dtype=np.int64))

    def see_all(self, values: Ints, worlds: Ints) -> bool:
        """Take note of one value of each cell, each from a world of its own; tell whether any was new."""
        lower, higher = values < self.low, values > self.high
        self.low = np.minimum(self.low, values)
        self.high = np.maximum(self.high, values)
        self.low_world[lower] = worlds[lower]
        self.high_world[higher] = worlds[higher]
        return bool(lower.any() or higher.any())

    @property
    def safe(self) -> Bools:
        """The cells that pass."""
        demand = self.demand
        if demand.rule.interval is None:
            seen = (self.low <= demand.rule.low) & (self.high >= demand.rule.threshold)
            at_least = (self.least >= demand.rule.threshold) & (self.high > self.low)
            return np.asarray(seen | at_least)
        wide = self.high - self.low >= demand.width
        return np.asarray(wide | ((self.low == 0) & (self.high >= demand.upward)))

    @property
    def lost(self) -> Bools:
        """The cells that are proven not to pass."""
        demand = self.demand
        if demand.rule.interval is None:
            threshold = demand.rule.threshold
            under = (self.least > demand.rule.low) & (self.low < threshold)
            return np.asarray(under | (self.most < threshold) | (self.most <= self.least))
        narrow = self.most - self.least < demand.width
        return np.asarray(narrow & ~((self.least == 0) & (self.most >= demand.upward)))

    @property
    def open(self) -> Bools:
        """The cells of which nothing is decided yet."""
        return ~self.safe & ~self.lost

    def wanted(self) -> tuple[Ints, Ints]:
        """Return, for each cell, the value a world should not exceed and the one it should reach.

        −1 and `NEVER` where such a world is there already, or is proven not to be.
        """
        demand = self.demand
        if demand.rule.interval is None:
            threshold = demand.rule.threshold
            below = np.where(self.least <= demand.rule.low, demand.rule.low, threshold - 1)
            above = np.full(len(below), threshold, dtype=np.int64)
            single = (self.least >= threshold) & (self.low == self.high)  # any second value will do
            below = np.where(single, np.maximum(self.low - 1, 0), below)
            above = np.where(single, self.high + 1, above)
        else:
            below = np.maximum(self.high - demand.width, 0)
            above = self.low + np.where(self.low == 0, np.minimum(demand.upward, demand.width), demand.width)
        low_done = (self.low <= below) | (self.least > below)
        high_done = (self.high >= above) | (self.most < above)
        return np.where(low_done, -1, below), np.where(high_done, NEVER, above)
