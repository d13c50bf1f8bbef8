"""The attack with two releases: what is in one and not in the other is somebody who came, left or changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Floats
from tests.attacks.solvers import Intervals, intervals
from tests.attacks.systems import System


@dataclass(frozen=True)
class Changes:
    """The least and the most by which each cell of the newer release can have changed.

    Attributes:
        low, high: NaN for cells that the older release has not.
    """

    low: Floats
    high: Floats

    def told(self, threshold: int) -> Bools:
        """Tell which cells are known to have changed, and by fewer people than the threshold.

        That is what singles somebody out: «one more, and it is a woman of nineteen».
        """
        change = (self.low > 0) | (self.high < 0)
        few = (np.abs(self.low) < threshold) & (np.abs(self.high) < threshold)
        return change & few


def subtract_releases(old: System, new: System, *, whole: bool = False) -> Changes:
    """Return what two releases tell of every change.

    Any world that agrees with the older release may have been followed by any that agrees with the newer:
    the ends of a change are differences of the ends of the two.

    Args:
        old: what the older release tells.
        new: what the newer one tells.
        whole: ask for whole numbers too.
    """
    place = {name: i for i, name in enumerate(old.names)}
    before, after = _ends(old, whole), _ends(new, whole)
    low, high = np.full(len(new.names), np.nan), np.full(len(new.names), np.nan)
    for number, name in enumerate(new.names):
        if name in place:
            low[number] = after.low[number] - before.high[place[name]]
            high[number] = after.high[number] - before.low[place[name]]
    return Changes(low, high)


def _ends(system: System, whole: bool) -> Intervals:
    return intervals(system, whole=whole)


def together(systems: list[System]) -> Intervals:
    """Return what an attacker learns who takes all releases for tables of the same, unchanged people.

    Where nothing changed, or for the part in which nothing did, everything that any of them shows is known.

    Raises:
        ContradictionError: something did change.
    """
    shown = systems[-1].values.copy()
    for system in systems:
        shown = np.where(np.isnan(shown), system.values, shown)
    return intervals(systems[-1].showing(shown))
