from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.auditor_job import Published
from dashboard.disclosure.layout import Layout
from dashboard.disclosure.linked import protect_linked
from dashboard.disclosure.problem import (
    Insider,
    Pattern,
    Problem,
    ProblemError,
    Rule,
    World,
    insiders_at,
    sparse_relations,
)
from tests.disclosure.auditing import Apart, process_apart
from tests.disclosure.small_tables import (
    LINKED,
    TINY,
    all_tables,
    axes,
    tables_of,
    unsafe_by_listing,
    unsafe_by_search,
)
from tests.examples import examples

RULES = [
    Rule(),
    Rule(3),
    Rule(3, zeros="sensitive"),
    *(Rule(interval=one) for one in ((1, 1), (2, 3), (3, 0))),
]
brief = examples(12, derandomize=True)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


@st.composite
def problems(draw: st.DrawFn, layout: Layout, rule: Rule, *, most: int, forced: bool = False) -> Problem:
    """Wild counts; the small cells or some others are sensitive; insiders of the first dimension, or none."""
    counts = np.array(draw(st.lists(st.integers(0, most), min_size=layout.size, max_size=layout.size)))
    cells = np.arange(len(layout))
    given: dict[str, Any] = {"insiders": draw(st.sampled_from([(), insiders_at(layout, 0, 1)]))}
    marked = draw(st.lists(st.integers(0, len(layout) - 1), max_size=2))
    if marked:
        given["sensitive"] = np.isin(cells, marked)
    problem = Problem.of(layout, np.arange(layout.size), counts, rule, **given)
    if forced:
        kept = np.isin(cells, draw(st.lists(st.integers(0, len(layout) - 1), min_size=1, max_size=4)))
        given["forced"] = kept & ~problem.sensitive
        problem = Problem.of(layout, np.arange(layout.size), counts, rule, **given)
    return problem


def poisson(name: str, seed: int, rule: Rule, mean: float = 3, **given: Any) -> Problem:
    layout = LINKED[name]
    counts = np.random.default_rng(seed).poisson(mean, layout.size)
    return Problem.of(layout, np.arange(layout.size), counts, rule, **given)


def assert_worlds_agree(problem: Problem, pattern: Pattern) -> None:
    tables = tables_of(problem, pattern)
    assert np.array_equal(tables[0], problem.values)
    assert (tables >= 0).all()
    assert not np.any(problem.relations @ tables.T)
    assert (tables[:, ~pattern.hidden] == problem.values[~pattern.hidden]).all()


@brief
@given(name=st.sampled_from(sorted(TINY)), rule=st.sampled_from(RULES), data=st.data())
def test_of_all_tables_that_agree_some_are_low_and_some_high_for_everybody(
    name: str, rule: Rule, data: st.DataObject
) -> None:
    problem = data.draw(problems(TINY[name], rule, most=4))
    pattern = protect_linked(problem, rule)
    assert pattern.unproven == ()
    most = int(problem.values.max()) + rule.threshold if len(problem) < 9 else 13
    assert unsafe_by_listing(problem, rule, pattern.hidden, all_tables(problem, most)) == []


@brief
@given(name=st.sampled_from(sorted(LINKED)), rule=st.sampled_from(RULES), data=st.data())
def test_linked_tables_are_hidden_well_and_all_worlds_told_agree(
    name: str, rule: Rule, data: st.DataObject
) -> None:
    problem = data.draw(problems(LINKED[name], rule, most=7))
    pattern = protect_linked(problem, rule)
    assert pattern.unproven == ()
    assert (pattern.hidden | ~problem.sensitive).all()
    assert np.array_equal(pattern.primary, problem.sensitive)
    assert unsafe_by_search(problem, rule, pattern.hidden) == []
    assert_worlds_agree(problem, pattern)


@brief
@given(name=st.sampled_from(sorted(LINKED)), rule=st.sampled_from(RULES), data=st.data())
def test_forced_cells_stay_and_what_that_leaves_open_is_named_or_refused(
    name: str, rule: Rule, data: st.DataObject
) -> None:
    problem = data.draw(problems(LINKED[name], rule, most=7, forced=True))
    try:
        pattern = protect_linked(problem, rule)
    except ProblemError:
        everything = unsafe_by_search(problem, rule, ~problem.forced)
        assert any(problem.sensitive[cell] for _, cell in everything)
        return
    assert not (pattern.hidden & problem.forced).any()
    unsafe = {cell for _, cell in unsafe_by_search(problem, rule, pattern.hidden)}
    assert unsafe <= set(pattern.unproven)
    assert_worlds_agree(problem, pattern)


@pytest.mark.parametrize("insiders", [False, True])
@pytest.mark.parametrize("name", sorted(LINKED))
def test_the_audit_of_tables_passes_and_fails_once_a_needed_cell_is_published(
    apart: Apart, name: str, insiders: bool
) -> None:
    rule, layout = Rule(3), LINKED[name]
    problem = poisson(
        name, 8, rule, 0.8 if name == "some" else 2, insiders=insiders_at(layout, 0, 1) if insiders else ()
    )
    pattern = protect_linked(problem, rule)
    told: dict[str, Any] = {"tables": pattern.worlds, "insiders": problem.insiders, "inner_limit": 0}
    told["own"] = World(problem.inner, problem.counts) if insiders else None
    report = apart.audit(Published.of(problem, pattern.hidden), rule, **told)
    assert (report.safe, report.depth, report.notes["refused_worlds"]) == (True, "tables", 0)
    assert pattern.secondary.any()
    failed = 0
    for cell in np.flatnonzero(pattern.secondary).tolist():
        fewer = pattern.hidden.copy()
        fewer[cell] = False
        safe = apart.audit(Published.of(problem, fewer), rule, **told).safe
        assert safe == (unsafe_by_search(problem, rule, fewer) == [])
        failed += not safe
    assert failed


