from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from dashboard.disclosure import auditor_systems
from dashboard.disclosure.auditor_systems import (
    NOTHING,
    View,
    inner_system,
    part_of,
    proven_least,
    split,
    tables_system,
    tighten,
    view_of,
)
from dashboard.disclosure.cutting import all_sums
from dashboard.disclosure.problem import Insider, Rule
from tests.disclosure.auditing import CAP, Case, cases, inner_of, layout_of, view_for
from tests.examples import examples

some = examples(12)


@some
@given(case=cases(rules=st.just(Rule(3))), insider=st.sampled_from([None, Insider("chi sa", ((0, 0),))]))
def test_every_world_is_a_solution_within_the_bounds(case: Case, insider: Insider | None) -> None:
    system = inner_of(case)
    view = view_for(case, system, insider)
    table = np.zeros(case.layout.size, dtype=np.int64)
    table[case.problem.inner] = case.problem.counts
    worlds = case.inner
    if insider is not None:
        mine = insider.knows(case.layout, np.arange(case.layout.size))
        worlds = worlds[(worlds[:, mine] == table[mine]).all(axis=1)] * ~mine
    assert view.possible
    for world in worlds[:20]:
        x = world[system.places]
        assert np.array_equal(system.rows @ x, view.rhs)
        assert ((x >= view.lower) & (x <= view.upper)).all()


@some
@given(case=cases(rules=st.just(Rule(3))))
def test_the_tables_of_every_world_are_a_solution_too(case: Case) -> None:
    system = tables_system(all_sums(case.layout), case.hidden, "tables")
    view = view_for(case, system)
    for cells in case.cells[:20]:
        assert not np.any(system.rows @ cells)
        assert ((cells >= view.lower) & (cells <= view.upper)).all()
        assert np.array_equal(system.cells @ cells, cells[case.hidden])


@some
@given(case=cases(rules=st.just(Rule(3)), sure=True), seed=st.integers(0, 99))
def test_no_multipliers_prove_more_than_is_true(case: Case, seed: int) -> None:
    system = inner_of(case)
    view, random = view_for(case, system), np.random.default_rng(seed)
    for number, cell in enumerate(np.flatnonzero(case.hidden)):
        weights = system.cells[number].toarray()[0]
        multipliers = random.integers(-15, 15, system.rows.shape[0])
        assert proven_least(system.rows, view, weights, multipliers, 10) <= case.cells[:, cell].min()


def test_an_unknown_without_end_spoils_a_bound_that_needs_its_end() -> None:
    rows = sparse.csr_matrix(np.array([[1, 1]]))
    view = View(np.zeros(2, dtype=np.int64), np.array([CAP, 3]), np.array([9]), True, CAP)
    assert proven_least(rows, view, np.array([1, 0]), np.array([1]), 1) == 6
    assert proven_least(rows, view, np.array([0, 1]), np.array([1]), 1) == NOTHING


@some
@given(case=cases(rules=st.just(Rule(3)), sure=True))
def test_pieces_share_nothing_and_hold_every_open_cell(case: Case) -> None:
    system = inner_of(case)
    part = part_of(system, view_for(case, system), np.arange(int(case.hidden.sum())))
    pieces = split(part)
    columns = [int(column) for piece in pieces for column in piece.columns]
    assert len(columns) == len(set(columns))
    asked = {int(one) for piece in pieces for one in piece.asked}
    assert asked == {int(one) for one in np.flatnonzero(np.diff(part.cells.indptr))}


@pytest.mark.parametrize(
    ("rows", "rhs", "upper", "possible"),
    [
        ([[1, 1]], [3], [1, 1], False),
        ([[1, 1]], [-1], [5, 5], False),
        ([[2, 0]], [3], [5, 5], False),
        ([[1, -1]], [2], [5, 5], True),
        ([[1, 1], [1, -1]], [4, 4], [9, 9], True),
    ],
)
def test_plain_reasoning_keeps_every_solution_and_sees_some_contradictions(
    rows: list[list[int]], rhs: list[int], upper: list[int], possible: bool
) -> None:
    matrix = sparse.csr_matrix(np.array(rows))
    low, high, there = tighten(matrix, np.array(rhs), np.zeros(2, dtype=np.int64), np.array(upper))
    every = np.stack(np.meshgrid(*(np.arange(n + 1) for n in upper)), axis=-1).reshape(-1, 2)
    solutions = every[(every @ matrix.toarray().T == rhs).all(axis=1)]
    assert there == possible == bool(len(solutions))
    assert ((solutions >= low) & (solutions <= high)).all()


def test_too_many_inner_cells_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = layout_of((2, 2))
    values, hidden = np.full(len(layout), 3), np.ones(len(layout), dtype=bool)
    assert inner_system(layout, values, hidden, 3) is None
    assert inner_system(layout, values, hidden, 4) is not None
    monkeypatch.setattr(auditor_systems, "DENSE_LIMIT", 3)
    assert inner_system(layout, values, hidden, 4) is None


def test_an_insider_with_more_than_is_published_makes_the_view_impossible() -> None:
    layout = layout_of((2, 2))
    values, hidden = np.full(len(layout), 3), np.zeros(len(layout), dtype=bool)
    for system in (
        inner_system(layout, values, hidden, 9),
        tables_system(all_sums(layout), hidden, "tables"),
    ):
        assert system is not None
        none = np.zeros(len(system.places), dtype=bool)
        view = view_of(system, values, hidden, known=values + 1, holds=none, owned=hidden, cap=CAP)
        assert not view.possible
