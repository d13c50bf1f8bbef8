from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.needs import Needs, Pool
from dashboard.disclosure.problem import Problem, Rule, insiders_at
from dashboard.disclosure.programs import Need, Space
from tests.disclosure.small_tables import TINY
from tests.examples import examples

RULES = [Rule(), Rule(3), *(Rule(interval=one) for one in ((1, 1), (2, 3), (0, 3)))]
LAYOUT = TINY["cross"]
brief = examples(20)


def problem_of(counts: list[int], rule: Rule, sensitive: list[int] | None = None) -> Problem:
    marked = None if sensitive is None else np.isin(np.arange(len(LAYOUT)), sensitive)
    return Problem.of(
        LAYOUT, np.arange(4), np.array(counts), rule, sensitive=marked, insiders=insiders_at(LAYOUT, 0, 1)
    )


def prepared(problem: Problem, rule: Rule) -> tuple[Space, Needs, Pool]:
    space = Space.of(problem)
    needs = Needs.of(problem, rule, space)
    return space, needs, Pool(space, needs)


@brief
@given(
    rule=st.sampled_from(RULES),
    counts=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    marked=st.lists(st.integers(0, 8), max_size=4),
)
def test_needs_are_what_the_rule_asks_of_what_each_does_not_know(
    rule: Rule, counts: list[int], marked: list[int]
) -> None:
    problem = problem_of(counts, rule, marked)
    space, needs, _ = prepared(problem, rule)
    known = np.vstack([np.zeros(9, dtype=np.int64), problem.known()[space.people]])
    owned = np.vstack([np.zeros(9, dtype=bool), problem.owned()[space.people]])
    for person, cell in np.ndindex(3, 9):
        place = int(space.cells[cell])
        rest = int(problem.values[place] - known[person, place])
        asked = not owned[person, place] and (rule.interval is None or place in marked)
        up, down = int(needs.up[person, cell]), int(needs.down[person, cell])
        if not asked:
            assert (up, down, bool(needs.other[person, cell])) == (0, 0, False)
        elif rule.interval is None:
            assert rest + up == max(rest, rule.threshold)
            assert rest - down == min(rest, 1)
            assert needs.excusable[person, cell] == needs.other[person, cell] == (rest >= rule.threshold)
        else:
            assert (rest + up, rest - down) == (rest + rule.interval[1], max(0, rest - rule.interval[0]))
            assert needs.other[person, cell] == (up == down == 0)
        assert needs.need(person, cell, 1) == Need(person, cell, 1, up)
        assert needs.need(person, cell, -1) == Need(person, cell, -1, down)
        assert needs.need(person, cell, 0) == Need(person, cell, 0, 1)


@st.composite
def moves(draw: st.DrawFn, truth: Ints) -> list[Ints]:
    """Differences between the truth and other tables."""
    table = st.lists(st.integers(0, 9), min_size=4, max_size=4).map(np.array)
    return [np.asarray(one) - truth for one in draw(st.lists(table, max_size=4))]


@brief
@given(
    rule=st.sampled_from(RULES),
    counts=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    hidden=st.lists(st.booleans(), min_size=9, max_size=9).map(np.array),
    data=st.data(),
)
def test_only_worlds_that_agree_and_that_a_person_cannot_exclude_meet_needs(
    rule: Rule, counts: list[int], hidden: np.ndarray, data: st.DataObject
) -> None:
    space, needs, pool = prepared(problem_of(counts, rule, [0, 8]), rule)
    for move in data.draw(moves(space.truth)):
        pool.add(move)
    alive = pool.alive(hidden)
    low, high = pool.reach(alive)
    mine = [np.asarray(move) for move, fits in zip(pool._moves, alive, strict=True) if fits]
    for move in mine:
        assert (space.truth + move >= 0).all()
        assert not space.changes(move)[~hidden].any()
    for person in range(3):
        open_to = [space.changes(move) for move in mine if not move[space.known[person]].any()]
        reached = np.stack([np.zeros(9, dtype=np.int64), *open_to])
        assert np.array_equal(low[person], reached.min(axis=0))
        assert np.array_equal(high[person], reached.max(axis=0))
    down, up, other = pool.unmet(hidden)
    assert np.array_equal(down, hidden & (-low < needs.down))
    assert np.array_equal(up, hidden & (high < needs.up))
    assert np.array_equal(other, hidden & needs.other & (low == 0) & (high == 0))
    for side, unmet in ((-1, down), (1, up), (0, other)):
        for person, cell in np.argwhere(unmet).tolist():
            assert pool.misses(needs.need(person, cell, side), hidden)
    before = pool.unmet(hidden)
    pool.trim(hidden)
    assert len(pool) == len(mine)
    for one, two in zip(before, pool.unmet(hidden), strict=True):
        assert np.array_equal(one, two)


@brief
@given(counts=st.lists(st.integers(0, 9), min_size=4, max_size=4), data=st.data())
def test_a_certificate_meets_all_that_the_pool_meets(counts: list[int], data: st.DataObject) -> None:
    rule, hidden = Rule(), np.ones(9, dtype=bool)
    problem = problem_of(counts, rule)
    space, needs, pool = prepared(problem, rule)
    for move in data.draw(moves(space.truth)):
        pool.add(move)
    few = Pool(space, needs)
    for move in pool.certificate(hidden):
        few._store(move, space.changes(move))
    for one, two in zip(pool.unmet(hidden), few.unmet(hidden), strict=True):
        assert np.array_equal(one, two)
    touched = [np.ptp(np.stack(ends), axis=0)[0] > 0 for ends in (pool.reach(pool.alive(hidden)),)]
    assert np.array_equal(touched[0], np.ptp(np.stack(few.reach(few.alive(hidden))), axis=0)[0] > 0)
    assert len(few) <= max(len(pool), 1)


@pytest.fixture
def pool() -> Pool:
    return prepared(problem_of([9, 7, 8, 6], Rule()), Rule())[2]


def test_a_proof_stands_in_for_being_low_as_long_as_its_cells_are_published(pool: Pool) -> None:
    cell = int(np.flatnonzero(pool.needs.excusable[0])[0])
    hidden = np.arange(9) == cell
    published = np.arange(9) == (cell + 1) % 9
    assert pool.unmet(hidden)[0][0, cell]
    pool.prove(0, cell, published)
    assert not pool.unmet(hidden)[0][0, cell]
    assert pool.unmet(hidden)[2][0, cell]  # but some other value is still wanted
    assert pool.unmet(hidden | published)[0][0, cell]
    assert not pool.proven(hidden | published).any()


def test_a_move_is_kept_with_its_opposite_and_as_far_as_it_goes(pool: Pool) -> None:
    move = np.zeros(4, dtype=np.int64)
    move[0] = 1
    pool.add(move)
    low, high = pool.reach(pool.alive(np.ones(9, dtype=bool)))
    cell = int(np.flatnonzero(pool.space.changes(move))[0])
    assert low[0, cell] < 0 < high[0, cell]


def test_the_pool_grows_with_what_is_added(pool: Pool) -> None:
    for number in range(100):
        pool.add(np.array([number + 1, 0, 0, 0]))
    assert len(pool) >= 100
    assert pool.reach(pool.alive(np.ones(9, dtype=bool)))[1].max() >= 100
