"""Two releases, one taken from the other: nobody who came, left or changed is singled out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.over_time import Online
from dashboard.disclosure.over_time_protecting import Outcome, protect_next
from dashboard.disclosure.problem import Pattern, Problem
from dashboard.disclosure.protecting import protect
from tests.attacks import samples
from tests.attacks.differencing import Changes, subtract_releases, together
from tests.attacks.solvers import broken, by_outsider
from tests.attacks.systems import System, hide, of_layout

RULE = samples.RULE
BEFORE = samples.counts_of(samples.drawn(2, mean=2.0))
ONE = {
    "joins": ((0, +1),),
    "leaves": ((int(BEFORE.argmax()), -1),),
    "moves": ((int(BEFORE.argmax()), -1), (0, +1)),
}
"""What one person does: positions of inner cells and steps."""


def stepped(before: Ints, steps: tuple[tuple[int, int], ...]) -> Problem:
    counts = before.copy()
    for inner, step in steps:
        counts[inner] += step
    return samples.problem_of(counts)


def on_line(label: str, problem: Problem, pattern: Pattern) -> Online:
    return Online.of(label, problem, pattern)


def system(problem: Problem, pattern: Pattern) -> System:
    assert problem.layout is not None
    return of_layout(problem.layout, hide(problem.values, pattern.hidden))


@pytest.fixture(scope="module")
def first() -> tuple[Problem, Pattern]:
    problem = samples.problem_of(BEFORE)
    return problem, protect(problem, RULE)


@pytest.mark.parametrize("what", ONE)
def test_where_releases_are_protected_one_by_one_a_single_person_is_singled_out(
    what: str, first: tuple[Problem, Pattern]
) -> None:
    new = stepped(BEFORE, ONE[what])

    changes = subtract_releases(system(*first), system(new, protect(new, RULE)))

    assert changes.told(RULE.threshold).any()


@pytest.mark.parametrize("what", ONE)
def test_a_change_of_one_person_waits(what: str, first: tuple[Problem, Pattern]) -> None:
    outcome = protect_next(stepped(BEFORE, ONE[what]), RULE, [on_line("1", *first)], protector=protect)

    assert outcome.decision.hold
    assert outcome.pattern is None


def many(seed: int, people: int) -> Problem:
    """The country after some people came and some left."""
    chance = np.random.default_rng(seed)
    counts = BEFORE.copy()
    for _ in range(people):
        there = chance.choice(np.flatnonzero(counts > 0))
        counts[there] -= chance.random() < 0.4
        counts[chance.integers(len(counts))] += 1
    return samples.problem_of(counts)


@pytest.fixture(scope="module")
def followed(first: tuple[Problem, Pattern]) -> list[tuple[Problem, Outcome]]:
    """Second releases after many small changes."""
    online = [on_line("1", *first)]
    found = []
    for seed in range(6):
        problem = many(seed, 12 + 4 * seed)
        found.append((problem, protect_next(problem, RULE, online, protector=protect)))
    return found


def test_some_releases_are_published_after_many_changes(followed: list[tuple[Problem, Outcome]]) -> None:
    assert [outcome for _, outcome in followed if outcome.pattern is not None]


def test_two_releases_together_single_nobody_out(
    first: tuple[Problem, Pattern], followed: list[tuple[Problem, Outcome]]
) -> None:
    for problem, outcome in followed:
        if outcome.pattern is not None:
            changes = subtract_releases(system(*first), system(problem, outcome.pattern), whole=True)
            assert not changes.told(RULE.threshold).any()


def test_each_release_is_safe_by_itself_too(followed: list[tuple[Problem, Outcome]]) -> None:
    for problem, outcome in followed:
        if outcome.pattern is not None:
            assert not by_outsider(problem, outcome.pattern.hidden, RULE).any()


def test_what_was_hidden_stays_hidden(
    first: tuple[Problem, Pattern], followed: list[tuple[Problem, Outcome]]
) -> None:
    for _, outcome in followed:
        if outcome.pattern is not None:
            assert (outcome.pattern.hidden >= first[1].hidden).all()


def test_three_releases_single_nobody_out(
    first: tuple[Problem, Pattern], followed: list[tuple[Problem, Outcome]]
) -> None:
    problem, outcome = next((p, o) for p, o in followed if o.pattern is not None)
    assert outcome.pattern is not None
    earlier = [on_line("1", *first), on_line("2", problem, outcome.pattern)]
    counts = samples.counts_of(problem)
    for shift in range(4):
        third = samples.problem_of(np.roll(counts, shift))
        last = protect_next(third, RULE, earlier, protector=protect)
        if last.pattern is None:
            continue
        newest = system(third, last.pattern)
        for old in (system(*first), system(problem, outcome.pattern)):
            assert not subtract_releases(old, newest, whole=True).told(RULE.threshold).any()


# ---- the same people under two patterns ----


def test_two_patterns_over_the_same_people_are_undone_and_one_pattern_is_not(
    first: tuple[Problem, Pattern],
) -> None:
    problem, pattern = first
    assert problem.layout is not None
    other = replace(pattern, hidden=other_pattern(problem, pattern))
    assert not by_outsider(problem, other.hidden, RULE).any()
    both = pattern.hidden & other.hidden

    found = together([system(problem, pattern), system(problem, other)])

    assert broken(found, both, RULE).any()
    assert not broken(together([system(problem, pattern)] * 2), pattern.hidden, RULE).any()


def other_pattern(problem: Problem, pattern: Pattern) -> np.ndarray:
    """Another safe pattern of the same figures: the secondaries of the first cost a hundred times more."""
    cost = np.where(pattern.secondary, 100.0, 1.0)
    return protect(replace(problem, cost=cost), RULE).hidden


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(1, 1, True), (1, 4, True), (-4, -1, True), (0, 1, False), (1, 5, False), (5, 9, False), (-1, 1, False)],
)
def test_a_change_is_told_when_it_is_sure_and_small(low: int, high: int, told: bool) -> None:
    changes = Changes(np.array([float(low), np.nan]), np.array([float(high), np.nan]))

    assert changes.told(5).tolist() == [told, False]
