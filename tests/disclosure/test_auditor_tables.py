"""The auditor where single people are out of reach: worlds of the published tables, true and forged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.auditor_job import Published
from dashboard.disclosure.linked import protect_linked
from dashboard.disclosure.problem import Problem, Rule, World, insiders_at
from tests.disclosure.auditing import Apart, process_apart
from tests.disclosure.small_tables import LINKED, TINY, all_tables, attackers, unsafe_by_listing
from tests.examples import examples

brief = examples(8)
LAYOUT = TINY["cross"]
RULES = [Rule(3), Rule(2), Rule(interval=(1, 1)), Rule(interval=(2, 1))]


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def told(table: np.ndarray) -> World:
    there = np.flatnonzero(table)
    return World(there, table[there], of_cells=True)


def difference(table: np.ndarray) -> World:
    there = np.flatnonzero(table)
    return World(there, table[there], relative=True, of_cells=True)


@brief
@given(
    rule=st.sampled_from(RULES),
    counts=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    hidden=st.lists(st.booleans(), min_size=8, max_size=8),
    data=st.data(),
)
def test_the_verdict_is_that_of_all_tables_whatever_worlds_are_told(
    apart: Apart, rule: Rule, counts: list[int], hidden: list[bool], data: st.DataObject
) -> None:
    insiders = tuple(insiders_at(LAYOUT, 0, 1))
    problem = Problem.of(LAYOUT, np.arange(4), np.array(counts), rule, insiders=insiders)
    where = problem.sensitive | np.array([*hidden, False])
    where[-1] = False
    tables = all_tables(problem, sum(counts))
    pick = st.integers(0, len(tables) - 1)
    worlds = [told(problem.values)]
    for _ in range(data.draw(st.integers(0, 4))):  # wild ones: most of them do not agree
        other = tables[data.draw(pick)] + data.draw(st.sampled_from([0, 0, 0, 1])) * (np.arange(9) == 2)
        worlds.append(data.draw(st.sampled_from([told(other), difference(other - problem.values)])))
    report = apart.audit(
        Published.of(problem, where),
        rule,
        tables=tuple(worlds),
        insiders=insiders,
        own=World(problem.inner, problem.counts),
        primary=problem.sensitive,
        inner_limit=-1,
    )
    names = [None, *(one.name for one in insiders)]
    found = {(names.index(cell.insider), cell.cell) for cell in report.unsafe}
    assert found == narrowed(problem, rule, where, tables)


def narrowed(problem: Problem, rule: Rule, hidden: np.ndarray, tables: np.ndarray) -> set[tuple[int, int]]:
    """List what fails; of an interval the auditor knows which cells are primary, not their true values."""
    if rule.interval is None:
        return set(unsafe_by_listing(problem, rule, hidden, tables))
    agreeing, failed = tables[(tables[:, ~hidden] == problem.values[~hidden]).all(axis=1)], set()
    for number, (known, owned) in enumerate(attackers(problem)):
        rest = agreeing - known
        rest = rest[(rest >= 0).all(axis=1) & (rest[:, owned] == 0).all(axis=1)]
        for cell in np.flatnonzero(hidden & ~owned).tolist():
            low, high = int(rest[:, cell].min()), int(rest[:, cell].max())
            wide = high - low >= sum(rule.interval) or (low == 0 and high >= max(rule.interval[1], 1))
            if not (wide if problem.sensitive[cell] else high > low or number > 0):
                failed.add((number, cell))
    return failed


@pytest.fixture(scope="module")
def protected() -> dict[str, Any]:
    rule, layout = Rule(3), LINKED["places"]
    counts = np.random.default_rng(8).poisson(2, layout.size)
    insiders = tuple(insiders_at(layout, 0, 1))
    problem = Problem.of(layout, np.arange(layout.size), counts, rule, insiders=insiders)
    return {"problem": problem, "rule": rule, "pattern": protect_linked(problem, rule)}


@pytest.mark.parametrize("wrong", ["sum broken", "below zero", "published cell changed"])
def test_a_forged_world_is_refused_and_counted(apart: Apart, protected: dict[str, Any], wrong: str) -> None:
    problem, rule, pattern = protected["problem"], protected["rule"], protected["pattern"]
    hidden = np.flatnonzero(pattern.hidden)
    change = np.zeros(len(problem), dtype=np.int64)
    if wrong == "sum broken":
        change[hidden[0]] = 1
    elif wrong == "below zero":  # the opposite of a world that goes down by more than there is
        changes = [told_change(world, len(problem)) for world in pattern.worlds[1:]]
        change = -50 * np.sum(changes, axis=0)
    else:
        change[np.flatnonzero(~pattern.hidden)[0]] = 1
    for forged in (difference(change), told(problem.values + change)):
        report = apart.audit(
            Published.of(problem, pattern.hidden), rule, tables=(*pattern.worlds, forged), inner_limit=0
        )
        assert report.notes["refused_worlds"] == 1
        assert report.safe


def told_change(world: World, cells: int) -> np.ndarray:
    table = np.zeros(cells, dtype=np.int64)
    table[world.inner] = world.counts
    return table


def test_a_world_with_other_figures_of_an_insider_serves_only_those_who_do_not_know_them(
    apart: Apart, protected: dict[str, Any]
) -> None:
    problem, rule = protected["problem"], protected["rule"]
    insider = problem.insiders[0]
    own = insider.owns(problem.layout)
    worlds = [world for world in protected["pattern"].worlds[1:] if own[world.inner].any()]
    assert worlds
    hidden = protected["pattern"].hidden
    given_: dict[str, Any] = {"insiders": (insider,), "own": World(problem.inner, problem.counts)}
    few = (protected["pattern"].worlds[0], *worlds)
    with_them = apart.audit(Published.of(problem, hidden), rule, tables=few, inner_limit=0, **given_)
    without = apart.audit(Published.of(problem, hidden), rule, inner_limit=0, **given_)
    assert with_them.safe == without.safe
    assert with_them.notes["refused_worlds"] == 0


def test_against_insiders_an_interval_asks_for_primary_cells_only_where_these_are_known(apart: Apart) -> None:
    rule = Rule(interval=(1, 1))
    insiders = tuple(insiders_at(LAYOUT, 0, 1))
    marked = np.arange(9) == 0
    problem = Problem.of(
        LAYOUT, np.arange(4), np.array([3, 9, 8, 7]), rule, sensitive=marked, insiders=insiders
    )
    hidden = np.isin(np.arange(9), [0, 1, 2, 3])
    given_: dict[str, Any] = {"insiders": insiders, "own": World(problem.inner, problem.counts)}
    published = Published.of(problem, hidden)
    knowing = apart.audit(published, rule, primary=marked, **given_)
    blind = apart.audit(published, rule, **given_)
    assert {cell.cell for cell in knowing.unsafe} == {0}  # line 0.1 takes its own away
    assert {cell.cell for cell in blind.unsafe} == {0, 1, 2, 3}


def test_a_hidden_cell_with_one_possible_value_fails_however_large(apart: Apart) -> None:
    layout = TINY["one line"]
    marked = np.arange(5) == 1
    problem = Problem.of(layout, np.arange(4), np.array([50, 60, 70, 80]), Rule(), sensitive=marked)
    for given_ in ({}, {"inner_limit": -1}, {"worlds": (World(problem.inner, problem.counts),)}):
        report = apart.audit(Published.of(problem, marked), Rule(), **given_)
        assert [(cell.low, cell.high, cell.safe) for cell in report.cells] == [(60, 60, False)]
