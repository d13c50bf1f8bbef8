"""What every reader hands over: a heading and batches of rows, each row with its number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from dashboard.intake.problems import Issue

CellValue = str | int | float | date | datetime | None


class ReadingError(Exception):
    """A file that cannot be read at all.

    Attributes:
        issue: what was found, what is expected, how to mend it (Italian).
        row: row at which reading stopped, when known.
    """

    def __init__(self, found: str, expected: str, remedy: str, *, row: int | None = None) -> None:
        super().__init__(f"{found}; atteso: {expected}. {remedy}")
        self.issue = Issue(found, expected, remedy)
        self.row = row


@dataclass
class Batch:
    """Some rows of a table.

    Attributes:
        numbers: row numbers as a spreadsheet shows them (CSV: the physical line where the row starts).
        rows: the cells of each row, as many as the headings; blank rows are left out.
        extra: the one cell beyond the last heading, by position in `rows` (the mark of the example row).
        issues: (row number, what is wrong) of rows that could not be read; they are not in `rows`.
    """

    numbers: list[int] = field(default_factory=list)
    rows: list[tuple[CellValue, ...]] = field(default_factory=list)
    extra: dict[int, CellValue] = field(default_factory=dict)
    issues: list[tuple[int, Issue]] = field(default_factory=list)

    def __len__(self) -> int:
        """Rows met, readable or not."""
        return len(self.rows) + len(self.issues)


class RawTable(Protocol):
    """A file opened for reading, its heading already read.

    Attributes:
        sheet: name of the sheet; empty for CSV.
        mark: code of the dataset written in the file by the template; empty if there is none.
        header: texts of the heading.
        serial_dates: whether a whole number may stand for a date (days since 30/12/1899).
    """

    sheet: str
    mark: str
    header: tuple[str, ...]
    serial_dates: bool

    def batches(self) -> Iterator[Batch]:
        """Yield the rows after the heading.

        Raises:
            ReadingError: from here on the file cannot be read.
        """

    def position(self) -> tuple[int, int]:
        """Return how much was read and of how much (bytes or rows)."""


RawTableContext = AbstractContextManager[RawTable]


def is_blank(value: CellValue) -> bool:
    """Whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))
