"""All attacks together on what the protection makes: none may find anything."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from dashboard.disclosure.problem import Insider, Pattern, Problem, insiders_at
from dashboard.disclosure.protecting import protect
from tests.attacks import samples
from tests.attacks.solvers import another_world, by_insider, by_outsider
from tests.attacks.subtraction import recovered, recovered_by_elimination
from tests.attacks.systems import hide, of_layout

SEEDS = range(8)
RULE = samples.RULE
ALL = np.arange(samples.LAYOUT.size)


@cache
def protected(seed: int, insiders: bool = False) -> tuple[Problem, Pattern]:
    problem = samples.drawn(seed)
    if insiders:
        problem = replace(problem, insiders=tuple(insiders_at(samples.LAYOUT, 0, 1)))
    return problem, protect(problem, RULE)


def test_the_tables_need_protection() -> None:
    assert (
        sum(bool(by_outsider(p, samples.only_primaries(p), RULE).any()) for p, _ in map(protected, SEEDS)) > 6
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_subtraction_nor_elimination_finds_a_hidden_cell(seed: int) -> None:
    problem, pattern = protected(seed)
    assert problem.layout is not None
    held = of_layout(problem.layout, hide(problem.values, pattern.hidden))

    assert not recovered(held).any()
    assert not recovered_by_elimination(held).any()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("whole", [False, True])
def test_no_solver_narrows_a_hidden_cell_down(seed: int, whole: bool) -> None:
    problem, pattern = protected(seed)

    assert not pattern.unproven
    assert not by_outsider(problem, pattern.hidden, RULE, whole=whole).any()


@pytest.mark.parametrize("seed", range(5))
def test_nobody_who_knows_one_region_narrows_the_rest_down(seed: int) -> None:
    problem, pattern = protected(seed, True)

    assert not pattern.unproven
    for insider in problem.insiders:
        assert not by_insider(problem, pattern.hidden, insider, RULE, whole=True).any()


def test_one_who_knows_a_region_often_undoes_what_was_made_without_a_thought_of_it() -> None:
    undone = 0
    for seed in SEEDS:
        problem, pattern = protected(seed)
        insiders = insiders_at(samples.LAYOUT, 0, 1)
        undone += any(by_insider(problem, pattern.hidden, one, RULE).any() for one in insiders)

    assert undone > 2


@pytest.mark.parametrize("seed", range(3))
def test_one_who_holds_two_places_narrows_nothing_down_when_the_pattern_knows_of_it(seed: int) -> None:
    n1, n2, *_ = insiders_at(samples.LAYOUT, 0, 2)
    both = Insider("n1 e n2", (*n1.holds, *n2.holds))
    problem = replace(samples.drawn(seed), insiders=(both,))
    pattern = protect(problem, RULE)

    assert not pattern.unproven
    assert not by_insider(problem, pattern.hidden, both, RULE, whole=True).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_with_other_people_behind_the_hidden_cells_the_same_is_published(seed: int) -> None:
    """Non-interference: what is published does not depend on what is hidden."""
    problem, pattern = protected(seed)
    assert problem.layout is not None
    published = hide(problem.values, pattern.hidden)
    held = of_layout(problem.layout, published)
    others = [
        np.asarray(problem.layout.add_up(ALL, another_world(held, chance)), dtype=np.int64)
        for chance in range(5)
    ]

    assert any(not np.array_equal(values, problem.values) for values in others)
    for values in others:
        assert np.array_equal(hide(values, pattern.hidden), published, equal_nan=True)
