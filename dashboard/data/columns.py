"""The cells of a look-up, column by column: what figures are computed on, long before anybody wants a frame.

A page makes hundreds of look-ups of a few cells each. Columns of numpy arrays cost microseconds where a frame
costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.data.cells import Cell, Status

Array = npt.NDArray[Any]

GRAVITY = (
    Status.SUPPRESSED,
    Status.NOT_COLLECTED,
    Status.NOT_PARTICIPATING,
    Status.NOT_APPLICABLE,
    Status.PROVISIONAL,
    Status.VALID,
    Status.ZERO,
)
"""The statuses, the gravest first: of two, the graver stands. Those up to the fourth carry no number."""
GRADE: dict[str, int] = {status.value: i for i, status in enumerate(GRAVITY)}
WITHOUT_VALUE = GRADE[Status.NOT_APPLICABLE.value]
_TEXTS = np.array([status.value for status in GRAVITY], dtype=object)
_MOST = 2**62


class Words:
    """The values that occur in a column, in the order in which they are shown.

    Args:
        values: what occurs, repeated or not.
        order: the values in order, as far as they have one; what it does not name comes last. Without it they
            are sorted as texts.

    Attributes:
        texts: the values.
        index: the place of each.
        rank: what they are sorted by: their place, but one and the same for all that the order does not name.
    """

    __slots__ = ("index", "rank", "texts")

    def __init__(self, values: Iterable[str], order: Sequence[str] = ()) -> None:
        known = {code: i for i, code in enumerate(order)}
        distinct = dict.fromkeys(values)
        ordered = sorted(distinct, key=lambda v: known.get(v, len(known))) if known else sorted(distinct)
        self.texts: Array = np.array([*ordered, None], dtype=object)[:-1]
        self.index = {value: i for i, value in enumerate(ordered)}
        self.rank: Array = np.arange(len(ordered))
        if known:
            np.minimum(self.rank, sum(value in known for value in ordered), out=self.rank)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.texts)

    def codes(self, values: Iterable[str]) -> Array:
        """Return the place of each value."""
        return np.fromiter((self.index[value] for value in values), dtype=np.int32)

    def found_in(self, other: Words) -> Array:
        """Return the place of each of these in other words, -1 where it is not there."""
        if other is self:
            return np.arange(len(self))
        return np.fromiter((other.index.get(v, -1) for v in self.index), dtype=np.int64, count=len(self))

    def chosen(self, wanted: Iterable[str]) -> Array:
        """Return a mask over the words: those that are wanted."""
        mask = np.zeros(len(self), dtype=bool)
        mask[[self.index[value] for value in wanted if value in self.index]] = True
        return mask


def strides(sizes: Sequence[int]) -> list[int]:
    """Return what the place in each column counts for in a single number that tells a line from all others.

    Raises:
        OverflowError: the number would not fit 62 bits.
    """
    found, stride = [], 1
    for size in reversed(sizes):
        found.append(stride)
        stride *= max(1, size)
    if stride > _MOST:
        raise OverflowError(f"too many combinations to number: {sizes}")
    return found[::-1]


@dataclass(frozen=True, eq=False)
class Columns:
    """Cells, column by column; nobody changes the arrays.

    Attributes:
        dims: the dimensions, in order.
        words: the values that occur, by column.
        codes: by column, the place of each cell's value among the words.
        value: the number, NaN where there is none.
        grade: place of the status in `GRAVITY`.
        demonstration: whether any row behind the cell is demonstration data.
        note: what a reader must know of the cell.
        numerator, base: the two sides of an indicator, NaN where there is none; None for a plain table.
    """

    dims: tuple[str, ...]
    words: Mapping[str, Words]
    codes: Mapping[str, Array]
    value: Array
    grade: Array
    demonstration: Array
    note: Array
    numerator: Array | None = None
    base: Array | None = None

    def __len__(self) -> int:
        """Number of cells."""
        return len(self.value)

    def column(self, name: str) -> Array:
        """Return the values of a dimension, cell by cell."""
        return self.words[name].texts[self.codes[name]]

    def distinct(self, name: str) -> list[str]:
        """Return the values of a dimension that occur, in order."""
        words = self.words[name]
        return [str(text) for text in words.texts[np.unique(self.codes[name])]]

    def take(self, which: Array) -> Columns:
        """Return some of the cells: those of a mask, or at some places."""
        return replace(
            self,
            codes={name: codes[which] for name, codes in self.codes.items()},
            value=self.value[which],
            grade=self.grade[which],
            demonstration=self.demonstration[which],
            note=self.note[which],
            numerator=None if self.numerator is None else self.numerator[which],
            base=None if self.base is None else self.base[which],
        )

    def only(self, name: str, wanted: str) -> Columns:
        """Return the cells with one value of a dimension."""
        return self.take(self.codes[name] == self.words[name].index.get(wanted, -1))

    def numbers(self, dims: Sequence[str]) -> Array:
        """Return one number a cell, the same for cells that have the same values of some dimensions."""
        found = np.zeros(len(self), dtype=np.int64)
        for name, stride in zip(dims, strides([len(self.words[name]) for name in dims]), strict=True):
            found += self.codes[name].astype(np.int64) * stride
        return found

    def cells(self) -> list[Cell]:
        """Return the cells, typed."""
        told = zip(
            self.value.tolist(),
            self.grade.tolist(),
            self.demonstration.tolist(),
            self.note.tolist(),
            strict=True,
        )
        return [
            Cell(value if grade > WITHOUT_VALUE and value == value else None, GRAVITY[grade], demo, note)
            for value, grade, demo, note in told
        ]

    def frame(self, measure: str = "") -> pd.DataFrame:
        """Return the cells as the frame of a `Table`.

        Args:
            measure: code of their one measure; when not given, it is one of the columns.
        """
        texts = {name: self.column(name) for name in self.dims}
        texts["measure"] = np.full(len(self), measure, dtype=object) if measure else self.column("measure")
        found: dict[str, Any] = {name: pd.Series(column, dtype="str") for name, column in texts.items()}
        found["value"] = self.value
        found["status"] = pd.Series(_TEXTS[self.grade], dtype="str")
        found["demonstration"] = self.demonstration
        found["note"] = pd.Series(self.note, dtype="str")
        if self.numerator is not None:
            found |= {"numerator": self.numerator, "denominator": self.base}
        return pd.DataFrame(found)
