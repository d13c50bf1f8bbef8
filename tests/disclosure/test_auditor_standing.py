from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.auditor_standing import NEVER, Demand, Standing
from dashboard.disclosure.problem import Rule
from tests.disclosure.auditing import any_rule


def fine(rule: Rule, values: set[int], primary: bool) -> bool:
    """Judge one cell by the list of all its values."""
    low, high = min(values), max(values)
    if rule.interval is None:
        return (low <= 1 and high >= rule.threshold) or high > low >= rule.threshold
    lower, upper = rule.interval if primary else (0, 1)
    return high - low >= lower + upper or (low == 0 and high >= max(upper, 1))


def standing_of(rule: Rule, primary: bool) -> Standing:
    return Standing(Demand.of(rule, np.array([primary]), 1))


@given(rule=any_rule(), values=st.sets(st.integers(0, 9), min_size=1), primary=st.booleans())
def test_with_all_worlds_seen_and_both_bounds_proven_a_cell_is_decided_rightly(
    rule: Rule, values: set[int], primary: bool
) -> None:
    standing = standing_of(rule, primary)
    for number, value in enumerate(values):
        standing.see(np.array([value]), number)
    standing.least[0], standing.most[0] = min(values), max(values)
    assert not standing.open[0]
    assert standing.safe[0] == fine(rule, values, primary)
    assert standing.lost[0] != standing.safe[0]


@given(
    rule=any_rule(),
    values=st.sets(st.integers(0, 9), min_size=1),
    seen=st.data(),
    room=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_with_less_seen_and_less_proven_nothing_is_decided_wrongly(
    rule: Rule, values: set[int], seen: st.DataObject, room: tuple[int, int]
) -> None:
    standing = standing_of(rule, True)
    for value in seen.draw(st.sets(st.sampled_from(sorted(values)), min_size=1)):
        standing.see(np.array([value]), 0)
    standing.least[0], standing.most[0] = max(0, min(values) - room[0]), max(values) + room[1]
    if standing.safe[0]:
        assert fine(rule, values, True)
    if standing.lost[0]:
        assert not fine(rule, values, True)


@given(rule=any_rule(), values=st.sets(st.integers(0, 9), min_size=1))
def test_an_open_cell_wants_something_it_has_not_seen(rule: Rule, values: set[int]) -> None:
    standing = standing_of(rule, True)
    for value in values:
        standing.see(np.array([value]), 0)
    below, above = (int(one[0]) for one in standing.wanted())
    if standing.open[0]:
        assert below >= 0 or above < NEVER
    assert below < min(values)
    assert above > max(values)


def test_a_world_that_shows_nothing_new_is_not_worth_keeping() -> None:
    standing = standing_of(Rule(), True)
    assert standing.see(np.array([4]), 0)
    assert not standing.see(np.array([4]), 1)
    assert standing.see(np.array([3]), 2)
    assert (standing.low_world[0], standing.high_world[0]) == (2, 0)


def test_a_copy_is_changed_apart() -> None:
    standing = Standing(Demand.of(Rule(), None, 3))
    other = standing.copy()
    other.see(np.array([1, 2, 3]), 0)
    assert (standing.low == NEVER).all()
    assert other.part(np.array([2])).low.tolist() == [3]
