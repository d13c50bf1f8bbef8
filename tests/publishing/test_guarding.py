from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.disclosure.layout import Floats, Layout
from dashboard.disclosure.primary import BY_GROUP
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing import guarding
from dashboard.publishing.guarding import (
    GuardError,
    Progress,
    Task,
    find,
    insiders_of,
    problem_of,
    prove,
    side_by_side,
)
from tests.erewhon import people
from tests.publishing import guards
from tests.publishing.test_grouping import groups

ROWS = (
    ("D0101", "avvistato", "f", "giovani", 7),
    ("D0102", "avvistato", "m", "giovani", 3),
    ("D0201", "avvistato", "f", "adulti", 9),
    ("D0101", "con_lanterna", "f", "giovani", 6),
)


def task(*rows: tuple[str, str, str, str, float]) -> Task:
    return Task(groups(people(*(rows or ROWS)))[0])


def test_small_counts_are_sensitive() -> None:
    problem, reasons = problem_of(task(), guards.guard())
    small = (problem.values > 0) & (problem.values < 5)
    assert np.array_equal(problem.sensitive, small)
    assert set(reasons.values()) == {"conteggio sotto 5"}


def test_a_line_in_one_category_is_sensitive_zeros_included() -> None:
    one = task(("D0101", "avvistato", "f", "giovani", 30), ("D0201", "avvistato", "m", "giovani", 20))
    bands = next(i for i, line in enumerate(one.group.shape.lines) if line.name == "fascia")
    problem, reasons = problem_of(replace(one, sensitive=(bands,)), guards.guard())
    layout = one.group.shape.layout
    told = {layout.names(cell)[bands]: reasons[cell] for cell in np.flatnonzero(problem.sensitive).tolist()}
    assert set(told) >= {"giovani", "adulti"}
    assert set(told.values()) == {BY_GROUP}


def test_the_offices_of_the_levels_asked_for_are_insiders() -> None:
    shape = task().group.shape
    names = [one.name for one in insiders_of(shape, ("contea", "distretto"))]
    assert names == ["ref_area=01", "ref_area=02", "ref_area=D0101", "ref_area=D0102", "ref_area=D0201"]
    assert insiders_of(replace(shape, area="", lines=shape.lines[:1]), ("contea",)) == []


def test_a_pattern_is_found_once_and_remembered(tmp_path: Path) -> None:
    calls = []

    def protect(problem: Problem, rule: Rule, **options: object) -> Pattern:
        calls.append(problem)
        return guards.hide_whole_populations(problem, rule)

    means = guards.guard(protect=protect, evidence=tmp_path)
    first = find(task(), means)
    again = find(task(), means)
    assert len(calls) == 1
    assert np.array_equal(first.pattern.hidden, again.pattern.hidden)
    find(task(), replace(means, threshold=6))
    find(task(*ROWS, ("D0201", "avvistato", "m", "adulti", 1)), means)
    assert len(calls) == 3


def test_only_the_populations_that_the_auditor_proves_pass() -> None:
    def doubt_lanterns(layout: Layout, values: Floats, rule: Rule, **options: object) -> guards.Word:
        cells = np.flatnonzero(np.isnan(values))
        return guards.Word([guards.Line(int(c), 0, 9, bool(layout.cells[c, 0] == 0)) for c in cells])

    one = task(*ROWS, ("D0201", "con_lanterna", "f", "giovani", 2))
    found = find(one, guards.guard())
    assert prove(one, guards.guard(), found).passed == (True, True)
    assert prove(one, guards.guard(audit=doubt_lanterns), found).passed == (True, False)


def test_a_cell_of_which_the_auditor_says_nothing_does_not_pass() -> None:
    def forgetful(layout: Layout, values: Floats, rule: Rule, **options: object) -> guards.Word:
        return guards.Word([guards.Line(int(c), 0, 9, True) for c in np.flatnonzero(np.isnan(values))[1:]])

    found = find(task(), guards.guard())
    assert prove(task(), guards.guard(audit=forgetful), found).passed == (False, True)


def test_a_primary_cell_with_one_possible_value_does_not_pass() -> None:
    def exact(layout: Layout, values: Floats, rule: Rule, **options: object) -> guards.Word:
        return guards.Word([guards.Line(int(c), 7, 7, True) for c in np.flatnonzero(np.isnan(values))])

    found = find(task(), guards.guard())
    assert prove(task(), guards.guard(audit=exact), found).passed == (False, True)


def test_an_auditor_that_says_nothing_at_all_stops_everything() -> None:
    found = find(task(), guards.guard())
    with pytest.raises(GuardError, match="non ha risposto"):
        prove(task(), guards.guard(audit=guards.fall_silent), found)


def test_the_real_auditor_fails_what_hides_only_the_small_cells() -> None:
    rows = (*ROWS, ("D0102", "con_lanterna", "m", "giovani", 3))
    means = guards.guard(protect=guards.hide_only_primaries, audit=guarding.audit_cells)
    leaky = find(task(*rows), means)
    assert prove(task(*rows), means, leaky).passed == (False, False)
    whole = find(task(*rows), guards.guard())
    assert prove(task(*rows), replace(means, insider_levels=("contea",)), whole).passed == (True, True)


def double(number: int, tell: Progress | None) -> int:
    if tell:
        tell(number, 3, "conto")
    return 2 * number


def die(number: int, tell: Progress | None) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_work_is_done_side_by_side_and_given_back_in_order(workers: int) -> None:
    told: list[tuple[int, int, str]] = []
    found = side_by_side(
        double, [(1,), (2,), (3,)], workers=workers, what="prova", progress=lambda *said: told.append(said)
    )
    assert found == [2, 4, 6]
    assert told[-1][1] == 3
    assert all(what.startswith("prova") for _, _, what in told)


def test_a_worker_that_is_killed_stops_everything_with_a_sentence() -> None:
    with pytest.raises(GuardError, match="non è stato pubblicato niente"):
        side_by_side(die, [(1,), (2,)], workers=2, what="prova")
