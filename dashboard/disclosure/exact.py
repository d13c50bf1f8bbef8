"""The proven optimum of small problems, by cutting planes.

The master program chooses which cells to hide; for each need, the attacker's program says whether the choice
meets it, and if not gives a valid inequality (a capacity constraint, after Fischetti and Salazar-González,
"Solving the cell suppression problem on tabular data with linear constraints", Management Science, 2001).
Worlds must be whole: a choice that fractions alone would meet is cut off too.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule
from dashboard.disclosure.programs import INFINITY, TOLERANCE, Need, Space, quiet
from dashboard.disclosure.search import IMPOSSIBLE, Search, Stuck

_ROUNDS = 40
_WEIGHT = 1e-7
_STAGES = 12
_TRIES = 4
_GAP = 0.5
_LEAST = 1e-4


@dataclass(frozen=True)
class Cut:
    """That weighted choices be at least an amount: `weights @ choice ≥ amount`.

    A choice says of each cell whether it is hidden, then of each excusable need whether it is excused.
    """

    weights: Floats
    amount: float

    def broken(self, choice: Floats) -> bool:
        """Tell whether a choice breaks it."""
        return bool(self.weights @ choice < self.amount - 1e-5)


class Attacker:
    """How far a cell can go when each other cell may move in proportion to how much it is hidden."""

    def __init__(self, space: Space, values: Ints) -> None:
        """Load the program: columns are those of the space, then the changes of the cells."""
        self.space, self.values = space, values.astype(float)
        cells, width = space.matrix.shape
        laws = sparse.hstack([space.laws, sparse.csr_matrix((space.laws.shape[0], cells))])
        sums = sparse.hstack([space.matrix, -sparse.identity(cells)])
        matrix = sparse.vstack([sums, laws]).tocsc()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
        lp.col_cost_ = np.zeros(width + cells)
        lp.col_lower_ = np.concatenate([-space.truth.astype(float), np.zeros(cells)])
        lp.col_upper_ = np.concatenate([np.full(width, INFINITY), np.zeros(cells)])
        lp.row_lower_ = np.zeros(matrix.shape[0])
        lp.row_upper_ = np.zeros(matrix.shape[0])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        self._highs = quiet()
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(lp)
        self._matrix = sparse.vstack([space.matrix, space.laws]).tocsr()

    def cut(self, need: Need, choice: Floats) -> Cut | None:
        """Return a cut that an unmet need gives, without its condition; None when the choice meets it."""
        highs, cells, width = self._highs, len(self.values), len(self.space.truth)
        full = choice > 1 - TOLERANCE
        lower = np.where(full, -INFINITY, -self.values * choice)
        upper = np.where(full, INFINITY, need.amount * choice)
        lower[need.cell], upper[need.cell] = -float(need.amount), float(need.amount)
        known = self.space.known[need.person]
        below = np.concatenate([np.where(known, 0.0, -self.space.truth), lower])
        above = np.concatenate([np.where(known, 0.0, INFINITY), upper])
        every = np.arange(width + cells, dtype=np.int32)
        highs.changeColsBounds(len(every), every, below, above)
        highs.changeColCost(width + need.cell, -float(need.side))
        highs.run()
        best = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        reached = -highs.getObjectiveValue()
        weights = -np.array(highs.getSolution().row_dual) if best else np.zeros(0)
        highs.changeColCost(width + need.cell, 0.0)
        if not best or reached > need.amount - 1e-5:
            return None
        return self._valid(need, weights, known)

    def _valid(self, need: Need, weights: Floats, known: Bools) -> Cut | None:
        """Turn dual weights into a cut that holds for every pattern, whatever the solver's rounding."""
        weights = np.where(np.abs(weights) < _WEIGHT, 0.0, weights)
        weights[need.cell] = -float(need.side)
        slope = -(self._matrix.T @ weights)
        if (slope[~known] > TOLERANCE).any():
            return None
        bound = float(-np.minimum(slope[~known], 0.0) @ self.space.truth[~known])
        amount = need.amount - bound
        if amount < 1e-4:
            return None
        own = weights[: len(self.values)]
        caps = np.where(own > 0, amount, np.minimum(-own * self.values, amount))
        caps[need.cell] = 0.0
        return Cut(caps / amount, 1.0)


