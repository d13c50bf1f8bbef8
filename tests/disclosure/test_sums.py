from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem, Rule, sparse_relations
from dashboard.disclosure.questions import Bounds, Wishes
from dashboard.disclosure.sums import Sums
from tests.disclosure.small_tables import TINY, all_tables
from tests.examples import examples

brief = examples(12, derandomize=True)
MOST = 7


@st.composite
def views(draw: st.DrawFn) -> tuple[Problem, Bools, Bounds]:
    """A tiny problem, its hidden cells, and what somebody may not change."""
    layout = TINY[draw(st.sampled_from(sorted(TINY)))]
    counts = np.array(draw(st.lists(st.integers(0, 3), min_size=layout.size, max_size=layout.size)))
    problem = Problem.of(layout, np.arange(layout.size), counts, Rule())
    bools = st.lists(st.booleans(), min_size=len(layout), max_size=len(layout)).map(np.array)
    hidden = draw(bools)
    known = np.where(draw(bools), np.minimum(problem.values, 1), 0)
    return problem, hidden, Bounds(draw(bools) & ~hidden, known)


def changes(problem: Problem, bounds: Bounds) -> Ints:
    """List the changes that somebody with these bounds cannot exclude."""
    tables = all_tables(problem, MOST + int(problem.values.max()))
    change = tables - problem.values
    possible: Ints = change[(change[:, bounds.fixed] == 0).all(axis=1) & (tables >= bounds.known).all(axis=1)]
    return possible


@brief
@given(case=views(), cell=st.integers(0, 4), amount=st.sampled_from([-2, -1, 1, 3]))
def test_the_cheapest_change_is_possible_and_no_possible_one_is_much_cheaper(
    case: tuple[Problem, Bools, Bounds], cell: int, amount: int
) -> None:
    problem, hidden, bounds = case
    price = np.where(hidden, 0.0, problem.cost)
    sums = Sums(problem, problem.cost)
    possible = changes(problem, bounds)
    possible = possible[possible[:, cell] * np.sign(amount) >= abs(amount)]
    found = sums.cheapest(cell, amount, hidden, bounds)
    assert sums.impossible == (found is None)
    assert (found is None) == (len(possible) == 0)
    if found is not None:
        assert (possible == found).all(axis=1).any() or found.max() > MOST
        assert np.abs(found) @ price <= 1.05 * (np.abs(possible) @ price).min() + 1e-6


@brief
@given(case=views(), cell=st.integers(0, 4))
def test_a_floor_is_under_all_that_is_possible_and_is_reached_in_these_tables(
    case: tuple[Problem, Bools, Bounds], cell: int
) -> None:
    problem, _, bounds = case
    sums = Sums(problem, problem.cost)
    floor, rests = sums.floor(cell, bounds)
    assert floor == (problem.values + changes(problem, bounds))[:, cell].min()
    assert bounds.fixed[rests].all()
    wider = Bounds(np.isin(np.arange(len(problem)), rests), bounds.known)  # all the others may change now
    assert sums.floor(cell, wider)[0] == floor


@brief
@given(case=views(), data=st.data())
def test_a_sweep_moves_many_cells_towards_what_they_lack_and_no_further(
    case: tuple[Problem, Bools, Bounds], data: st.DataObject
) -> None:
    problem, _, bounds = case
    wishes = st.lists(st.integers(-3, 3), min_size=len(problem), max_size=len(problem)).map(np.array)
    wish = np.where(bounds.fixed, 0, data.draw(wishes))
    up, down = np.maximum(wish, 0), np.maximum(-wish, 0)
    worth = np.ones_like(up)
    wished = Wishes(up, down, worth, worth)
    found = Sums(problem, problem.cost).sweep(wished, bounds, np.full(2 * len(problem), 1e-4))
    assert found is not None
    assert not found[bounds.fixed].any()
    assert not np.any(problem.relations @ found)
    assert (problem.values + found >= bounds.known).all()
    assert ((found >= 0) & (found <= up))[wish > 0].all()
    assert ((found <= 0) & (found >= -down))[wish < 0].all()
    share = np.abs(found[wish != 0] / wish[wish != 0]).sum()
    possible = changes(problem, bounds)
    inside = ((possible * np.sign(wish) >= 0) & (np.abs(possible) <= np.abs(wish)) | (wish == 0)).all(axis=1)
    best = np.abs(possible[inside][:, wish != 0] / wish[wish != 0]).sum(axis=1).max(initial=0)
    assert share >= 0.9 * best - 0.05


def test_the_same_solver_answers_question_after_question_as_a_fresh_one() -> None:
    problem = Problem.of(TINY["cross"], np.arange(4), np.array([3, 5, 4, 6]), Rule())
    hidden, none = problem.sensitive, np.zeros(9, dtype=np.int64)
    sums = Sums(problem, problem.cost)
    bounds = [Bounds(np.isin(np.arange(9), fixed), none) for fixed in ([8], [6, 8], [0, 1, 6], [])]
    for _ in range(2):
        for bound in bounds:
            for amount in (2, -2):
                one, two = (s.cheapest(2, amount, hidden, bound) for s in (sums, Sums(problem, problem.cost)))
                assert (one is None) == (two is None)
                if one is not None and two is not None:
                    assert np.abs(one) @ problem.cost == pytest.approx(np.abs(two) @ problem.cost)


@pytest.fixture
def halves() -> Problem:
    """t = a + b = b + c = a + c: one person more in t is half a person in each of the others."""
    relations = sparse_relations([{0: -1, i: 1, j: 1} for i, j in ((1, 2), (2, 3), (1, 3))], 4)
    everything = np.ones(4, dtype=bool)
    return Problem(np.array([4, 2, 2, 2]), relations, everything, ~everything, np.ones(4))


def test_people_do_not_come_in_halves_unless_they_may(halves: Problem) -> None:
    bounds = Bounds(halves.forced, np.zeros(4, dtype=np.int64))
    sums = Sums(halves, halves.cost)
    parts = sums.cheapest(0, 1, halves.sensitive, bounds, whole=False)
    whole = sums.cheapest(0, 1, halves.sensitive, bounds)
    assert parts is not None
    assert whole is not None
    assert not np.array_equal(parts, np.round(parts))
    assert whole.tolist() == [2, 1, 1, 1]
    assert np.array_equal(sums.cheapest(0, 1, halves.sensitive, bounds, whole=False), parts)  # type: ignore[arg-type]


def test_where_only_halves_would_do_there_is_nothing_and_it_is_not_called_proven(halves: Problem) -> None:
    only_one = Bounds(halves.forced, np.array([3, 0, 0, 0]))  # t may fall by one at most
    sums = Sums(halves, halves.cost)
    assert sums.cheapest(0, -1, halves.sensitive, only_one) is None
    assert not sums.impossible
