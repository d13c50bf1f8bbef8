"""Small tables to attack, and the ways of hiding that do not hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Bools, Ints, Layout
from dashboard.disclosure.problem import Problem, Rule

RULE = Rule(threshold=5)
REGIONS = {"paese": ["nord", "sud"], "nord": ["n1", "n2", "n3"], "sud": ["s1", "s2", "s3"]}
AXES = (
    Axis.of("dove", ["n1", "n2", "n3", "s1", "s2", "s3"], [REGIONS]),
    Axis.of("genere", ["f", "m"]),
    Axis.of("stato", ["a", "b", "c"]),
)
MENU = (
    ["dove@0"],
    ["dove@1"],
    ["dove@2"],
    ["dove@0", "genere"],
    ["dove@1", "genere"],
    ["dove@0", "stato"],
    ["dove@1", "stato"],
    ["dove@0", "genere", "stato"],
)
LAYOUT = Layout.of(AXES, MENU)
"""A country of two regions and six places, two further dimensions, and a menu as the public's."""


def problem_of(counts: np.ndarray, layout: Layout = LAYOUT, rule: Rule = RULE) -> Problem:
    """Return the problem of a layout and the counts of all its inner cells."""
    flat = counts.ravel().astype(np.int64)
    return Problem.of(layout, np.arange(layout.size), flat, rule)


def drawn(seed: int, *, mean: float = 0.8, layout: Layout = LAYOUT, rule: Rule = RULE) -> Problem:
    """Return a problem with counts drawn by chance: many small, some large, some zero."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(chance.gamma(0.7, mean / 0.7, size=layout.shape))
    return problem_of(counts, layout, rule)


def counts_of(problem: Problem) -> Ints:
    """Return the counts of all the inner cells of a problem."""
    assert problem.layout is not None
    counts = np.zeros(problem.layout.size, dtype=np.int64)
    counts[problem.inner] = problem.counts
    return counts


def flat_table(rows: list[list[int]]) -> Problem:
    """Return the problem of one table of two dimensions with its margins."""
    counts = np.array(rows)
    axes = [Axis.of("r", [f"r{i}" for i in range(counts.shape[0])])]
    axes.append(Axis.of("c", [f"c{i}" for i in range(counts.shape[1])]))
    return problem_of(counts, Layout.of(axes))


def cells(problem: Problem, *wanted: tuple[str, ...]) -> Bools:
    """Return the cells of some names, as a mask."""
    assert problem.layout is not None
    names = [problem.layout.names(cell) for cell in range(len(problem))]
    return np.array([one in wanted for one in names])


# ---- ways of hiding that do not hold ----


def only_primaries(problem: Problem) -> Bools:
    """Hide the small counts and nothing else, as a threshold at the time of asking does."""
    return problem.sensitive.copy()


def two_per_line(problem: Problem) -> Bools:
    """Hide the small counts, and one more wherever a sum has a single hidden part, line by line, once."""
    hidden = problem.sensitive.copy()
    for number in range(problem.relations.shape[0]):
        start, end = problem.relations.indptr[number : number + 2]
        line = problem.relations.indices[start:end]
        if hidden[line].sum() == 1:
            others = [cell for cell in line if not hidden[cell]]
            hidden[min(others, key=lambda cell: (problem.values[cell], cell))] = True
    return hidden


BAD: dict[str, Callable[[Problem], Bools]] = {
    "only primaries": only_primaries,
    "two per line": two_per_line,
}


problems = st.integers(0, 10_000).map(drawn)
"""Problems for hypothesis."""
