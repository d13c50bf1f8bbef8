from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake import Intake
from dashboard.intake.reading import open_table
from dashboard.intake.tables import ReadingError
from tests.intake.helpers import SMALL, check, refused


def test_a_file_bigger_than_the_limit_is_not_opened(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 300_000)
    assert "MB" in refused(intake, path)


def test_a_file_that_is_not_there_is_told(intake: Intake, tmp_path: Path) -> None:
    assert "non si può aprire" in refused(intake, tmp_path / "nessuno.csv")
    with pytest.raises(ReadingError):
        open_table(tmp_path / "nessuno.csv", SMALL)


def test_what_is_called_a_workbook_and_is_none_is_not_read_as_text(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "adesioni.xlsx"
    path.write_bytes(bytes(range(128, 256)) * 9 + b"a;b\n")
    report = check(intake, path)
    [problem] = report.problems
    assert "non è una cartella di lavoro .xlsx" in problem.found and ".csv" in problem.expected


def test_the_reason_of_the_system_is_in_italian(intake: Intake, tmp_path: Path) -> None:
    assert "(non esiste)" in refused(intake, tmp_path / "nessuno.csv")
    assert "(è una cartella, non un file)" in refused(intake, tmp_path)
