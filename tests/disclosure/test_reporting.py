"""What people are told of an audit."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from dashboard.disclosure import reporting
from dashboard.disclosure.audit import CellReport, Report
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule, World

LAYOUT = Layout.of([Axis.of("area", ["a", "b", "c"])])


def report(*cells: CellReport) -> Report:
    world = World(np.array([0]), np.array([7]))
    return Report(all(cell.safe for cell in cells), cells, (world,), "inner", 0.0, {"partial": False})


@pytest.mark.parametrize(
    ("low", "high", "says"), [(0, 7, "da 0 a 7"), (3, 3, "esattamente 3"), (5, None, "da 5 in su")]
)
def test_an_interval_is_said_in_words(low: int, high: int | None, says: str) -> None:
    assert reporting.span(low, high) == says


def test_unsafe_cells_are_listed_and_safe_ones_not(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(
        CellReport(0, 3, 3, False, "si ricava", exact=True),
        CellReport(0, 2, 2, False, "si ricava", insider="area=b", exact=True),
        CellReport(1, 0, None, False, "non dimostrato"),
        CellReport(2, 0, 9, True, "può"),
    )
    reporting.list_unsafe(found, LAYOUT, 3)
    assert capsys.readouterr().out == (
        "Non sicura: celle nascoste 3, non protette 2.\n"
        "  area=a: esattamente 3\n"
        "  area=a: esattamente 2 (per area=b)\n"
        "  area=b: da 0 in su – non dimostrato\n"
    )


def test_a_long_list_is_cut(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_LISTED", 1)
    cells = [CellReport(cell, 3, 3, False, "", exact=True) for cell in range(3)]
    reporting.list_unsafe(report(*cells), LAYOUT, 3)
    assert capsys.readouterr().out.endswith("  area=a: esattamente 3\n  … e altre 2; tutte con --report\n")


def test_a_report_on_disk_has_names_and_no_worlds(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    reporting.write_report(path, report(CellReport(1, 0, 9, True, "può", 0, 0)), LAYOUT)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["cells"][0]["cell"] == {"area": "b"}
    assert "world" not in path.read_text(encoding="utf-8").replace("refused_worlds", "")
    assert path.stat().st_mode & 0o077 == 0


def test_the_summary_tells_how_many_and_whether_proven(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem.of(LAYOUT, np.arange(3), np.array([3, 4, 9]), Rule())
    hidden = np.array([True, True, True, False])
    reporting.summarise(Path("x/out.csv"), problem, Pattern(hidden, problem.sensitive), audited=False)
    assert capsys.readouterr().out == (
        "out.csv: 4 celle, 3 nascoste (75%): 2 da proteggere, 1 per proteggerle.\n"
        "Senza verifica indipendente.\n"
    )
    optimal = Pattern(hidden, problem.sensitive, optimal=True)
    reporting.summarise(Path("out.csv"), problem, optimal, audited=True)
    said = capsys.readouterr().out
    assert "È dimostrato che di meno non si può.\nVerifica indipendente superata.\n" in said


def test_a_summary_of_nothing_hidden_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem.of(LAYOUT, np.arange(3), np.array([5, 6, 9]), Rule())
    pattern = Pattern(np.zeros(4, dtype=bool), problem.sensitive, optimal=True)
    reporting.summarise(Path("out.csv"), problem, pattern, audited=True)
    assert capsys.readouterr().out == "out.csv: 4 celle, nessuna nascosta.\nVerifica indipendente superata.\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_only_where_somebody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, drawn in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with reporting.progress_bar() as progress:
            assert (progress is not None) == drawn
            if progress is not None:
                progress(1, 2, "mondi")
        assert ("mondi" in stream.getvalue()) == drawn
