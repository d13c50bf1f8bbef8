from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.disclosure import asking
from dashboard.disclosure import audit as auditing
from dashboard.disclosure.audit import AuditError, Published, Question, Report, audit, audit_all
from dashboard.disclosure.auditor_worlds import absolute
from dashboard.disclosure.layout import Layout
from dashboard.disclosure.problem import Insider, Problem, Rule, World
from tests.disclosure.auditing import job_of, layout_of, truth_of

COUNTS = [1, 9, 2, 9, 2, 9, 2, 9, 1]


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem.of(layout_of((3, 3)), np.arange(9), np.array(COUNTS), Rule())


@pytest.fixture(scope="module")
def well_hidden(problem: Problem) -> np.ndarray:
    """All inner cells hidden: a 3 × 3 table of which only the margins stand."""
    return np.arange(len(problem)) < 9


@pytest.fixture(scope="module")
def report(problem: Problem, well_hidden: np.ndarray) -> Report:
    return audit(Published.of(problem, well_hidden), Rule(), seconds=20)


def watched(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[str]]:
    """Return the list to which the processes started from now on are added."""
    started: list[subprocess.Popen[str]] = []
    start = subprocess.Popen

    def remember(*given: Any, **named: Any) -> subprocess.Popen[str]:
        started.append(start(*given, **named))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    return started


