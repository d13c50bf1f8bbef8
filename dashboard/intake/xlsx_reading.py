"""Read a workbook row by row, after `archive.check_workbook` found it harmless."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from dashboard.intake.archive import check_workbook
from dashboard.intake.csv_reading import too_many_blank, too_many_rows
from dashboard.intake.limits import Limits
from dashboard.intake.problems import Issue
from dashboard.intake.tables import Batch, CellValue, ReadingError, is_blank

DATA_SHEET = "Dati"
HELP_SHEET = "Istruzioni"
LISTS_SHEET = "Elenchi"
MARK_PROPERTY = "dataset"

_BATCH = 5_000


@contextmanager
def open_workbook(path: Path, limits: Limits) -> Iterator[WorkbookTable]:
    """Open a workbook and read the heading of its sheet of data.

    Raises:
        ReadingError: the workbook is refused, or has no sheet to read.
    """
    check_workbook(path, limits)
    with path.open("rb") as stream:  # closed here whatever the library leaves open when it fails
        with _guarded(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, lists) is not data
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        try:
            yield WorkbookTable(book, limits)
        finally:
            book.close()


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn whatever a damaged workbook makes the library raise into one clear error."""
    try:
        yield
    except ReadingError:
        raise
    except Exception as error:
        raise ReadingError(
            f"una cartella di lavoro danneggiata ({type(error).__name__})",
            "un file .xlsx leggibile",
            "Aprirlo con il programma di calcolo, salvarlo di nuovo come .xlsx e riprovare.",
        ) from error


class WorkbookTable:
    """A workbook opened for reading; see `tables.RawTable`."""

    def __init__(self, book: Any, limits: Limits) -> None:
        self._limits = limits
        with _guarded():
            self.sheet = _choose_sheet(book)
            self.mark = _mark(book)
            self.serial_dates = book.epoch == CALENDAR_WINDOWS_1900
            sheet = book[self.sheet]
            self._height = min(sheet.max_row or 0, limits.rows)
            sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
            self._rows = enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns + 1), start=1)
        self._done = 0
        self.header = self._header()

    def _header(self) -> tuple[str, ...]:
        for number, row in self._numbered():
            cells = list(row)
            while cells and is_blank(cells[-1]):
                cells.pop()
            if len(cells) > self._limits.columns:
                raise ReadingError(
                    f"più di {self._limits.columns} colonne",
                    f"al più {self._limits.columns}",
                    "Togliere le colonne in più.",
                    row=number,
                )
            if cells:
                return tuple("" if c is None else " ".join(str(c).split()) for c in cells)
        raise ReadingError(
            f"un foglio vuoto ({self.sheet})", "un'intestazione e almeno una riga", "Compilare il modello."
        )

    def position(self) -> tuple[int, int]:
        """Return rows read and rows that the workbook says it has."""
        return self._done, max(self._height, self._done)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows after the heading; see `tables.RawTable`."""
        limits, batch, width = self._limits, Batch(), len(self.header)
        for total, (number, row) in enumerate(self._numbered(), start=1):
            if total > limits.rows:
                raise too_many_rows(number, limits)
            cells = [_plain(value) for value in row[:width]]
            cells += [None] * (width - len(cells))
            beyond = [i for i, v in enumerate(row[width:]) if not is_blank(_plain(v))]
            if beyond in ([], [0]):
                if beyond:
                    batch.extra[len(batch.rows)] = _plain(row[width])
                batch.numbers.append(number)
                batch.rows.append(tuple(cells))
            else:
                batch.issues.append((number, _beyond()))
            if len(batch) >= min(limits.batch, _BATCH):
                yield batch
                batch = Batch()
        yield batch

    def _numbered(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield the rows that are not blank, with their number."""
        blank = 0
        while True:
            with _guarded(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                number, row = next(self._rows, (0, ()))
            if not number:
                return
            self._done = number
            if any(value is not None and not is_blank(_plain(value)) for value in row):
                blank = 0
                yield number, row
                continue
            blank += 1
            if blank > self._limits.blank_rows:
                raise too_many_blank(number, self._limits)


def _choose_sheet(book: Any) -> str:
    names = [s.title for s in book.worksheets if s.title not in (HELP_SHEET, LISTS_SHEET)]
    if DATA_SHEET in names:
        return DATA_SHEET
    visible = [n for n in names if book[n].sheet_state == "visible"]
    if len(visible) != 1:
        raise ReadingError(
            f"{len(visible)} fogli ({', '.join(visible[:5])})" if visible else "nessun foglio di dati",
            f"un foglio «{DATA_SHEET}»",
            f"Chiamare «{DATA_SHEET}» il foglio da caricare.",
        )
    return str(visible[0])


def _mark(book: Any) -> str:
    found = [p.value for p in book.custom_doc_props.props if p.name == MARK_PROPERTY]
    return str(found[0]) if found else ""


def _beyond() -> Issue:
    return Issue(
        "celle oltre l'ultima colonna", "celle solo sotto un'intestazione", "Spostarle o cancellarle."
    )


def _plain(value: Any) -> CellValue:
    """Return a cell as text, number or date; a formula as the text that begins with `=`."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VERO" if value else "FALSO"
    if isinstance(value, int | float | datetime | date):
        return value
    formula = getattr(value, "text", None)  # an array formula
    if formula is not None or hasattr(value, "ref"):
        return "=" + str(formula or "").lstrip("=")
    return str(value)
