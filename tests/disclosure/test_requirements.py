from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.problem import Problem, Rule, insiders_at
from dashboard.disclosure.requirements import OUTSIDER, Counts, Requirements
from tests.disclosure.small_tables import TINY, allowed, attackers
from tests.examples import examples

RULES = [Rule(), Rule(3), *(Rule(interval=one) for one in ((1, 1), (2, 3), (3, 0), (0, 2)))]
LAYOUT = TINY["cross"]


@st.composite
def problems(draw: st.DrawFn, rule: Rule) -> Problem:
    counts = np.array(draw(st.lists(st.integers(0, 9), min_size=4, max_size=4)))
    marked = np.array(draw(st.lists(st.booleans(), min_size=len(LAYOUT), max_size=len(LAYOUT))))
    insiders = insiders_at(LAYOUT, 0, 1)
    return Problem.of(LAYOUT, np.arange(4), counts, rule, sensitive=marked, insiders=insiders)


@st.composite
def worlds(draw: st.DrawFn) -> Ints:
    return np.array(draw(st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), max_size=6)))


@examples(25)
@given(rule=st.sampled_from(RULES), data=st.data())
def test_nothing_lacks_exactly_when_the_values_shown_are_wide_enough(rule: Rule, data: st.DataObject) -> None:
    problem = data.draw(problems(rule))
    told = [problem.values]
    needs = Requirements(problem, rule)
    everything = np.arange(len(problem))
    for counts in data.draw(worlds()):
        values = np.asarray(LAYOUT.add_up(np.arange(4), np.asarray(counts)))
        fooled = np.array([rest_fits(values, known, owned) for known, owned in attackers(problem)])
        needs.record(everything, values - problem.values, fooled)
        told.append(values)
    high, low = lacks(needs)
    for number, (known, owned) in enumerate(attackers(problem)):
        mine = np.stack([values - known for values in told if rest_fits(values, known, owned)])
        for cell in np.flatnonzero(~owned).tolist():
            ends = int(mine[:, cell].min()), int(mine[:, cell].max())
            fine = allowed(problem, rule, number, cell, *ends)
            large_only = rule.interval is None and ends[0] >= rule.threshold
            if not large_only:  # that takes a proof, not worlds
                assert fine == (not high[number, cell] and not low[number, cell])
        assert not high[number, owned].any()
        assert not low[number, owned].any()


def rest_fits(values: Ints, known: Ints, owned: np.ndarray) -> bool:
    return bool((values >= known).all() and (values[owned] == known[owned]).all())


@examples(25)
@given(rule=st.sampled_from(RULES), data=st.data())
def test_amounts_are_counted_from_the_truth_for_each_cell_and_for_all(
    rule: Rule, data: st.DataObject
) -> None:
    needs = Requirements(data.draw(problems(rule)), rule)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=len(LAYOUT), max_size=len(LAYOUT))))
    who = np.array(data.draw(st.lists(st.integers(0, needs.attackers - 1), min_size=1, unique=True)))
    both = lacks(needs)
    assert (both[1] <= needs.truth).all()
    for found, part in zip(needs.lacking(hidden, who), both, strict=True):
        assert found.most.tolist() == (part[who].max(axis=0) * hidden).tolist()
        assert found.times.tolist() == ((part[who] > 0).sum(axis=0) * hidden).tolist()
    first = both[0][:2], both[1][:2]
    assert needs.count(2).tolist() == sum((part > 0).sum(axis=0) for part in first).tolist()


@examples(25)
@given(rule=st.sampled_from(RULES), data=st.data())
def test_what_is_taken_over_lacks_what_it_lacked_where_it_comes_from(rule: Rule, data: st.DataObject) -> None:
    problem = data.draw(problems(rule))
    here, there = Requirements(problem, rule), Requirements(problem, rule)
    for counts in data.draw(worlds()):
        change = np.asarray(LAYOUT.add_up(np.arange(4), np.asarray(counts))) - problem.values
        there.record(np.arange(len(problem)), change, there.deceived(np.arange(len(problem)), change))
    proven = problem.values.max(initial=0)
    here.raise_floor(OUTSIDER, 0, proven)
    here.take_over(there.low.copy(), there.high.copy())
    assert all(np.array_equal(*pair) for pair in zip(lacks(here), lacks(there), strict=True))
    there.raise_floor(OUTSIDER, 0, proven)
    here.take_floors(there)
    assert all(np.array_equal(*pair) for pair in zip(lacks(here), lacks(there), strict=True))
    before = lacks(Requirements(problem, rule))
    alone = Requirements(problem, rule)
    alone.raise_floor(OUTSIDER, 0, proven)
    alone.forget_floors(0)
    assert all(np.array_equal(*pair) for pair in zip(lacks(alone), before, strict=True))


