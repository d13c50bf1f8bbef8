from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import Problem, Rule, insiders_at, sparse_relations, values_of
from dashboard.disclosure.programs import Need, Programs, Space
from tests.disclosure.small_worlds import all_worlds
from tests.disclosure.test_linear import LAYOUTS
from tests.examples import examples

LAYOUT = LAYOUTS["2x2"]
brief = examples(20, derandomize=True)
COUNTS = st.lists(st.integers(0, 5), min_size=4, max_size=4).map(np.array)
BOOLS = st.lists(st.booleans(), min_size=9, max_size=9).map(np.array)


def space_of(counts: np.ndarray) -> Space:
    problem = Problem.of(LAYOUT, np.arange(4), counts, Rule(), insiders=insiders_at(LAYOUT, 0, 1))
    return Space.of(problem)


@brief
@given(counts=COUNTS, move=st.lists(st.integers(-3, 3), min_size=4, max_size=4).map(np.array))
def test_a_space_tells_what_a_move_changes_and_who_can_exclude_it(
    counts: np.ndarray, move: np.ndarray
) -> None:
    space = space_of(counts)
    problem = Problem.of(LAYOUT, np.arange(4), counts, Rule())
    assert space.possible(move) == bool((space.truth + move >= 0).all())
    there = np.zeros(4, dtype=np.int64)
    there[space.columns] = move
    assert np.array_equal(space.changes(move), LAYOUT.add_up(np.arange(4), there)[space.cells])
    rows = there.reshape(2, 2)[space.people]
    assert space.valid_for(move).tolist() == [True, *(not row.any() for row in rows)]
    if space.possible(move):
        made = values_of(space.world(move), LAYOUT, 9)
        assert np.array_equal(made[space.cells], problem.values[space.cells] + space.changes(move))


@brief
@given(
    counts=COUNTS,
    person=st.integers(0, 2),
    cell=st.integers(0, 8),
    side=st.sampled_from([-1, 1]),
    amount=st.integers(1, 3),
    flags=st.tuples(BOOLS, BOOLS, BOOLS),
)
def test_the_cheapest_move_is_found_or_proven_not_to_be_there(
    counts: np.ndarray, person: int, cell: int, side: int, amount: int, flags: tuple[np.ndarray, ...]
) -> None:
    free, forced, barred = flags[0], flags[1] & ~flags[0], flags[2] & ~flags[0]
    space = space_of(counts)
    price = np.where(free, 0.0, 1.0 + np.arange(9) / 10)
    need = Need(person, cell, side, amount)
    programs = Programs(space, free, forced)
    found = programs.seek(need, price, barred)
    worlds, _ = all_worlds(LAYOUT, int(counts.sum()) + 6)
    moves = worlds[:, space.columns] - space.truth
    changes = moves @ space.matrix.toarray().T.astype(np.int64)
    stopped = (forced | barred) & (np.arange(9) != cell)  # the cell aimed at may move whatever it is
    fits = (changes[:, cell] * side >= amount) & (changes[:, stopped] == 0).all(axis=1)
    fits &= (moves[:, space.known[person]] == 0).all(axis=1)
    assert (found is None) == (not fits.any())
    assert not programs.doubtful
    if found is not None:
        others = np.where(np.arange(9) == cell, 0.0, price)
        assert found.cost == pytest.approx((np.abs(changes[fits]) @ others).min())
        whole = programs.whole(found.move, need)
        assert whole is not None
        assert (moves == whole).all(axis=1).any() or whole.max() > 6
        again = programs.seek_whole(need, price, barred, 5.0)
        assert again is not None
        assert space.changes(again)[cell] * side >= amount


@brief
@given(counts=COUNTS, cell=st.integers(0, 8), hidden=BOOLS)
def test_cells_with_weight_prove_by_themselves_that_a_need_cannot_be_met(
    counts: np.ndarray, cell: int, hidden: np.ndarray
) -> None:
    hidden = hidden | (np.arange(9) == cell)
    none = np.zeros(9, dtype=bool)
    space, need = space_of(counts), Need(0, cell, 1, 1)
    programs = Programs(space, none, none)
    found = programs.seek(need, np.where(hidden, 0.0, 1.0), none)
    if found is not None and found.cost > 1e-6:
        proof = (np.abs(found.weights) > 1e-9) & ~hidden
        assert programs.seek(need, np.zeros(9), proof) is None


def test_either_side_will_do_where_the_side_is_none() -> None:
    assert Need(2, 7, 0, 1).sides == (Need(2, 7, 1, 1), Need(2, 7, -1, 1))


@pytest.fixture
def halves() -> Space:
    relations = sparse_relations([{0: -1, i: 1, j: 1} for i, j in ((1, 2), (2, 3), (1, 3))], 4)
    flags = np.ones(4, dtype=bool)
    return Space.of(Problem(np.array([4, 2, 2, 2]), relations, flags, ~flags, np.ones(4)))


def test_people_do_not_come_in_halves(halves: Space) -> None:
    top = int(np.flatnonzero(halves.cells == 0)[0])
    programs = Programs(halves, np.ones(4, dtype=bool), np.zeros(4, dtype=bool))
    need = Need(0, top, 1, 1)
    found = programs.seek(need, np.zeros(4), np.zeros(4, dtype=bool))
    assert found is not None
    whole = programs.whole(found.move, need)
    assert whole is not None
    assert halves.possible(whole)
    assert halves.changes(whole)[top] == 2
    assert programs.whole(found.move / 7, need) is None
    assert not halves.possible(np.array([1, 0, 0, 0]))


def test_a_need_that_no_whole_move_meets_is_not_met(halves: Space) -> None:
    programs = Programs(halves, np.ones(4, dtype=bool), np.zeros(4, dtype=bool))
    top = int(np.flatnonzero(halves.cells == 0)[0])
    assert programs.seek_whole(Need(0, top, -1, 5), np.zeros(4), np.zeros(4, dtype=bool), 5.0) is None
