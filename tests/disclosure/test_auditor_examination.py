from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.problem import Insider, Problem, Rule, World, insiders_at
from tests.disclosure import auditor_at_work as work
from tests.disclosure.auditing import Apart, Case, cases, job_of, layout_of, process_apart
from tests.disclosure.small_worlds import protect_by_listing
from tests.examples import examples

some = examples(6)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def nothing(width: int) -> Ints:
    """Stands for the worlds of a case of which they are not listed."""
    return np.zeros((0, width), dtype=np.int64)


def examined(apart: Apart, case: Case, **given: Any) -> dict[str, Any]:
    found = apart.run(work.examined, job_of(case.published, case.rule, **given))
    assert isinstance(found, dict)
    return found


@some
@given(case=cases(sure=True))
def test_each_attacker_is_asked_about_the_hidden_cells_it_does_not_know(apart: Apart, case: Case) -> None:
    insiders = tuple(insiders_at(case.layout, 0, 1))
    found = examined(apart, case, insiders=insiders, own=case.truth)["findings"]
    assert [viewer for viewer, *_ in found] == [-1, *range(len(insiders))]
    for viewer, cells, *_ in found:
        owned = np.zeros(len(case.hidden), bool) if viewer < 0 else insiders[viewer].owns(case.layout)
        assert cells.tolist() == np.flatnonzero(case.hidden & ~owned).tolist()


@some
@given(case=cases(sure=True))
def test_the_verdict_of_every_insider_is_that_of_the_list(apart: Apart, case: Case) -> None:
    insiders = tuple(insiders_at(case.layout, 0, 1))
    found = examined(apart, case, insiders=insiders, own=case.truth)["findings"][1:]
    for insider, (_, cells, safe, *_) in zip(insiders, found, strict=True):
        assert dict(zip(cells.tolist(), safe.tolist(), strict=True)) == case.passes_for(insider)


@some
@given(case=cases(rules=None, sure=True))
def test_bounds_from_the_tables_change_no_verdict(apart: Apart, case: Case) -> None:
    told = {"worlds": (case.truth,), "insiders": (Insider("x", ((0, 0),)),), "own": case.truth}
    large = apart.run(work.examined_as_large, job_of(case.published, case.rule, **told))["findings"]
    for here, there in zip(examined(apart, case, **told)["findings"], large, strict=True):
        assert here[2].tolist() == there[2].tolist()


def test_a_safe_pattern_with_its_worlds_needs_no_search(apart: Apart) -> None:
    layout = layout_of((2, 3))
    problem = Problem.of(layout, np.arange(6), np.array([1, 3, 3, 3, 1, 3]), Rule(3))
    pattern = protect_by_listing(problem, Rule(3))
    case = Case(problem, Rule(3), pattern.hidden, nothing(6), nothing(len(problem)))
    found = examined(apart, case, worlds=pattern.worlds)
    assert all(found["findings"][0][2])
    assert "celle" not in found["said"]
    assert (found["depth"], found["refused"]) == ("inner", 0)


def test_worlds_that_do_not_agree_are_counted(apart: Apart) -> None:
    layout = layout_of((2, 3))
    problem = Problem.of(layout, np.arange(6), np.array([1, 3, 3, 3, 1, 3]), Rule(3))
    case = Case(problem, Rule(3), problem.sensitive, nothing(6), nothing(len(problem)))
    one = World(np.array([0]), np.array([1]))
    tables = (World(np.array([0]), np.array([1]), of_cells=True),)
    assert examined(apart, case, worlds=(one,), tables=tables)["refused"] == 2


def test_without_time_nothing_is_proven(apart: Apart) -> None:
    layout = layout_of((3, 3))
    problem = Problem.of(layout, np.arange(9), np.array([1, 9, 2, 9, 2, 9, 2, 9, 1]), Rule())
    hidden = np.arange(len(problem)) < 9
    case = Case(problem, Rule(), hidden, nothing(9), nothing(len(problem)))
    for limit in (0, 100):
        found = examined(apart, case, seconds=0.0, inner_limit=limit)
        assert not any(found["findings"][0][2])