class Master:
    """Which cells to hide, and which needs to excuse, as far as the cuts known so far tell."""

    def __init__(self, search: Search) -> None:
        """Start with the inequality that no sum may hold a single hidden cell."""
        self.cells = len(search.cost)
        excusable = np.argwhere(search.needs.excusable & (search.needs.down > 0) & ~search.forced)
        self.excuses = {(int(k), int(c)): self.cells + i for i, (k, c) in enumerate(excusable)}
        extra = len(self.excuses)
        self.count = self.cells + extra
        self.impossible = False
        self._highs = quiet()
        cost = np.concatenate([search.cost, np.zeros(extra)])
        lower = np.concatenate([search.primary.astype(float), np.zeros(extra)])
        upper = np.concatenate([np.where(search.forced, 0.0, 1.0), np.ones(extra)])
        none = np.zeros(0, dtype=np.int32)
        self._highs.addCols(self.count, cost, lower, upper, 0, none, none, np.zeros(0))
        relations = abs(search.problem.relations[:, search.space.cells]).tocsr()
        for row in range(relations.shape[0]):
            members = relations.indices[relations.indptr[row] : relations.indptr[row + 1]]
            for cell in members:
                weights = np.zeros(self.count)
                weights[members] = 1.0
                weights[cell] = -1.0
                self.add(Cut(weights, 0.0))

    def add(self, cut: Cut) -> None:
        """Add a cut."""
        there = np.flatnonzero(cut.weights).astype(np.int32)
        self._highs.addRow(float(cut.amount), INFINITY, len(there), there, cut.weights[there])

    def when_hidden(self, need: Need, cut: Cut) -> Cut:
        """Weaken a cut on cells: it asks nothing when the cell is published or the need excused."""
        weights = np.zeros(self.count)
        weights[: self.cells] = cut.weights
        weights[need.cell] -= cut.amount
        place = self.excuses.get((need.person, need.cell)) if need.side < 0 else None
        if place is not None:
            weights[place] = cut.amount
        return Cut(weights, 0.0)

    def not_excused(self, need: Need, together: Ints) -> Cut:
        """Say that a need is not excused while some cells, its own among them, are all hidden."""
        weights = np.zeros(self.count)
        weights[together] = -1.0
        weights[self.excuses[need.person, need.cell]] = -1.0
        return Cut(weights, -float(len(together)))

    def solve(self, *, whole: bool, seconds: float, gap: float = 0.0) -> tuple[Floats, float] | None:
        """Return a choice within a gap of the best, and a bound of the cost; None: none, or out of time."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        every = np.arange(self.count, dtype=np.int32)
        self._highs.changeColsIntegrality(self.count, every, np.full(self.count, kind))
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(seconds, 0.01))
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", max(gap, TOLERANCE))
        self._highs.run()
        status = self._highs.getModelStatus()
        self.impossible = status == highspy.HighsModelStatus.kInfeasible
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        info = self._highs.getInfo()
        bound = info.mip_dual_bound if whole else info.objective_function_value
        return np.array(self._highs.getSolution().col_value), bound


class _Proof:
    """The run: cuts and patterns in turn until they meet."""

    def __init__(self, search: Search, best: Bools | None, until: float) -> None:
        self.search, self.best, self.until = search, best, until
        self.master = Master(search)
        self.attacker = Attacker(search.space, search.values)
        self.optimal = False
        self.gap = _GAP

    def left(self) -> float:
        return self.until - time.monotonic()

    def run(self) -> None:
        if self._relax():
            while self.left() > 0 and not self.optimal:
                found = self.master.solve(whole=True, seconds=self.left(), gap=self.gap)
                if found is None or not self._step(*found):
                    return

    def _least(self) -> float:
        return INFINITY if self.best is None else self.search.total(self.best)

    def _closed(self, bound: float) -> bool:
        return bound >= self._least() - 1e-6

    def _offer(self, hidden: Bools) -> None:
        """Keep a pattern that meets every need when it is the best so far."""
        if self.search.total(hidden) < self._least() - TOLERANCE and not self.search.open_needs(hidden):
            self.best = hidden

    def _relax(self) -> bool:
        """Add cuts of the relaxed program; return whether there is more to do."""
        needs = self._all_needs()
        for _ in range(_ROUNDS):
            found = self.master.solve(whole=False, seconds=self.left())
            if found is None or self.left() <= 0:
                return False
            choice, bound = found
            if self._closed(bound):
                self.optimal = True
                return False
            cuts = [cut for need in needs if (cut := self._cut(need, choice)) and cut.broken(choice)]
            for cut in cuts:
                self.master.add(cut)
            if not cuts:
                return True
        return True

    def _all_needs(self) -> list[Need]:
        """List the needs that cells have when they are hidden."""
        needs, open_ = self.search.needs, ~self.search.forced
        found = [needs.need(int(k), int(c), 1) for k, c in np.argwhere((needs.up > 0) & open_)]
        return found + [needs.need(int(k), int(c), -1) for k, c in np.argwhere((needs.down > 0) & open_)]

    def _cut(self, need: Need, choice: Floats) -> Cut | None:
        """Return the cut that a need gives at a choice, if it may be broken."""
        asked = choice[need.cell]
        if need.side < 0 and (need.person, need.cell) in self.master.excuses:
            asked = asked - choice[self.master.excuses[need.person, need.cell]]
        if asked < _LEAST:
            return None
        cut = self.attacker.cut(need, choice[: self.master.cells])
        return None if cut is None else self.master.when_hidden(need, cut)

    def _step(self, choice: Floats, bound: float) -> bool:
        """Test a whole choice; return whether to go on."""
        if self._closed(bound):
            self.optimal = True
            return True
        hidden = choice[: self.master.cells] > 0.5
        cuts = self._test(hidden)
        if cuts:
            self._climb(hidden, cuts)
            self._repair(hidden)
            return True
        if self.left() <= 0 or self.search.open_needs(hidden):
            return False
        self._offer(hidden)
        self.optimal = self._closed(bound)
        stuck, self.gap = self.gap == 0.0, 0.0
        return not stuck

    def _test(self, hidden: Bools) -> list[Cut]:
        """Return the cuts that a whole choice breaks; the worlds and proofs found go to the pool."""
        search, cuts = self.search, []
        for need in search.open_needs(hidden):
            if self.left() <= 0:
                return []
            if not search.pool.misses(need, hidden) or search.excused(need, hidden):
                continue
            if search.feasible(need, hidden, np.zeros(len(hidden))):
                continue
            if (need.person, need.cell) in self.master.excuses and need.side < 0:
                small = self._small(need, hidden)
                if small is None:
                    continue
                cuts.append(self.master.not_excused(need, small))
            cuts.append(self.master.when_hidden(need, self._cut_off(need, hidden)))
        return cuts

    def _cut_off(self, need: Need, hidden: Bools) -> Cut:
        """Return a cut that a whole choice breaks because it does not meet a need."""
        whole = hidden.astype(float)
        found = [self.attacker.cut(one, whole) for one in (need.sides if need.side == 0 else (need,))]
        known = [cut.weights for cut in found if cut is not None]
        if len(known) == len(found):
            either = Cut(np.max(known, axis=0), 1.0)  # one of the two sides must become possible
            if either.broken(whole):
                return either
        return Cut(np.where(hidden, 0.0, 1.0), 1.0)

    def _small(self, need: Need, hidden: Bools) -> Ints | None:
        """Return the cells that, all hidden, let a cell be small; None when it cannot be (and note that)."""
        search = self.search
        below = Need(need.person, need.cell, -1, int(search.needs.floor[need.person, need.cell]) + 1)
        move = search.within(below, hidden, np.ones(len(hidden)))
        if move is not None:
            return np.flatnonzero(search.space.changes(move))
        if not search.programs.doubtful:
            search.pool.prove(need.person, need.cell, ~hidden)
        return None

    def _climb(self, hidden: Bools, cuts: list[Cut]) -> None:
        """Add cuts, meet a need, test again, as long as it may become a better pattern."""
        search = self.search
        for _ in range(_STAGES):
            for cut in cuts:
                self.master.add(cut)
            needs = search.open_needs(hidden)
            if search.total(hidden) >= self._least() or self.left() <= 0:
                return
            if not needs:
                self._offer(search.clean(hidden))
                return
            price = np.where(hidden, 0.0, search.cost)
            try:
                hidden = search.meet(needs[0], hidden, price, search.forced)
            except Stuck:
                return
            cuts = self._test(hidden)

    def _repair(self, hidden: Bools) -> None:
        """Make a pattern of a choice, and search about the best."""
        search = self.search
        limit = self._least() + 2 * float(search.cost.min())
        with suppress(Stuck):
            self._offer(search.clean(search.complete(hidden, search.forced, search.cost, limit)))
        if self.best is not None:
            self.best = search.improve(self.best, patience=_TRIES)


def prove(search: Search, start: Bools, until: float) -> tuple[Bools, bool]:
    """Return the best pattern found and whether no other costs less.

    Args:
        search: the problem, prepared.
        start: a pattern to begin with; returned when none is found that meets every need.
        until: when to stop (`time.monotonic`).

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    proof = _Proof(search, None if search.open_needs(start) else start, until)
    kept, search.until = search.until, min(search.until, until)
    proof.run()
    search.until = kept
    sure = not search.programs.doubtful and not search.waived
    if proof.best is None:
        if proof.master.impossible and sure and search.forced.any():
            raise ProblemError(IMPOSSIBLE)
        return start, False
    if not proof.optimal:
        return search.clean(proof.best), False
    return proof.best, sure


def protect_exact(
    problem: Problem, rule: Rule, *, seconds: float | None = None, start: Pattern | None = None
) -> Pattern:
    """Protect a small problem at the least cost.

    Args:
        problem: what to protect, at best not above some 150 cells.
        rule: when a cell is hidden well enough.
        seconds: stop after so long, with the best found (`optimal` is then False).
        start: a pattern found before, to begin with.

    Returns:
        The pattern; `optimal` only when proven.

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    began = time.monotonic()
    until = began + (INFINITY if seconds is None else seconds)
    search = Search(problem, rule, until=until)
    order = search.space.cells
    hidden = search.begin(search.primary if start is None else start.hidden[order])
    if not search.open_needs(hidden):
        hidden = search.clean(hidden)
    hidden, optimal = prove(search, hidden, until)
    return search.pattern(hidden, optimal=optimal, seconds=time.monotonic() - began)
