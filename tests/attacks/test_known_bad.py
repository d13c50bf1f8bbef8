"""Publications that are known to leak: the audit must fail each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.disclosure.audit import Published, Report, audit
from dashboard.disclosure.layout import Bools, Ints, Layout
from dashboard.disclosure.problem import Problem, Rule
from tests.disclosure.auditing import Apart, Case, layout_of, process_apart
from tests.disclosure.small_worlds import agreeing, protect_by_listing
from tests.examples import examples

some = examples(10)
TWO_PER_LINE = [1, 2, 3, 5, 6, 7, 13, 14, 16, 17, 19, 20, 21, 22, 24, 26]
"""Of 3 × 3 × 3 inner cells: every line along every dimension has none of these, or two or three."""
PEOPLE = 9
"""So few that all their tables can be listed."""


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def inner_cells(layout: Layout) -> Ints:
    """The cells that are the inner ones, in their order."""
    found = [layout.find(place) for place in product(*(range(n) for n in layout.shape))]
    return np.array(found, dtype=np.int64)


def lines(layout: Layout) -> list[list[int]]:
    """The inner cells of every line: all coordinates but one fixed."""
    cells = inner_cells(layout).reshape(layout.shape)
    return [
        np.moveaxis(cells, axis, -1).reshape(-1, size)[row].tolist()
        for axis, size in enumerate(layout.shape)
        for row in range(cells.size // size)
    ]


def exactly_found(report: Report, problem: Problem) -> set[int]:
    """The cells of which the report says the attacker gets the number, which is the true one."""
    found = {cell.cell: cell.low for cell in report.unsafe if cell.exact and cell.low == cell.high}
    assert all(problem.values[cell] == value for cell, value in found.items())
    return set(found)


def test_a_three_way_table_with_only_the_small_cells_hidden_is_undone() -> None:
    layout = layout_of((3, 4, 3))
    counts = np.random.default_rng(7).poisson(6, layout.size)
    problem = Problem.of(layout, np.arange(layout.size), counts, Rule())
    report = audit(Published.of(problem, problem.sensitive), Rule())
    assert not report.safe
    assert exactly_found(report, problem)


def test_two_hidden_cells_in_every_line_of_a_three_way_table_still_tell_each_number() -> None:
    layout = layout_of((3, 3, 3))
    problem = Problem.of(layout, np.arange(27), np.random.default_rng(7).poisson(6, 27), Rule())
    hidden = np.zeros(len(problem), dtype=bool)
    hidden[inner_cells(layout)[TWO_PER_LINE]] = True
    assert all(hidden[line].sum() != 1 for line in lines(layout))
    report = audit(Published.of(problem, hidden), Rule(interval=(1, 1)))
    assert exactly_found(report, problem) == set(np.flatnonzero(hidden))


def test_tables_each_with_its_own_small_cells_hidden_give_them_away_together() -> None:
    # what a filter that hides small numbers at query time answers, asked three times
    layout = layout_of((4, 3, 2), [["a", "b"], ["a", "c"], ["b", "c"], ["a"], ["b"], ["c"], []])
    counts = np.random.default_rng(3).poisson(2, layout.size)
    problem = Problem.of(layout, np.arange(layout.size), counts, Rule())
    report = audit(Published.of(problem, problem.sensitive), Rule())
    assert not report.safe
    assert exactly_found(report, problem)


def small_table(data: st.DataObject) -> Problem:
    """A 3 × 3 table with margins."""
    layout = layout_of((3, 3))
    counts = data.draw(st.lists(st.integers(0, 2), min_size=9, max_size=9))
    assume(sum(counts) <= PEOPLE)
    return Problem.of(layout, np.arange(9), np.array(counts), Rule(3))


def case_of(problem: Problem, hidden: Bools, rule: Rule) -> Case:
    assert problem.layout is not None
    shown = np.where(hidden, np.nan, problem.values.astype(np.float64))
    inner, cells = agreeing(problem.layout, shown, int(problem.counts.sum()))
    return Case(problem, rule, hidden, inner, cells)


@some
@given(data=st.data())
def test_wherever_two_per_line_leaks_the_audit_says_so(apart: Apart, data: st.DataObject) -> None:
    problem = small_table(data)
    assert problem.layout is not None
    inner = inner_cells(problem.layout)
    hidden = np.zeros(len(problem), dtype=bool)
    hidden[inner] = problem.sensitive[inner]
    for _ in range(4):
        for line in lines(problem.layout):
            if hidden[line].sum() == 1:
                hidden[next(cell for cell in line if not hidden[cell])] = True
    assume(hidden.any() and all(hidden[line].sum() != 1 for line in lines(problem.layout)))
    case = case_of(problem, hidden, Rule(3))
    assert apart.audit(case.published, case.rule).safe == all(case.passes().values())


@some
@given(data=st.data())
def test_a_safe_pattern_with_any_secondary_published_fails(apart: Apart, data: st.DataObject) -> None:
    layout, rule = layout_of((2, 3)), Rule(3)
    counts = data.draw(st.lists(st.integers(0, 3), min_size=6, max_size=6))
    problem = Problem.of(layout, np.arange(6), np.array(counts), rule)
    pattern = protect_by_listing(problem, rule)
    assume(not pattern.unproven and pattern.secondary.any())
    assert apart.audit(Published.of(problem, pattern.hidden), rule).safe
    for cell in np.flatnonzero(pattern.secondary):
        hidden = pattern.hidden.copy()
        hidden[cell] = False  # it hides one cell fewer than any safe pattern
        assert not apart.audit(Published.of(problem, hidden), rule).safe