def lacks(needs: Requirements) -> tuple[Counts, Counts]:
    """What every cell would lack for every attacker, high and low: two arrays (attackers, cells)."""
    cells = range(needs.truth.shape[1])
    high = np.stack([needs.lacking_high(cell) for cell in cells], axis=1)
    return high, np.stack([needs.lacking_low(cell) for cell in cells], axis=1)


@pytest.fixture
def large() -> Requirements:
    problem = Problem.of(
        LAYOUT, np.arange(4), np.array([9, 7, 8, 6]), Rule(), insiders=insiders_at(LAYOUT, 0, 1)
    )
    return Requirements(problem, Rule())


def test_a_proof_for_the_outsider_holds_for_all_less_what_they_know(large: Requirements) -> None:
    total = len(LAYOUT) - 1
    large.raise_floor(OUTSIDER, total, 20)
    assert large.floor[:, total].tolist() == [20, 20 - 16, 20 - 14]
    assert large.lacking_low(total).tolist() == [0, 13, 0]  # 4 at least is not the threshold
    large.raise_floor(1, total, 16 + 5)
    assert large.lacking_low(total).tolist() == [0, 0, 0]


def test_a_weaker_proof_takes_nothing_back(large: Requirements) -> None:
    large.raise_floor(OUTSIDER, 0, 7)
    large.raise_floor(OUTSIDER, 0, 2)
    assert large.floor[OUTSIDER, 0] == 7


def test_a_cell_proven_to_be_large_still_needs_some_other_value(large: Requirements) -> None:
    large.raise_floor(OUTSIDER, 0, 9)
    assert large.lacking_high(0)[OUTSIDER] == 1
    assert large.any_other(OUTSIDER, 0)
    large.record(np.array([0]), np.array([-1]), np.array([True, False, False]))
    assert large.lacking_high(0)[OUTSIDER] == 0


def test_a_world_that_everybody_can_exclude_shows_nothing(large: Requirements) -> None:
    before = lacks(large)
    large.record(np.array([0]), np.array([-8]), np.zeros(3, dtype=bool))
    large.record(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.ones(3, dtype=bool))
    for one, two in zip(before, lacks(large), strict=True):
        assert np.array_equal(one, two)


def test_with_an_interval_insiders_may_compute_what_is_not_primary() -> None:
    marked = np.arange(len(LAYOUT)) == 0
    problem = Problem.of(
        LAYOUT,
        np.arange(4),
        np.array([2, 7, 8, 6]),
        Rule(),
        sensitive=marked,
        insiders=insiders_at(LAYOUT, 0, 1),
    )
    needs = Requirements(problem, Rule(interval=(1, 1)))
    assert needs.lacking_high(2).tolist() == [1, 0, 0]
    assert needs.lacking_high(0).tolist() == [1, 0, 1]
    assert needs.any_other(OUTSIDER, 2)
    assert not needs.any_other(OUTSIDER, 0)


def test_a_world_is_worth_keeping_while_it_meets_what_still_lacks(large: Requirements) -> None:
    cells, everybody = np.array([0, 1]), np.ones(3, dtype=bool)
    change = np.array([-8, 1])
    assert large.would_learn(cells, change, everybody)
    assert not large.would_learn(cells, change, ~everybody)
    large.record(cells, change, everybody)
    assert not large.would_learn(cells, change, everybody)
    assert not large.would_learn(cells, np.array([-5, 0]), everybody)  # lower than the truth, but not enough
    assert large.would_learn(cells, np.array([0, -6]), everybody)
