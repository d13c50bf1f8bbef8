from __future__ import annotations

import io
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.audit import Report
from dashboard.disclosure.auditor_job import Published, digest
from dashboard.disclosure.layout import Layout
from dashboard.disclosure.problem import Insider, Problem, Rule, World
from tests.disclosure.auditing import (
    Apart,
    Case,
    answer_there,
    cases,
    job_of,
    layout_of,
    process_apart,
    truth_of,
)
from tests.examples import examples

MODULE = "dashboard.disclosure.auditor"
ROOT = Path(__file__).resolve().parents[2]
thorough = examples(16)
brief = examples(6)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def of_everybody(report: Report) -> dict[int, bool]:
    return {cell.cell: cell.safe for cell in report.cells if cell.insider is None}


@thorough
@given(case=cases(sure=True), with_primary=st.booleans())
def test_passes_exactly_what_the_list_of_all_worlds_passes(
    apart: Apart, case: Case, with_primary: bool
) -> None:
    primary = case.problem.sensitive if with_primary else None
    report = apart.audit(case.published, case.rule, primary=primary)
    assert of_everybody(report) == case.passes(primary)
    assert report.safe == all(case.passes(primary).values())


@brief
@given(case=cases(sure=True))
def test_nothing_that_passes_a_default_rule_or_an_interval_has_a_single_small_value(
    apart: Apart, case: Case
) -> None:
    for cell in apart.audit(case.published, case.rule).cells:
        values = set(case.cells[:, cell.cell].tolist())
        if cell.safe and min(values) < case.rule.threshold:
            assert len(values) > 1


@brief
@given(case=cases(sure=True))
def test_a_cell_that_fails_comes_with_exactly_what_the_attacker_gets(apart: Apart, case: Case) -> None:
    for cell in apart.audit(case.published, case.rule).cells:
        if not cell.safe:
            values = case.cells[:, cell.cell]
            assert (cell.low, cell.high, cell.exact) == (values.min(), values.max(), True)


@brief
@given(case=cases(sure=True))
def test_the_worlds_of_the_report_agree_and_show_what_it_says(apart: Apart, case: Case) -> None:
    report = apart.audit(case.published, case.rule)
    for cell in report.cells:
        for number, value in ((cell.low_world, cell.low), (cell.high_world, cell.high)):
            world = report.worlds[number]
            made = case.layout.add_up(world.inner, world.counts)
            assert np.array_equal(made[~case.hidden], case.problem.values[~case.hidden])
            assert made[cell.cell] == value


@brief
@given(case=cases(sure=True), leaf=st.integers(0, 1))
def test_insiders_with_their_figures_are_judged_as_the_list_of_their_worlds_says(
    apart: Apart, case: Case, leaf: int
) -> None:
    insider = Insider("chi sa", ((0, leaf),))
    report = apart.audit(case.published, case.rule, insiders=(insider,), own=case.truth)
    expected = case.passes_for(insider)
    failed = {cell.cell for cell in report.cells if cell.insider == "chi sa"}
    assert failed == {cell for cell, fine in expected.items() if not fine}


@brief
@given(case=cases(sure=True), data=st.data())
def test_worlds_at_hand_true_or_forged_never_change_the_verdict(
    apart: Apart, case: Case, data: st.DataObject
) -> None:
    pick = st.integers(0, len(case.inner) - 1)
    good = [truth_of(case.inner[data.draw(pick)].tolist()) for _ in range(3)]
    shift = World(np.array([0]), np.array([data.draw(st.integers(-2, 2))]), relative=True)
    forged = World(good[0].inner, good[0].counts + 1)
    report = apart.audit(case.published, case.rule, worlds=(*good, shift, forged))
    assert of_everybody(report) == case.passes()


@brief
@given(case=cases(sure=True))
def test_with_tables_only_what_passes_for_whole_worlds_passes_when_these_are_asked_for(
    apart: Apart, case: Case
) -> None:
    report = apart.audit(case.published, case.rule, inner_limit=0, require_inner=True, worlds=(case.truth,))
    expected = case.passes()
    assert all(expected[cell] for cell, safe in of_everybody(report).items() if safe)


@brief
@given(case=cases(sure=True))
def test_what_only_tables_show_is_marked_and_its_bounds_hold(apart: Apart, case: Case) -> None:
    report, expected = apart.audit(case.published, case.rule, inner_limit=0), case.passes()
    for cell in report.cells:
        if cell.safe and not expected[cell.cell]:
            assert cell.depth == report.depth == "tables"
        values = case.cells[:, cell.cell]
        if not cell.safe:
            assert cell.low <= values.min()
            assert cell.high is None or cell.high >= values.max()


