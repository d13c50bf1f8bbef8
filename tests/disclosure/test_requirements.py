from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.problem import Problem, Rule, insiders_at
from dashboard.disclosure.requirements import OUTSIDER, Requirements
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
    high, low = needs.lacking(np.ones(len(problem), dtype=bool), np.arange(needs.attackers))
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
    high, low = needs.lacking(hidden, np.arange(needs.attackers))
    some = needs.lacking(hidden, np.array([1]))
    assert (some[0] == high[1:2]).all()
    assert (some[1] == low[1:2]).all()
    for cell in range(len(LAYOUT)):
        shown = int(hidden[cell])
        assert high[:, cell].tolist() == (needs.lacking_high(cell) * shown).tolist()
        assert low[:, cell].tolist() == (needs.lacking_low(cell) * shown).tolist()
        assert (low[:, cell] <= needs.truth[:, cell]).all()


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
    everything = np.ones(len(LAYOUT), dtype=bool)
    before = [part.copy() for part in large.lacking(everything, np.arange(3))]
    large.record(np.array([0]), np.array([-8]), np.zeros(3, dtype=bool))
    large.record(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.ones(3, dtype=bool))
    for one, two in zip(before, large.lacking(everything, np.arange(3)), strict=True):
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
