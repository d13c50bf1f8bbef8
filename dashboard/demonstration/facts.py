"""What has been published: read so that the demonstration agrees with it and never repeats it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard.data.definitions.models import Catalogue, Dataset

Row = Mapping[str, str]
PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "published"


class MissingFactError(LookupError):
    """A published figure that the demonstration must agree with is not among the published files."""

    def __init__(self, what: str) -> None:
        super().__init__(f"tra i dati pubblicati manca: {what}")


@dataclass(frozen=True)
class Facts:
    """The published rows, by dataset, as texts."""

    rows: Mapping[str, tuple[Row, ...]]

    @staticmethod
    def read(folder: Path = PUBLISHED) -> Facts:
        """Read every `<dataset>__*.csv` of a folder (comma or semicolon, UTF-8)."""
        rows: dict[str, list[Row]] = {}
        for path in sorted(folder.glob("*__*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                first = stream.readline()
                stream.seek(0)
                separator = ";" if first.count(";") > first.count(",") else ","
                rows.setdefault(path.name.split("__")[0], []).extend(
                    csv.DictReader(stream, delimiter=separator)
                )
        return Facts({dataset: tuple(found) for dataset, found in rows.items()})

    def of(self, dataset: str, **where: str) -> list[Row]:
        """Return the rows of a dataset whose columns have the given values."""
        return [
            row
            for row in self.rows.get(dataset, ())
            if all(row.get(name) == value for name, value in where.items())
        ]

    def keys(self, dataset: Dataset) -> set[tuple[str, ...]]:
        """Return the keys (values of the dimensions, in order) of the published rows of a dataset."""
        return {key_of(dataset, row) for row in self.rows.get(dataset.code, ())}

    def value(self, fact: str, area: str, *, part: str = "totale", on: str = "") -> float:
        """Return one published figure.

        Raises:
            MissingFactError: it is not there, or not once.
        """
        where = {"fatto": fact, "ref_area": area, "scomposizione": part}
        if on:
            where["reference_date"] = on
        values = {row["valore"] for row in self.of("published_facts", **where)}
        if len(values) != 1:
            raise MissingFactError(f"{fact} ({area}, {part})")
        return number(values.pop())

    @cached_property
    def assessment_shares(self) -> dict[str, float]:
        """Published percentages of the people in assessment, by Regione."""
        return {
            row["ref_area"]: number(row["valore"])
            for row in self.of("published_facts", fatto="quota_in_assessment")
        }


def number(text: str) -> float:
    """Read a number written with a decimal point or comma, without thousands separators."""
    return float(text.strip().replace(",", "."))


def key_of(dataset: Dataset, row: Row) -> tuple[str, ...]:
    """Return the key of a row: the values of the dimensions of its dataset, in order."""
    return tuple(str(row.get(one.code, "")) for one in dataset.dimensions)


def codes(catalogue: Catalogue, codelist: str) -> list[str]:
    """Return the codes of a list, in order."""
    return [one.code for one in catalogue.codelists[codelist].codes]
