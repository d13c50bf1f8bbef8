"""What the tests of intake share."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from dashboard.intake import Intake, Report, check_files

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
