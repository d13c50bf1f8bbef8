"""Cells one at a time: what meets what a cell lacks, first within what is hidden, then by hiding more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.linked_floors import Floor
from dashboard.disclosure.linked_state import EPSILON, State
from dashboard.disclosure.problem import ProblemError
from dashboard.disclosure.questions import Bounds
from dashboard.disclosure.requirements import OUTSIDER
from dashboard.disclosure.search import IMPOSSIBLE
from dashboard.disclosure.sums import PATIENCE

_NEARBY = ((3, 1.0, False), (3, 0.5, False), (8, 1.0, True))
"""What is tried in turn: how many blocks beside its own may change for a cell, what share of the attackers of
its own block are held still together, and whether it is for one attacker alone."""
_SERVED = (0.2, 0.3)
"""Of the cells near one that is looked at, those that may be served on the way: to rise, and to fall."""


@dataclass(frozen=True)
class Settled:
    """What came of some cells: those that still lack something, and how many programs it took."""

    unmet: tuple[int, ...]
    programs: int


def settle_some(
    state: State, cells: Ints, attackers: int, may_hide: bool, whole: bool, patience: float = PATIENCE
) -> Settled:
    """Meet what some cells lack for the first attackers, on both sides (see `Cells.settle`)."""
    work = Cells(state, may_hide)
    state.sums.patience = patience
    unmet = []
    for cell in cells.tolist():
        sides = (work.settle(cell, up, attackers, whole=whole) for up in (True, False))
        if not all(sides if whole else list(sides)):  # in fractions, each side shows what to hide
            unmet.append(cell)
            if whole and not may_hide:
                break  # one is enough
    return Settled(tuple(unmet), work.programs)


@dataclass
class Cells:
    """Meets what single cells lack.

    Attributes:
        state: what is protected.
        may_hide: whether more may be hidden.
        programs: how many programs were asked so far.
    """

    state: State
    may_hide: bool
    programs: int = 0

    def settle(self, cell: int, up: bool, attackers: int, *, whole: bool) -> bool:
        """Meet what a cell lacks on one side for the first attackers; tell whether it worked.

        Without `whole`, a change in fractions of people may show what to hide; it is then not met yet.

        Raises:
            ProblemError: because of cells that must stay published nothing could meet it.
        """
        state = self.state
        large = state.rule.interval is None and state.problem.values[cell] >= state.rule.threshold
        floored = up or not large
        while (lacks := self._lacks(cell, up, attackers)).any():
            if not floored:
                self._raise_floor(OUTSIDER, cell)
                floored = True
                continue
            if self._meet_nearby(cell, lacks, up):
                continue
            k = int(np.flatnonzero(lacks)[0])
            change = self._cheapest(k, cell, int(lacks[k]) if up else -int(lacks[k]), whole)
            if change is None:
                if not up and large and k != OUTSIDER and self._raise_floor(k, cell):
                    continue
                return False
            if np.abs(change - np.round(change)).max() > EPSILON:
                state.hide(np.flatnonzero(np.abs(change) > EPSILON))
                return False
            state.accept(np.round(change))
            if self._lacks(cell, up, attackers)[k]:
                return False
        return True

    def _lacks(self, cell: int, up: bool, attackers: int) -> Ints:
        needs = self.state.needs
        lacking = needs.lacking_high(cell) if up else needs.lacking_low(cell)
        return lacking[:attackers].astype(np.int64)

    def _meet_nearby(self, cell: int, lacks: Ints, up: bool) -> bool:
        """Look, within what is hidden, for a world of few blocks that meets what a cell lacks for many.

        Whoever knows another block exactly cannot tell such a world from the truth.
        """
        state = self.state
        for blocks, share, alone in _NEARBY:
            who = np.flatnonzero(lacks)[: 1 if alone else None]
            amount = int(lacks[who].max())
            fixed, still, deceived = self._nearby(cell, who, lacks[who] == amount, up, blocks, share)
            bounds = state.bounds(still, fixed | ~state.hidden)
            self.programs += 1
            target = (cell, amount if up else -amount)
            wishes = None if alone else state.wishes(deceived, bounds, _SERVED)
            change = state.sums.cheapest(
                *target, state.hidden, bounds, rough=True, branch=alone, wishes=wishes
            )
            if change is None:
                continue
            state.accept(change)
            if np.count_nonzero(self._lacks(cell, up, len(lacks))) < np.count_nonzero(lacks):
                return True
        return False

    def _nearby(
        self, cell: int, who: Ints, most: Bools, up: bool, width: int, share: float
    ) -> tuple[Bools, Ints, Ints]:
        """Choose what may not change, who of the same block is held still, and who is deceived in any case.

        Args:
            cell: the cell.
            who: the attackers for whom it lacks something.
            most: for which of them it lacks most: downwards, only these can be served together.
            up: on which side.
            width: how many other blocks may change.
            share: of the attackers of the same block, those to be held still.
        """
        state, blocks = self.state, self.state.blocks
        home = blocks.home[cell]
        inside = (blocks.of[who] == home) | (blocks.of[who] < 0)
        inside = state.random.permutation(who[inside & (who != OUTSIDER) & (most | up)])
        inside = inside[: int(np.ceil(len(inside) * share))]
        theirs = blocks.of[who]
        crowded = np.bincount(theirs[theirs >= 0], minlength=blocks.count)
        order = np.argsort(crowded + state.random.random(blocks.count), kind="stable")
        order = order[order != home]
        if len(who) == 1:
            order = order[crowded[order] == 0]
        movable = np.concatenate([order[:width], [home, -1]])
        elsewhere = np.flatnonzero(~np.isin(blocks.of, movable))
        return ~np.isin(blocks.home, movable), inside, np.concatenate([[OUTSIDER], elsewhere, inside])

    def _cheapest(self, k: int, cell: int, amount: int, whole: bool) -> Floats | None:
        """Return the cheapest change that meets what a cell lacks for one attacker, None when none does.

        Raises:
            ProblemError: no change at all could, because of cells that must stay published.
        """
        state, problem = self.state, self.state.problem
        closed = state.forced if self.may_hide else np.ones_like(state.hidden)
        bounds = state.bounds(np.array([k]), closed & ~state.hidden)
        self.programs += 1
        change = state.sums.cheapest(cell, amount, state.hidden, bounds, whole=False)
        never = state.sums.impossible
        if whole and change is not None:
            change = self._whole(cell, amount, bounds, change)
        if change is None and amount > 0 and state.needs.any_other(k, cell):
            change = state.sums.cheapest(cell, -1, state.hidden, bounds, whole=whole)
            never &= state.sums.impossible
        forced_only = problem.forced.any() and np.array_equal(state.forced, problem.forced)
        # a large one that cannot be small may yet be proven to be large
        may_be_large = amount < 0 and state.rule.interval is None
        may_be_large = may_be_large and bool(state.needs.truth[k, cell] >= state.rule.threshold)
        hopeless = change is None and never and self.may_hide and forced_only and not may_be_large
        if hopeless and problem.sensitive[cell]:
            raise ProblemError(IMPOSSIBLE)
        return change

    def _whole(self, cell: int, amount: int, bounds: Bounds, change: Floats) -> Floats | None:
        """Return whole numbers in the place of fractions: within the blocks that these touch, or anywhere."""
        if np.abs(change - np.round(change)).max() <= EPSILON:
            return change
        state, home = self.state, self.state.blocks.home
        elsewhere = ~np.isin(home, np.append(home[np.abs(change) > EPSILON], -1))
        nearby = elsewhere.any() and state.sums.patience <= PATIENCE  # with more time it was in vain before
        for fixed in ([bounds.fixed | elsewhere] if nearby else []) + [bounds.fixed]:
            found = state.sums.cheapest(cell, amount, state.hidden, Bounds(fixed, bounds.known))
            if found is not None:
                return found
        return None

    def _raise_floor(self, k: int, cell: int) -> bool:
        """Prove how small a cell can be for one attacker; tell whether that is enough."""
        state = self.state
        if not state.floors.best(k, cell):
            self.programs += 1
            bounds = state.bounds(np.array([k]), ~state.hidden)
            value, rests = state.sums.floor(cell, bounds)
            state.raise_floor(Floor(k, cell, value, rests[~state.hidden[rests]]))
        return bool(state.needs.floor[k, cell] >= state.rule.threshold)
