from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from dashboard.intake import Intake
from dashboard.intake.reading import open_table
from tests.intake.helpers import HEADER, LABELS, SMALL, check, refused, row, rows_of, workbook


def test_a_workbook_is_read_with_its_types(tmp_path: Path) -> None:
    from datetime import datetime

    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c", "d", "e"])
    book.active.append(["001", 2, 3.5, datetime(1972, 12, 31), True])
    book.active.append([None, "=1+1", "x", None, None])
    book.save(path)
    assert rows_of(path) == [("001", 2, 3.5, datetime(1972, 12, 31), "VERO"), (None, "=1+1", "x", None, None)]


def test_an_array_formula_is_a_formula_too(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_array_formula("A2:A2", "{=SUM(B1:B2)}")
    assert str(rows_of(path)[0][0]).startswith("=")


def test_the_sheet_of_data_is_the_one_called_so_or_the_only_one(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Uno").write(0, 0, "x")
        book.add_worksheet("Due").write(0, 0, "y")
    assert "2 fogli (Uno, Due)" in refused(intake, path)
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Uno")
        book.add_worksheet("Dati").write(0, 0, "Distretto")
    with open_table(path, SMALL) as table:
        assert (table.sheet, table.header, table.mark) == ("Dati", ("Distretto",), "")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Istruzioni")
    assert "nessun foglio" in refused(intake, path)
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Dati")
    assert "foglio vuoto" in refused(intake, path)


def test_rows_of_a_workbook_keep_their_numbers_over_blank_ones(intake: Intake, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "viandanti_stati.xlsx", [(), LABELS, (), row(genere="x"), (), (), row(stato="y")]
    )
    assert {p.row for p in check(intake, path).problems} == {4, 7}


def test_cells_beyond_the_last_column_are_told(intake: Intake, tmp_path: Path) -> None:
    rows = [HEADER, (*row(), "uno"), (*row(genere="m"), "", "due")]
    report = check(intake, workbook(tmp_path / "viandanti_stati.xlsx", rows))
    assert {(p.row, p.column) for p in report.problems} == {(2, "I"), (3, "")}


def test_a_workbook_of_blank_rows_is_refused(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "viandanti_stati.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Dati")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 0, "in fondo")
    assert "più di 50 righe vuote" in refused(intake, path)


def test_more_rows_or_columns_than_the_limit_are_refused(intake: Intake, tmp_path: Path) -> None:
    many = [HEADER, *(row(reference_date=f"{n}") for n in range(101))]
    assert "più di 100 righe" in refused(intake, workbook(tmp_path / "a.xlsx", many))
    wide = [tuple(f"c{n}" for n in range(30))]
    assert "più di 20 colonne" in refused(intake, workbook(tmp_path / "b.xlsx", wide))
