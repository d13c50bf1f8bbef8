from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure.layout import Floats
from dashboard.disclosure.problem import Problem, sparse_relations
from dashboard.disclosure.questions import Bounds, Question, Tables, Wishes
from dashboard.disclosure.sums import Sums

VALUES = np.array([4, 1, 1, 1, 2])
RELATIONS = sparse_relations([{0: -1, i: 1, j: 1, 4: 1} for i, j in ((1, 2), (2, 3), (1, 3))], 5)
"""t = a + b + d = b + c + d = a + c + d: one more in t is one more in d, or a half in each of the others."""
NOTHING = np.zeros(5, dtype=bool)
DEAR = np.array([1, 1, 1, 1, 1.6])


@pytest.fixture
def question() -> Question:
    asked = Question(
        Tables(VALUES.astype(float), RELATIONS.tocsc(), 10.0), Bounds(NOTHING, np.zeros(5, dtype=np.int64))
    )
    assert asked.aim(0, 1)
    asked.cost[:] = DEAR
    return asked


def keeps_the_sums(change: Floats) -> bool:
    return bool(np.allclose(RELATIONS @ change, 0))


def test_the_best_corner_may_be_in_fractions(question: Question) -> None:
    found, impossible = question.solve()
    assert found is not None
    assert not impossible
    assert found.tolist() == [1, 0.5, 0.5, 0.5, 0]
    assert not question.whole_parts(found).any()


def test_with_other_costs_a_whole_corner_is_the_best(question: Question) -> None:
    question.solve()
    dice = np.random.default_rng(0)
    found = [question.solve_shaken(dice) for _ in range(8)]
    corners = {tuple(one.tolist()) for one in found if one is not None}
    assert corners == {(1, 0.5, 0.5, 0.5, 0), (1, 0, 0, 0, 1)}


def test_whole_numbers_are_found_by_branching(question: Question) -> None:
    found = question.solve_whole(5.0, rough=False)
    assert found is not None
    assert np.round(found).tolist() == [1, 0, 0, 0, 1]


def test_what_is_not_tied_to_a_fraction_is_kept_of_a_change() -> None:
    relations = sparse_relations([{0: -1, 1: 1}, {2: -1, 3: 1}], 4)
    free = Bounds(np.zeros(4, dtype=bool), np.zeros(4, dtype=np.int64))
    asked = Question(Tables(np.array([3.0, 3, 3, 3]), relations.tocsc(), 10.0), free)
    assert asked.aim(0, 1)
    assert asked.whole_parts(np.array([1, 1, 0.5, 0.5])).tolist() == [1, 1, 0, 0]
    assert not asked.whole_parts(np.array([0.5, 0.5, 1, 1])).any(), "what was asked for is not whole"


def test_an_aim_out_of_bounds_is_told() -> None:
    tables = Tables(VALUES.astype(float), RELATIONS.tocsc(), 10.0)
    known = np.array([0, 1, 0, 0, 0])
    asked = Question(tables, Bounds(np.arange(5) == 4, known))
    assert not asked.aim(4, 1), "it may not change"
    assert not asked.aim(1, -1), "one of one is known"
    assert asked.aim(0, -4)
    assert not asked.aim(0, -5)


def test_what_is_wished_earns_less_than_the_way_back_costs(question: Question) -> None:
    question.cost[:] = 0.02
    nobody = np.zeros(5, dtype=np.int64)
    question.reward(Wishes(np.array([0, 0, 0, 0, 1]), nobody, nobody, nobody), 0)
    found, _ = question.solve()
    assert found is not None
    assert found.tolist() == [1, 0, 0, 0, 1]
    assert keeps_the_sums(found)
    shaken = question.solve_shaken(np.random.default_rng(1))
    assert shaken is not None
    assert np.abs(shaken).max() <= 1


def test_a_whole_corner_beside_the_best_one_is_taken_without_branching() -> None:
    problem = Problem(VALUES, RELATIONS, ~NOTHING, NOTHING, DEAR)
    sums = Sums(problem, problem.cost)
    bounds = Bounds(NOTHING, np.zeros(5, dtype=np.int64))
    best = sums.cheapest(0, 1, NOTHING, bounds, whole=False)
    beside = sums.cheapest(0, 1, NOTHING, bounds, branch=False)
    assert best is not None
    assert beside is not None
    assert best.tolist() == [1, 0.5, 0.5, 0.5, 0]
    assert beside.tolist() == [1, 0, 0, 0, 1]
