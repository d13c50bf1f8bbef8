from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given

from dashboard.disclosure.auditor_systems import tables_system
from dashboard.disclosure.cutting import all_sums
from tests.disclosure import auditor_at_work as work
from tests.disclosure.auditing import Apart, Case, case_of, cases, layout_of, process_apart, view_for
from tests.examples import examples

some = examples(8)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


@some
@given(case=cases(sure=True))
def test_bounds_from_nearby_never_exceed_what_worlds_show(apart: Apart, case: Case) -> None:
    system = tables_system(all_sums(case.layout), case.hidden, "tables")
    least = case.cells[:, case.hidden].min(axis=0)
    asked = list(range(len(least)))
    for number, (bound, _) in enumerate(
        apart.run(work.nearby, system, view_for(case, system), asked, least.tolist())
    ):
        assert bound <= least[number]


def test_a_large_cell_among_small_ones_is_proven_large_and_says_how(apart: Apart) -> None:
    case = case_of(layout_of((2, 3)), [9, 1, 9, 1, 2, 9], np.isin(np.arange(12), [0, 1, 4, 5]))
    system = tables_system(all_sums(case.layout), case.hidden, "tables")
    least = case.cells[:, case.hidden].min(axis=0)
    found = apart.run(work.nearby, system, view_for(case, system), [0], [int(least[0])])
    assert found[0][0] == least[0]


def test_a_cell_that_nothing_else_speaks_of_is_left_at_its_bounds(apart: Apart) -> None:
    case = case_of(layout_of((2, 2), [["a", "b"], []]), [3, 3, 0, 0], np.arange(5) < 2)
    system = tables_system(all_sums(case.layout), case.hidden, "tables")
    view = view_for(case, system)
    assert apart.run(work.nearby, system, view, [0], [1]) == [(0, False)]
