from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.linked import protect_linked
from dashboard.disclosure.over_time import Online, OverTimeError, decide
from dashboard.disclosure.over_time_audit import audit_over_time
from dashboard.disclosure.over_time_protecting import Outcome, Protector, protect_next
from dashboard.disclosure.problem import Insider, Pattern, Problem, Rule
from tests.disclosure.small_worlds import agreeing, protect_by_listing
from tests.disclosure.two_releases import FIRST, LAYOUT, NORTH, RULE, cell, first, flat, problem, world
from tests.examples import examples


def after(
    counts: Sequence[int],
    earlier: Sequence[Online],
    insiders: Sequence[Insider] = (),
    *,
    protector: Protector = protect_by_listing,
) -> Outcome:
    return protect_next(problem(counts, insiders), RULE, earlier, protector=protector)


def published(counts: Sequence[int], outcome: Outcome, label: str) -> Online:
    assert outcome.pattern is not None
    return Online.of(label, problem(counts), outcome.pattern)


def spans(old: Online, new: Online, most: int = 40) -> tuple[Ints, Ints]:
    """Between what every change lies, by listing all pairs of worlds (they are independent of each other)."""
    _, before = agreeing(old.layout, old.values, most)
    _, later = agreeing(new.layout, new.values, most)
    return later.min(axis=0) - before.max(axis=0), later.max(axis=0) - before.min(axis=0)


PROTECTORS = {"by people": protect_by_listing, "by tables": protect_linked}
"""The large method tells its worlds as differences, and of cells: they must be read as what they are."""
ONE_PERSON = {"joins": (6, 4, 4, 3), "leaves": (5, 4, 4, 2), "changes": (5, 4, 3, 4)}


@pytest.mark.parametrize("what", ONE_PERSON)
def test_one_person_who_joins_leaves_or_changes_is_waited_for(what: str) -> None:
    online = first()
    outcome = after(ONE_PERSON[what], [online])
    assert outcome.pattern is None
    assert outcome.decision.hold and outcome.decision.people == 1
    assert "Restano le tabelle di prima" in outcome.decision.reason
    # what is on line after the hold is what was on line before: nothing to subtract
    assert audit_over_time([online], threshold=3).safe


@pytest.mark.parametrize("what", ONE_PERSON)
def test_publishing_one_person_s_change_anyway_is_caught(what: str) -> None:
    one, other = first(), problem(ONE_PERSON[what])
    careless = Online.of("2", other, protect_by_listing(other, RULE))
    assert audit_over_time([one, careless], threshold=3).exposed


def test_changes_accumulate_until_enough_people_changed() -> None:
    online, kinds = first(), []
    for joined in range(1, 5):
        counts = (5 + joined, 4, 4, 3)
        outcome = after(counts, [online])
        kinds.append(outcome.decision.kind)
        if outcome.pattern is not None:
            assert audit_over_time([online, published(counts, outcome, "2")], threshold=3).safe
    assert kinds == ["hold", "hold", "publish", "publish"]


def test_the_same_figures_are_published_as_before() -> None:
    online = first((5, 1, 4, 3))
    outcome = after((5, 1, 4, 3), [online])
    assert outcome.decision.kind == "unchanged" and not outcome.decision.hold
    assert "«1»" in outcome.decision.reason
    assert outcome.pattern is not None
    assert (outcome.pattern.hidden == online.hidden).all()


def test_without_an_earlier_release_only_the_rule_counts() -> None:
    one = problem((5, 1, 4, 3))
    outcome = protect_next(one, RULE, [], protector=protect_by_listing)
    assert outcome.decision.kind == "publish" and outcome.pattern is not None
    assert (outcome.pattern.hidden == protect_by_listing(one, RULE).hidden).all()


def test_what_is_hidden_once_stays_hidden_over_three_releases() -> None:
    online = [first((5, 1, 4, 3))]
    assert online[0].hidden.any()
    for label, counts in (("2", (5, 6, 8, 3)), ("3", (5, 6, 8, 9))):
        outcome = after(counts, online)
        assert outcome.pattern is not None
        online.append(published(counts, outcome, label))
        for older in online[:-1]:
            assert (online[-1].hidden >= older.hidden).all()
    assert audit_over_time(online, threshold=3).safe
    reasons = decide(LAYOUT, *flat((5, 9, 8, 9)), online, threshold=3).reasons
    assert all(reasons[c].startswith("nascosta") for c in np.flatnonzero(online[-1].hidden).tolist())


def test_the_third_release_is_compared_with_the_first_too() -> None:
    """Ten join, nine leave: between the first and the third one person joined."""
    online = [first()]
    many = (15, 4, 4, 3)
    outcome = after(many, online)
    online.append(published(many, outcome, "2"))
    third = after((6, 4, 4, 3), online)
    assert third.decision.hold and "«1»" in third.decision.reason


@pytest.mark.parametrize("how", PROTECTORS)
def test_a_small_change_beside_large_ones_is_hidden_with_room(how: str) -> None:
    online = first((6, 6, 6, 6))
    assert not online.hidden.any()
    counts = (7, 6, 6, 12)
    outcome = after(counts, [online], protector=PROTECTORS[how])
    assert outcome.pattern is not None
    small = cell("f", "n")
    assert outcome.decision.small[small] and outcome.pattern.hidden[small]
    assert outcome.decision.reasons[small] == "variazione piccola rispetto al rilascio «1»"
    low, high = spans(online, published(counts, outcome, "2"))
    assert low[small] <= 1 and max(high[small], -low[small]) >= 3


