from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.parts import Part, join, part
from dashboard.disclosure.problem import (
    Insider,
    Pattern,
    Problem,
    Rule,
    World,
    insiders_at,
    sparse_relations,
    values_of,
)
from tests.disclosure.small_tables import PLACE, TREE, axes
from tests.examples import examples

YEARS = Axis.of("year", ["2023", "2024", "2025"])
APART = {
    "years": Layout.of([YEARS, PLACE, *axes(2)], [["year", "place", "d0"], ["year", "place@1"], ["year"]]),
    "years in between": Layout.of([*axes(2), YEARS], [["d0", "year"], ["year"]]),
    "regions": Layout.of([PLACE, *axes(2)], [["place", "d0"], ["place@1"]]),
    "two of them": Layout.of([YEARS, PLACE], [["year", "place"], ["place@1", "year"]]),
}
TOGETHER = {
    "a total": Layout.of([YEARS, *axes(2)], [["year", "d0"], ["d0"], ["year"]]),
    "two trees": Layout.of(
        [Axis.of("place", list("abcd"), [TREE, {"p": ["a", "c"], "q": ["b", "d"]}])], [["place@1"], ["place"]]
    ),
}


def problem_of(layout: Layout, seed: int) -> Problem:
    counts = np.random.default_rng(seed).poisson(3, layout.size)
    insiders = [one for d in range(len(layout.axes)) for one in insiders_at(layout, d, 1)]
    cost = 1 + np.arange(len(layout)) / 100
    forced = np.arange(len(layout)) % 5 == 0
    return Problem.of(
        layout, np.arange(layout.size), counts, Rule(), cost=cost, forced=forced, insiders=insiders
    )


@examples(25)
@given(name=st.sampled_from(sorted(APART)), seed=st.integers(0, 99))
def test_every_cell_and_every_person_is_in_one_part_with_all_that_is_known_of_it(
    name: str, seed: int
) -> None:
    whole = problem_of(APART[name], seed)
    layout = APART[name]
    parts = part(whole)
    assert len(parts) > 1
    assert sorted(np.concatenate([one.cells for one in parts]).tolist()) == list(range(len(whole)))
    everybody = [one.inner[one.problem.inner] for one in parts if one.inner is not None]
    assert sorted(np.concatenate(everybody).tolist()) == whole.inner.tolist()
    for one in parts:
        small, inner = one.problem, one.inner
        assert small.layout is not None
        assert inner is not None
        for cell in range(len(small)):
            assert small.layout.names(cell) == layout.names(int(one.cells[cell]))
        for attribute in ("values", "sensitive", "forced", "cost"):
            assert np.array_equal(getattr(small, attribute), getattr(whole, attribute)[one.cells])
        assert np.array_equal(small.values, small.layout.add_up(small.inner, small.counts))
        assert abs(small.relations).nnz == abs(whole.relations[:, one.cells]).nnz
        here = {insider.name: row for row, insider in enumerate(whole.insiders)}
        for insider, known, owned in zip(small.insiders, small.known(), small.owned(), strict=True):
            row = here[insider.name]
            assert np.array_equal(known, whole.known()[row][one.cells])
            assert np.array_equal(owned, whole.owned()[row][one.cells])
        strangers = [row for name, row in here.items() if name not in {one.name for one in small.insiders}]
        assert not whole.known()[strangers][:, one.cells].any()


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_what_some_table_adds_up_stays_together(name: str) -> None:
    problem = problem_of(TOGETHER[name], 1)
    (only,) = part(problem)
    assert only.problem is problem


def test_without_a_layout_cells_that_share_no_sum_are_apart() -> None:
    relations = sparse_relations([{0: -1, 2: 1, 4: 1}, {1: -1, 3: 1, 5: 1}], 7)
    values = np.array([9, 8, 4, 3, 5, 5, 2])
    flags = values < 5
    problem = Problem(values, relations, flags, ~flags, np.arange(1.0, 8.0))
    parts = part(problem)
    assert [one.cells.tolist() for one in parts] == [[0, 2, 4], [1, 3, 5], [6]]
    for one in parts:
        assert one.inner is None
        assert one.problem.values.tolist() == values[one.cells].tolist()
        assert one.problem.cost.tolist() == (one.cells + 1.0).tolist()
    three = sparse_relations([{0: -1, 1: 1, 2: 1}], 3)
    whole = Problem(np.array([7, 4, 3]), three, flags[:3], flags[:3], np.ones(3))
    assert [one.problem is whole for one in part(whole)] == [True]


