"""An independent judge of patterns: other code, another road, for the tests alone."""

from __future__ import annotations

import numpy as np
from scipy.optimize import LinearConstraint, milp

from dashboard.disclosure.layout import Bools
from dashboard.disclosure.problem import Pattern, Problem, Rule, values_of


def least(problem: Problem, hidden: Bools, cell: int, known: Bools | None = None) -> float:
    """Return the least value of a cell over all worlds of whole numbers that agree with what is published."""
    if problem.layout is None:
        matrix, width = np.eye(len(problem)), len(problem)
        rows = [matrix[~hidden], problem.relations.toarray()]
        wanted = [problem.values[~hidden], np.zeros(problem.relations.shape[0])]
        truth = problem.values
    else:
        width = problem.layout.size
        matrix = problem.layout.matrix(np.arange(width)).toarray()
        rows, wanted = [matrix[~hidden]], [problem.values[~hidden]]
        truth = np.zeros(width, dtype=np.int64)
        truth[problem.inner] = problem.counts
    if known is not None:
        rows.append(np.eye(width)[known])
        wanted.append(truth[known])
    target = np.concatenate(wanted).astype(float)
    limits = LinearConstraint(np.concatenate(rows), target, target)
    found = milp(matrix[cell], constraints=limits, integrality=np.ones(width))
    assert found.status == 0
    return float(found.fun)


def unsafe_cells(problem: Problem, rule: Rule, pattern: Pattern) -> list[tuple[int, int]]:
    """List the (insider, cell) pairs left open by the worlds of a pattern and by least values."""
    hidden = pattern.hidden
    worlds = [values_of(world, problem.layout, len(problem)) for world in pattern.worlds]
    for world, values in zip(pattern.worlds, worlds, strict=True):
        assert (world.counts >= 0).all()
        assert (values[~hidden] == problem.values[~hidden]).all(), "a world contradicts what is published"
    table = np.stack(worlds)
    bad = []
    for person in range(-1, len(problem.insiders)):
        known_inner, part = None, np.zeros(len(problem), dtype=np.int64)
        valid, owned = np.ones(len(table), dtype=bool), np.zeros(len(problem), dtype=bool)
        if person >= 0:
            assert problem.layout is not None
            insider = problem.insiders[person]
            known_inner = insider.knows(problem.layout, np.arange(problem.layout.size))
            part, owned = problem.known()[person], problem.owned()[person]
            dense = np.zeros((len(table), problem.layout.size), dtype=np.int64)
            for row, world in zip(dense, pattern.worlds, strict=True):
                row[world.inner] = world.counts
            valid = (dense[:, known_inner] == dense[0, known_inner]).all(axis=1)
        for cell in map(int, np.flatnonzero(hidden & ~owned)):
            reached = table[valid, cell] - part[cell]
            truth = problem.values[cell] - part[cell]
            low, high = reached.min(), reached.max()
            if rule.interval is not None:
                down, up = rule.interval
                far = low <= max(0, truth - down) and high >= truth + up
                primary = bool(pattern.primary[cell])
                fine = (far or not primary) and (low < high or (person >= 0 and not primary))
            elif truth >= rule.threshold and low > 1:
                floor = least(problem, hidden, cell, known_inner) - part[cell]
                fine = floor >= rule.threshold - 1e-6 and low < high
            else:
                fine = low <= 1 and high >= rule.threshold
            if not fine:
                bad.append((person, cell))
    return bad
