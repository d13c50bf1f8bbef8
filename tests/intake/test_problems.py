from __future__ import annotations

import pytest

from dashboard.intake import Intake, Severity
from dashboard.intake.problems import FOUND_LENGTH, Problem, quoted
from tests.intake.helpers import Deliver, check, row


def test_more_problems_than_are_kept_are_counted_by_column(
    intake: Intake, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.intake.problems.KEPT", 2)
    rows = [row(reference_date=f"19{70 + n}-12-31", viandanti="x") for n in range(5)]
    report = check(intake, deliver("viandanti_stati.csv", rows))
    assert (report.errors, len(report.problems), sum(report.uncounted.values())) == (5, 2, 3)
    assert report.to_dict()["non_elencati"] == {"«Numero di viandanti»": 3}


def test_every_problem_is_an_error_unless_it_says_otherwise(intake: Intake, deliver: Deliver) -> None:
    report = check(intake, deliver("viandanti_stati.csv", [row(stato="x")]))
    assert {p.severity for p in report.problems} == {Severity.ERROR}


def test_a_long_or_dirty_value_is_shown_short_and_on_one_line() -> None:
    assert quoted("a\nb\x00c") == "«a b c»"
    assert len(quoted("x" * 500)) == FOUND_LENGTH + 3


def test_a_problem_reads_as_a_sentence() -> None:
    problem = Problem("f.xlsx", "Dati", 4, "B «Età»", "«x»", "un numero", "Correggerlo.")
    expected = (
        "errore: f.xlsx, foglio Dati, riga 4, colonna B «Età»: trovato: «x»; atteso: un numero. Correggerlo."
    )
    assert str(problem) == expected