def replaced(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Start another program in place of the auditor; it is asked the same."""
    monkeypatch.setattr(asking, "_command", lambda: [sys.executable, "-c", program])


def test_margins_alone_are_safe_and_the_ends_have_worlds(report: Report) -> None:
    assert report.safe
    assert len(report.cells) == 9
    assert all(cell.low <= 1 and (cell.high or 0) >= 5 for cell in report.cells)
    assert all(cell.low_world >= 0 and cell.high_world >= 0 for cell in report.cells)


def test_with_nothing_hidden_there_is_nothing_to_prove(problem: Problem) -> None:
    assert audit(Published.of(problem, np.zeros(len(problem), dtype=bool)), Rule()).safe


def test_only_the_small_cells_hidden_can_be_undone(problem: Problem) -> None:
    hidden = np.isin(np.arange(len(problem)), [0])
    found = audit(Published.of(problem, hidden), Rule(), seconds=20)
    assert [(c.low, c.high, c.safe, c.exact) for c in found.cells] == [(1, 1, False, True)]
    assert "esattamente: 1" in found.cells[0].why


def test_progress_is_passed_on(problem: Problem, well_hidden: np.ndarray) -> None:
    said: list[tuple[int, int, str]] = []
    audit(Published.of(problem, well_hidden), Rule(), progress=lambda *step: said.append(step))
    assert said[-1][2] == "fine"


def test_with_no_time_everything_is_unsafe_and_no_process_starts(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, well_hidden: np.ndarray
) -> None:
    monkeypatch.setattr(auditing, "ask", pytest.fail)
    found = audit(Published.of(problem, well_hidden), Rule(), seconds=0)
    assert {cell.safe for cell in found.cells} == {False}
    assert len(found.cells) == 9


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit(1)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "pass",
        "input(); print('\"done\"')",
        "import json; open(json.loads(input())[1], 'wb').write(b'PK half an answer'); print('\"done\"')",
        "import json; asked = json.loads(input()); open(asked[1], 'wb').write(open(asked[0], 'rb').read());"
        "print('\"done\"')",
        "print('[1, 2'); print('not json'); print('{}'); print('[1, 2, 3]')",
        "import time; time.sleep(60)",
    ],
    ids=["crashed", "killed", "silent", "only done", "half", "another file", "chatter", "late"],
)
def test_whatever_goes_wrong_in_the_other_process_every_cell_is_unsafe(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, well_hidden: np.ndarray, program: str
) -> None:
    replaced(monkeypatch, program)
    monkeypatch.setattr(asking, "_PATIENCE", 1.0 if "sleep" in program else 15.0)
    insiders = (Insider("chi sa", ((0, 0),)),)
    said: list[object] = []
    found = audit(
        Published.of(problem, well_hidden),
        Rule(),
        insiders=insiders,
        seconds=0.5,
        progress=lambda *step: said.append(step),
    )
    assert not found.safe
    assert sum(cell.insider is None for cell in found.cells) == 9
    assert sum(cell.insider == "chi sa" for cell in found.cells) == 6
    assert not any(cell.safe for cell in found.cells)
    assert said == []


ANOTHER = """
import json, sys
from dashboard.disclosure.auditor import main

asked = json.loads(input())
main([json.dumps([{job!r}, *asked[1:]])])
"""


def test_an_answer_to_another_question_proves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, problem: Problem, well_hidden: np.ndarray
) -> None:
    values, safe = problem.values.astype(float) * 2, Published.of(problem, well_hidden)
    values[:9] = np.nan
    other = Published(values, problem.relations, problem.layout)
    (tmp_path / "job").write_bytes(job_of(safe, Rule()).to_bytes())
    replaced(monkeypatch, ANOTHER.format(job=str(tmp_path / "job")))
    said: list[str] = []
    found = audit(other, Rule(), progress=lambda *step: said.append(step[2]))
    assert said[-1] == "fine"
    assert not any(cell.safe for cell in found.cells)


def test_many_are_audited_in_one_process_and_a_killed_one_loses_only_what_it_was_at(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, well_hidden: np.ndarray
) -> None:
    def kill_once(done: int, of: int, what: str) -> None:
        if done == 1 and len(started) == 1:
            started[0].kill()

    bare, leaky = np.zeros(len(problem), dtype=bool), np.arange(len(problem)) == 0
    hidden = [well_hidden, bare, leaky, well_hidden, well_hidden]
    questions = [Question(Published.of(problem, one), Rule(), seconds=20) for one in hidden]
    started = watched(monkeypatch)
    found = dict(audit_all(questions))
    assert [found[number].safe for number in range(5)] == [True, True, False, True, True]
    assert len(started) == 1
    started.clear()
    found = dict(audit_all(questions, progress=kill_once))
    assert [found[number].safe for number in range(5)] == [False, True, False, True, True]
    assert len(found[0].cells) == 9
    assert len(started) == 2
    assert all(child.poll() is not None for child in started)


def test_killing_the_process_in_the_middle_leaves_everything_unsafe(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, well_hidden: np.ndarray
) -> None:
    def kill(*step: object) -> None:
        os.kill(started[0].pid, signal.SIGKILL)

    started = watched(monkeypatch)
    replaced(monkeypatch, "import time; print('[0, 1, \"verifica\"]', flush=True); time.sleep(60)")
    assert not audit(Published.of(problem, well_hidden), Rule(), progress=kill).safe


def test_an_interrupted_audit_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, well_hidden: np.ndarray
) -> None:
    def interrupt(*step: object) -> None:
        raise KeyboardInterrupt

    started = watched(monkeypatch)
    replaced(monkeypatch, "import time; print('[0, 1, \"verifica\"]', flush=True); time.sleep(60)")
    with pytest.raises(KeyboardInterrupt):
        audit(Published.of(problem, well_hidden), Rule(), progress=interrupt)
    assert [child.poll() for child in started] == [-signal.SIGKILL]


def test_forged_worlds_are_refused_counted_and_prove_nothing(problem: Problem) -> None:
    forged = [
        World(np.array([0]), np.array([1]), relative=True),  # a difference from nothing
        World(np.arange(9), np.array(COUNTS) + 0.5),  # type: ignore[arg-type]
        World(np.arange(9), np.array([-1, 11, 2, 11, 0, 9, 2, 9, 1])),
        World(np.arange(9), np.array(COUNTS) + 1),
        World(np.array([0, 0]), np.array([1, 1])),
        World(np.array([99]), np.array([1])),
        World(np.array([[0]]), np.array([[1]])),
        World(np.array([0]), np.array([np.nan])),
        World(np.arange(16), np.ones(16, dtype=np.int64), of_cells=True),
    ]
    hidden = np.isin(np.arange(len(problem)), [0, 1, 2])
    found = audit(Published.of(problem, hidden), Rule(), worlds=[*forged, truth_of(COUNTS)], inner_limit=0)
    assert found.notes["refused_worlds"] == len(forged)
    assert not found.safe


def value_in(worlds: Sequence[World], number: int, cell: int) -> int:
    """The value of a cell in a world of cells, told whole or as a difference from the first."""
    told = [worlds[0], worlds[number]] if worlds[number].relative else [worlds[number]]
    return sum(int(world.counts[world.inner == cell].sum()) for world in told)


def test_worlds_of_the_tables_and_whole_ones_keep_their_places_in_the_report(
    problem: Problem, well_hidden: np.ndarray, report: Report
) -> None:
    assert problem.layout is not None
    table = World(np.arange(16), problem.values, of_cells=True)
    whole = list(report.worlds)
    base = np.zeros(9, dtype=np.int64)
    base[whole[0].inner] = whole[0].counts
    other = np.zeros(9, dtype=np.int64)
    other[whole[1].inner] = whole[1].counts
    change = other - base
    relative = World(np.flatnonzero(change), change[change != 0], relative=True)
    for worlds in ([table, *whole], [table, whole[0], relative, *whole]):
        found = audit(Published.of(problem, well_hidden), Rule(), worlds=worlds)
        assert found.safe
        assert found.depth == "inner"
        for cell in found.cells:
            told = absolute(found.worlds[cell.low_world], found.worlds[0])
            assert problem.layout.add_up(told.inner, told.counts)[cell.cell] == cell.low


def test_worlds_of_the_tables_serve_where_inner_cells_are_too_many(
    problem: Problem, well_hidden: np.ndarray, report: Report
) -> None:
    assert problem.layout is not None
    cells = [problem.layout.add_up(world.inner, world.counts) for world in report.worlds]
    change = [np.asarray(one, dtype=np.int64) - problem.values for one in cells]
    worlds = [
        World(np.arange(16), problem.values, of_cells=True),
        *(World(np.flatnonzero(one), one[one != 0], relative=True, of_cells=True) for one in change),
    ]
    told = {"worlds": worlds, "inner_limit": 0}
    found = audit(Published.of(problem, well_hidden), Rule(), **told)  # type: ignore[arg-type]
    assert found.safe
    assert found.depth == "tables"
    assert found.notes["refused_worlds"] == 0
    for cell in found.cells:
        for number, value in ((cell.low_world, cell.low), (cell.high_world, cell.high)):
            assert value_in(found.worlds, number, cell.cell) == value
    strict = audit(Published.of(problem, well_hidden), Rule(), require_inner=True, **told)  # type: ignore[arg-type]
    assert not any(cell.safe for cell in strict.cells)


def test_two_processes_share_the_insiders_and_agree_with_one(
    problem: Problem, well_hidden: np.ndarray
) -> None:
    insiders = tuple(Insider(f"chi sa {leaf}", ((0, leaf),)) for leaf in range(3))
    given: dict[str, Any] = {"insiders": insiders, "own": (np.arange(9), np.array(COUNTS)), "seconds": 20}
    one, two = (
        audit(Published.of(problem, well_hidden), Rule(), workers=workers, **given) for workers in (1, 2)
    )
    assert [cell.cell for cell in one.unsafe] == [cell.cell for cell in two.unsafe]
    assert one.notes["partial"] is False


def test_without_their_figures_the_check_of_insiders_says_it_is_partial(
    problem: Problem, well_hidden: np.ndarray
) -> None:
    found = audit(Published.of(problem, well_hidden), Rule(), insiders=[Insider("chi sa", ((0, 0),))])
    assert found.notes["partial"] is True


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"values": np.zeros(3)}, "3 celle e il menu 16"),
        ({"values": np.zeros(3), "layout": None}, "3 celle e le relazioni 16"),
        ({"layout": None, "insiders": [Insider("x", ((0, 0),))]}, "solo con dimensioni"),
        ({"primary": np.zeros(2, dtype=bool)}, "primarie 2"),
        ({"own": (np.array([77]), np.array([1]))}, "cifre proprie"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_a_sentence(
    problem: Problem, well_hidden: np.ndarray, change: dict[str, Any], sentence: str
) -> None:
    good = Published.of(problem, well_hidden)
    values, layout = change.pop("values", good.values), change.pop("layout", good.layout)
    assert isinstance(values, np.ndarray)
    assert layout is None or isinstance(layout, Layout)
    with pytest.raises(AuditError, match=sentence):
        audit(Published(values, good.relations, layout), Rule(), **change)


@pytest.mark.parametrize("wrong", [0.5, -1.0, np.inf])
def test_a_published_value_that_is_no_count_makes_everything_unsafe(
    problem: Problem, well_hidden: np.ndarray, wrong: float
) -> None:
    published = Published.of(problem, well_hidden)
    published.values[-1] = wrong
    found = audit(published, Rule())
    assert not found.safe
    assert all("si contraddice" in cell.why for cell in found.cells)


def test_nothing_is_left_on_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, problem: Problem, well_hidden: np.ndarray
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    audit(Published.of(problem, well_hidden), Rule())
    assert list(tmp_path.iterdir()) == []
