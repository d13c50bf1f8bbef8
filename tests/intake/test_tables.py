from __future__ import annotations

from datetime import date

import pytest

from dashboard.intake.problems import Issue
from dashboard.intake.tables import Batch, CellValue, ReadingError, is_blank


@pytest.mark.parametrize("cell", [None, "", " \t", "\u00a0", "\n"])
def test_spaces_of_any_kind_are_a_blank_cell(cell: CellValue) -> None:
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, "0", "-", date(1972, 12, 31)])
def test_a_zero_and_a_dash_are_no_blank(cell: CellValue) -> None:
    assert not is_blank(cell)


def test_rows_that_could_not_be_read_count_among_those_met() -> None:
    batch = Batch([2], [("a",)], issues=[(3, Issue("x", "y", "z"))])

    assert len(batch) == 2


def test_a_file_that_cannot_be_read_says_what_was_found_and_what_to_do() -> None:
    error = ReadingError("un file vuoto", "un modello", "Compilarlo.", row=3)

    assert all(part in str(error) for part in ("un file vuoto", "un modello", "Compilarlo."))
    assert (error.issue, error.row) == (Issue("un file vuoto", "un modello", "Compilarlo."), 3)
