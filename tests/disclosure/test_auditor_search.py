from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.disclosure import auditor_at_work as work
from tests.disclosure.auditing import Apart, Case, cases, inner_of, process_apart, view_for
from tests.examples import examples

some = examples(6)
STEPS = ("corners", "cover", "one_by_one")


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


@some
@given(case=cases(sure=True))
def test_a_whole_search_decides_every_cell_rightly_and_keeps_only_worlds(apart: Apart, case: Case) -> None:
    system = inner_of(case)
    found = apart.run(work.searched, system, view_for(case, system), case.rule, 20.0)
    assert found["there"]
    assert found["standing"].safe.tolist() == list(case.passes().values())
    for x in found["kept"]:
        table = np.zeros(case.layout.size, dtype=np.int64)
        table[system.places] = x
        assert (case.inner == table).all(axis=1).any()


@some
@given(case=cases(sure=True), steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=2, unique=True))
def test_whatever_steps_are_taken_nothing_is_decided_wrongly(
    apart: Apart, case: Case, steps: list[str]
) -> None:
    system = inner_of(case)
    base = case.inner[0][system.places]
    standing = apart.run(work.stepwise, system, view_for(case, system), case.rule, base, steps)
    expected, values = np.array(list(case.passes().values())), case.cells[:, case.hidden]
    assert not (standing.safe & ~expected).any()
    assert not (standing.lost & expected).any()
    assert (standing.least <= values.min(axis=0)).all() and (standing.most >= values.max(axis=0)).all()
    assert (standing.low >= values.min(axis=0)).all() and (standing.high <= values.max(axis=0)).all()


@some
@given(case=cases(sure=True))
def test_cells_asked_one_by_one_are_all_decided(apart: Apart, case: Case) -> None:
    system = inner_of(case)
    base = case.inner[-1][system.places]
    standing = apart.run(work.stepwise, system, view_for(case, system), case.rule, base, ["one_by_one"])
    assert not standing.open.any()
    assert standing.safe.tolist() == list(case.passes().values())


@some
@given(case=cases(sure=True))
def test_multipliers_that_proved_a_bound_are_kept_for_others(apart: Apart, case: Case) -> None:
    system = inner_of(case)
    found = apart.run(work.searched, system, view_for(case, system), case.rule, 20.0)
    assert all(len(y) == system.rows.shape[0] for y in found["suggested"].values())


@some
@given(case=cases(sure=True))
def test_without_time_nothing_passes_for_want_of_a_world(apart: Apart, case: Case) -> None:
    system = inner_of(case)
    found = apart.run(work.searched, system, view_for(case, system), case.rule, 0.0)
    if not found["there"]:
        assert not found["kept"]


def test_a_base_that_is_no_solution_shows_nothing(apart: Apart) -> None:
    case = example()
    system = inner_of(case)
    wrong = case.inner[0][system.places] + 1
    kept = apart.run(work.searched, system, view_for(case, system), case.rule, 20.0, wrong)["kept"]
    assert all(np.array_equal(system.rows @ x, view_for(case, system).rhs) for x in kept)


def example() -> Case:
    """A table with two hidden lines."""
    from tests.disclosure.auditing import case_of, layout_of

    return case_of(layout_of((2, 3)), [1, 2, 3, 2, 1, 3], np.arange(12) < 4)
