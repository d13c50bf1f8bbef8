"""What is wrong with a file, said so that whoever filled it in can mend it (Italian)."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

FOUND_LENGTH = 80
"""The most characters of a cell that a message repeats."""

KEPT = 200_000
"""The most problems of one file that are kept one by one; beyond it they are counted, by column."""


class Severity(StrEnum):
    """How serious a problem is: an error keeps the file out of the ledger, a warning does not."""

    ERROR = "errore"
    WARNING = "avviso"


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with a value, wherever it stands: found, expected, how to mend it."""

    found: str
    expected: str
    remedy: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a file, at its place.

    Attributes:
        file: name of the file.
        sheet: name of the sheet; empty for CSV.
        row: row number as a spreadsheet shows it (the heading is usually 1); None for the whole file.
        column: heading of the column, with its letter in a workbook; empty for the whole row.
        found: what the file holds.
        expected: what should be there.
        remedy: what to do.
        severity: error or warning.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem as one line (Italian)."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"foglio {self.sheet}")
        if self.row is not None:
            parts.append(f"riga {self.row}")
        if self.column:
            parts.append(f"colonna {self.column}")
        place = ", ".join(parts)
        return (
            f"{self.severity}: {place}: trovato: {self.found}; atteso: {self.expected}. {self.remedy}".strip()
        )


def others(number: int, one: str, many: str) -> str:
    """Say how many more there are, in agreement: «un altro problema», «altri 5 problemi».

    Args:
        number: how many.
        one: the noun (masculine) in the singular.
        many: the noun in the plural.
    """
    return f"un altro {one}" if number == 1 else f"altri {number} {many}"


def quoted(value: object) -> str:
    """Return a value between Italian quotes, on one line and cut at `FOUND_LENGTH` characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)[: FOUND_LENGTH * 2]).split())
    return f"«{text[:FOUND_LENGTH]}…»" if len(text) > FOUND_LENGTH else f"«{text}»"


@dataclass(slots=True)
class Report:
    """What a check found in one file.

    Attributes:
        file: name of the file.
        dataset: code of the dataset the file is for; empty when it could not be told.
        rows: rows of data read (blank rows and the untouched example row are not counted).
        problems: errors and warnings, the first `KEPT` of them.
        uncounted: how many problems more there are, by column heading (empty in any ordinary case).
        skipped_example: whether the example row of the template was there, untouched, and left out.
        demonstration: whether any row is marked as demonstration data.
    """

    file: str
    dataset: str = ""
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    uncounted: Counter[str] = field(default_factory=Counter)
    skipped_example: bool = False
    demonstration: bool = False
    errors: int = 0
    warnings: int = 0

    def add(self, problem: Problem) -> None:
        """Add a problem; beyond `KEPT` it is only counted."""
        if problem.severity is Severity.ERROR:
            self.errors += 1
        else:
            self.warnings += 1
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.uncounted[problem.column] += 1

    @property
    def valid(self) -> bool:
        """Whether the file may be loaded: no error (warnings may be there)."""
        return self.errors == 0

    def sorted_problems(self) -> list[Problem]:
        """Return the kept problems in the order of the file: whole file first, then row by row."""
        return sorted(self.problems, key=lambda p: -1 if p.row is None else p.row)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "file": self.file,
            "dataset": self.dataset,
            "righe": self.rows,
            "valido": self.valid,
            "errori": self.errors,
            "avvisi": self.warnings,
            "dimostrativo": self.demonstration,
            "problemi": [asdict(p) for p in self.sorted_problems()],
            "non_elencati": dict(self.uncounted),
        }


def write_problems(reports: Iterable[Report], path: Path) -> None:
    """Write every problem of some reports to a file: JSON when the name ends in .json, else CSV (`;`)."""
    reports = list(reports)
    if path.suffix.lower() == ".json":
        content = json.dumps([r.to_dict() for r in reports], ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")
        return
    names = ("gravità", "file", "foglio", "riga", "colonna", "trovato", "atteso", "rimedio")
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(names)
        for report in reports:
            for p in report.sorted_problems():
                row = (p.severity, p.file, p.sheet, p.row, p.column, p.found, p.expected, p.remedy)
                writer.writerow(_inert(v) for v in row)
            for column, count in report.uncounted.items():
                writer.writerow(
                    ("", report.file, "", "", column, others(count, "problema", "problemi"), "", "")
                )


def _inert(value: object) -> str:
    """Keep a cell that a spreadsheet would run as a formula from being run."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in "=+-@\t\r" and text else text
