"""Read CSV as people's programs write it: comma, semicolon or tab; UTF-8 or Windows-1252; quotes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from dashboard.console import counted
from dashboard.intake.limits import Limits
from dashboard.intake.problems import Issue, quoted
from dashboard.intake.tables import Batch, ReadingError, is_blank

_DELIMITERS = ";,\t|"
_CHUNK = 1 << 20


@contextmanager
def open_csv(path: Path, limits: Limits) -> Iterator[CsvTable]:
    """Open a CSV file, find out encoding and separator, read its heading.

    Raises:
        ReadingError: it is too big, empty, or no text.
    """
    with path.open("rb") as binary:
        size = path.stat().st_size
        if size > limits.bytes:
            raise ReadingError(
                f"un file di {size // 1_000_000} MB",
                f"al più {limits.bytes // 1_000_000} MB",
                "Dividere i dati in più file.",
            )
        encoding = find_encoding(binary)
        binary.seek(0)
        yield CsvTable(binary, encoding, size, limits)


def find_encoding(binary: BinaryIO) -> str:
    """Tell UTF-8 (with or without mark), UTF-16 with mark and Windows-1252 apart, a piece at a time."""
    start = binary.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    binary.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := binary.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_delimiter(line: str) -> str:
    """Return the separator that divides a heading line most; the semicolon when none does."""
    counts = {d: _fields(line, d) for d in _DELIMITERS}
    return max(_DELIMITERS, key=lambda d: counts[d])


def _fields(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:  # a cell beyond what csv reads
        return 0


class _Lines:
    """The physical lines of a text stream, never longer than a limit; marks what csv would not report."""

    def __init__(self, stream: TextIOWrapper, most: int) -> None:
        self._stream = stream
        self._most = most
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._most)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= self._most and not line.endswith(("\n", "\r")):
            raise ReadingError(
                f"una riga di oltre {self._most} caratteri",
                "righe separate da un a capo",
                "Salvare di nuovo il file come CSV.",
                row=self.number,
            )
        return line


class CsvTable:
    """A CSV file opened for reading; see `tables.RawTable`."""

    sheet = ""
    mark = ""
    serial_dates = True

    def __init__(self, binary: BinaryIO, encoding: str, size: int, limits: Limits) -> None:
        self._binary, self._size, self._limits = binary, size, limits
        # A byte that Windows-1252 does not know becomes U+FFFD, which the check reports in its cell.
        stream = TextIOWrapper(binary, encoding=encoding, errors="replace", newline="")
        self._lines = _Lines(stream, limits.row_bytes)
        first = self._first_line()
        self._delimiter = find_delimiter(first)
        if first.strip("\r\n").casefold() in {f"sep={d}" for d in _DELIMITERS}:  # a line for Excel only
            self._delimiter = first.strip("\r\n")[-1]
            first = self._first_line()
        self._start = self._lines.number
        self._reader = csv.reader(_chain(first, self._lines), delimiter=self._delimiter, strict=True)
        # The header is read with the same reader, so that a heading may hold quotes and new lines.
        try:
            header = next(self._reader, [])
        except csv.Error as error:
            raise ReadingError(
                f"un'intestazione non leggibile ({quoted(first)})",
                "i nomi delle colonne nella prima riga",
                "Controllare le virgolette nella prima riga.",
                row=self._start,
            ) from error
        while header and is_blank(header[-1]):
            header.pop()
        if len(header) > limits.columns:
            raise ReadingError(
                f"{len(header)} colonne", f"al più {limits.columns}", "Togliere le colonne in più.", row=1
            )
        self.header = tuple(" ".join(h.replace("\x00", "").split()) for h in header)

    def _first_line(self) -> str:
        for line in self._lines:
            if line.strip(" \t\r\n;,|\x00"):
                return line
        raise ReadingError("un file vuoto", "un'intestazione e almeno una riga", "Compilare il modello.")

    def position(self) -> tuple[int, int]:
        """Return bytes read and bytes of the file."""
        return min(self._binary.tell(), self._size), self._size

    def batches(self) -> Iterator[Batch]:
        """Yield the rows after the heading; see `tables.RawTable`."""
        limits, batch, width, blank, total = self._limits, Batch(), len(self.header), 0, 0
        for number, row in self._rows():
            if not isinstance(row, Issue) and (not any(row) or all(map(is_blank, row))):
                blank += 1
                if blank > limits.blank_rows:
                    raise too_many_blank(number, limits)
                continue
            blank = 0
            total += 1
            if total > limits.rows:
                raise too_many_rows(number, limits)
            if isinstance(row, Issue):
                batch.issues.append((number, row))
            elif len(row) == width:
                batch.numbers.append(number)
                batch.rows.append(tuple(row))
            else:
                self._fit(number, row, batch)
            if len(batch) >= limits.batch:
                yield batch
                batch = Batch()
        yield batch

    def _rows(self) -> Iterator[tuple[int, list[str] | Issue]]:
        """Yield (line on which the row starts, its cells or what is wrong with it)."""
        reader = self._reader
        first = self._start
        while True:
            number = first + reader.line_num
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, _csv_issue(error)
                continue
            yield number, row

    def _fit(self, number: int, row: list[str], batch: Batch) -> None:
        """Take a row that has more or fewer cells than headings, or say that it cannot be read."""
        width = len(self.header)
        beyond = [cell for cell in row[width:] if not is_blank(cell)]
        if len(row) < width or len(beyond) > 1 or (beyond and is_blank(row[width])):
            batch.issues.append((number, width_issue(len(row), width, self._delimiter)))
            return
        if beyond:
            batch.extra[len(batch.rows)] = beyond[0]
        batch.numbers.append(number)
        batch.rows.append(tuple(row[:width]))


def width_issue(found: int, width: int, delimiter: str = "") -> Issue:
    """Say that a row has more or fewer cells than headings."""
    remedy = "Aggiungere i separatori che mancano, anche per le celle vuote."
    if found > width:
        remedy = "Togliere le celle in più"
        if delimiter == ",":
            remedy += (
                ": un numero con la virgola decimale va fra virgolette, o il separatore va cambiato in «;»"
            )
        remedy += "."
    cells, wanted = counted(found, "cella", "celle"), counted(width, "cella", "celle")
    return Issue(cells, f"{wanted}, come nell'intestazione", remedy)


def too_many_blank(row: int, limits: Limits) -> ReadingError:
    """Say that there are more blank rows than anybody fills in."""
    return ReadingError(
        f"più di {limits.blank_rows} righe vuote di seguito",
        "dati senza lunghi vuoti",
        "Eliminare (non solo svuotare) le righe vuote, fino in fondo al foglio.",
        row=row,
    )


def too_many_rows(row: int, limits: Limits) -> ReadingError:
    """Say that there are more rows than intake reads."""
    return ReadingError(
        f"più di {limits.rows} righe", f"al più {limits.rows}", "Dividere i dati in più file.", row=row
    )


def _csv_issue(error: csv.Error) -> Issue:
    text = str(error)
    if "field larger" in text:
        return Issue(
            "una cella troppo lunga, o virgolette aperte e mai chiuse",
            "celle brevi, con le virgolette in coppia",
            'Chiudere le virgolette; quelle dentro un testo si scrivono doppie ("").',
        )
    return Issue(
        "virgolette non in coppia",
        "virgolette solo all'inizio e alla fine della cella",
        'Chiudere le virgolette; quelle dentro un testo si scrivono doppie ("").',
    )


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
