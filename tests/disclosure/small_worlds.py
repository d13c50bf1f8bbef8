"""Tiny tables of which every possible world can be listed: the yardstick of what is proved otherwise."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np

from dashboard.disclosure.layout import Bools, Ints, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule, World

View = tuple[Bools, Ints, Ints, Bools]


@cache
def _tables(cells: int, most: int) -> Ints:
    if cells == 1:
        return np.arange(most + 1, dtype=np.int64)[:, None]
    parts = []
    for first in range(most + 1):
        rest = _tables(cells - 1, most - first)
        parts.append(np.hstack([np.full((len(rest), 1), first, dtype=np.int64), rest]))
    return np.vstack(parts)


def all_worlds(layout: Layout, most: int) -> tuple[Ints, Ints]:
    """Return every inner table with a total up to `most`, and its cells: one row a world."""
    inner = _tables(layout.size, most)
    sums = layout.matrix(np.arange(layout.size))
    return inner, np.asarray(inner @ sums.T.toarray().astype(np.int64))


def agreeing(layout: Layout, values: np.ndarray, most: int) -> tuple[Ints, Ints]:
    """Return the worlds that agree with what is published (NaN: hidden)."""
    inner, cells = all_worlds(layout, most)
    shown = ~np.isnan(values)
    mine = (cells[:, shown] == values[shown]).all(axis=1)
    return inner[mine], cells[mine]


def protect_by_listing(problem: Problem, rule: Rule) -> Pattern:
    """Hide the fewest cells, by trying all sets; totals up to the true one and some more are possible."""
    assert problem.layout is not None
    layout = problem.layout
    most = int(problem.counts.sum()) + 2 * rule.threshold
    inner, cells = all_worlds(layout, most)
    views = _views(problem, inner, cells)
    free = np.flatnonzero(~problem.sensitive & ~problem.forced)
    for many in range(len(free) + 1):
        for more in combinations(free.tolist(), many):
            hidden = problem.sensitive.copy()
            hidden[list(more)] = True
            kept = (cells[:, ~hidden] == problem.values[~hidden]).all(axis=1)
            if all(_holds(problem, rule, hidden, kept, view) for view in views):
                return Pattern(hidden, problem.sensitive, _ends(inner, cells, kept, views), optimal=True)
    hidden = ~problem.forced
    return Pattern(hidden, problem.sensitive, (), tuple(np.flatnonzero(hidden).tolist()))


def _views(problem: Problem, inner: Ints, cells: Ints) -> list[View]:
    """For the outsider and each insider: its worlds, what is left of the cells, which are its own."""
    assert problem.layout is not None
    truth = np.zeros(problem.layout.size, dtype=np.int64)
    truth[problem.inner] = problem.counts
    found: list[View] = [
        (np.ones(len(inner), dtype=bool), cells, problem.values, np.zeros(len(problem), dtype=bool))
    ]
    for insider, known, owned in zip(problem.insiders, problem.known(), problem.owned(), strict=True):
        mine = insider.knows(problem.layout, np.arange(problem.layout.size))
        found.append(
            ((inner[:, mine] == truth[mine]).all(axis=1), cells - known, problem.values - known, owned)
        )
    return found


def _holds(problem: Problem, rule: Rule, hidden: Bools, kept: Bools, view: View) -> bool:
    valid, left, truth, owned = view
    valid = valid & kept
    low, high = left[valid].min(axis=0), left[valid].max(axis=0)
    if rule.interval is None:
        fine = ((low >= rule.threshold) & (low < high)) | ((low <= 1) & (high >= rule.threshold))
        return bool(fine[hidden & ~owned].all())
    lower, upper = rule.interval
    fine = (low <= np.maximum(0, truth - lower)) & (high >= truth + upper) & (low < high)
    return bool(fine[problem.sensitive & ~owned].all())


def _ends(inner: Ints, cells: Ints, kept: Bools, views: list[View]) -> tuple[World, ...]:
    rows: dict[int, None] = {}
    for valid, *_ in views:
        mine = np.flatnonzero(kept & valid)
        for ends in (cells[mine].argmin(axis=0), cells[mine].argmax(axis=0)):
            rows.update({int(mine[end]): None for end in ends})
    return tuple(World(np.flatnonzero(inner[row]), inner[row][inner[row] > 0]) for row in rows)
