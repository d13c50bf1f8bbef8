"""The attacks that need a solver: how low and how high can every hidden cell be?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Insider, Problem, Rule
from tests.attacks.systems import System, hide, of_layout

_SLACK = 1e-6
_UNBOUNDED, _EITHER = 3, 4
"""Answers of the solver: no end; no end or no world, it does not know which."""


class ContradictionError(ValueError):
    """What is published contradicts itself: no world agrees with it."""


@dataclass(frozen=True)
class Intervals:
    """What an attacker learns: the least and the most each cell can be (their number, if published)."""

    low: Floats
    high: Floats

    def less(self, known: Ints | Floats) -> Intervals:
        """Return the intervals of what remains when a known part of each cell is taken away."""
        return Intervals(self.low - known, self.high - known)


def intervals(
    system: System,
    *,
    cells: Ints | None = None,
    whole: bool = False,
    known: dict[int, int] | None = None,
) -> Intervals:
    """Return the interval of every hidden cell (of some cells, when named).

    Args:
        system: what the attacker holds.
        cells: the cells to look at; all the hidden ones by default.
        whole: ask for whole numbers too (slower, and sharper); else the linear relaxation, rounded inwards.
        known: inner cells that the attacker knows, by position.

    Raises:
        ContradictionError: no world agrees with what is published.
    """
    looked = np.flatnonzero(system.hidden) if cells is None else cells
    low, high = system.values.copy(), system.values.copy()
    sums, totals, weights = _program(system)
    count = sums.shape[1]
    lower, upper = np.zeros(count), np.full(count, np.inf)
    for inner, value in (known or {}).items():
        lower[inner] = upper[inner] = value
    for cell in looked:
        row = weights[[cell]].toarray().ravel()
        ends = []
        for sign in (1.0, -1.0):
            ends.append(sign * _least(sign * row, sums, totals, lower, upper, whole))
        low[cell], high[cell] = np.ceil(ends[0] - _SLACK), np.floor(ends[1] + _SLACK)
    return Intervals(low, high)


def _program(system: System) -> tuple[sparse.csr_matrix, Floats, sparse.csr_matrix]:
    """Return the equalities of a system and how its cells are made of the unknowns."""
    shown = np.flatnonzero(~system.hidden)
    if system.inner is not None:
        return system.inner[shown], system.values[shown], system.inner
    cells = len(system.values)
    one = sparse.identity(cells, format="csr")
    sums = sparse.vstack([system.relations, one[shown]], format="csr")
    return sums, np.concatenate([np.zeros(system.relations.shape[0]), system.values[shown]]), one


def _least(
    cost: Floats, sums: sparse.csr_matrix, totals: Floats, lower: Floats, upper: Floats, whole: bool
) -> float:
    if whole:
        found = milp(
            cost,
            constraints=[LinearConstraint(sums, totals, totals)],
            bounds=Bounds(lower, upper),
            integrality=np.ones(len(cost)),
        )
    else:
        bounds = np.column_stack([lower, upper])
        found = linprog(cost, A_eq=sums, b_eq=totals, bounds=bounds, method="highs")
    if found.status == _UNBOUNDED:
        return -np.inf
    if found.status == _EITHER and cost.any():
        _least(np.zeros(len(cost)), sums, totals, lower, upper, whole)  # it is not the world that is missing
        return -np.inf
    if found.status != 0:
        raise ContradictionError(str(found.message))
    return float(found.fun)


def another_world(system: System, seed: int) -> Ints:
    """Return the inner cells of some whole world that agrees with everything published.

    Args:
        system: what is published, with its inner cells.
        seed: of the chance that decides which world.

    Raises:
        ContradictionError: there is none.
    """
    sums, totals, _ = _program(system)
    count = sums.shape[1]
    found = milp(
        np.random.default_rng(seed).normal(size=count),
        constraints=[LinearConstraint(sums, totals, totals)],
        bounds=Bounds(np.zeros(count), np.full(count, max(totals.max(initial=0.0), 1.0))),
        integrality=np.ones(count),
    )
    if found.x is None:
        raise ContradictionError(str(found.message))
    inner: Ints = np.rint(found.x).astype(np.int64)
    return inner


def broken(found: Intervals, hidden: Bools, rule: Rule) -> Bools:
    """Tell which hidden cells an attacker narrows down more than the rule admits.

    A hidden cell is safe when it is known only to be at least the threshold, or when it may be at most 1 and
    may be at least the threshold. An interval that is too wide for the truth (a relaxation) can only make a
    cell look safer: whatever this finds is a breach.
    """
    enough = found.low >= rule.threshold
    doubtful = (found.low <= rule.low) & (found.high >= rule.threshold)
    safe: Bools = enough | doubtful
    return hidden & ~safe


def exact(found: Intervals, hidden: Bools) -> Bools:
    """Tell which hidden cells an attacker knows to the last unit."""
    known: Bools = found.low == found.high
    return hidden & known


def by_outsider(problem: Problem, hidden: Bools, rule: Rule, *, whole: bool = False) -> Bools:
    """Tell which hidden cells of a problem somebody who reads the published ones alone narrows down."""
    assert problem.layout is not None
    system = of_layout(problem.layout, hide(problem.values, hidden))
    return broken(intervals(system, whole=whole), hidden, rule)


def by_insider(
    problem: Problem, hidden: Bools, insider: Insider, rule: Rule, *, whole: bool = False
) -> Bools:
    """Tell which hidden cells of a problem one who knows a part exactly narrows down, beside that part.

    The rule looks at what remains of a cell when the known part is taken away; what the insider knows whole
    is no secret to it.
    """
    layout = problem.layout
    assert layout is not None
    everything = np.arange(layout.size)
    mine = insider.knows(layout, everything)
    counts = np.zeros(layout.size, dtype=np.int64)
    counts[problem.inner] = problem.counts
    known = {int(inner): int(counts[inner]) for inner in everything[mine]}
    part = layout.matrix(everything[mine]) @ counts[mine]
    others = hidden & ~insider.owns(layout)
    system = of_layout(layout, hide(problem.values, hidden))
    found = intervals(system, cells=np.flatnonzero(others), whole=whole, known=known)
    return broken(found.less(np.asarray(part)), others, rule)
