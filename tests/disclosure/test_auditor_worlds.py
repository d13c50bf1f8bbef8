from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.auditor_worlds import Checked, absolute, check, look_up, possible_for
from dashboard.disclosure.layout import Layout
from dashboard.disclosure.problem import Insider, Problem, Rule, World, values_of
from tests.disclosure.auditing import Case, cases, layout_of, truth_of
from tests.examples import examples

some = examples(12)


def difference(base: np.ndarray, other: np.ndarray) -> World:
    change = other - base
    return World(np.flatnonzero(change), change[change != 0], relative=True)


def checked(case: Case, worlds: list[World]) -> Checked:
    values = np.where(case.hidden, 0, case.problem.values)
    return check(worlds, case.layout, None, values, case.hidden)


@some
@given(case=cases(sure=True), data=st.data())
def test_worlds_that_agree_are_kept_told_whole_or_as_differences(case: Case, data: st.DataObject) -> None:
    rows = [case.inner[data.draw(st.integers(0, len(case.inner) - 1))] for _ in range(3)]
    worlds = [truth_of(rows[0].tolist()), truth_of(rows[1].tolist()), difference(rows[0], rows[2])]
    found = checked(case, worlds)
    assert found.refused == 0
    for values, row in zip(found.values, rows, strict=True):
        everything = np.asarray(case.layout.add_up(np.arange(case.layout.size), row))
        assert np.array_equal(values, everything[case.hidden])


@some
@given(case=cases(sure=True), data=st.data())
def test_a_world_is_kept_exactly_when_it_is_among_those_that_agree(case: Case, data: st.DataObject) -> None:
    base = case.inner[0]
    change = data.draw(st.lists(st.integers(-1, 1), min_size=len(base), max_size=len(base)))
    other = base + np.array(change)
    found = checked(case, [truth_of(base.tolist()), difference(base, other)])
    assert (1 in found.numbers) == bool((case.inner == other).all(axis=1).any())


@some
@given(case=cases(sure=True), leaf=st.integers(0, 1), data=st.data())
def test_an_insider_keeps_the_worlds_with_its_own_figures(case: Case, leaf: int, data: st.DataObject) -> None:
    rows = [case.inner[data.draw(st.integers(0, len(case.inner) - 1))] for _ in range(4)]
    worlds = [truth_of(rows[0].tolist()), truth_of(rows[1].tolist()), difference(rows[0], rows[2])]
    insider = Insider("chi sa", ((0, leaf),))
    mine = insider.knows(case.layout, np.arange(case.layout.size))
    possible = possible_for(checked(case, worlds), truth_of(rows[3].tolist()), [insider], case.layout)
    assert possible[0].tolist() == [bool((row[mine] == rows[3][mine]).all()) for row in rows[:3]]


@pytest.fixture
def problem() -> Problem:
    return Problem.of(layout_of((2, 2)), np.arange(4), np.array([1, 2, 3, 4]), Rule())


@pytest.fixture
def layout(problem: Problem) -> Layout:
    assert problem.layout is not None
    return problem.layout


@pytest.mark.parametrize(
    "worlds",
    [
        [World(np.array([0]), np.array([1]), relative=True)],
        [World(np.array([9]), np.array([1]))],
        [World(np.arange(4), np.array([1, 2, 3, 5]))],
        [World(np.arange(4), np.array([-1, 4, 5, 2]))],
        [World(np.array([7]), np.array([1])), World(np.array([0]), np.array([1]), relative=True)],
    ],
    ids=["difference from nothing", "outside", "other sums", "negative", "difference from nonsense"],
)
def test_what_does_not_agree_is_refused(problem: Problem, layout: Layout, worlds: list[World]) -> None:
    hidden = np.arange(len(layout)) < 4
    found = check(worlds, layout, None, problem.values, hidden)
    assert (found.refused, found.numbers) == (len(worlds), ())


def test_a_difference_mends_a_first_world_that_is_below_zero(problem: Problem, layout: Layout) -> None:
    hidden = np.arange(len(layout)) < 4
    first = World(np.arange(4), np.array([-1, 4, 5, 2]))
    mended = World(np.arange(4), np.array([1, -1, -1, 1]), relative=True)
    worse = World(np.array([1, 3]), np.array([1, -1]), relative=True)
    assert check([first, mended, worse], layout, None, problem.values, hidden).numbers == (1,)


def test_without_layout_a_world_must_keep_the_relations(problem: Problem, layout: Layout) -> None:
    hidden = np.arange(len(layout)) < 4
    good, bad = World(np.arange(9), problem.values), World(np.arange(4, 9), problem.values[4:])
    found = check([good, bad], None, layout.relations, problem.values, hidden)
    assert found.numbers == (0,)
    assert values_of(good, None, 9).tolist() == problem.values.tolist()


def test_without_a_first_world_no_insider_has_any(problem: Problem, layout: Layout) -> None:
    none = check([], layout, None, problem.values, np.arange(len(layout)) < 4)
    assert possible_for(none, truth_of([1, 2, 3, 4]), [Insider("x", ((0, 0),))], layout).shape == (1, 0)


@given(places=st.lists(st.integers(0, 9), unique=True), asked=st.lists(st.integers(0, 9)))
def test_counts_are_looked_up_in_any_order(places: list[int], asked: list[int]) -> None:
    world = World(np.array(places, dtype=np.int64), np.array(places, dtype=np.int64) + 1)
    found = look_up(world, np.array(asked, dtype=np.int64))
    assert found.tolist() == [one + 1 if one in places else 0 for one in asked]


def test_a_difference_is_made_whole() -> None:
    base = World(np.array([0, 2]), np.array([1, 3]))
    whole = absolute(World(np.array([0, 1]), np.array([-1, 2]), relative=True), base)
    assert dict(zip(whole.inner.tolist(), whole.counts.tolist(), strict=True)) == {1: 2, 2: 3}
    assert absolute(base, base) is base
