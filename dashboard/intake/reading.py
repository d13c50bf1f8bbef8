"""Open a delivered file, whatever it is called, as a table of rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dashboard.console import os_reason
from dashboard.intake.csv_reading import open_csv
from dashboard.intake.limits import Limits
from dashboard.intake.tables import RawTableContext, ReadingError
from dashboard.intake.xlsx_reading import open_workbook

_ARCHIVE = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm")
_OLD = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, limits: Limits) -> RawTableContext:
    """Open a workbook or a CSV file, told apart by what it holds; a name of workbooks promises one.

    Args:
        path: the file.
        limits: how much of it to read.

    Returns:
        A context manager that gives a `RawTable`.

    Raises:
        ReadingError: there is no such file, or it cannot be read; also when entering the context.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise ReadingError(
            f"un file che non si può aprire ({os_reason(error)})",
            "un file .xlsx o .csv",
            "Controllare il nome.",
        ) from error
    if size > limits.bytes:
        raise ReadingError(
            f"un file di {size // 1_000_000} MB",
            f"al più {limits.bytes // 1_000_000} MB",
            "Dividere i dati in più file.",
        )
    if path.suffix.lower() in _WORKBOOKS or start.startswith((_ARCHIVE, _OLD)):
        return open_workbook(path, limits)
    return open_csv(path, limits)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
