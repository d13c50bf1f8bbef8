"""Read a table of text from CSV or XLSX, in bounded time and memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from ..model import TerritoryError
from .archive import MEGABYTE, open_archive

MAX_BYTES = 20 * MEGABYTE
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_BLANK = 1_000
"""Blank rows in a row after which a sheet is taken to be over."""

Row = tuple[int, dict[str, str]]
"""Row number of the file (the heading is 1) and text by column."""


def read_table(path: Path, needed: frozenset[str], synonyms: Mapping[str, str] | None = None) -> list[Row]:
    """Read the rows of a table, headings in lower case with underscores.

    Args:
        path: a CSV (comma or semicolon, UTF-8 or Windows-1252) or the first sheet of an XLSX.
        needed: headings that must be there.
        synonyms: our heading by another one that stands for it; where a file has both, the other one counts.

    Returns:
        The rows that are not blank; every value is stripped text, dates as AAAA-MM-GG.

    Raises:
        TerritoryError: the file is missing, too large, unreadable, or lacks a heading.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise TerritoryError(f"{path.name}: il file non esiste") from None
    if size > MAX_BYTES:
        raise TerritoryError(f"{path.name}: supera i {MAX_BYTES // MEGABYTE} MB ammessi")
    lines = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    heading = [cell.strip().lower().replace(" ", "_") for cell in next(lines, (0, []))[1]]
    ours = synonyms or {}
    replaced = {ours[name] for name in heading if name in ours}
    heading = ["" if name in replaced else ours.get(name, name) for name in heading]
    missing = needed - set(heading)
    if missing:
        raise TerritoryError(f"{path.name}, riga 1: mancano le colonne {', '.join(sorted(missing))}")
    rows: list[Row] = []
    for number, cells in lines:
        values = [cell.strip() for cell in cells]
        if any(values):
            values += [""] * (len(heading) - len(values))
            rows.append((number, {name: value for name, value in zip(heading, values, strict=False) if name}))
        if len(rows) > MAX_ROWS:
            raise TerritoryError(f"{path.name}: più di {MAX_ROWS} righe")
    return rows


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise TerritoryError(f"{path.name}, riga {reader.line_num}: CSV illeggibile ({error})") from None


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    open_archive(path).close()
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged workbook makes the reader raise
        raise TerritoryError(f"{path.name}: la cartella di lavoro non si legge ({error})") from error
    try:
        blank = 0
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
            texts = [_text(cell) for cell in cells]
            blank = 0 if any(texts) else blank + 1
            if blank > MAX_BLANK:
                break
            yield number, texts
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def read_date(text: str) -> date | None:
    """Read a date written as AAAA-MM-GG or GG/MM/AAAA; empty text is no date.

    Raises:
        ValueError: the text is something else.
    """
    if not text:
        return None
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()
    return date.fromisoformat(text)
