from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboard.data.territories import TerritoryError
from dashboard.data.territories.imports import table
from dashboard.data.territories.imports.table import read_date, read_table

NEEDED = frozenset({"nome", "comune"})


def csv_file(folder: Path, content: bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        "Nome,Comune\nForlì,040012\n".encode(),
        "Nome;Comune\r\nForlì;040012\r\n".encode("cp1252"),
        "\ufeffnome;comune;\n\nForlì ; 040012;\n".encode(),
    ],
)
def test_csv_is_read_whatever_its_dialect(tmp_path: Path, content: bytes) -> None:
    (row,) = read_table(csv_file(tmp_path, content), NEEDED)
    assert row[1] == {"nome": "Forlì", "comune": "040012"}


def test_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    rows = read_table(csv_file(tmp_path, b"nome,comune\na,1\n\n,\nb,2\n"), NEEDED)
    assert [number for number, _ in rows] == [2, 5]


def test_short_rows_are_filled(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, b"nome,comune\na\n"), NEEDED) == [(2, {"nome": "a", "comune": ""})]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for values in (
        ["Nome", "Comune", "Valido dal", "Quota"],
        [None] * 4,
        ["Uno", 72006.0, datetime(2020, 1, 31), 0.5],
        ["Due", "072007", date(2020, 2, 1), None],
    ):
        sheet.append(values)
    book.save(tmp_path / "t.xlsx")
    rows = read_table(tmp_path / "t.xlsx", NEEDED)
    assert rows == [
        (3, {"nome": "Uno", "comune": "72006", "valido_dal": "2020-01-31", "quota": "0.5"}),
        (4, {"nome": "Due", "comune": "072007", "valido_dal": "2020-02-01", "quota": ""}),
    ]


def test_a_million_empty_rows_end_the_sheet(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["nome", "comune"])
    sheet.append(["a", "1"])
    for _ in range(table.MAX_BLANK + 1):
        sheet.append([None])
    sheet.append(["b", "2"])
    book.save(tmp_path / "t.xlsx")
    assert [number for number, _ in read_table(tmp_path / "t.xlsx", NEEDED)] == [2]


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as zipped:
        zipped.writestr("a", b"x")
    with pytest.raises(TerritoryError, match="la cartella di lavoro non si legge"):
        read_table(tmp_path / "t.xlsx", NEEDED)
    (tmp_path / "t.xlsx").write_bytes(b"nome,comune")
    with pytest.raises(TerritoryError, match="non è un archivio zip"):
        read_table(tmp_path / "t.xlsx", NEEDED)


def test_missing_headings_are_named(tmp_path: Path) -> None:
    with pytest.raises(TerritoryError, match=r"t\.csv, riga 1: mancano le colonne comune, nome"):
        read_table(csv_file(tmp_path, b""), NEEDED)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TerritoryError, match=r"manca\.csv: il file non esiste"):
        read_table(tmp_path / "manca.csv", NEEDED)


def test_too_large_a_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_BYTES", 10)
    with pytest.raises(TerritoryError, match="supera"):
        read_table(csv_file(tmp_path, b"nome,comune\na,1\n"), NEEDED)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 2)
    with pytest.raises(TerritoryError, match="più di 2 righe"):
        read_table(csv_file(tmp_path, b"nome,comune\n" + b"a,1\n" * 3), NEEDED)


def test_an_endless_field_is_told(tmp_path: Path) -> None:
    with pytest.raises(TerritoryError, match="CSV illeggibile"):
        read_table(csv_file(tmp_path, b'nome,comune\n"' + b"a" * 200_000), NEEDED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_clear_error(tmp_path: Path, content: bytes) -> None:
    try:
        rows = read_table(csv_file(tmp_path, b"nome,comune\n" + content), NEEDED)
    except TerritoryError as error:
        assert str(error).startswith("t.csv")
    else:
        assert all(set(row) == {"nome", "comune"} and any(row.values()) for _, row in rows)


def test_dates_are_read_as_italians_and_as_iso_write_them() -> None:
    assert read_date("31/12/2020") == read_date("2020-12-31") == date(2020, 12, 31)
    assert read_date("") is None
    for wrong in ("12/31/2020", "ieri", "2020"):
        with pytest.raises(ValueError):
            read_date(wrong)
