from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import Problem, ProblemError, Rule, insiders_at, sparse_relations
from dashboard.disclosure.programs import Need
from dashboard.disclosure.search import Search, Stuck
from tests.disclosure.test_exact import all_worlds, is_safe
from tests.disclosure.test_linear import LAYOUTS, PLAIN, problem_of, table
from tests.examples import examples

RULES = [Rule(), Rule(3), PLAIN, Rule(interval=(2, 3))]
LAYOUT = LAYOUTS["2x2"]
brief = examples(12, derandomize=True)
COUNTS = st.lists(st.integers(0, 4), min_size=4, max_size=4).map(np.array)
BOOLS = st.lists(st.booleans(), min_size=9, max_size=9).map(np.array)
EVERY_WORLD = all_worlds(LAYOUT)


def in_order(search: Search, hidden: np.ndarray) -> np.ndarray:
    """Cells of the search in the order of the problem."""
    found = np.zeros(len(hidden), dtype=bool)
    found[search.space.cells[hidden]] = True
    return found


@brief
@given(rule=st.sampled_from(RULES), counts=COUNTS, hidden=BOOLS)
def test_a_pattern_is_met_exactly_when_the_list_of_worlds_says_so(
    rule: Rule, counts: np.ndarray, hidden: np.ndarray
) -> None:
    problem = problem_of(LAYOUT, counts, rule)
    search = Search(problem, rule)
    hidden = hidden | search.primary
    safe = is_safe(problem, rule, in_order(search, hidden), EVERY_WORLD)
    met = search.met(hidden)
    assert met or not safe
    if met:  # with an interval, secondary cells that can be computed are given back
        cleaned = hidden if rule.interval is None else search.clean(hidden)
        assert is_safe(problem, rule, in_order(search, cleaned), EVERY_WORLD)


@brief
@given(rule=st.sampled_from(RULES), counts=COUNTS)
def test_what_is_left_after_cleaning_up_has_no_cell_that_can_be_computed_or_spared(
    rule: Rule, counts: np.ndarray
) -> None:
    problem = problem_of(LAYOUT, counts, rule)
    search = Search(problem, rule)
    everything = np.ones(9, dtype=bool)
    if not search.met(everything):
        return
    hidden = search.clean(everything)
    assert is_safe(problem, rule, in_order(search, hidden), EVERY_WORLD)
    for cell in np.flatnonzero(hidden & ~search.primary) if rule.interval else ():
        fewer = hidden.copy()
        fewer[cell] = False
        assert not is_safe(problem, rule, in_order(search, fewer), EVERY_WORLD)


@pytest.fixture
def search() -> Search:
    return Search(table((4, 4), 7, 2, Rule()), Rule())


def test_hiding_goes_on_until_every_need_is_met(search: Search) -> None:
    hidden = search.complete(search.primary, search.forced, search.cost)
    assert search.open_needs(hidden) == []
    assert search.total(hidden) > search.total(search.primary)


def test_too_dear_a_pattern_is_given_up(search: Search) -> None:
    with pytest.raises(Stuck):
        search.complete(search.primary, search.forced, search.cost, limit=search.total(search.primary))


def test_the_local_search_never_ends_with_more(search: Search) -> None:
    first = search.begin(search.primary)
    better = search.improve(first, patience=8)
    assert search.open_needs(better) == []
    assert search.total(better) <= search.total(first)


def test_when_it_is_late_nothing_new_is_looked_for(search: Search) -> None:
    search.until = float("-inf")
    assert search.late()
    hidden = search.begin(search.primary)
    assert np.array_equal(search.clean(hidden), hidden)
    assert np.array_equal(search.improve(hidden, patience=9), hidden)
    assert search.met(hidden) == (not search.open_needs(hidden))


def test_another_value_is_found_on_the_cheaper_side_or_not_at_all() -> None:
    problem = problem_of(LAYOUT, np.array([9, 8, 7, 6]), Rule())
    search = Search(problem, Rule())
    hidden, none = search.primary, np.zeros(9, dtype=bool)
    need = Need(0, 0, 0, 1)
    wider = search.meet(need, hidden, search.cost, none)
    assert not search.pool.misses(need, wider)
    assert not search.excused(need, wider)
    with pytest.raises(Stuck):
        search.meet(need, hidden, search.cost, np.arange(9) != 0)
    assert not search.feasible(need, np.arange(9) == 0, np.zeros(9))
    assert search.feasible(need, wider, np.zeros(9))


def odd(values: list[int], sensitive: list[bool]) -> Problem:
    """t = a + b = b + c = a + c, so that t is always even."""
    relations = sparse_relations([{0: -1, i: 1, j: 1} for i, j in ((1, 2), (2, 3), (1, 3))], 4)
    flags = np.array(sensitive)
    return Problem(np.array(values), relations, flags, ~np.ones(4, dtype=bool), np.ones(4))


def test_where_fractions_would_do_whole_numbers_are_found() -> None:
    rule = Rule(interval=(1, 1))
    search = Search(odd([4, 2, 2, 2], [True, False, False, False]), rule)
    hidden = search.begin(search.primary)
    assert hidden.all()
    assert search.open_needs(hidden) == []
    pattern = search.pattern(hidden, optimal=False, seconds=0.0)
    assert pattern.unproven == ()


def test_a_need_that_nothing_can_meet_is_waived_and_named() -> None:
    relations = sparse_relations([{0: 1, 1: -1}, {2: 1}], 3)
    everything = np.ones(3, dtype=bool)
    search = Search(Problem(np.array([3, 3, 0]), relations, everything, ~everything, np.ones(3)), Rule())
    hidden = search.begin(search.primary)
    assert search.pattern(hidden, optimal=True, seconds=0.0).unproven == (2,)
    assert not search.pattern(hidden, optimal=True, seconds=0.0).optimal


@pytest.mark.parametrize("value", [3, 50])
def test_a_need_waived_for_forced_cells_is_refused(value: int) -> None:
    marked = np.arange(9) == 0
    problem = problem_of(LAYOUT, np.array([value, 20, 30, 40]), Rule(), sensitive=marked, forced=~marked)
    search = Search(problem, Rule())
    with pytest.raises(ProblemError, match="pubblicate"):
        search.begin(search.primary)


def test_a_pattern_stands_in_the_order_of_the_problem() -> None:
    problem = problem_of(LAYOUT, np.array([3, 20, 30, 40]), Rule(), insiders=insiders_at(LAYOUT, 0, 1))
    search = Search(problem, Rule())
    hidden = search.begin(search.primary)
    pattern = search.pattern(hidden, optimal=True, seconds=1.5)
    assert np.array_equal(pattern.hidden, in_order(search, hidden))
    assert np.array_equal(pattern.primary, problem.sensitive)
    assert (pattern.optimal, pattern.seconds) == (True, 1.5)


def test_cells_that_no_world_moves_are_named_even_when_nothing_is_asked_of_them() -> None:
    problem = problem_of(LAYOUT, np.array([9, 8, 7, 6]), PLAIN)
    search = Search(problem, PLAIN)
    alone = np.arange(9) == 0
    assert search.open_needs(alone) == []
    assert search.pattern(alone, optimal=True, seconds=0.0).unproven == (int(search.space.cells[0]),)
