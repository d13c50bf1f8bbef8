from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import (
    INNER_LIMIT,
    Insider,
    Pattern,
    Problem,
    ProblemError,
    Rule,
    World,
    by_people,
    default_cost,
    insiders_at,
    sparse_relations,
    values_of,
)
from tests.disclosure.small_tables import LINKED, TINY
from tests.examples import examples

CROSS = TINY["cross"]


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"threshold": 1}, "almeno 2, non 1"),
        ({"zeros": "no"}, "«free» o «sensitive»"),
        ({"interval": (-1, 2)}, "due quantità"),
        ({"interval": (0, 0)}, "due quantità"),
    ],
)
def test_a_rule_that_protects_nothing_is_refused(given_: dict[str, Any], says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        Rule(**given_)


def test_small_counts_are_sensitive_and_zeros_only_when_asked() -> None:
    values = np.arange(7)
    assert np.flatnonzero(Rule().small(values)).tolist() == [1, 2, 3, 4]
    assert np.flatnonzero(Rule(3, "sensitive").small(values)).tolist() == [0, 1, 2]
    assert Rule().low == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"values": np.array([3, 1])}, "stessa lunghezza"),
        ({"values": np.array([0, 1, -1])}, "negativi"),
        ({"values": np.array([3, 1, 1])}, "somma delle sue parti"),
        ({"cost": np.array([1.0, 0.0, 1.0])}, "maggiore di zero"),
        ({"insiders": (Insider("x", ((0, 0),)),)}, "solo con dimensioni"),
    ],
)
def test_a_problem_that_does_not_fit_together_is_refused(change: dict[str, Any], says: str) -> None:
    flags = np.zeros(3, dtype=bool)
    good = {
        "values": np.array([3, 1, 2]),
        "relations": sparse_relations([{0: -1, 1: 1, 2: 1}], 3),
        "sensitive": flags,
        "forced": flags,
        "cost": np.ones(3),
    }
    assert len(Problem(**good)) == 3
    with pytest.raises(ProblemError, match=says):
        Problem(**{**good, **change})


@pytest.mark.parametrize(
    ("inner", "counts", "says"), [([0, 0], [1, 1], "due volte"), ([0, 1], [1, -1], "negativi")]
)
def test_inner_cells_are_told_once_and_count_people(inner: list[int], counts: list[int], says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        Problem.of(CROSS, np.array(inner), np.array(counts), Rule())


def test_a_problem_says_why_its_cells_are_sensitive() -> None:
    problem = Problem.of(CROSS, np.arange(4), np.array([3, 0, 9, 9]), Rule())
    assert problem.inner.tolist() == [0, 2, 3]
    assert problem.values.tolist() == [3, 0, 9, 9, 3, 18, 12, 9, 21]
    assert problem.reasons == {0: "conteggio sotto 5", 4: "conteggio sotto 5"}
    assert not problem.forced.any()
    marked = np.arange(9) == 2
    told = Problem.of(CROSS, np.arange(4), np.array([3, 0, 9, 9]), Rule(), sensitive=marked, forced=~marked)
    assert told.reasons == {2: "indicata come riservata"}
    assert np.array_equal(told.forced, ~marked)


@examples(30)
@given(seed=st.integers(0, 99), level=st.integers(0, 2))
def test_insiders_know_their_inner_cells_and_own_what_lies_in_them(seed: int, level: int) -> None:
    layout = LINKED["places, pairs"]
    counts = np.random.default_rng(seed).integers(0, 4, layout.size)
    insiders = insiders_at(layout, 0, level)
    problem = Problem.of(layout, np.arange(layout.size), counts, Rule(), insiders=insiders)
    assert len({one.name for one in insiders}) == len(insiders) == (1, 2, 4)[level]
    assert np.array_equal(problem.known().sum(axis=0), problem.values)  # together they know all
    for known, owned in zip(problem.known(), problem.owned(), strict=True):
        assert (known[owned] == problem.values[owned]).all()
        assert (known <= problem.values).all()


def test_who_holds_two_parts_knows_the_cells_of_both() -> None:
    both = Insider("x", ((0, 0), (1, 1)))
    assert both.knows(CROSS, np.arange(4)).tolist() == [True, True, False, True]
    assert [leaves.tolist() for _, leaves in both.inner(CROSS)] == [[True, False], [False, True]]
    assert {CROSS.names(int(cell)) for cell in np.flatnonzero(both.owns(CROSS))} == {
        ("0.0", "1.0"),
        ("0.0", "1.1"),
        ("0.0", "Total"),
        ("0.1", "1.1"),
        ("Total", "1.1"),
    }


def test_without_insiders_nobody_knows_anything() -> None:
    problem = Problem.of(CROSS, np.arange(4), np.ones(4, int), Rule())
    assert problem.owned().shape == problem.known().shape == (0, 9)


def test_a_cell_costs_more_the_more_it_loses_but_never_as_much_as_two() -> None:
    cost = default_cost(np.array([0, 5, 1000, 10**9]))
    assert (np.diff(cost) > 0).all()
    assert cost.max() < 2 * cost.min()


def test_a_world_tells_inner_cells_or_cells() -> None:
    world = World(np.array([1, 3]), np.array([2, 5]))
    assert values_of(world, CROSS, 9).tolist() == [0, 2, 0, 5, 2, 5, 0, 7, 7]
    assert values_of(world, None, 5).tolist() == [0, 2, 0, 5, 0]


def test_a_pattern_tells_its_secondary_cells() -> None:
    pattern = Pattern(np.array([True, True, False]), np.array([True, False, False]))
    assert pattern.secondary.tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("sizes", "small"),
    [
        ((INNER_LIMIT, 900, 2), True),
        ((INNER_LIMIT + 1, 10, 0), False),
        ((9, 4000, 0), False),
        ((9, 900, 3), False),
    ],
)
def test_small_problems_are_proven_by_people(sizes: tuple[int, int, int], small: bool) -> None:
    assert by_people(*sizes) == small
