"""Protection of large linked tables: linear programs over published cells, many cells at a time.

For a hidden cell that lacks something, the cheapest change of the tables is looked for that keeps every sum
and brings the cell where the rule wants it (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001); the
cells it touches are hidden too. Three things spare most of these programs: *sweeps* push hundreds of hidden
cells at once, some up and some down; a cell is first served within what is hidden and within few
*blocks* (the part that one insider knows), because nobody else can tell such a world from the truth; and the
outsider comes first, so that for insiders much is hidden already.

The worlds found are whole numbers for all the published tables with all their sums. They do not say which
people stand behind; where the inner cells are few enough, `linear` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np

from dashboard.disclosure.linked_cells import Settled, settle_some
from dashboard.disclosure.linked_helpers import Helpers
from dashboard.disclosure.linked_state import State
from dashboard.disclosure.linked_sweeps import sweep
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule, World
from dashboard.disclosure.search import CONTRADICTION
from dashboard.disclosure.sums import PATIENCE

Progress = Callable[[int, int, str], None]
_PATIENCE = 20
"""Cells in a row that could not be given back, after which no more is tried."""
_STARTS = 8
"""Times that secondary cells which cannot be hidden well are barred, after which they are named instead."""
_BETWEEN_SWEEPS = 60
"""Programs for single cells after which sweeps are worth another try; twice as many after each vain one."""
_MANY = 500
"""What lacks, in all, for sweeps to be worth another try."""
_MANY_CELLS = 1500
"""Cells from which other processes are worth their start."""
_BATCH = 12
"""Cells that a process looks at between two talks with the others."""
_HARD_SECONDS, _HARD_CELLS = 6.0, 5
"""Time for a program of a cell that could not be hidden well, and for how many there is so much."""


def protect_linked(
    problem: Problem,
    rule: Rule,
    *,
    seconds: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Pattern:
    """Protect a problem by its published cells and their sums.

    Args:
        problem: with or without a layout; insiders are kept out too.
        rule: the rule.
        seconds: when to stop giving cells back; what is needed for safety is done in any case.
        workers: processes at work, this one included; small problems take no more than one.
        progress: called with cells done, cells in all and a sentence.

    Returns:
        The pattern; its worlds are `of_cells`, the truth first. Cells that could not be proven are named.

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    more = workers - 1 if len(problem) >= _MANY_CELLS else 0
    with Helpers(problem, rule, more) as helpers:
        return _Linked(problem, rule, seconds, progress or _silent, helpers).run()


