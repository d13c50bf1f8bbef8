"""The search for cells to hide: meet needs one by one, give back, drop a few and repair.

For every need that no known world meets, a linear program finds the cheapest move that meets it; the
published cells it changes are hidden too. Then cells that are not needed are given back, and a local search
drops a few cells and repairs, as long as that hides less. What stays is covered by worlds of whole numbers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.needs import Needs, Pool
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule
from dashboard.disclosure.programs import TOLERANCE, Need, Programs, Space

Progress = Callable[[int, int, str], None]
WEIGHT = 1e-9
IMPOSSIBLE = (
    "le celle che devono restare pubblicate non lasciano proteggere una cella riservata: "
    "togliere qualcuna di quelle, o una tabella dal menu"
)
CONTRADICTION = "una cella non può essere insieme riservata e da pubblicare per forza"
_REUSE = 1e-3
_WHOLE_SECONDS = 5.0
_DROPS = 5
_FRESH = 0.2
_DISCOURAGED = 2.0
_STARTS = 8
_DREAD = (0.0, 1.0, 3.0)
_POOL = 800
_ROUNDS = 400


class Stuck(Exception):
    """A need that cannot be met (or not within the limits)."""

    def __init__(self, need: Need) -> None:
        super().__init__("a need cannot be met")
        self.need = need


class Search:
    """A problem being protected: the programs, the worlds found and what they cost."""

    def __init__(self, problem: Problem, rule: Rule, *, until: float = float("inf")) -> None:
        """Prepare; `until` is a time of `time.monotonic`, after which nothing new is looked for."""
        self.problem, self.rule, self.until = problem, rule, until
        self.space = Space.of(problem)
        self.needs = Needs.of(problem, rule, self.space)
        self.pool = Pool(self.space, self.needs)
        order = self.space.cells
        self.primary = problem.sensitive[order]
        self.forced = problem.forced[order]
        self.cost = problem.cost[order]
        self.values = problem.values[order]
        self.programs = Programs(self.space, self.primary, self.forced)
        # cells that, once hidden, will need worlds of their own
        doubt = self.needs.excusable & (self.needs.floor < 2 * rule.threshold)
        self.needy = (doubt | (self.needs.up > 0)).any(axis=0)
        self._dice = np.random.default_rng(0)
        self.latest = self.primary
        self.waived: list[Need] = []
        self.hopeless: dict[tuple[int, int, int], list[Ints]] = {}

    def late(self) -> bool:
        """Tell whether the time is over."""
        return time.monotonic() > self.until

    def total(self, hidden: Bools) -> float:
        """Return what hiding costs."""
        return float(self.cost[hidden].sum())

    # ---- one need ----

    def meet(self, need: Need, hidden: Bools, price: Floats, barred: Bools) -> Bools:
        """Meet a need; return the cells hidden after it.

        Raises:
            Stuck: no move does it.
        """
        if need.side:
            return self._meet_side(need, hidden, price, barred)
        ways = []
        for one in need.sides:
            with suppress(Stuck):
                ways.append(self._meet_side(one, hidden, price, barred))
        if not ways:
            raise Stuck(need)
        return min(ways, key=self.total)

    def _meet_side(self, need: Need, hidden: Bools, price: Floats, barred: Bools) -> Bools:
        if self._known_hopeless(need, hidden | ~barred):
            raise Stuck(need)
        found = self.programs.seek(need, price, barred)
        if found is None:
            raise Stuck(need)
        move = self.programs.whole(found.move, need)
        if move is None:
            move = self._whole(need, found.move, hidden, price, barred)
        wider: Bools = hidden | (self.pool.add(move) != 0)
        return wider

    def _whole(self, need: Need, near: Floats, hidden: Bools, price: Floats, barred: Bools) -> Ints:
        """Find whole numbers where the linear program gave fractions: first among the cells it changed."""
        touched = np.abs(self.space.matrix @ near) > TOLERANCE
        for bars in (barred | ~(hidden | touched), barred):
            move = self.programs.seek_whole(need, price, bars & ~hidden, _WHOLE_SECONDS)
            if move is not None and self.space.possible(move):
                return move
        raise Stuck(need)

    def _known_hopeless(self, need: Need, open_: Bools) -> bool:
        proofs = self.hopeless.get((need.person, need.cell, need.side), [])
        return any(not open_[proof].any() for proof in proofs)

    def feasible(self, need: Need, hidden: Bools, light: Floats) -> bool:
        """Tell whether a need can be met by moves of hidden cells only; keep the move, or the proof.

        `light` are small prices that steer towards cells hidden anyhow.
        """
        if need.side == 0:
            return any(self.feasible(one, hidden, light) for one in need.sides)
        if self._known_hopeless(need, hidden):
            return False
        found = self.programs.seek(need, np.where(hidden, 0.0, 1.0), self.forced)
        if found is None:
            return False
        if found.cost > TOLERANCE:
            proof = np.flatnonzero((np.abs(found.weights) > WEIGHT) & ~hidden)
            self.hopeless.setdefault((need.person, need.cell, need.side), []).append(proof)
            return False
        found = self.programs.seek(need, light, ~hidden) or found
        move = self._within(need, found.move, hidden, light)
        if move is None:
            return False
        self.pool.add(move)
        return True

    def within(self, need: Need, hidden: Bools, price: Floats) -> Ints | None:
        """Find whole numbers that meet a need at a low price and change hidden cells only."""
        found = self.programs.seek(need, price, ~hidden)
        return None if found is None else self._within(need, found.move, hidden, price)

    def _within(self, need: Need, near: Floats, hidden: Bools, price: Floats) -> Ints | None:
        move = self.programs.whole(near, need)
        if move is None or (self.space.changes(move) != 0)[~hidden].any():
            move = self.programs.seek_whole(need, price, ~hidden, _WHOLE_SECONDS)
        if move is None or not self.space.possible(move):
            return None
        return None if (self.space.changes(move) != 0)[~hidden].any() else move

    def excused(self, need: Need, hidden: Bools) -> bool:
        """Tell whether a cell is proven at least the threshold; keep the proof."""
        if need.side >= 0 or not self.needs.excusable[need.person, need.cell]:
            return False
        below = Need(need.person, need.cell, -1, int(self.needs.floor[need.person, need.cell]) + 1)
        found = self.programs.seek(below, np.where(hidden, 0.0, 1.0), self.forced)
        if found is None or found.cost <= TOLERANCE:
            return False
        self.pool.prove(need.person, need.cell, (np.abs(found.weights) > WEIGHT) & ~hidden)
        return True

    # ---- whole patterns ----

    def open_needs(self, hidden: Bools) -> list[Need]:
        """List the needs that nothing known meets, the largest first, those of any other value last."""
        unmet = zip((-1, 1, 0), self.pool.unmet(hidden), strict=True)
        found = [
            self.needs.need(int(k), int(c), side) for side, open_ in unmet for k, c in np.argwhere(open_)
        ]
        return sorted(
            found, key=lambda need: (not need.side, -need.amount, need.cell, need.person, need.side)
        )

    def complete(self, hidden: Bools, barred: Bools, price: Floats, limit: float = float("inf")) -> Bools:
        """Hide more until every need is met.

        Args:
            hidden: the cells hidden to begin with.
            barred: the cells that must stay published.
            price: the price of hiding each cell.
            limit: stop when the pattern costs this much.

        Raises:
            Stuck: a need cannot be met, the limit is passed or the time is over.
        """
        hidden = hidden.copy()
        while needs := self.open_needs(hidden):
            need = needs[0]
            if self.late() or self.total(hidden) >= limit:
                raise Stuck(need)
            if self.excused(need, hidden):
                continue
            now = np.where(hidden, np.where(self.primary, 0.0, _REUSE * price), price)
            hidden = self.meet(need, hidden, now, barred & ~hidden)
            self.latest = hidden
        return hidden

    def begin(self, hidden: Bools) -> Bools:
        """Make a first pattern; needs that nothing can meet are waived and noted.

        Returns:
            The cells to hide; with needs still open when the time was over or no way was found.

        Raises:
            ProblemError: cells that must stay published leave a sensitive cell unprotected.
        """
        if (self.primary & self.forced).any():
            raise ProblemError(CONTRADICTION)
        barred, price, starts = self.forced.copy(), self.cost, 0
        while True:
            try:
                return self.complete(hidden | self.primary, barred, price)
            except Stuck as stuck:
                need = stuck.need
            if self.late() or starts > _STARTS:
                return self.latest
            if not self.primary[need.cell] and not barred[need.cell]:
                barred[need.cell] = True  # it cannot be hidden well: it stays published
                hidden = hidden & ~barred
            elif (barred & ~self.forced).any():
                starts += 1
                barred, price, hidden = self.forced.copy(), self._prices(), self.primary
            else:
                self._waive(need)

    def _waive(self, need: Need) -> None:
        """Give up a need that nothing can meet."""
        if self.forced.any() and not self.programs.doubtful:
            raise ProblemError(IMPOSSIBLE)
        self.waived.append(need)
        demanded = {1: self.needs.up, -1: self.needs.down, 0: self.needs.other}[need.side]
        demanded[need.person, need.cell] = 0

    def _prices(self) -> Floats:
        """Return the costs, changed at random, dearer for cells that would bring needs of their own."""
        dread = 1.0 + self._dice.choice(_DREAD) * self.needy
        price: Floats = self.cost * self._dice.uniform(0.6, 1.4, len(self.cost)) * dread
        return price

    def clean(self, hidden: Bools, order: Ints | None = None) -> Bools:
        """Give back the cells without which every need is still met, the dearest first."""
        hidden = hidden.copy()
        if order is None:
            order = np.argsort(-self.cost, kind="stable")
        for cell in order[(hidden & ~self.primary)[order]]:
            if self.late():
                break
            without = hidden.copy()
            without[cell] = False
            if self.met(without):
                hidden = without
        return hidden

    def met(self, hidden: Bools) -> bool:
        """Tell whether every need can be met with these cells hidden; find the worlds that show it."""
        light = np.where(self.primary, 0.0, _REUSE * self.cost)
        while needs := self.open_needs(hidden):
            need = needs[0]
            if self.late() or not (self.excused(need, hidden) or self.feasible(need, hidden, light)):
                return False
        return True

    def improve(self, hidden: Bools, *, patience: int, progress: Progress | None = None) -> Bools:
        """Drop some cells, repair, clean up, and keep what hides no more, until that has long been in vain.

        The dice are always the same, so that the same problem gives the same pattern.
        """
        vain = 0
        for number in range(_ROUNDS):
            loose = np.flatnonzero(hidden & ~self.primary)
            if self.late() or not len(loose) or vain >= patience:
                break
            before = self.total(hidden)
            hidden = self._drop_and_repair(hidden, loose, self._dice)
            vain = vain + 1 if self.total(hidden) > before - TOLERANCE else 0
            if len(self.pool) > _POOL:
                self.pool.trim(hidden)
            if progress is not None:
                progress(number + 1, _ROUNDS, "ricerca locale")
        return hidden

    def _drop_and_repair(self, hidden: Bools, loose: Ints, dice: np.random.Generator) -> Bools:
        most = min(len(loose), _DROPS)
        many = most if most < _DROPS and dice.random() < _FRESH else int(dice.integers(1, most + 1))
        dropped = dice.choice(loose, many, replace=False)
        start = hidden.copy()
        start[dropped] = False
        barred = self.forced.copy()
        barred[dropped[0]] = True
        price = self._prices()
        price[dropped] *= _DISCOURAGED
        try:
            tried = self.complete(start, barred, price, self.total(hidden) + 2 * float(self.cost.min()))
        except Stuck:
            return hidden
        tried = self.clean(tried, dice.permutation(len(tried)))
        safe = not self.open_needs(tried)
        return tried if safe and self.total(tried) <= self.total(hidden) + TOLERANCE else hidden

    def pattern(self, hidden: Bools, *, optimal: bool, seconds: float) -> Pattern:
        """Return the pattern in the problem's own order, with the worlds that show that it is safe."""
        order = self.space.cells
        back = np.zeros(len(order), dtype=bool)
        back[order[hidden]] = True
        nowhere = np.zeros(len(self.space.truth), dtype=np.int64)
        moves = [nowhere, *self.pool.certificate(hidden)]
        low, high = self.pool.reach(self.pool.alive(hidden))
        open_ = {need.cell for need in [*self.open_needs(hidden), *self.waived] if hidden[need.cell]}
        open_ |= set(np.flatnonzero(hidden & (low[0] == high[0])).tolist())
        return Pattern(
            back,
            self.problem.sensitive.copy(),
            tuple(self.space.world(move) for move in moves),
            tuple(sorted(int(order[cell]) for cell in open_)),
            optimal and not open_,
            seconds,
        )
