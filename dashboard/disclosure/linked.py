"""Protection of large linked tables: linear programs over published cells, many cells at a time.

For a hidden cell that lacks something, the cheapest change of the tables is looked for that keeps every sum
and brings the cell where the rule wants it (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001); the
cells it touches are hidden too. Before that, *sweeps* push hundreds of hidden cells at once, half of them up
and half down, with the people of some insiders held still: most cells need no program of their own.

The worlds found are whole numbers for all the published tables with all their sums. They do not say which
people stand behind; where the inner cells are few enough, `linear` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule, World
from dashboard.disclosure.requirements import OUTSIDER, Requirements
from dashboard.disclosure.search import CONTRADICTION, IMPOSSIBLE
from dashboard.disclosure.sums import Bounds, Sums

Progress = Callable[[int, int, str], None]
_LARGE = 0.15
"""How much dearer each count above the threshold makes a cell: a large one is hard to bring into doubt."""
_FORBIDDEN = 1e6
_IDLE = 4
"""Sweeps in a row that may bring next to nothing before they end."""
_LITTLE = 0.01
"""What next to nothing is: this share of what still lacks."""
_SHARE_UP = 0.7
_NOISE = 1e-4
_EPSILON = 1e-6
_PATIENCE = 20
"""Cells in a row that could not be given back, after which no more is tried."""
_STARTS = 8
"""Times that secondary cells which cannot be hidden well are barred, after which they are named instead."""
_BETWEEN_SWEEPS = 60
"""Programs for single cells after which sweeps are worth another try."""


@dataclass(frozen=True)
class _Found:
    """A world: the cells that differ from the truth, by how much, and who cannot tell it from the truth."""

    cells: Ints
    change: Ints
    fooled: Bools


def protect_linked(
    problem: Problem, rule: Rule, *, seconds: float | None = None, progress: Progress | None = None
) -> Pattern:
    """Protect a problem by its published cells and their sums.

    Args:
        problem: with or without a layout; insiders are kept out too.
        rule: the rule.
        seconds: when to stop giving cells back; what is needed for safety is done in any case.
        progress: called with cells done, cells in all and a sentence.

    Returns:
        The pattern; its worlds are `of_cells`, the truth first. Cells that could not be proven are named.

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    return _Linked(problem, rule, seconds, progress or _silent).run()


