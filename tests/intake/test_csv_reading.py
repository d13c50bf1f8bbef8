from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dashboard.intake import Intake, Limits
from dashboard.intake.reading import open_table
from dashboard.intake.service import check_file
from tests.intake.helpers import HEADER, SMALL, check, refused, row


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


TEXT = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), max_size=20)


def is_utf_8(content: bytes) -> bool:
    """Tell whether bytes of another encoding could as well be UTF-8: nobody can know then which it was."""
    try:
        return not content.isascii() and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


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
    assume(encoding != "cp1252" or not is_utf_8(";".join(text for text, _ in cells[:3]).encode("cp1252")))
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
