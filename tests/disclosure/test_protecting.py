from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure import problem as limits
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule, values_of
from dashboard.disclosure.protecting import protect
from tests.disclosure.judging import unsafe_cells
from tests.disclosure.small_tables import LINKED, axes, unsafe_by_search

YEARS = Layout.of(
    [Axis.of("year", ["1", "2", "3"]), *axes(3, 3)], [["year", "d0", "d1"], ["year", "d0"], ["year"]]
)


def poisson(layout: Layout, seed: int, rule: Rule, mean: float = 5) -> Problem:
    counts = np.random.default_rng(seed).poisson(mean, layout.size)
    return Problem.of(layout, np.arange(layout.size), counts, rule)


def test_a_small_problem_is_proven_by_whole_worlds_of_people() -> None:
    problem = poisson(LINKED["places"], 4, Rule())
    pattern = protect(problem, Rule())
    assert not any(world.of_cells for world in pattern.worlds)
    assert unsafe_cells(problem, Rule(), pattern) == []


def test_a_large_problem_is_proven_by_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INNER_LIMIT", 3)
    problem = poisson(LINKED["places"], 4, Rule())
    pattern = protect(problem, Rule())
    assert all(world.of_cells for world in pattern.worlds)
    assert unsafe_by_search(problem, Rule(), pattern.hidden) == []


def test_asked_for_the_optimum_it_is_proven() -> None:
    pattern = protect(poisson(LINKED["pairs"], 1, Rule(), 2), Rule(), exact=True)
    assert pattern.optimal
    assert pattern.hidden.any()


@pytest.mark.parametrize("workers", [1, 2])
def test_parts_that_know_nothing_of_each_other_are_protected_apart_and_put_together(workers: int) -> None:
    problem = poisson(YEARS, 7, Rule())
    told: list[tuple[int, int, str]] = []
    pattern = protect(problem, Rule(), workers=workers, progress=lambda *step: told.append(step))
    assert told == [(done, 3, "parti indipendenti") for done in (1, 2, 3)]
    assert unsafe_cells(problem, Rule(), whole(problem, pattern)) == []
    assert pattern.hidden.any()


def whole(problem: Problem, pattern: Pattern) -> Pattern:
    """Tell the worlds whole."""
    from dashboard.disclosure.auditor_worlds import absolute

    first = pattern.worlds[0]
    assert np.array_equal(values_of(first, problem.layout, len(problem)), problem.values)
    worlds = tuple(absolute(world, first) for world in pattern.worlds)
    return Pattern(pattern.hidden, pattern.primary, worlds, pattern.unproven)


def test_a_part_is_hidden_as_it_would_be_alone() -> None:
    problem = poisson(YEARS, 7, Rule())
    one = Layout.of(axes(3, 3), [["d0", "d1"], ["d0"], []])
    first = problem.inner < 9
    alone = Problem.of(one, problem.inner[first], problem.counts[first], Rule())
    names = {("1", *one.names(int(cell))) for cell in np.flatnonzero(protect(alone, Rule()).hidden)}
    hidden = {YEARS.names(int(cell)) for cell in np.flatnonzero(protect(problem, Rule()).hidden)}
    assert {name for name in hidden if name[0] == "1"} == names
