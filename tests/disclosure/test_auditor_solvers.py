from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import assume, given
from scipy import sparse

from dashboard.disclosure.auditor_systems import Part, part_of
from tests.disclosure import auditor_at_work as work
from tests.disclosure.auditing import Apart, Case, cases, inner_of, process_apart, view_for
from tests.examples import examples

some = examples(8)
CAP = 1000


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def part_for(case: Case) -> Part:
    system = inner_of(case)
    part = part_of(system, view_for(case, system), np.arange(int(case.hidden.sum())))
    assume(len(part.columns) and (np.diff(part.cells.indptr) > 0).all())
    return part


def part(rows: list[list[int]], rhs: list[int], upper: list[int]) -> Part:
    """A part of which each unknown is a cell too."""
    count = len(upper)
    cells = sparse.identity(count, dtype=np.int64, format="csr")
    return Part(
        np.arange(count),
        np.arange(len(rhs)),
        np.zeros(count, dtype=np.int64),
        np.array(upper),
        sparse.csr_matrix(np.array(rows)),
        np.array(rhs),
        cells,
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        CAP,
    )


@some
@given(case=cases(sure=True))
def test_linear_bounds_hold_for_every_world_and_whole_corners_are_worlds(apart: Apart, case: Case) -> None:
    asked = part_for(case)
    cells = np.flatnonzero(case.hidden)
    found = iter(apart.run(work.bounds_and_corners, asked, [-1, 1]))
    for number, cell in enumerate(cells):
        values = case.cells[:, cell] - asked.offset[number]
        for sense, end in ((-1, values.min()), (1, values.max())):
            bound, corner = next(found)
            assert (end - bound) * sense <= 0
            if corner is not None:
                assert np.array_equal(asked.rows @ corner, asked.rhs)


@some
@given(case=cases(sure=True))
def test_the_ends_in_whole_numbers_are_those_of_the_list_of_worlds(apart: Apart, case: Case) -> None:
    ends = apart.run(work.extremes, part_for(case))
    values = case.cells[:, case.hidden]
    assert ends == list(zip(values.min(axis=0).tolist(), values.max(axis=0).tolist(), strict=True))


@pytest.mark.parametrize("corner", [[1.5, 1.5], [2.0, 2.0], [-1.0, 4.0], [4.0, -1.0]])
def test_a_corner_that_is_no_solution_in_whole_numbers_is_refused(apart: Apart, corner: list[float]) -> None:
    assert apart.run(work.rejects, part([[1, 1]], [3], [9, 9]), corner)


def test_a_corner_that_is_one_is_taken(apart: Apart) -> None:
    assert not apart.run(work.rejects, part([[1, 1]], [3], [9, 9]), [1.0000001, 2.0])


def test_what_has_no_end_has_no_least(apart: Apart) -> None:
    assert apart.run(work.no_least, part([[1, -1]], [0], [CAP, CAP]), 10.0)


def test_as_many_goals_as_can_be_are_met_and_none_is_proven_when_none_can(apart: Apart) -> None:
    asked = part([[1, 1, 1]], [3], [3, 3, 3])
    x, none = apart.run(work.reached, asked, [(0, 1, 2), (1, 1, 1), (2, 1, 2)], 10.0)
    assert (int((x >= [2, 1, 2]).sum()), none) == (2, False)
    assert apart.run(work.reached, asked, [(0, 1, 4), (1, 1, 5)], 10.0)[1]
    assert apart.run(work.reached, asked, [(0, 1, 4)], 10.0) == (None, True)


def test_no_goal_is_a_question_for_any_solution(apart: Apart) -> None:
    assert apart.run(work.reached, part([[1, 1]], [3], [3, 3]), [], 10.0)[0].sum() == 3
    assert apart.run(work.reached, part([[2, 2]], [3], [3, 3]), [], 10.0) == (None, True)


def test_a_contradiction_has_no_ends(apart: Apart) -> None:
    assert apart.run(work.extremes, part([[2, 2]], [3], [3, 3])) == [(None, None), (None, None)]


def test_a_clock_never_goes_below_zero(apart: Apart) -> None:
    assert apart.run(work.clock_left, -5.0) == 0
    assert 0 < apart.run(work.clock_left, 60.0) <= 60