class _Linked:
    def __init__(self, problem: Problem, rule: Rule, seconds: float | None, progress: Progress) -> None:
        self._problem, self._rule, self._progress = problem, rule, progress
        if (problem.sensitive & problem.forced).any():
            raise ProblemError(CONTRADICTION)
        self._started = time.monotonic()
        self._until = self._started + seconds if seconds is not None else float("inf")
        large = np.maximum(problem.values - rule.threshold, 0)
        self._cost = np.where(problem.forced, _FORBIDDEN, problem.cost * np.sqrt(1 + _LARGE * large))
        self._sums = Sums(problem, self._cost)
        self._random = np.random.default_rng(len(problem))
        self._hidden = problem.sensitive.copy()
        self._forced = problem.forced.copy()
        self._needs = Requirements(problem, rule)
        self._worlds: list[_Found] = []
        self._unproven: set[int] = set()
        self._held = [one.knows(problem.layout, problem.inner) for one in problem.insiders if problem.layout]

    def run(self) -> Pattern:
        self._protect_all()
        for _ in range(_STARTS):
            badly = [cell for cell in sorted(self._unproven) if not self._problem.sensitive[cell]]
            if not badly:
                break
            self._forced[badly] = True  # they cannot be hidden well: they stay published
            self._publish(badly)
            self._protect_all()
        self._thin_out()
        truth = World(np.flatnonzero(self._problem.values), self._problem.values[self._problem.values > 0])
        worlds = (World(one.cells, one.change, relative=True, of_cells=True) for one in self._worlds)
        return Pattern(
            self._hidden,
            self._problem.sensitive,
            (replace(truth, of_cells=True), *worlds),
            tuple(sorted(self._unproven)),
            seconds=time.monotonic() - self._started,
        )

    def _protect_all(self) -> None:
        before = -1
        while before != self._hidden.sum():  # what was hidden later may have sunk the floor of an earlier one
            before = int(self._hidden.sum())
            self._unproven.clear()
            self._sweep_all()
            self._settle(np.flatnonzero(self._hidden), may_hide=True)

    # ---- many cells at once ----

    def _sweep_all(self) -> None:
        """Sweep for the outsider, then with ever other insiders held still, until it brings no more."""
        self._sweep_until_idle(lambda: ())
        attackers = self._needs.attackers - 1
        if attackers:
            self._sweep_until_idle(lambda: self._some_insiders(attackers))

    def _some_insiders(self, attackers: int) -> tuple[int, ...]:
        """Choose half of the insiders, those for whom most lacks more often."""
        high, low = self._needs.lacking(self._hidden)
        lacks = (high[1:] > 0).sum(axis=1) + (low[1:] > 0).sum(axis=1)
        if not lacks.any():
            return ()
        order = np.argsort(-lacks * self._random.random(attackers), kind="stable")
        return tuple(int(k) for k in order[: max(1, attackers // 2)])

    def _sweep_until_idle(self, choose: Callable[[], tuple[int, ...]]) -> None:
        idle = 0
        left = self._count_lacking()
        whole = left
        while left and idle < _IDLE:
            self._progress(whole - left, whole, "molte celle alla volta")
            self._sweep(choose())
            now = self._count_lacking()
            idle = idle + 1 if left - now <= _LITTLE * left else 0
            left = now

    def _count_lacking(self) -> int:
        high, low = self._needs.lacking(self._hidden)
        return int((high > 0).sum() + (low > 0).sum())

    def _sweep(self, still: Sequence[int]) -> None:
        bounds = self._bounds(still, may_hide=False)
        high, low = self._needs.lacking(self._hidden)
        who = [OUTSIDER, *(k + 1 for k in still)]
        up, down = high[who].max(axis=0), low[who].max(axis=0)
        up[bounds.fixed] = down[bounds.fixed] = 0
        both, coin = (up > 0) & (down > 0), self._random.random(len(up)) < 0.5
        up[(both & ~coin) | (self._random.random(len(up)) > _SHARE_UP)] = 0
        down[up > 0] = 0
        noise = self._random.random(2 * len(up)) * _NOISE
        change = self._sums.sweep(up, down, bounds, noise)
        if change is not None and change.any():
            self._accept(change)

    # ---- one cell ----

    def _settle(self, cells: Iterable[int], *, may_hide: bool) -> bool:
        """Meet what some hidden cells lack, and what those lack that become hidden on the way.

        A change in fractions of people shows what to hide, but is no world: sweeps, which end on whole
        numbers, mostly find one after it; the cells that are left get whole numbers in the end.
        """
        values = self._problem.values
        waiting = sorted((int(c) for c in cells), key=lambda c: (values[c], c))
        left: dict[int, None] = {}
        done = asked = 0
        while waiting or left:
            whole = not waiting
            cell = left.popitem()[0] if whole else waiting.pop(0)
            done += 1
            self._progress(done, done + len(waiting) + len(left), "una cella alla volta")
            before = self._hidden.copy()
            for up in (True, False):
                met, programs = self._settle_side(cell, up, may_hide=may_hide, whole=whole)
                asked += programs
                if met:
                    continue
                if not whole:
                    left[cell] = None
                elif not may_hide:
                    return False
                else:
                    self._unproven.add(cell)
            waiting += [int(c) for c in np.flatnonzero(self._hidden & ~before)]
            if asked > _BETWEEN_SWEEPS or (not waiting and left and asked):
                asked = 0
                self._sweep_all()
        return True

    def _settle_side(self, cell: int, up: bool, *, may_hide: bool, whole: bool) -> tuple[bool, int]:
        """Meet what a cell lacks on one side; tell whether it worked, and how many programs it took."""
        lacking = self._needs.lacking_high if up else self._needs.lacking_low
        large = self._rule.interval is None and self._problem.values[cell] >= self._rule.threshold
        floored = up or not large
        programs, together = 0, self._needs.attackers
        while (lacks := lacking(cell)).any():
            if not floored:
                self._raise_floor(OUTSIDER, cell)
                floored = True
                continue
            who = np.flatnonzero(lacks)
            if who[0] != OUTSIDER and min(together, len(who)) > 1:
                programs += 1
                together = len(who) if self._for_many(who[:together], cell, lacks, up) else together // 4
                continue
            k = int(who[0])
            change = self._cheapest(k, cell, int(lacks[k]) if up else -int(lacks[k]), may_hide, whole)
            programs += 1
            if change is None:
                if not up and large and k != OUTSIDER and self._raise_floor(k, cell):
                    continue
                return False, programs
            if np.abs(change - np.round(change)).max() > _EPSILON:
                self._hide(np.flatnonzero(np.abs(change) > _EPSILON))
                return False, programs
            self._accept(np.round(change))
            if lacking(cell)[k]:
                return False, programs
        return True, programs

    def _for_many(self, who: Ints, cell: int, lacks: Ints, up: bool) -> bool:
        """Look, within what is hidden, for one world that meets what a cell lacks for several insiders."""
        amount = int(lacks[who].max()) if up else -int(lacks[who].max())
        bounds = self._bounds([int(k) - 1 for k in who], may_hide=False)
        change = self._sums.cheapest(cell, amount, self._hidden, bounds, whole=False)
        if change is None or np.abs(change - np.round(change)).max() > _EPSILON:
            return False
        before = len(self._worlds)
        self._accept(np.round(change))
        return bool(self._worlds[before].fooled[who].any())

    def _cheapest(self, k: int, cell: int, amount: int, may_hide: bool, whole: bool) -> Floats | None:
        """Return the cheapest change that meets what a cell lacks for one attacker, None when none does.

        Raises:
            ProblemError: no change at all could, because of cells that must stay published.
        """
        bounds = self._bounds((k - 1,) if k != OUTSIDER else (), may_hide=may_hide)
        change = self._sums.cheapest(cell, amount, self._hidden, bounds, whole=whole)
        never = self._sums.impossible
        if change is None and amount > 0 and self._needs.any_other(k, cell):
            change = self._sums.cheapest(cell, -1, self._hidden, bounds, whole=whole)
            never &= self._sums.impossible
        forced_only = self._problem.forced.any() and np.array_equal(self._forced, self._problem.forced)
        # a large one that cannot be small may yet be proven to be large
        may_be_large = amount < 0 and self._rule.interval is None
        may_be_large = may_be_large and bool(self._needs.truth[k, cell] >= self._rule.threshold)
        hopeless = change is None and never and may_hide and forced_only and not may_be_large
        if hopeless and self._problem.sensitive[cell]:
            raise ProblemError(IMPOSSIBLE)
        return change

    def _raise_floor(self, k: int, cell: int) -> bool:
        """Prove how small a cell can be for one attacker; tell whether that is enough."""
        bounds = self._bounds((k - 1,) if k != OUTSIDER else (), may_hide=False)
        self._needs.raise_floor(k, cell, self._sums.floor(cell, bounds))
        return bool(self._needs.floor[k, cell] >= self._rule.threshold)

    def _bounds(self, still: Sequence[int], *, may_hide: bool) -> Bounds:
        fixed = (self._forced if may_hide else np.ones_like(self._hidden)) & ~self._hidden
        if not still:
            return Bounds(fixed, np.zeros(len(fixed), dtype=np.int64))
        fixed = fixed | self._needs.owned[[k + 1 for k in still]].any(axis=0)
        if len(still) == 1:
            return Bounds(fixed, self._needs.known[still[0] + 1])
        layout = self._problem.layout
        assert layout is not None
        mine = np.logical_or.reduce([self._held[k] for k in still])
        known = layout.add_up(self._problem.inner[mine], self._problem.counts[mine])
        return Bounds(fixed, np.asarray(known, dtype=np.int64))

    def _accept(self, change: Floats) -> None:
        cells = np.flatnonzero(change)
        found = change[cells].astype(np.int64)
        left = self._problem.values[cells] + found - self._needs.known[:, cells]
        fooled = np.asarray(~self._needs.owned[:, cells].any(axis=1) & (left >= 0).all(axis=1))
        self._hide(cells)
        self._worlds.append(_Found(cells, found, fooled))
        self._needs.record(cells, found, fooled)

    def _hide(self, cells: Ints) -> None:
        if not self._hidden[cells].all():
            self._hidden[cells] = True
            self._needs.floor[:] = 0  # what was not below may be now

    # ---- thinning out ----

    def _thin_out(self) -> None:
        """Give back, the dearest first, every secondary that other worlds can do without."""
        secondary = np.flatnonzero(self._hidden & ~self._problem.sensitive)
        order = secondary[np.argsort(-self._cost[secondary], kind="stable")]
        in_vain = 0
        for number, cell in enumerate(order):
            if time.monotonic() > self._until or in_vain == _PATIENCE:
                return
            self._progress(number, len(order), "celle restituite")
            in_vain = 0 if self._give_back(int(cell)) else in_vain + 1

    def _give_back(self, cell: int) -> bool:
        """Try to publish a cell again; tell whether everything can still be met."""
        kept = (self._hidden.copy(), self._needs, self._worlds)
        self._publish([cell])
        self._sweep_all()
        high, low = self._needs.lacking(self._hidden)
        lacking = np.flatnonzero((high > 0).any(axis=0) | (low > 0).any(axis=0))
        if not self._settle((int(c) for c in lacking if int(c) not in self._unproven), may_hide=False):
            self._hidden, self._needs, self._worlds = kept
            return False
        return True

    def _publish(self, cells: Sequence[int]) -> None:
        """Publish cells again, and forget the worlds in which they are not what they are."""
        self._hidden[cells] = False
        self._worlds = [one for one in self._worlds if not np.isin(cells, one.cells).any()]
        floor = self._needs.floor  # proofs stay true when more is known
        self._needs = Requirements(self._problem, self._rule)
        self._needs.floor[:] = floor
        for one in self._worlds:
            self._needs.record(one.cells, one.change, one.fooled)


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""
