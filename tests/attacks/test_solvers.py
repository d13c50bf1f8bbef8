"""What a solver finds beyond subtraction, on the outside and with knowledge of a part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import Insider, Problem, Rule, insiders_at
from tests.attacks import samples
from tests.attacks.solvers import (
    ContradictionError,
    Intervals,
    broken,
    by_insider,
    by_outsider,
    exact,
    intervals,
)
from tests.attacks.subtraction import recovered
from tests.attacks.systems import System, hide, of_layout
from tests.examples import examples


def holding(problem: Problem, hidden: np.ndarray) -> System:
    assert problem.layout is not None
    return of_layout(problem.layout, hide(problem.values, hidden))


def corners() -> tuple[Problem, np.ndarray]:
    """Two hidden per line, and yet the upper left one cannot be more than 2: its line holds no more."""
    problem = samples.flat_table([[1, 1, 8], [30, 9, 30], [9, 9, 9]])
    hidden = samples.cells(problem, ("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1"))
    return problem, hidden


def test_two_per_line_leave_an_interval_of_three_values_that_no_subtraction_sees() -> None:
    problem, hidden = corners()
    found = intervals(holding(problem, hidden))

    assert not recovered(holding(problem, hidden)).any()
    upper_left = samples.cells(problem, ("r0", "c0"))
    assert [*found.low[upper_left], *found.high[upper_left]] == [0, 2]
    assert by_outsider(problem, hidden, samples.RULE)[upper_left].all()


def test_a_wide_interval_is_no_breach() -> None:
    problem = samples.flat_table([[1, 20, 8], [30, 9, 30], [9, 9, 9]])
    hidden = samples.cells(problem, ("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1"))

    assert not by_outsider(problem, hidden, samples.RULE)[samples.cells(problem, ("r0", "c0"))].any()


@given(samples.problems, st.sampled_from(sorted(samples.BAD)))
@examples(4)
def test_the_truth_lies_in_every_interval_and_whole_numbers_only_make_it_narrower(
    problem: Problem, way: str
) -> None:
    hidden = samples.BAD[way](problem)
    held = holding(problem, hidden)
    some = np.flatnonzero(hidden)[:4]
    loose, sharp = intervals(held, cells=some), intervals(held, cells=some, whole=True)

    truth = problem.values[some]
    assert (loose.low[some] <= sharp.low[some]).all()
    assert (sharp.low[some] <= truth).all()
    assert (truth <= sharp.high[some]).all()
    assert (sharp.high[some] <= loose.high[some]).all()


@given(samples.problems, st.sampled_from(sorted(samples.BAD)))
@examples(4)
def test_what_subtraction_finds_the_solver_knows_exactly(problem: Problem, way: str) -> None:
    held = holding(problem, samples.BAD[way](problem))
    found = recovered(held)
    told = intervals(held, cells=np.flatnonzero(found)[:5])
    looked = np.zeros(len(problem), dtype=bool)
    looked[np.flatnonzero(found)[:5]] = True

    assert exact(told, looked).sum() == looked.sum()


def test_the_sums_of_the_tables_alone_tell_less_than_the_inner_cells() -> None:
    problem = samples.drawn(3)
    hidden = samples.two_per_line(problem)
    whole = holding(problem, hidden)
    tables = System(whole.names, whole.values, whole.relations)
    inner, outer = intervals(whole), intervals(tables)

    assert (outer.low <= inner.low).all()
    assert (outer.high >= inner.high).all()


def test_numbers_that_contradict_each_other_are_refused() -> None:
    problem = samples.flat_table([[1, 20], [30, 9]])
    values = hide(problem.values, samples.cells(problem, ("r0", "c0")))
    values[samples.cells(problem, ("Total", "Total"))] = 1
    assert problem.layout is not None

    with pytest.raises(ContradictionError):
        intervals(of_layout(problem.layout, values))
    with pytest.raises(ContradictionError):
        intervals(of_layout(problem.layout, values), whole=True)


def test_what_no_sum_limits_has_no_upper_end() -> None:
    problem = samples.flat_table([[1, 2], [3, 4]])
    found = intervals(holding(problem, np.ones(len(problem), dtype=bool)))

    assert (found.low == 0).all()
    assert np.isinf(found.high).all()


@pytest.mark.parametrize(
    ("low", "high", "breach"),
    [(0, 5, False), (1, 9, False), (5, 5, False), (2, 9, True), (0, 4, True), (4, 4, True), (0, 0, True)],
)
def test_an_interval_is_a_breach_when_it_is_neither_wide_nor_large(low: int, high: int, breach: bool) -> None:
    found = Intervals(np.array([float(low)]), np.array([float(high)]))

    assert broken(found, np.array([True]), Rule(threshold=5)).tolist() == [breach]
    assert not broken(found, np.array([False]), Rule(threshold=5)).any()


@pytest.mark.parametrize(("way", "fewest"), [("only primaries", 15), ("two per line", 8)])
def test_of_twenty_tables_many_are_undone(way: str, fewest: int) -> None:
    undone = 0
    for seed in range(20):
        problem = samples.drawn(seed)
        hidden = samples.BAD[way](problem)
        undone += bool(by_outsider(problem, hidden, samples.RULE)[problem.sensitive].any())

    assert undone >= fewest


# ---- from inside ----


def two_regions() -> tuple[Problem, np.ndarray]:
    """North and south are hidden under a published whole: neither can be found by one who knows none."""
    counts = np.zeros(samples.LAYOUT.shape, dtype=int)
    counts[0, 0, 0], counts[3, 0, 0], counts[1, 1, 1], counts[4, 1, 1] = 3, 4, 20, 30
    problem = samples.problem_of(counts)
    names = [("nord", "f"), ("sud", "f"), ("nord", "m"), ("sud", "m")]
    wanted = [(place, gender, "Total") for place, gender in names]
    wanted += [(place, "Total", state) for place in ("nord", "sud") for state in "abc"]
    wanted += [(place, "Total", "Total") for place in ("nord", "sud", "n1", "n2", "n3", "s1", "s2", "s3")]
    return problem, samples.cells(problem, *wanted)


def test_who_knows_one_of_two_hidden_parts_finds_the_other() -> None:
    problem, hidden = two_regions()
    north, south = insiders_at(samples.LAYOUT, 0, 1)
    women_in_the_south = samples.cells(problem, ("sud", "f", "Total"))

    assert not by_outsider(problem, hidden, samples.RULE)[women_in_the_south].any()
    assert by_insider(problem, hidden, north, samples.RULE)[women_in_the_south].all()
    assert not by_insider(problem, hidden, south, samples.RULE)[women_in_the_south].any()


def test_what_an_insider_owns_is_no_secret_to_it() -> None:
    problem, hidden = two_regions()
    north, _ = insiders_at(samples.LAYOUT, 0, 1)

    assert not by_insider(problem, hidden, north, samples.RULE)[north.owns(samples.LAYOUT)].any()


def test_one_who_holds_two_parts_finds_what_neither_finds_alone() -> None:
    counts = np.full(samples.LAYOUT.shape, 9)
    counts[0:3, 0, 0] = [3, 60, 60]
    problem = samples.problem_of(counts)
    leaves = [(place, "Total", "Total") for place in ("n1", "n2", "n3")]
    hidden = samples.cells(problem, *leaves)
    target = samples.cells(problem, leaves[0])
    _, n2, n3, *_ = insiders_at(samples.LAYOUT, 0, 2)
    both = Insider("n2 e n3", (*n2.holds, *n3.holds))

    for alone in (n2, n3):
        assert not exact_for(problem, hidden, alone)[target].any()
    assert exact_for(problem, hidden, both)[target].all()


def exact_for(problem: Problem, hidden: np.ndarray, insider: Insider) -> np.ndarray:
    """The hidden cells that an insider knows to the last unit."""
    layout = samples.LAYOUT
    counts = np.zeros(layout.size, dtype=np.int64)
    counts[problem.inner] = problem.counts
    mine = np.flatnonzero(insider.knows(layout, np.arange(layout.size)))
    known = {int(inner): int(counts[inner]) for inner in mine}
    return exact(intervals(holding(problem, hidden), known=known), hidden)
