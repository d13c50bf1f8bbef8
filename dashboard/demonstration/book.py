"""The demonstration files being written: template columns, one row per key, every row marked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dashboard.data.definitions.models import Attribute, Catalogue, Dimension, Measure

from .facts import Facts, key_of

ORIGIN = "dimostrativo"
SUFFIX = "__dimostrativo.csv"


class Book:
    """Collects the rows of all datasets and writes them as template files.

    Rows whose key has been published are left out: the published row stands alone.

    Args:
        catalogue: the definitions, which give the columns.
        facts: what has been published.
        seed: named in the source of every row.
    """

    def __init__(self, catalogue: Catalogue, facts: Facts, seed: int) -> None:
        self.catalogue = catalogue
        self.source = f"Dati dimostrativi generati dal programma (seme {seed})"
        self.skipped = 0
        self._published = {code: facts.keys(dataset) for code, dataset in catalogue.datasets.items()}
        self._rows: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}

    def columns(self, dataset: str) -> list[str]:
        """Return the columns of a template: dimensions, measures, own and common attributes."""
        one = self.catalogue.datasets[dataset]
        columns: list[Dimension | Measure | Attribute] = [*one.dimensions, *one.measures]
        return [column.code for column in (*columns, *self.catalogue.attributes_of(one))]

    def add(self, dataset: str, row: Mapping[str, Any]) -> bool:
        """Add a row; values become texts, None an empty cell.

        Returns:
            False when a published row has the same key, and this one is therefore left out.

        Raises:
            KeyError: a column that the dataset does not have.
            ValueError: a second row with the same key.
        """
        texts = {name: _text(value) for name, value in row.items()}
        unknown = set(texts) - set(self.columns(dataset))
        if unknown:
            raise KeyError(f"{dataset}: {sorted(unknown)}")
        key = key_of(self.catalogue.datasets[dataset], texts)
        if key in self._published[dataset]:
            self.skipped += 1
            return False
        rows = self._rows.setdefault(dataset, {})
        if key in rows:
            raise ValueError(f"{dataset}: {key} twice")
        rows[key] = {**texts, "origine": ORIGIN, "fonte": self.source}
        return True

    def extend(self, dataset: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add many rows."""
        for row in rows:
            self.add(dataset, row)

    def extend_apart(
        self, dataset: str, apart: str, rows: Iterable[Mapping[str, Any]], *, measure: str
    ) -> None:
        """Add many rows to a dataset, and one measure of theirs to another one with the same dimensions."""
        keys = [dimension.code for dimension in self.catalogue.datasets[apart].dimensions]
        for row in rows:
            self.add(dataset, {name: value for name, value in row.items() if name != measure})
            self.add(apart, {name: row[name] for name in (*keys, measure)})

    def rows(self, dataset: str) -> list[dict[str, str]]:
        """Return the rows of a dataset added so far."""
        return list(self._rows.get(dataset, {}).values())

    def write(self, out: Path) -> list[Path]:
        """Write one file a dataset, in order of name, rows in order of key.

        Files of an earlier run are removed, so that the folder holds one demonstration only.
        """
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob(f"*{SUFFIX}"):
            old.unlink()
        return [self._write(out, dataset) for dataset in sorted(self._rows)]

    def _write(self, out: Path, dataset: str) -> Path:
        path = out / f"{dataset}{SUFFIX}"
        columns = self.columns(dataset)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for _, row in sorted(self._rows[dataset].items()))
        return path


def _text(value: Any) -> str:
    """Write a value as intake reads it: decimal point, ISO dates, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.2f}"
        return text[:-3] if text.endswith(".00") else text
    return str(value)
