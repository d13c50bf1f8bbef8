from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake import Intake
from dashboard.intake.reading import open_table
from dashboard.intake.tables import ReadingError
from tests.intake.helpers import SMALL, refused


def test_a_file_bigger_than_the_limit_is_not_opened(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 300_000)
    assert "MB" in refused(intake, path)


def test_a_file_that_is_not_there_is_told(intake: Intake, tmp_path: Path) -> None:
    assert "non si può aprire" in refused(intake, tmp_path / "nessuno.csv")
    with pytest.raises(ReadingError):
        open_table(tmp_path / "nessuno.csv", SMALL)
