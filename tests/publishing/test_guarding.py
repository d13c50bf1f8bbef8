from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from dashboard.disclosure.primary import BY_GROUP
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing.guarding import Task, find, insiders_of, problem_of
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