def shifted(one: Part, *, relative: bool, of_cells: bool) -> World:
    """A world of a part: one person more in its first place."""
    places = len(one.problem) if of_cells or one.inner is None else len(one.inner)
    table = np.zeros(places, dtype=np.int64)
    if of_cells or one.inner is None:
        table += one.problem.values
    else:
        table[one.problem.inner] = one.problem.counts
    truth = table.copy()
    table[0] += 1
    if relative:
        table -= truth
    there = np.flatnonzero(table)
    return World(there, table[there], relative=relative, of_cells=of_cells)


def truth_of(one: Part, *, of_cells: bool) -> World:
    problem = one.problem
    if of_cells or problem.layout is None:
        there = np.flatnonzero(problem.values)
        return World(there, problem.values[there], of_cells=of_cells)
    return World(problem.inner, problem.counts)


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("of_cells", [False, True])
@pytest.mark.parametrize("name", sorted(APART))
def test_the_worlds_of_parts_become_worlds_of_the_whole(name: str, of_cells: bool, relative: bool) -> None:
    whole = problem_of(APART[name], 3)
    parts = part(whole)
    patterns = [
        Pattern(
            one.problem.sensitive,
            one.problem.sensitive,
            (truth_of(one, of_cells=of_cells), shifted(one, relative=relative, of_cells=of_cells)),
            (0,),
            optimal=True,
            seconds=2.0,
        )
        for one in parts
    ]
    pattern = join(whole, parts, patterns)
    assert np.array_equal(pattern.hidden, whole.sensitive)
    assert pattern.unproven == tuple(sorted(int(one.cells[0]) for one in parts))
    assert (pattern.optimal, pattern.seconds) == (True, 2.0 * len(parts))
    first, *others = pattern.worlds
    assert len(others) == len(parts)
    layout = None if of_cells else whole.layout
    assert np.array_equal(values_of(first, layout, len(whole)), whole.values)
    for one, world in zip(parts, others, strict=True):
        assert (world.relative, world.of_cells, world.counts.tolist()) == (True, of_cells, [1])
        assert one.inner is not None
        assert world.inner.tolist() == [one.cells[0] if of_cells else one.inner[0]]


def test_one_part_gives_its_pattern_as_it_is() -> None:
    problem = problem_of(TOGETHER["a total"], 2)
    pattern = Pattern(problem.sensitive, problem.sensitive)
    assert join(problem, part(problem), [pattern]) is pattern


def test_the_worlds_of_parts_without_a_layout_are_differences_of_cells() -> None:
    relations = sparse_relations([{0: -1, 1: 1}, {2: -1, 3: 1}], 4)
    everything = np.ones(4, dtype=bool)
    problem = Problem(np.array([3, 3, 0, 0]), relations, everything, ~everything, np.ones(4))
    parts = part(problem)
    other = World(np.array([0, 1]), np.array([5, 5]))
    patterns = [
        Pattern(everything[:2], everything[:2], (truth_of(one, of_cells=False), other)) for one in parts
    ]
    first, *others = join(problem, parts, patterns).worlds
    assert np.array_equal(values_of(first, None, 4), problem.values)
    assert [world.inner.tolist() for world in others] == [[0, 1], [2, 3]]
    assert [world.counts.tolist() for world in others] == [[2, 2], [5, 5]]


def test_an_insider_who_holds_something_elsewhere_is_in_every_part() -> None:
    layout = APART["years"]
    both = Insider("both", ((0, 0), (1, 2)))
    problem = Problem.of(layout, np.arange(layout.size), np.ones(layout.size, int), Rule(), insiders=[both])
    held = [one.problem.insiders[0].holds for one in part(problem)]
    assert [len(holds) for holds in held] == [2, 1, 1]
