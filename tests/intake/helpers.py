"""What the tests of intake share."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from dashboard.intake import Intake, Limits, LoadResult, Report, check_files
from dashboard.intake.reading import open_table

Deliver = Callable[..., Path]
Load = Callable[..., LoadResult]
EREWHON = Path(__file__).resolve().parents[1] / "fixtures" / "erewhon"
PEOPLE = "viandanti_stati"
HEADER = ("ref_area", "reference_date", "stato", "genere", "fascia", "viandanti", "origine", "nota")
GOOD = ("D0101", "1972-12-31", "avvistato", "f", "giovani", 10, "rilevato", "")
LABELS = (
    "Distretto",
    "Data di riferimento",
    "Stato raggiunto",
    "Genere",
    "Fascia d'età",
    "Numero di viandanti",
    "Origine",
    "Nota",
)


def csv_text(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER, delimiter: str = ";") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def row(**changes: object) -> tuple[object, ...]:
    """Return a good row with some cells changed."""
    values = dict(zip(HEADER, GOOD, strict=True)) | changes
    return tuple(values.values())


def check(intake: Intake, path: Path, dataset: str | None = None) -> Report:
    [report] = check_files([path], intake, dataset=dataset)
    return report


def places(report: Report) -> set[tuple[int | None, str]]:
    """Return (row, column) of every problem, the column without its letter."""
    return {(p.row, p.column.split("«")[-1].rstrip("»")) for p in report.problems}


SMALL = Limits(
    bytes=200_000, small_part=1_000, ratio=20, blank_rows=50, rows=100, columns=20, other_part=50_000
)


def rows_of(path: Path, limits: Limits = SMALL) -> list[tuple[object, ...]]:
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
