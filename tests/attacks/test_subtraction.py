"""What anybody finds by hand: subtraction recovers what is badly hidden, and never more than the truth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import Problem
from tests.attacks import samples
from tests.attacks.subtraction import recovered, recovered_by_elimination, subtract
from tests.attacks.systems import System, hide, of_layout
from tests.examples import examples


def holding(problem: Problem, hidden: np.ndarray) -> System:
    assert problem.layout is not None
    return of_layout(problem.layout, hide(problem.values, hidden))


def test_one_hidden_cell_in_a_line_is_found() -> None:
    problem = samples.flat_table([[3, 20], [10, 30]])
    hidden = samples.cells(problem, ("r0", "c0"))

    assert recovered(holding(problem, hidden)).tolist() == hidden.tolist()
    assert subtract(holding(problem, hidden)).tolist() == problem.values.tolist()


def test_what_one_subtraction_finds_serves_the_next() -> None:
    problem = samples.flat_table([[3, 20, 5], [10, 2, 30], [9, 9, 9]])
    hidden = samples.cells(problem, ("r0", "c0"), ("r0", "c1"), ("r1", "c1"), ("Total", "c1"))

    assert recovered(holding(problem, hidden)).tolist() == hidden.tolist()


def test_the_parts_of_nothing_are_nothing() -> None:
    problem = samples.flat_table([[0, 0, 0], [10, 4, 30]])
    hidden = samples.cells(problem, ("r0", "c0"), ("r0", "c1"))

    assert recovered(holding(problem, hidden)).tolist() == hidden.tolist()


def test_four_corners_of_a_rectangle_are_not_found_by_hand() -> None:
    problem = samples.flat_table([[3, 20, 8], [10, 2, 30], [9, 9, 9]])
    corners = [("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")]
    held = holding(problem, samples.cells(problem, *corners))

    assert not recovered(held).any()
    assert not recovered_by_elimination(held).any()


def test_where_only_small_counts_are_hidden_most_tables_are_undone_by_hand() -> None:
    undone = 0
    for seed in range(20):
        problem = samples.drawn(seed)
        hidden = samples.only_primaries(problem)
        undone += bool((recovered(holding(problem, hidden)) & problem.sensitive).any())

    assert undone >= 15


@given(samples.problems, st.sampled_from(sorted(samples.BAD)))
@examples(12)
def test_whatever_is_found_is_the_truth(problem: Problem, way: str) -> None:
    held = holding(problem, samples.BAD[way](problem))
    found = recovered(held)

    assert np.array_equal(subtract(held)[found], problem.values[found])


@given(samples.problems, st.sampled_from(sorted(samples.BAD)))
@examples(8)
def test_elimination_finds_all_that_subtraction_does_but_what_hangs_on_signs(
    problem: Problem, way: str
) -> None:
    positive = samples.problem_of(np.maximum(samples.counts_of(problem), 1))
    held = holding(positive, samples.BAD[way](positive))

    assert (recovered_by_elimination(held) >= recovered(held)).all()


def test_with_nothing_hidden_there_is_nothing_to_find() -> None:
    problem = samples.flat_table([[10, 20], [30, 40]])
    held = holding(problem, np.zeros(len(problem), dtype=bool))

    assert not recovered(held).any()
    assert not recovered_by_elimination(held).any()