@examples(10)
@given(
    st.tuples(*[st.integers(0, 4)] * 4),
    st.tuples(*[st.integers(0, 4)] * 4),
    st.sampled_from(sorted(PROTECTORS)),
)
def test_two_releases_never_give_away_a_small_change(
    before: tuple[int, ...], later: tuple[int, ...], how: str
) -> None:
    assume(sum(before) and sum(later))
    online = first(before)
    outcome = after(later, [online], protector=PROTECTORS[how])
    if outcome.pattern is None:
        assert outcome.decision.hold and outcome.decision.reason
        return
    assume(not outcome.pattern.unproven)
    assume(not np.isnan(online.values).all())
    new = published(later, outcome, "2")
    low, high = spans(online, new)
    assert not ((low > 0) & (high < 3)).any() and not ((high < 0) & (low > -3)).any()
    changes = problem(later).values - problem(before).values
    small = (changes != 0) & (abs(changes) < 3) & ~online.hidden
    assert (new.hidden >= small).all()
    assert ((low[small] <= 1) & (high[small] >= -1)).all()
    assert (np.maximum(high, -low)[small] >= 3).all()


def narrow_then_wide(calls: list[Rule]) -> object:
    """Hides what is asked for, first without any room, then by listing."""

    def protector(one: Problem, rule: Rule) -> Pattern:
        calls.append(rule)
        if len(calls) == 1:
            return Pattern(one.sensitive.copy(), one.sensitive)
        return protect_by_listing(one, rule)

    return protector


def test_a_narrow_pattern_gets_room_in_a_second_round() -> None:
    calls: list[Rule] = []
    online = first((6, 6, 6, 6))
    counts = (7, 6, 6, 12)
    outcome = protect_next(problem(counts), RULE, [online], protector=narrow_then_wide(calls))  # type: ignore[arg-type]
    assert [rule.interval for rule in calls] == [None, (2, 2), None]
    assert outcome.pattern is not None
    assert audit_over_time([online, published(counts, outcome, "2")], threshold=3).safe


def test_what_cannot_be_given_room_waits() -> None:
    def useless(one: Problem, rule: Rule) -> Pattern:
        return Pattern(one.sensitive.copy(), one.sensitive)

    outcome = protect_next(problem((7, 6, 6, 12)), RULE, [first((6, 6, 6, 6))], protector=useless)
    assert outcome.pattern is None and outcome.decision.hold
    assert "non si possono coprire" in outcome.decision.reason


def test_worlds_that_do_not_agree_with_the_figures_give_no_room() -> None:
    def lying(one: Problem, rule: Rule) -> Pattern:
        return Pattern(one.sensitive.copy(), one.sensitive, (world((0, 0, 0, 1)), world((50, 50, 50, 50))))

    outcome = protect_next(problem((7, 6, 6, 12)), RULE, [first((6, 6, 6, 6))], protector=lying)
    assert outcome.pattern is None


def test_what_stays_hidden_wins_over_what_must_be_published() -> None:
    online = first((5, 1, 4, 3))
    one = problem((5, 8, 4, 3))
    stubborn = replace(one, forced=online.hidden)
    outcome = protect_next(stubborn, RULE, [online], protector=protect_by_listing)
    assert outcome.pattern is not None and (outcome.pattern.hidden >= online.hidden).all()


@pytest.mark.parametrize("how", PROTECTORS)
def test_the_insider_cannot_narrow_the_change_outside_its_part(how: str) -> None:
    online, counts = first((6, 6, 6, 6)), (11, 7, 6, 6)
    outcome = after(counts, [online], [NORTH], protector=PROTECTORS[how])
    assert outcome.pattern is not None
    new = published(counts, outcome, "2")
    inner, values = agreeing(LAYOUT, new.values, 40)
    mine = (inner[:, [0, 2]] == [11, 6]).all(axis=1)
    total = cell("Total", "Total")
    changes = values[mine][:, total] - 17 - 12  # less what the north has now, and what the south had
    assert changes.min() <= 1 and max(changes.max(), -changes.min()) >= 3


def test_a_lower_least_change_lets_more_be_shown() -> None:
    online, one = first((6, 6, 6, 6)), problem((8, 6, 6, 12))
    found = [
        protect_next(one, RULE, [online], protector=protect_by_listing, least_change=least).pattern
        for least in (None, 3, 1)
    ]
    hidden = [int(pattern.hidden.sum()) for pattern in found if pattern is not None]
    assert hidden[0] == hidden[1] > hidden[2]
    with pytest.raises(OverTimeError, match="almeno 1"):
        protect_next(one, RULE, [online], protector=protect_by_listing, least_change=0)


def test_a_release_of_few_changes_waits_even_where_changes_may_be_seen() -> None:
    one = problem((6, 4, 4, 3))
    outcome = protect_next(one, RULE, [first()], protector=protect_by_listing, least_change=1)
    assert outcome.decision.hold and not outcome.decision.small.any()


@pytest.mark.parametrize("what", ["decide", "protect"])
def test_exact_figures_of_earlier_releases_are_needed(what: str) -> None:
    online = Online("1", LAYOUT, first().values)
    with pytest.raises(OverTimeError, match="mancano le cifre esatte"):
        if what == "decide":
            decide(LAYOUT, *flat(FIRST), [online])
        else:
            after(FIRST, [online])


def test_tables_without_a_layout_are_refused() -> None:
    one = problem(FIRST)
    bare = Problem(one.values, one.relations, one.sensitive, one.forced, one.cost)
    with pytest.raises(OverTimeError, match="gerarchie"):
        protect_next(bare, RULE, [], protector=protect_by_listing)
    with pytest.raises(OverTimeError, match="gerarchie"):
        Online.of("1", bare, Pattern(one.sensitive, one.sensitive))