class _Linked:
    def __init__(
        self, problem: Problem, rule: Rule, seconds: float | None, progress: Progress, helpers: Helpers
    ) -> None:
        if (problem.sensitive & problem.forced).any():
            raise ProblemError(CONTRADICTION)
        self._problem, self._progress, self._helpers = problem, progress, helpers
        self._started = time.monotonic()
        self._until = self._started + seconds if seconds is not None else float("inf")
        self._alone = Helpers(problem, rule)
        self._state = State(problem, rule)
        self._unproven: set[int] = set()
        self._pause = _BETWEEN_SWEEPS

    def run(self) -> Pattern:
        self._protect_all()
        self._helpers = self._alone  # they would not know what is given back
        self._thin_out()
        values = self._problem.values
        truth = World(np.flatnonzero(values), values[values > 0], of_cells=True)
        told = self._state.worth_telling()
        return Pattern(
            self._state.hidden,
            self._problem.sensitive,
            (truth, *(World(one.cells, one.change, relative=True, of_cells=True) for one in told)),
            tuple(sorted(self._unproven)),
            seconds=time.monotonic() - self._started,
        )

    def _protect_all(self) -> None:
        """Meet what all hidden cells lack, until a whole pass hides nothing more.

        Secondary cells that cannot be hidden well are published: to look longer how they could takes as long
        as to find again the worlds that are lost with them.
        """
        state, before, barred = self._state, -1, 0
        while before != state.hidden.sum():
            before = int(state.hidden.sum())
            self._unproven.clear()
            self._helpers.begin_again(state)
            for attackers in sorted({1, state.needs.attackers}):
                sweep(state, attackers, self._progress, self._helpers)
                self._settle(state.lacking_cells(attackers), attackers, may_hide=True)
                badly = [cell for cell in sorted(self._unproven) if not self._problem.sensitive[cell]]
                if badly and barred < _STARTS:  # the sooner, the fewer worlds are lost
                    barred += 1
                    state.forced[badly] = True
                    state.publish(badly)
                    self._unproven.difference_update(badly)
                    self._helpers.begin_again(state)
                    before = -1
                else:
                    self._try_harder(attackers)

    def _try_harder(self, attackers: int) -> None:
        """Look longer at the few cells that could not be hidden well."""
        cells = sorted(self._unproven)[:_HARD_CELLS]
        settled = self._settle_batch(cells, attackers, True, True, _HARD_SECONDS)
        self._unproven.difference_update(set(cells) - {cell for one in settled for cell in one.unmet})

    def _settle(self, cells: Iterable[int], attackers: int, *, may_hide: bool) -> bool:
        """Meet what some hidden cells lack, and what those lack that become hidden on the way.

        A change in fractions of people shows what to hide, but is no world: sweeps, which end on whole
        numbers, mostly find one after it; the cells that are left get whole numbers in the end.
        """
        state = self._state
        waiting = self._in_order(cells, attackers)
        left: dict[int, None] = {}
        done = programs = 0
        while waiting or left:
            whole = not waiting
            queue = list(left) if whole else waiting
            batch = queue[: self._at_once(len(queue), may_hide)]
            waiting = waiting[len(batch) :]
            done += len(batch)
            self._progress(done, done + len(waiting) + len(left), "una cella alla volta")
            before = state.hidden.copy()
            settled = self._settle_batch(batch, attackers, may_hide, whole)
            unmet = [cell for one in settled for cell in one.unmet]
            if whole:
                left = {cell: None for cell in left if cell not in batch}
                if unmet and not may_hide:
                    return False
                self._unproven.update(unmet)
            else:
                left.update(dict.fromkeys(unmet))
            new = [int(c) for c in np.union1d(np.flatnonzero(state.hidden & ~before), state.fallen)]
            state.fallen = []
            waiting = [*new, *(cell for cell in waiting if cell not in new)]
            programs += sum(one.programs for one in settled)
            if programs > self._pause or (not waiting and left and programs):
                programs = 0
                if self._sweep_again(attackers):
                    waiting = self._in_order(waiting, attackers)
        return True

    def _in_order(self, cells: Iterable[int], attackers: int) -> list[int]:
        """Return those of some cells that lack something: those that lack most first, then the smallest.

        Of what an outsider finds, that is the smallest first.
        """
        values, lacks = self._problem.values, self._state.lacks_of_cells(attackers)
        most = lacks if attackers > 1 else np.zeros_like(lacks)
        return sorted((int(c) for c in cells if lacks[c]), key=lambda c: (-most[c], values[c], c))

    def _at_once(self, waiting: int, may_hide: bool) -> int:
        """Return how many cells to look at before the next talk: one where nobody helps."""
        everybody = 1 + self._helpers.count
        if everybody == 1 or not may_hide:
            return 1
        return everybody * max(1, min(_BATCH, waiting // everybody))

    def _settle_batch(
        self, batch: list[int], attackers: int, may_hide: bool, whole: bool, patience: float = PATIENCE
    ) -> list[Settled]:
        state, everybody = self._state, 1 + self._helpers.count
        shares = [np.array(batch[number::everybody], dtype=np.int64) for number in range(everybody)]
        return self._helpers.together(
            state,
            lambda: settle_some(state, shares[0], attackers, may_hide, whole, patience),
            [
                (settle_some, (share, attackers, may_hide, whole, patience))
                for share in shares[1:]
                if len(share)
            ],
        )

    def _sweep_again(self, attackers: int) -> bool:
        if self._state.count_lacking(attackers) < _MANY:
            return False
        met = sweep(self._state, attackers, self._progress, self._helpers)
        self._pause = _BETWEEN_SWEEPS if met > _MANY else 2 * self._pause
        return True

    # ---- thinning out ----

    def _thin_out(self) -> None:
        """Give back, the dearest first, every secondary that other worlds can do without."""
        secondary = np.flatnonzero(self._state.hidden & ~self._problem.sensitive)
        order = secondary[np.argsort(-self._state.cost[secondary], kind="stable")]
        in_vain = 0
        for number, cell in enumerate(order):
            if time.monotonic() > self._until or in_vain == _PATIENCE:
                return
            self._progress(number, len(order), "celle restituite")
            in_vain = 0 if self._give_back(int(cell)) else in_vain + 1

    def _give_back(self, cell: int) -> bool:
        """Try to publish a cell again; tell whether everything can still be met."""
        state, everybody = self._state, self._state.needs.attackers
        kept = state.keep()
        state.publish([cell])
        sweep(state, everybody, self._progress, self._helpers)
        lacking = [int(c) for c in state.lacking_cells(everybody) if int(c) not in self._unproven]
        if not self._settle(lacking, everybody, may_hide=False):
            state.go_back(kept)
            return False
        return True


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""
