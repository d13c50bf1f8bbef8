from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.intake import Intake, Limits
from tests.intake.helpers import HEADER, SMALL, check, refused, row, with_part, workbook


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