def test_the_same_problem_gives_the_same_pattern_and_worlds() -> None:
    problem = poisson("places, pairs", 5, Rule(), insiders=insiders_at(LINKED["places, pairs"], 0, 1))
    first, second = (protect_linked(problem, Rule()) for _ in range(2))
    assert np.array_equal(first.hidden, second.hidden)
    assert np.array_equal(tables_of(problem, first), tables_of(problem, second))


def test_a_cell_cannot_be_sensitive_and_forced() -> None:
    problem = poisson("pairs", 1, Rule(), 1)
    both = Problem.of(
        LINKED["pairs"], problem.inner, problem.counts, Rule(), forced=np.ones(len(problem), dtype=bool)
    )
    with pytest.raises(ProblemError, match="riservata"):
        protect_linked(both, Rule())


def test_forced_cells_that_give_a_small_one_away_are_refused_without_a_figure() -> None:
    layout = TINY["one line"]
    small = np.isin(np.arange(5), [0])
    counts = np.array([3, 20, 30, 40])
    problem = Problem.of(layout, np.arange(4), counts, Rule(), forced=~small)
    with pytest.raises(ProblemError, match="pubblicate") as refused:
        protect_linked(problem, Rule())
    assert not any(character.isdigit() for character in str(refused.value))


@pytest.mark.parametrize(
    ("layout", "seed", "share"),
    [(TINY["cross"], 24, 0.08), (LINKED["places"], 21, 0.08)],
    ids=["cross", "places"],
)
def test_a_secondary_cell_that_forced_ones_give_away_is_not_used(
    layout: Layout, seed: int, share: float
) -> None:
    dice, rule = np.random.default_rng(seed), Rule(3 + 2 * (seed % 2))
    counts, insiders = dice.poisson(4, layout.size), insiders_at(layout, 0, 1)
    small = Problem.of(layout, np.arange(layout.size), counts, rule).sensitive
    forced = (dice.random(len(layout)) < share) & ~small
    problem = Problem.of(layout, np.arange(layout.size), counts, rule, forced=forced, insiders=insiders)
    pattern = protect_linked(problem, rule)
    assert forced.any()
    assert pattern.unproven == ()
    assert unsafe_by_search(problem, rule, pattern.hidden) == []


def test_a_large_marked_cell_is_not_left_to_a_subtraction() -> None:
    layout = TINY["one line"]
    marked = np.isin(np.arange(5), [0])
    problem = Problem.of(layout, np.arange(4), np.array([50, 60, 70, 80]), Rule(), sensitive=marked)
    pattern = protect_linked(problem, Rule())
    assert pattern.hidden.sum() == 2
    assert pattern.unproven == ()


def test_a_cell_that_its_sums_tie_to_one_value_is_named() -> None:
    relations = sparse_relations([{0: 1, 1: -1}, {2: 1}], 3)
    everything = np.ones(3, dtype=bool)
    problem = Problem(np.array([3, 3, 0]), relations, everything, ~everything, np.ones(3))
    assert protect_linked(problem, Rule()).unproven == (2,)


def test_a_change_that_fractions_alone_would_allow_is_made_whole() -> None:
    # t = a + b = b + c = a + c: one person more in t would be half a person in each of the others
    relations = sparse_relations([{0: -1, i: 1, j: 1} for i, j in ((1, 2), (2, 3), (1, 3))], 4)
    values, rule = np.array([4, 2, 2, 2]), Rule(interval=(1, 1))
    problem = Problem(values, relations, np.arange(4) == 0, np.zeros(4, dtype=bool), np.ones(4))
    pattern = protect_linked(problem, rule)
    assert pattern.unproven == ()
    assert pattern.hidden.all()
    told = tables_of(problem, pattern)[:, 0]
    assert told.min() < 4 < told.max()
    assert not np.any(told % 2)


def test_who_holds_much_knows_how_large_the_rest_is() -> None:
    # whoever knows line 0.0 computes from the total that the rest is large: nothing more is to be hidden
    layout = Layout.of(axes(2, 2), [["d0", "d1"], ["d0"], []])
    rule, insider = Rule(3), Insider("x", ((0, 0),))
    for seed in range(20):
        counts = np.random.default_rng(seed).integers(0, 9, 4)
        problem = Problem.of(layout, np.arange(4), counts, rule, insiders=(insider,))
        pattern = protect_linked(problem, rule)
        assert unsafe_by_listing(problem, rule, pattern.hidden, all_tables(problem, 12)) == []


def test_without_time_nothing_is_given_back_and_all_is_safe() -> None:
    problem = poisson("places", 3, Rule())
    hurried, patient = protect_linked(problem, Rule(), seconds=0.0), protect_linked(problem, Rule())
    assert unsafe_by_search(problem, Rule(), hurried.hidden) == []
    assert hurried.unproven == ()
    assert hurried.hidden.sum() >= patient.hidden.sum()


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    protect_linked(poisson("places", 3, Rule()), Rule(), progress=lambda *step: told.append(step))
    assert {what for *_, what in told} == {
        "molte celle alla volta",
        "una cella alla volta",
        "celle restituite",
    }
    assert all(0 <= done <= whole for done, whole, _ in told)
