from __future__ import annotations

from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.intake import Intake, Limits
from tests.intake.helpers import HEADER, LABELS, Deliver, check, csv_text, places, row

# Twenty rows with one mistake each, all of different kinds: cells changed, column to blame.
PLANTED: tuple[tuple[dict[str, object], str], ...] = (
    ({"ref_area": ""}, "Distretto"),  # 1 a required dimension is blank
    ({"ref_area": "X9999"}, "Distretto"),  # 2 no such territory
    ({"ref_area": "01"}, "Distretto"),  # 3 a territory of another level
    ({"ref_area": "1001"}, "Distretto"),  # 4 a code that is none, even with zeros: a village
    ({"ref_area": "Selvabianca"}, "Distretto"),  # 5 a name instead of a code
    ({"ref_area": "D0302", "reference_date": "1973-06-30"}, "Distretto"),  # 6 not there any more
    ({"ref_area": "D0303", "reference_date": "1971-12-31"}, "Distretto"),  # 7 not there yet
    ({"reference_date": "31/02/1972"}, "Data di riferimento"),  # 8 a day that does not exist
    ({"reference_date": "12/31/1972"}, "Data di riferimento"),  # 9 month first
    ({"reference_date": "31/12/72"}, "Data di riferimento"),  # 10 a short year
    ({"reference_date": "ieri"}, "Data di riferimento"),  # 11 no date at all
    ({"stato": "arivato"}, "Stato raggiunto"),  # 12 a misspelt code
    ({"genere": "=B2"}, "Genere"),  # 13 a formula
    ({"fascia": "#N/D"}, "Fascia d'età"),  # 14 an error of the spreadsheet
    ({"viandanti": "molti"}, "Numero di viandanti"),  # 15 no number
    ({"viandanti": "-4"}, "Numero di viandanti"),  # 16 below the minimum
    ({"viandanti": "100001"}, "Numero di viandanti"),  # 17 above the maximum
    ({"viandanti": "3,5"}, "Numero di viandanti"),  # 18 not whole
    ({"origine": ""}, "Origine"),  # 19 a required attribute is blank
    ({"nota": "x" * 2001}, "Nota"),  # 20 a text too long
)


def planted_rows() -> list[tuple[object, ...]]:
    """Return the wrong rows, each with a year of its own, so that no key repeats."""
    rows = []
    for index, (changes, _) in enumerate(PLANTED):
        rows.append(row(**{"reference_date": f"{1974 + index}-12-31"} | changes))
    return rows


def test_twenty_planted_errors_of_a_csv_are_all_told_at_once_with_row_and_column(
    intake: Intake, deliver: Deliver
) -> None:
    report = check(intake, deliver("viandanti_stati__errori.csv", planted_rows()))
    assert places(report) == {(index, column) for index, (_, column) in enumerate(PLANTED, start=2)}
    assert report.errors == len(PLANTED)
    assert all(p.found and p.expected and p.remedy and p.file for p in report.problems)


def test_twenty_planted_errors_of_a_workbook_are_all_told_at_once_with_sheet_row_and_column(
    intake: Intake, tmp_path: Path
) -> None:
    path = tmp_path / "viandanti_stati.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Dati")
        sheet.write_row(0, 0, LABELS)
        for index, cells in enumerate(planted_rows(), start=1):
            for position, cell in enumerate(cells):
                sheet.write(index, position, cell)  # «=B2» becomes a real formula
    report = check(intake, path)
    assert places(report) == {(index, column) for index, (_, column) in enumerate(PLANTED, start=2)}
    assert {p.sheet for p in report.problems} == {"Dati"}
    formula = next(p for p in report.problems if p.row == 14)
    assert formula.column == "D «Genere»" and "«=B2»" in formula.found


def test_unknown_repeated_and_missing_columns_are_told(intake: Intake, deliver: Deliver) -> None:
    header = [
        "Distretto",
        "Genere",
        "genere",
        "Stato ragiunto",
        "Colore",
        "Fascia d'età",
        "Numero di viandanti",
    ]
    cells = ["D0101", "f", "f", "avvistato", "blu", "giovani", "1"]
    report = check(intake, deliver("viandanti_stati.csv", [cells], header))
    text = [str(p) for p in report.problems if p.row == 1]
    assert any("sconosciuta" in t and "«Stato raggiunto»?" in t for t in text)
    assert any("«Colore»" in t for t in text)
    assert any("c'è già" in t for t in text)
    assert {"«Data di riferimento»", "«Origine»", "«Stato raggiunto»"} <= {
        p.column for p in report.problems if "manca" in p.found
    }


def test_headings_match_by_label_or_code_whatever_case_accents_and_spaces(
    intake: Intake, deliver: Deliver
) -> None:
    header = [
        " DISTRETTO *",
        "Reference Date",
        "stato  raggiunto",
        "GENERE",
        "fascia d’eta",
        "Viandanti",
        "origine",
    ]
    report = check(intake, deliver("viandanti_stati.csv", [row()[:7]], header))
    assert report.valid and report.rows == 1


def test_a_column_without_heading_must_be_empty(intake: Intake, deliver: Deliver) -> None:
    header = [*HEADER[:3], "", *HEADER[3:]]
    good, bad = list(row()), list(row(genere="m"))
    good.insert(3, "")
    bad.insert(3, "appunto")
    report = check(intake, deliver("viandanti_stati.csv", [good, bad], header))
    assert [(p.row, p.column) for p in report.problems] == [(3, "4ª")]


def test_an_optional_number_left_blank_is_no_zero(intake: Intake, deliver: Deliver) -> None:
    header = ("programma", "ref_area", "annata", "stanziato", "speso", "origine")
    report = check(intake, deliver("risorse.csv", [("lanterne", "ERE", "1971", "5", "", "rilevato")], header))
    assert report.valid


def test_a_file_without_rows_is_no_delivery(intake: Intake, deliver: Deliver) -> None:
    assert "nessuna riga" in check(intake, deliver("viandanti_stati.csv", [])).problems[0].found


def test_demonstration_rows_mark_the_report(intake: Intake, deliver: Deliver) -> None:
    assert check(intake, deliver("viandanti_stati.csv", [row(origine="dimostrativo")])).demonstration
    assert not check(intake, deliver("viandanti_stati.csv", [row()])).demonstration


def test_batches_do_not_change_what_is_found(intake: Intake, deliver: Deliver) -> None:
    path = deliver("viandanti_stati.csv", [*planted_rows(), row(), row()])
    whole = check(intake, path)
    pieces = check(Intake(intake.catalogue, intake.areas, Limits(batch=3)), path)
    assert set(map(str, whole.problems)) == set(map(str, pieces.problems))


CELL = st.one_of(
    st.sampled_from(
        ["D0101", "1972-12-31", "avvistato", "f", "giovani", "7", "rilevato", "", "=1", "\x00", '"', ";"]
    ),
    st.text(max_size=12),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.lists(CELL, max_size=10), max_size=12))
def test_any_cells_at_all_give_a_report(intake: Intake, tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "viandanti_stati.csv"
    path.write_text(csv_text(rows), encoding="utf-8", errors="replace")
    report = check(intake, path)
    assert report.valid == (report.errors == 0)
    assert report.valid <= (report.rows > 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.binary(max_size=600))
def test_any_bytes_at_all_give_problems_and_never_a_crash(
    intake: Intake, tmp_path: Path, content: bytes
) -> None:
    for name, start in (("viandanti_stati.csv", b""), ("viandanti_stati.xlsx", b"PK\x03\x04")):
        path = tmp_path / name
        path.write_bytes(start + content)
        assert not check(intake, path).valid
