from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.intake import Intake, Limits
from dashboard.intake.limits import Limits as AllLimits
from dashboard.intake.reading import open_table
from dashboard.intake.service import check_file
from dashboard.intake.tables import ReadingError
from tests.intake.helpers import HEADER, LABELS, check, row

SMALL = Limits(
    bytes=200_000, small_part=1_000, ratio=20, blank_rows=50, rows=100, columns=20, other_part=50_000
)


def rows_of(path: Path, limits: AllLimits = SMALL) -> list[tuple[object, ...]]:
    with open_table(path, limits) as table:
        return [r for batch in table.batches() for r in batch.rows]


def workbook(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Dati") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def refused(intake: Intake, path: Path, limits: Limits = SMALL) -> str:
    report = check(Intake(intake.catalogue, intake.areas, limits), path, dataset="viandanti_stati")
    assert not report.valid
    return " ".join(str(p) for p in report.problems)


# ---- CSV ----


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_encoding_are_found_out(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([["città", "perché"], ["Forlì – «è»", "così"]])
    with open_table(path, SMALL) as table:
        assert table.header == ("città", "perché")
        assert [b.rows for b in table.batches()] == [[("Forlì – «è»", "così")]]


def test_rows_are_numbered_by_the_line_on_which_they_start(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b'sep=;\r\na;b\r\n1;"due\r\nrighe"\r\n\r\n2;x\r\n')
    with open_table(path, SMALL) as table:
        [batch] = table.batches()
    assert batch.numbers == [3, 6]
    assert batch.rows[0] == ("1", "due\r\nrighe")


def test_a_row_with_too_few_or_too_many_cells_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1\n1,2,3,4\n1,2\n1,2,,\n1,,,x\n")
    with open_table(path, SMALL) as table:
        [batch] = table.batches()
    assert batch.rows == [("1", "2"), ("1", "2")]
    assert [number for number, _ in batch.issues] == [2, 3, 6]
    assert "virgola decimale" in batch.issues[1][1].remedy


def test_quotes_left_open_or_out_of_place_are_told_at_their_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a;b\n1;"x"y\n2;z\n3;"mai chiusa\n4;w\n')
    with open_table(path, SMALL) as table:
        [batch] = table.batches()
    assert batch.rows == [("2", "z")]
    assert [number for number, _ in batch.issues] == [2, 4]


def test_a_cell_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;" + "x" * 140_000 + "\n2;y\n")
    with open_table(path, Limits()) as table:
        [batch] = table.batches()
    assert batch.rows == [("2", "y")] and "troppo lunga" in batch.issues[0][1].found


def test_a_line_without_end_is_refused_without_being_held_whole(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n" + "x" * 5_000)
    assert "oltre 1000 caratteri" in refused(intake, path, Limits(row_bytes=1_000))


def test_a_stray_null_and_a_byte_that_is_no_letter_are_told_in_their_cell(
    intake: Intake, tmp_path: Path
) -> None:
    path = tmp_path / "viandanti_stati.csv"
    lines = [";".join(HEADER), ";".join(map(str, row())), ";".join(map(str, row(genere="m")))]
    content = "\n".join(lines).encode() + b"pi\x00 \x81\xe8\n"
    path.write_bytes(content)
    report = check(intake, path)
    assert [(p.row, p.column) for p in report.problems] == [(3, "«Nota»")]


@pytest.mark.parametrize("content", [b"", b"\n\n;;\n", b"\xef\xbb\xbf"])
def test_an_empty_csv_says_so(intake: Intake, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert "vuoto" in refused(intake, path)


def test_a_heading_with_broken_quotes_or_with_too_many_columns_is_refused(
    intake: Intake, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a;"b"c\n1;2\n')
    assert "intestazione" in refused(intake, path)
    path.write_text(";".join(f"c{n}" for n in range(30)) + "\n")
    assert "30 colonne" in refused(intake, path)
    path.write_text("x" * 140_000 + "\n")
    assert not check_file(path, intake, dataset="risorse").report.valid


def test_too_many_rows_or_blank_rows_stop_the_reading(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("ref_area;stato\n" + "\n" * 60 + "D0101;x\n")
    assert "righe vuote" in refused(intake, path)
    path.write_text("ref_area;stato\n" + "D0101;x\n" * 101)
    assert "più di 100 righe" in refused(intake, path)


def test_a_file_bigger_than_the_limit_is_not_opened(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 300_000)
    assert "MB" in refused(intake, path)


def test_a_file_that_is_not_there_is_told(intake: Intake, tmp_path: Path) -> None:
    assert "non si può aprire" in refused(intake, tmp_path / "nessuno.csv")
    with pytest.raises(ReadingError):
        open_table(tmp_path / "nessuno.csv", SMALL)


TEXT = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(st.tuples(TEXT, st.decimals(0, 10**6, places=2)), min_size=1, max_size=20),
    st.sampled_from([",", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from([",", "."]),
)
def test_any_table_reads_back_equal_whatever_separator_encoding_and_decimal_sign(
    intake: Intake,
    tmp_path: Path,
    cells: list[tuple[str, Decimal]],
    delimiter: str,
    encoding: str,
    decimal: str,
) -> None:
    path = tmp_path / "risorse.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["programma", "ref_area", "annata", "stanziato", "speso", "origine", "fonte", "nota"])
        for text, amount in cells[:3]:
            year = 1971 + cells.index((text, amount))
            safe = f"nota: {text}"
            number = f"{amount:.2f}".replace(".", decimal)
            writer.writerow(["lanterne", "ERE", year, number, number, "rilevato", "", safe])
    checked = check_file(path, intake)
    try:
        if len(set(cells[:3])) < len(cells[:3]):
            assert checked.report.errors  # the same year twice
            return
        assert checked.report.valid, checked.report.problems
        found = {}
        for batch in checked.spool:
            for measures, attributes in zip(batch.measures, batch.attributes, strict=True):
                found[json.loads(attributes)["nota"]] = json.loads(measures)["speso"]
        assert found == {f"nota: {text}".strip(): float(amount) for text, amount in cells[:3]}
    finally:
        checked.spool.close()


# ---- workbooks ----


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


# ---- hostile workbooks ----


@pytest.fixture
def harmless(tmp_path: Path) -> Path:
    return workbook(tmp_path / "viandanti_stati.xlsx", [HEADER, row()])


def test_the_harmless_workbook_of_these_tests_passes(intake: Intake, harmless: Path) -> None:
    assert check(Intake(intake.catalogue, intake.areas, SMALL), harmless).valid


@pytest.mark.parametrize(
    "part",
    ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin",
     "xl/activeX/activeX1.xml", "xl/macrosheets/sheet1.xml", "xl/connections.xml"],
)  # fmt: skip
def test_macros_external_links_and_objects_are_refused(intake: Intake, harmless: Path, part: str) -> None:
    assert "macro, collegamenti esterni" in refused(intake, with_part(harmless, part, b"x"))


def test_a_zip_bomb_is_refused_without_being_unpacked(
    intake: Intake, harmless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = with_part(harmless, "xl/worksheets/sheet2.xml", b"0" * 150_000)

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    assert "compressa oltre misura" in refused(intake, bomb)
    assert "scompattato" in refused(intake, bomb, Limits(bytes=100_000))
    assert "fuori misura" in refused(intake, bomb, Limits(other_part=100))


def test_a_workbook_of_a_thousand_parts_or_of_equal_ones_is_refused(intake: Intake, harmless: Path) -> None:
    assert "parti" in refused(intake, harmless, Limits(entries=3))
    with pytest.warns(UserWarning, match="Duplicate name"):
        with_part(harmless, "xl/workbook.xml", b"<x/>")
    assert "tutte diverse" in refused(intake, harmless)


def test_declarations_and_unusual_encodings_of_xml_are_refused(intake: Intake, tmp_path: Path) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    first = with_part(workbook(tmp_path / "a.xlsx", [HEADER]), "docProps/altro.xml", entity)
    assert "dichiarazioni XML" in refused(intake, first)
    second = with_part(workbook(tmp_path / "b.xlsx", [HEADER]), "docProps/altro.xml", "<x/>".encode("utf-16"))
    assert "codifica insolita" in refused(intake, second)


def test_a_declaration_cut_by_the_end_of_a_block_is_still_seen(
    intake: Intake, harmless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.intake.archive._CHUNK", 16)
    path = with_part(harmless, "docProps/altro.xml", b"<aaaaaaaaaaa/><!DOCTYPE x><x/>")
    assert "dichiarazioni XML" in refused(intake, path)


@pytest.mark.parametrize(
    ("limits", "part", "content"),
    [
        (Limits(row_bytes=3_000), "xl/worksheets/sheet9.xml", b"<sheetData><row>" + b"<c/>" * 1_000),
        (Limits(row_bytes=3_000), "xl/worksheets/sheet9.xml", b"<c/>" * 1_000),
        (Limits(shared_texts=10), "xl/sharedStrings.xml", b"<sst>" + b"<si><t>x</t></si>" * 11),
        (Limits(other_tags=2_000), "xl/altro.dat", b"<" * 2_001),
    ],
)
def test_a_row_or_a_part_without_measure_is_refused(
    intake: Intake, tmp_path: Path, limits: Limits, part: str, content: bytes
) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(tmp_path / "y.xlsx") as book:
        book.add_worksheet("Dati")
    with zipfile.ZipFile(tmp_path / "y.xlsx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    assert "smisurata" in refused(intake, path, limits)


def test_old_protected_and_open_document_files_are_told_apart(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 100)
    assert "password" in refused(intake, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refused(intake, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "non una cartella di lavoro")
    assert "danneggiata" in refused(intake, path)
    path.write_bytes(b"PK\x03\x04" + b"x" * 50)
    assert "danneggiato" in refused(intake, path)


def test_a_workbook_cut_short_or_scrambled_is_told_and_nothing_crashes(
    intake: Intake, harmless: Path
) -> None:
    content = harmless.read_bytes()
    harmless.write_bytes(content[: len(content) // 2])
    assert "danneggiato" in refused(intake, harmless)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(harmless, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet1.xml") else old.read(name))
    assert "danneggiata" in refused(intake, harmless)


def test_an_encrypted_part_is_told(intake: Intake, harmless: Path) -> None:
    content = bytearray(harmless.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag «encrypted» of the first part
    harmless.write_bytes(bytes(content))
    assert "protetto" in refused(intake, harmless)


def test_a_file_that_changes_while_it_is_read_is_refused(
    intake: Intake, deliver: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = iter([(1, 1), (2, 2)])
    monkeypatch.setattr("dashboard.intake.service._stamp", lambda path: next(stamps))
    assert "cambiato durante" in str(check(intake, deliver("viandanti_stati.csv", [row()])).problems[0])
