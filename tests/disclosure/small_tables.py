"""Published tables of which every possible filling can be listed, and a slower judge for larger ones."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.disclosure.layout import Axis, Bools, Ints, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule

TREE = {"Total": ["x", "y"], "x": ["a", "b"], "y": ["c", "d"]}


def axes(*sizes: int) -> list[Axis]:
    """Return dimensions d0, d1 … with one total each."""
    return [Axis.of(f"d{i}", [f"{i}.{j}" for j in range(size)]) for i, size in enumerate(sizes)]


PLACE = Axis.of("place", list("abcd"), [TREE])
TINY = {
    "one line": Layout.of(axes(4), [["d0"], []]),
    "hierarchy": Layout.of([PLACE]),
    "two lines": Layout.of(axes(2, 3), [["d0"], ["d1"], []]),
    "cross": Layout.of(axes(2, 2)),
}
"""Tables of which few cells determine the others."""
LINKED = {
    "pairs": Layout.of(axes(2, 3, 2), [["d0", "d1"], ["d1", "d2"], ["d0", "d2"], ["d0"], []]),
    "some": Layout.of(axes(3, 3, 2), [["d0"], ["d1"], ["d2"], ["d0", "d2"], []]),
    "places": Layout.of([PLACE, *axes(3)]),
    "places, pairs": Layout.of(
        [PLACE, *axes(3, 2)], [["place", "d0"], ["place@1", "d1"], ["d0", "d1"], ["place"], []]
    ),
}


def all_tables(problem: Problem, most: int) -> Ints:
    """Return every filling of the cells that keeps all sums, the independent cells up to `most`."""
    left, pivots = problem.relations.toarray().astype(float), []
    row = 0
    for column in reversed(range(left.shape[1])):  # totals come last: the inner cells are left free
        below = np.flatnonzero(np.abs(left[row:, column]) > 1e-9)
        if not len(below):
            continue
        left[[row, row + below[0]]] = left[[row + below[0], row]]
        left[row] /= left[row, column]
        others = np.arange(len(left)) != row
        left[others] -= np.outer(left[others, column], left[row])
        pivots.append(column)
        row += 1
    free = [column for column in range(left.shape[1]) if column not in pivots]
    chosen = np.array(list(product(range(most + 1), repeat=len(free))))
    tables = np.zeros((len(chosen), left.shape[1]), dtype=np.int64)
    tables[:, free] = chosen
    tables[:, pivots] = np.rint(-chosen @ left[:row, free].T)
    found: Ints = tables[(tables >= 0).all(axis=1) & ~np.any(problem.relations @ tables.T, axis=0)]
    return found


def attackers(problem: Problem) -> list[tuple[Ints, Bools]]:
    """Return what each attacker knows of each cell, and which cells it knows wholly; the outsider first."""
    known = [np.zeros(len(problem), dtype=np.int64), *problem.known()]
    return list(zip(known, [np.zeros(len(problem), dtype=bool), *problem.owned()], strict=True))


def unsafe_by_listing(problem: Problem, rule: Rule, hidden: Bools, tables: Ints) -> list[tuple[int, int]]:
    """Return the (attacker, cell) pairs that the rule does not allow, of all tables given."""
    agreeing = tables[(tables[:, ~hidden] == problem.values[~hidden]).all(axis=1)]
    bad = []
    for number, (known, owned) in enumerate(attackers(problem)):
        rest = agreeing - known
        rest = rest[(rest >= 0).all(axis=1) & (rest[:, owned] == 0).all(axis=1)]
        for cell in np.flatnonzero(hidden & ~owned).tolist():
            ends = int(rest[:, cell].min()), int(rest[:, cell].max())
            if not allowed(problem, rule, number, cell, *ends):
                bad.append((number, cell))
    return bad


def unsafe_by_search(problem: Problem, rule: Rule, hidden: Bools) -> list[tuple[int, int]]:
    """Return the same for tables that are too many to be listed: whole numbers by branching."""
    bad = []
    for number, (known, owned) in enumerate(attackers(problem)):
        rest, loose = problem.values - known, hidden & ~owned
        bounds = Bounds(np.where(loose, 0, rest), np.where(loose, np.inf, rest))
        sums = LinearConstraint(problem.relations, 0, 0) if problem.relations.shape[0] else ()
        for cell in np.flatnonzero(loose).tolist():
            ends = []
            for sense in (1, -1):
                weights = np.zeros(len(problem))
                weights[cell] = sense
                found = milp(weights, constraints=sums, integrality=np.ones(len(problem)), bounds=bounds)
                ends.append(round(sense * found.fun) if found.status == 0 else 10**6)
            if not allowed(problem, rule, number, cell, *ends):
                bad.append((number, cell))
    return bad


def allowed(problem: Problem, rule: Rule, attacker: int, cell: int, low: int, high: int) -> bool:
    """Tell whether the ends of what an attacker gets of a hidden cell are wide enough."""
    if rule.interval is None:
        return (low <= 1 and high >= rule.threshold) or high > low >= rule.threshold
    if not problem.sensitive[cell]:
        return high > low or attacker > 0
    truth = int(problem.values[cell] - attackers(problem)[attacker][0][cell])
    return low < high and low <= max(0, truth - rule.interval[0]) and high >= truth + rule.interval[1]


def tables_of(problem: Problem, pattern: Pattern) -> Ints:
    """Return the tables that a pattern's worlds tell, one row a world."""
    rows: list[Ints] = []
    for world in pattern.worlds:
        assert world.of_cells
        row = rows[0].copy() if world.relative else np.zeros(len(problem), dtype=np.int64)
        row[world.inner] += world.counts
        rows.append(row)
    return np.stack(rows)
