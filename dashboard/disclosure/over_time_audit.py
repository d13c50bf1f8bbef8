"""The attack on releases of one population that are all on line: subtraction, and what can be inferred.

It reads public figures alone. For each pair of releases and each cell that both name, it finds between what
values the net change must lie; a change is *exposed* when it cannot be 0 and must be smaller than the
threshold: somebody, and few, surely joined or left there. Why the releases can be bounded one by one:
see `over_time`. Bounds are found by whole-number programs (HiGHS in scipy) over the inner cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dashboard.disclosure.layout import Floats
from dashboard.disclosure.over_time import Online, OverTimeError, places
from dashboard.disclosure.problem import World, values_of

LARGEST = 20_000
"""With more inner cells that may be non-zero no bounds are sought: only worlds can then show safety."""
SECONDS_EACH = 10.0

_OPTIMAL = 0


@dataclass(frozen=True)
class Exposure:
    """A change that the releases give away.

    Attributes:
        cell: names of the cell's nodes in the later release.
        earlier, later: labels of the releases.
        low, high: between these the change lies.
    """

    cell: tuple[str, ...]
    earlier: str
    later: str
    low: float
    high: float

    def __str__(self) -> str:
        """Return a sentence for the report."""
        span = f"{self.low:+.0f}" if self.low == self.high else f"fra {self.low:+.0f} e {self.high:+.0f}"
        return f"«{' × '.join(self.cell)}», da «{self.earlier}» a «{self.later}»: variazione {span}"


@dataclass(frozen=True)
class OverTime:
    """What the attack found.

    Attributes:
        exposed: changes that are surely there and surely small.
        unknown: changes of which this could be neither shown nor excluded, as (cell, earlier, later).
    """

    exposed: tuple[Exposure, ...]
    unknown: tuple[tuple[tuple[str, ...], str, str], ...]

    @property
    def safe(self) -> bool:
        """Whether it is shown of every change that it is not exposed."""
        return not self.exposed and not self.unknown


def audit_over_time(
    releases: Sequence[Online], *, threshold: int = 5, seconds: float = SECONDS_EACH
) -> OverTime:
    """Attack every pair of releases.

    Args:
        releases: the public figures, the oldest first; worlds that come with them are checked, `exact` is
            not read.
        threshold: changes from 1 to threshold − 1, up or down, are small.
        seconds: longest time for one bound.

    Raises:
        OverTimeError: two releases bear one label.
    """
    labels = [release.label for release in releases]
    if len(set(labels)) != len(labels):
        raise OverTimeError("due rilasci hanno lo stesso nome")
    bounds = [_Bounds(release, seconds) for release in releases]
    exposed: list[Exposure] = []
    unknown: list[tuple[tuple[str, ...], str, str]] = []
    for k, j in combinations(range(len(releases)), 2):
        old, new = releases[k], releases[j]
        found = places(old.layout, new.layout)
        for cell in np.flatnonzero(found >= 0).tolist():
            verdict = _attack(bounds[k], int(found[cell]), bounds[j], cell, threshold)
            if verdict == "safe":
                continue
            names = new.layout.names(cell)
            if verdict is None:
                unknown.append((names, old.label, new.label))
            else:
                exposed.append(Exposure(names, old.label, new.label, *verdict))
    return OverTime(tuple(exposed), tuple(unknown))


def _attack(
    old: _Bounds, before: int, new: _Bounds, after: int, threshold: int
) -> tuple[float, float] | str | None:
    """Return the bounds of an exposed change, `safe`, or None when nothing could be shown."""
    # what has been seen in worlds is within what is possible: if that already has room, there is room
    span = _span(old, before, new, after)
    if span is not None and not _exposed(*span, threshold):
        return "safe"
    surely = old.sure(before) and new.sure(after)
    span = _span(old, before, new, after)
    if span is not None and not _exposed(*span, threshold):
        return "safe"
    return span if surely else None


def _span(old: _Bounds, before: int, new: _Bounds, after: int) -> tuple[float, float] | None:
    """Return between what a change lies, None when no world of one of the releases is known."""
    if old.low[before] > old.high[before] or new.low[after] > new.high[after]:
        return None
    return float(new.low[after] - old.high[before]), float(new.high[after] - old.low[before])


def _exposed(low: float, high: float, threshold: int) -> bool:
    return 0 < low <= high < threshold or -threshold < low <= high < 0


class _Bounds:
    """The least and the greatest value of each cell of a release, as far as they are known.

    Attributes:
        low, high: least and greatest value seen in a world that agrees with the release; published cells
            have their value, cells never seen (inf, −inf).
    """

    def __init__(self, release: Online, seconds: float) -> None:
        self.release, self.seconds = release, seconds
        hidden = release.hidden
        self.low: Floats = np.where(hidden, np.inf, release.values)
        self.high: Floats = np.where(hidden, -np.inf, release.values)
        self.done = ~hidden
        self.program: _Program | None = None
        for world in release.worlds:
            self._see(world)

    def _see(self, world: World) -> bool:
        """Take a world into account, unless it does not agree with what is published.

        Only whole inner tables count: a difference, or a world of the tables, places nobody.
        """
        if world.relative or world.of_cells:
            return False
        layout, shown = self.release.layout, ~self.release.hidden
        counts, inner = np.asarray(world.counts), np.asarray(world.inner)
        whole = bool((counts >= 0).all() and (counts % 1 == 0).all())
        if not whole or not ((inner >= 0) & (inner < layout.size)).all():
            return False
        values = values_of(world, layout, len(layout))
        if (values[shown] != self.release.values[shown]).any():
            return False
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return True

    def sure(self, cell: int) -> bool:
        """Find the true bounds of a cell; tell whether they are known for sure."""
        if self.done[cell]:
            return True
        self.program = self.program or _Program(self.release)
        if not self.program.small:
            return False
        for sign in (1, -1):
            world = self.program.extreme(cell, sign, self.seconds)
            if world is None:
                return False
            if isinstance(world, float):
                self.high[cell] = world
            elif not self._see(world):
                return False
        self.done[cell] = True
        return True


class _Program:
    """The inner tables that agree with a release, as a whole-number program."""

    def __init__(self, release: Online) -> None:
        layout, shown = release.layout, ~release.hidden
        empty = (shown & (release.values == 0)).astype(np.float64)
        self.inner = np.flatnonzero(layout.spread(empty).ravel() == 0)
        self.small = len(self.inner) <= LARGEST
        if self.small:
            self.sums = sparse.csr_matrix(layout.matrix(self.inner))
            rows = np.flatnonzero(shown & (np.diff(self.sums.indptr) > 0))
            self.equal, self.to = self.sums[rows], release.values[rows]
            # all factors are positive: what lies in a published cell has an end, and only that
            self.unbounded = np.bincount(self.equal.indices, minlength=len(self.inner)) == 0

    def extreme(self, cell: int, sign: int, seconds: float) -> World | float | None:
        """Return a world in which a cell is least (sign 1) or greatest (−1); inf: no end, None: unknown.

        The world is rounded, and its value taken, only by who checks it; the solver is believed for the
        bound alone, with no gap allowed.
        """
        costs = sign * self.sums[[cell]].toarray()[0]
        if not len(self.inner):
            return World(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        if sign < 0 and (costs[self.unbounded] != 0).any():
            return float("inf")
        given = (self.equal, self.to) if len(self.to) else (None, None)
        options = {"time_limit": seconds, "mip_rel_gap": 0.0}
        found = linprog(costs, A_eq=given[0], b_eq=given[1], integrality=1, options=options)
        if found.status != _OPTIMAL:
            return None
        return World(self.inner, np.rint(found.x).astype(np.int64))
