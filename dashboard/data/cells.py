"""Typed cells: a number is never without its status, and a missing number is never a bare NaN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd


class Status(StrEnum):
    """Why a cell holds a number, or why it does not (observation status)."""

    VALID = "valid"
    ZERO = "zero"
    SUPPRESSED = "suppressed"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    NOT_PARTICIPATING = "not_participating"
    PROVISIONAL = "provisional"

    @property
    def has_value(self) -> bool:
        """Whether a cell with this status carries a number."""
        return self in _WITH_VALUE


_WITH_VALUE = frozenset({Status.VALID, Status.ZERO, Status.PROVISIONAL})

CELL_COLUMNS = ("measure", "value", "status", "demonstration", "note")


@dataclass(frozen=True, slots=True)
class Cell:
    """One published number, or the reason why there is none.

    Attributes:
        value: the number; None unless `status.has_value`.
        status: see `Status`.
        demonstration: True when any row behind it is demonstration data.
        note: what a reader must know of this cell (e.g. which returns are missing); may be empty.

    Raises:
        ValueError: value and status contradict each other.
    """

    value: float | None
    status: Status
    demonstration: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a number where the status says there is none, and the other way round."""
        if (self.value is None) == self.status.has_value:
            raise ValueError(f"cell with status {self.status} cannot have value {self.value!r}")


class AmbiguousCellError(LookupError):
    """Coordinates that name no cell, or more than one."""


@dataclass(frozen=True)
class Table:
    """A published table: one row per cell.

    Attributes:
        dataset: code of the dataset (or indicator) it comes from.
        dims: the dimension columns of `frame`, in order; their values are code texts.
        frame: columns = `dims` + `measure, value (float, NaN where no number), status (text),
            demonstration (bool), note (text)`.
        unit: unit code per measure code.
        meta: release number, as-of date and what else the caption of a picture must say.
    """

    dataset: str
    dims: tuple[str, ...]
    frame: pd.DataFrame
    unit: Mapping[str, str] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that the frame has the columns a table must have."""
        missing = [c for c in (*self.dims, *CELL_COLUMNS) if c not in self.frame.columns]
        if missing:
            raise ValueError(f"table of {self.dataset} lacks columns {missing}")

    def __len__(self) -> int:
        """Number of cells."""
        return len(self.frame)

    @property
    def demonstration(self) -> bool:
        """Whether any cell of the table is demonstration data."""
        return bool(self.frame["demonstration"].any())

    @property
    def measures(self) -> tuple[str, ...]:
        """Measure codes present, in order of appearance."""
        return tuple(self.frame["measure"].unique())

    def select(self, **where: str | list[str]) -> Table:
        """Return the cells whose columns have the given value (or one of the given values).

        Raises:
            KeyError: a name that is neither a dimension nor `measure`.
        """
        frame = self.frame
        for name, wanted in where.items():
            if name != "measure" and name not in self.dims:
                raise KeyError(name)
            values = [wanted] if isinstance(wanted, str) else list(wanted)
            frame = frame[frame[name].isin(values)]
        return Table(self.dataset, self.dims, frame, self.unit, self.meta)

    def cells(self) -> Iterator[tuple[dict[str, str], Cell]]:
        """Yield the coordinates (dimension values and `measure`) and the cell, row by row."""
        columns = [*self.dims, *CELL_COLUMNS]
        for row in self.frame[columns].itertuples(index=False, name=None):
            coordinates = dict(zip((*self.dims, "measure"), row[: len(self.dims) + 1], strict=True))
            value, status, demonstration, note = row[len(self.dims) + 1 :]
            yield coordinates, to_cell(value, status, demonstration, note)

    def cell(self, **where: str) -> Cell:
        """Return the one cell at the given coordinates.

        Raises:
            AmbiguousCellError: none or several cells match.
        """
        found = list(self.select(**where).cells())
        if len(found) != 1:
            raise AmbiguousCellError(f"{len(found)} cells of {self.dataset} match {where}")
        return found[0][1]


def to_cell(value: Any, status: str, demonstration: bool = False, note: str = "") -> Cell:
    """Make a typed cell from the columns of a table's frame (NaN or None become no number)."""
    kind = Status(status)
    number = None if not kind.has_value or pd.isna(value) else float(value)
    return Cell(number, kind, bool(demonstration), note or "")