@brief
@given(case=cases(sure=True), data=st.data())
def test_relabelling_and_reordering_change_no_verdict(apart: Apart, case: Case, data: st.DataObject) -> None:
    shape = case.layout.shape
    order = data.draw(st.permutations(range(len(shape))))
    leaves = [data.draw(st.permutations(range(n))) for n in shape]
    names = [axis.name for axis in case.layout.axes]
    menu = [[f"{names[order.index(d)]}@{level}" for d, level in table] for table in case.layout.menu]
    turned = layout_of([shape[d] for d in order], menu)
    table = np.zeros(case.layout.size, dtype=np.int64)
    table[case.problem.inner] = case.problem.counts
    moved = table.reshape(shape)[np.ix_(*leaves)].transpose(order).ravel()
    problem = Problem.of(turned, np.arange(turned.size), moved, case.rule)
    place = moved_cells(case.layout, turned, order, leaves)
    hidden = np.zeros(len(problem), dtype=bool)
    hidden[[place[cell] for cell in np.flatnonzero(case.hidden).tolist()]] = True
    here, there = (
        apart.audit(case.published, case.rule),
        apart.audit(Published.of(problem, hidden), case.rule),
    )
    assert {place[cell]: safe for cell, safe in of_everybody(here).items()} == of_everybody(there)


def moved_cells(layout: Layout, turned: Layout, order: list[int], leaves: list[list[int]]) -> dict[int, int]:
    found = {}
    for cell, nodes in enumerate(layout.cells.tolist()):
        new = [leaves[d].index(node) if node < layout.shape[d] else node for d, node in enumerate(nodes)]
        place = turned.find([new[d] for d in order])
        assert place is not None
        found[cell] = place
    return found


@brief
@given(case=cases(sure=True))
def test_relations_alone_are_judged_by_the_cells_they_link(apart: Apart, case: Case) -> None:
    layout = case.layout
    published = Published(case.published.values, layout.relations)
    report = apart.audit(published, case.rule)
    if len(layout.menu) == len(list(itertools.product(*([0, 1] for _ in layout.shape)))):
        assert of_everybody(report) == case.passes()  # the full cross: cells and inner cells say the same


def test_a_publication_that_contradicts_itself_is_unsafe(apart: Apart) -> None:
    layout = layout_of((2, 2))
    problem = Problem.of(layout, np.arange(4), np.array([3, 4, 5, 6]), Rule())
    published = Published.of(problem, np.arange(len(problem)) < 2)
    published.values[8] += 50
    report = apart.audit(published, Rule())
    assert not report.safe
    assert "si contraddice" in report.cells[0].why


def test_an_interval_without_an_upper_end_says_so(apart: Apart) -> None:
    layout = layout_of((2, 2), [["a", "b"], ["a"]])
    problem = Problem.of(layout, np.arange(4), np.array([2, 1, 9, 9]), Rule())
    hidden = np.isin(np.arange(6), [1, 4])  # a0 is hidden and so is one of its two parts; the other is 2
    report = apart.audit(Published.of(problem, hidden), Rule())
    assert [(cell.cell, cell.low, cell.high, cell.exact) for cell in report.unsafe] == [(4, 2, None, True)]
    assert "2 o più" in report.unsafe[0].why


def test_an_insider_whose_figures_contradict_the_publication_proves_nothing(apart: Apart) -> None:
    layout = layout_of((2, 3))
    problem = Problem.of(layout, np.arange(6), np.array([9, 1, 2, 9, 2, 1]), Rule())
    report = apart.audit(
        Published.of(problem, problem.sensitive),
        Rule(),
        insiders=(Insider("chi sa", ((1, 0),)),),
        own=truth_of([8, 1, 2, 9, 2, 1]),
    )
    assert {cell.cell for cell in report.unsafe if cell.insider} == set(np.flatnonzero(problem.sensitive))


def test_the_answer_bears_the_fingerprint_of_the_job_and_no_name(apart: Apart) -> None:
    problem = Problem.of(layout_of((2, 2)), np.arange(4), np.array([1, 9, 9, 1]), Rule())
    data = job_of(Published.of(problem, problem.sensitive), Rule()).to_bytes()
    with np.load(io.BytesIO(apart.run(answer_there, data))) as arrays:
        assert json.loads(arrays["meta"].tobytes())["digest"] == digest(data)


def test_run_as_a_module_it_answers_one_job_after_another_and_prints_only_progress(tmp_path: Path) -> None:
    problem = Problem.of(layout_of((2, 2)), np.arange(4), np.array([1, 9, 9, 1]), Rule())
    (tmp_path / "job").write_bytes(job_of(Published.of(problem, problem.sensitive), Rule()).to_bytes())
    asked = [[str(tmp_path / "job"), str(tmp_path / f"answer-{number}"), 0, 1] for number in range(2)]
    lines = "".join(json.dumps(one) + "\n" for one in asked) + "what is no question\n"
    command = [sys.executable, "-m", MODULE]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, input=lines, check=False)
    assert ended.returncode == 2
    assert (tmp_path / "answer-0").read_bytes() == (tmp_path / "answer-1").read_bytes()
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert said.count("done") == 2
    assert {len(word) for word in said if word != "done"} == {3}
    assert ended.stderr == ""
