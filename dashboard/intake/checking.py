"""Check a table against the definition of its dataset: every problem at once, never only the first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import (
    DEMONSTRATION,
    EXAMPLE_MARK,
    Column,
    Matching,
    columns_of,
    letter,
    match_headings,
)
from dashboard.intake.problems import Issue, Problem, Report, Severity, quoted
from dashboard.intake.rowchecks import SeenKeys, check_in_force, period_reader
from dashboard.intake.spool import Rows, Spool
from dashboard.intake.tables import Batch, CellValue, RawTable, ReadingError, is_blank
from dashboard.intake.values import Value, parser_for

Progress = Callable[[int, int, str], None]
_CACHE = 200_000  # values of a column whose reading is remembered


@dataclass
class CheckedFile:
    """A file after its check: what is wrong with it and, if nothing is, its rows.

    Attributes:
        path: the file.
        report: every problem.
        dataset: what the file is for; None when it could not be told.
        spool: the rows, only when the report is valid.
        sha256: of the file as it was checked.
        size: bytes of the file.
        sheet: name of the sheet that was read; empty for CSV.
        headings: how each column found is called in a message, by column code.
    """

    path: Path
    report: Report
    dataset: Dataset | None = None
    spool: Spool = field(default_factory=Spool)
    sha256: str = ""
    size: int = 0
    sheet: str = ""
    headings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """A cell as it was read: the value, its piece of JSON (empty if there is none), what is wrong."""

    value: Value | None
    json: str
    issue: Issue | None


class _ColumnReader:
    """Reads the cells of one column; equal cells are read once."""

    def __init__(self, column: Column, position: int, parse: Callable[[CellValue], Value | Issue]) -> None:
        self.column, self.position, self._parse = column, position, parse
        self._known: dict[CellValue, _Read] = {}

    def read(self, cells: Sequence[CellValue]) -> list[_Read]:
        if len(self._known) > _CACHE:
            self._known.clear()
        known = self._known
        for cell in set(cells).difference(known):
            known[cell] = self._read(cell)
        return [known[cell] for cell in cells]

    def _read(self, cell: CellValue) -> _Read:
        if is_blank(cell):
            missing = Issue("una cella vuota", "un valore", "Compilare la cella: il dato è obbligatorio.")
            return _Read(None, "", missing if self.column.required else None)
        value = self._parse(cell)
        if isinstance(value, Issue):
            return _Read(None, "", value)
        text = json.dumps(value, ensure_ascii=False)
        return _Read(value, f"{json.dumps(self.column.code)}:{text}", None)


class TableCheck:
    """The check of one table.

    Args:
        catalogue: the definitions.
        dataset: what the table is for.
        areas: the territories.
        report: where the problems go.
    """

    def __init__(self, catalogue: Catalogue, dataset: Dataset, areas: AreaIndex, report: Report) -> None:
        self.catalogue, self.dataset, self.areas, self.report = catalogue, dataset, areas, report
        self.columns = columns_of(catalogue, dataset)
        self.spool = Spool()
        self._seen = SeenKeys()
        self._dated = period_reader(dataset, catalogue.codelists)
        self._in_force: dict[tuple[str, str], Issue | None] = {}
        self._sheet = ""
        self.headings: dict[str, str] = {}

    def run(self, table: RawTable, progress: Progress | None = None) -> None:
        """Check heading and rows; valid rows go to `spool` as long as nothing is wrong."""
        self._sheet = table.sheet
        matching = match_headings(table.header, self.columns)
        self._check_headings(table, matching)
        readers = self._readers(matching, table)
        self.headings = {r.column.code: self._name(r.position, r.column.label) for r in readers}
        blank = [p for p in matching.blank]
        try:
            for batch in table.batches():
                self._check_batch(batch, readers, blank, len(table.header))
                if progress:
                    progress(*table.position(), self.report.file)
        except ReadingError as error:
            self._add(error.row, "", error.issue)
        for row, first in self._seen.repeated():
            found = f"una riga con le stesse dimensioni della riga {first}"
            remedy = f"Tenere solo una delle righe {first} e {row}, o correggere la dimensione sbagliata."
            self._add(row, "", Issue(found, "righe tutte diverse per le loro dimensioni", remedy))
        if not self.report.rows and self.report.valid:
            self._add(None, "", Issue("nessuna riga di dati", "almeno una riga", "Compilare il modello."))
        if not self.report.valid:
            self.spool.close()

    def _add(self, row: int | None, column: str, issue: Issue) -> None:
        self.report.add(
            Problem(
                self.report.file,
                self._sheet,
                row,
                column,
                issue.found,
                issue.expected,
                issue.remedy,
                issue.severity,
            )
        )

    def _name(self, position: int, heading: str) -> str:
        """Return how a column is called in a message: with its letter, in a workbook."""
        return f"{letter(position)} «{heading}»" if self._sheet else f"«{heading}»"

    # ---- heading ----

    def _check_headings(self, table: RawTable, matching: Matching) -> None:
        listed = ", ".join(c.code for c in self.columns)
        for position, heading, near in matching.unknown:
            remedy = f"Forse «{near}»?" if near else "Togliere la colonna o correggerne il nome."
            expected = f"una colonna di «{self.dataset.code}» ({listed})"
            issue = Issue(f"la colonna sconosciuta {quoted(heading)}", expected, remedy)
            self._add(1, self._name(position, heading), issue)
        for position, heading, first in matching.repeated:
            found = f"la colonna {quoted(heading)}, che c'è già ({quoted(table.header[first])})"
            issue = Issue(found, "ogni colonna una volta", "Togliere una delle due.")
            self._add(1, self._name(position, heading), issue)
        for column in matching.missing:
            issue = Issue(
                "una colonna che manca",
                f"la colonna «{column.label}» ({column.code})",
                "Aggiungerla e compilarla, o ripartire dal modello.",
            )
            self._add(1, f"«{column.label}»", issue)
        better = self._better_dataset(table.header, matching)
        if better:
            found = f"colonne del dataset «{better}»"
            remedy = f"Indicare il dataset giusto (--dataset {better}) o usare il modello di questo."
            self._add(None, "", Issue(found, f"quelle di «{self.dataset.code}»", remedy))

    def _better_dataset(self, header: Sequence[str], matching: Matching) -> str:
        """Return the dataset whose required columns are all there, when those of this one are not."""
        return nearest_dataset(self.catalogue, header) if matching.missing and matching.unknown else ""

    def _readers(self, matching: Matching, table: RawTable) -> list[_ColumnReader]:
        readers = []
        for column in self.columns:
            position = matching.positions.get(column.code)
            if position is not None:
                parse = parser_for(
                    column, self.catalogue.codelists, self.areas, serial_dates=table.serial_dates
                )
                readers.append(_ColumnReader(column, position, parse))
        return readers

    # ---- rows ----

    def _check_batch(self, batch: Batch, readers: list[_ColumnReader], blank: list[int], width: int) -> None:
        for number, issue in batch.issues:
            self._add(number, "", issue)
        self.report.rows += len(batch)
        for index, cell in sorted(batch.extra.items(), reverse=True):
            self._check_extra(batch, index, cell, readers, width)
        if not batch.rows:
            return
        cells = list(zip(*batch.rows, strict=True))
        self._check_blank_headings(batch, cells, blank)
        read = {r.column.code: r.read(cells[r.position]) for r in readers}
        wrong: set[int] = set()
        for reader in readers:
            for index, item in enumerate(read[reader.column.code]):
                if item.issue is not None:
                    heading = self._name(reader.position, reader.column.label)
                    self._add(batch.numbers[index], heading, item.issue)
                    wrong.add(index)
        wrong |= self._check_dates_of_areas(batch, read, readers)
        name, value = DEMONSTRATION
        self.report.demonstration |= any(item.value == value for item in read.get(name, ()))
        self._put_aside(batch, read, wrong)

    def _check_extra(
        self, batch: Batch, index: int, cell: CellValue, readers: list[_ColumnReader], width: int
    ) -> None:
        """Leave the untouched example row out; report any other cell beyond the last column."""
        if not str(cell).startswith(EXAMPLE_MARK):
            issue = Issue(
                f"la cella {quoted(cell)} oltre l'ultima colonna",
                "celle solo sotto un'intestazione",
                "Spostarla o cancellarla; in un CSV, mettere fra virgolette i testi con il separatore.",
            )
            self._add(batch.numbers[index], letter(width) if self._sheet else "", issue)
        elif self._is_example(batch.rows[index], readers):
            del batch.rows[index], batch.numbers[index]
            self.report.rows -= 1
            self.report.skipped_example = True

    def _is_example(self, row: tuple[CellValue, ...], readers: list[_ColumnReader]) -> bool:
        example = self.dataset.example
        for reader in readers:
            wanted = reader.read([example.get(reader.column.code, "")])[0]
            if reader.read([row[reader.position]])[0] != wanted:
                return False
        return bool(example)

    def _check_blank_headings(
        self, batch: Batch, cells: list[tuple[CellValue, ...]], blank: list[int]
    ) -> None:
        for position in blank:
            for number, cell in zip(batch.numbers, cells[position], strict=True):
                if not is_blank(cell):
                    issue = Issue(
                        f"{quoted(cell)} in una colonna senza nome",
                        "un'intestazione su ogni colonna",
                        "Dare un nome alla colonna o toglierla.",
                    )
                    self._add(number, letter(position) if self._sheet else f"{position + 1}ª", issue)
                    break

    def _check_dates_of_areas(
        self, batch: Batch, read: dict[str, list[_Read]], readers: list[_ColumnReader]
    ) -> set[int]:
        """Report the territories that did not exist at the date of their row."""
        wrong: set[int] = set()
        if self._dated is None or self._dated[0].code not in read:
            return wrong
        dimension, to_period = self._dated
        for reader in (r for r in readers if r.column.kind == "area"):
            pairs = zip(read[reader.column.code], read[dimension.code], strict=True)
            for index, (area, when) in enumerate(pairs):
                if area.value is None or when.value is None:
                    continue
                pair = (str(area.value), str(when.value))
                if pair not in self._in_force:
                    period = to_period(pair[1])
                    self._in_force[pair] = (
                        check_in_force(self.areas, pair[0], period, pair[1]) if period else None
                    )
                issue = self._in_force[pair]
                if issue is not None:
                    self._add(batch.numbers[index], self._name(reader.position, reader.column.label), issue)
                    wrong.add(index)
        return wrong

    def _put_aside(self, batch: Batch, read: dict[str, list[_Read]], wrong: set[int]) -> None:
        dimensions = sorted(c.code for c in self.columns if c.role == "dimension")
        if not all(code in read for code in dimensions):
            return
        rows = Rows(
            batch.numbers,
            _objects([read[c] for c in dimensions], len(batch.rows)),
            _objects(self._read_of(read, "measure"), len(batch.rows)),
            _objects(self._read_of(read, "attribute"), len(batch.rows)),
        )
        if wrong:
            dims = [read[code] for code in dimensions]
            whole = [i for i in range(len(rows)) if i not in wrong or all(d[i].json for d in dims)]
            self._seen.add([rows.keys[i] for i in whole], [rows.numbers[i] for i in whole])
        else:
            self._seen.add(rows.keys, rows.numbers)
        if self.report.valid:
            self.spool.write(rows)

    def _read_of(self, read: dict[str, list[_Read]], role: str) -> list[list[_Read]]:
        return [read[c.code] for c in self.columns if c.role == role and c.code in read]


def _objects(columns: list[list[_Read]], rows: int) -> list[str]:
    """Join the pieces of JSON of each row into one object; blank cells are left out."""
    if not columns:
        return ["{}"] * rows
    pieces: Iterator[tuple[str, ...]] = zip(*([r.json for r in column] for column in columns), strict=True)
    return ["{" + ",".join(filter(None, row)) + "}" for row in pieces]


def nearest_dataset(catalogue: Catalogue, header: Sequence[str]) -> str:
    """Return the one dataset that a heading fits: nothing required is missing, nothing is unknown."""
    fitting = []
    for code, dataset in catalogue.datasets.items():
        matching = match_headings(header, columns_of(catalogue, dataset))
        if not matching.missing and not matching.unknown:
            fitting.append(code)
    return fitting[0] if len(fitting) == 1 else ""


__all__ = ["CheckedFile", "Progress", "Severity", "TableCheck", "nearest_dataset"]
