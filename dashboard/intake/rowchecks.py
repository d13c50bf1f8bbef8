"""The checks that look at more than one cell: keys met twice, territories out of their dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.data.definitions import Dataset
from dashboard.data.definitions.models import CodeList, Dimension
from dashboard.intake.areas import AreaIndex
from dashboard.intake.problems import Issue, quoted

Period = tuple[date, date]


class SeenKeys:
    """The keys of a file as 64-bit hashes: 16 bytes a row, whatever the length of the keys."""

    def __init__(self) -> None:
        self._hashes: list[npt.NDArray[np.int64]] = []
        self._numbers: list[npt.NDArray[np.int64]] = []

    def add(self, keys: Sequence[str], numbers: Sequence[int]) -> None:
        """Take the keys of some rows, with the numbers of the rows."""
        self._hashes.append(np.fromiter(map(hash, keys), np.int64, len(keys)))
        self._numbers.append(np.asarray(numbers, np.int64))

    def repeated(self) -> list[tuple[int, int]]:
        """Return (row, row of the first with the same key) for every row whose key was met before.

        The hash is Python's own, with a secret that changes at every start: two different keys of a file
        of a million rows share one with a probability of about 3 in 100 million.
        """
        if not self._hashes:
            return []
        hashes, numbers = np.concatenate(self._hashes), np.concatenate(self._numbers)
        order = np.argsort(hashes, kind="stable")
        same = np.flatnonzero(np.diff(hashes[order]) == 0) + 1
        pairs: list[tuple[int, int]] = []
        first = -1
        for position in same.tolist():
            if first < 0 or hashes[order[first]] != hashes[order[position]]:
                first = position - 1
            pairs.append((int(numbers[order[position]]), int(numbers[order[first]])))
        return sorted(pairs)


def period_reader(
    dataset: Dataset, codelists: Mapping[str, CodeList]
) -> tuple[Dimension, Callable[[str], Period | None]] | None:
    """Find the dimension that dates the rows of a dataset, and how its values become a period.

    A day comes first, then a year, then a code whose list gives start and end.

    Returns:
        The dimension and a function from its value to first and last day; None if nothing dates a row.
    """
    for dimension in dataset.dimensions:
        if dimension.type == "date":
            return dimension, _day
    for dimension in dataset.dimensions:
        if dimension.type == "year":
            return dimension, _year
    for dimension in dataset.dimensions:
        codes = codelists[dimension.codelist].by_code if dimension.codelist else {}
        periods = {c.code: (c.start, c.end or date.max) for c in codes.values() if c.start}
        if periods:
            return dimension, lambda value, periods=periods: periods.get(value)
    return None


def _day(value: str) -> Period:
    day = date.fromisoformat(value)
    return day, day


def _year(value: str) -> Period:
    return date(int(value), 1, 1), date(int(value), 12, 31)


def check_in_force(areas: AreaIndex, code: str, period: Period, when: str) -> Issue | None:
    """Say so when a territory did not exist in any day of a period."""
    area = areas.find(code)
    if area is None:  # pragma: no cover - the code came from the same index
        return None
    start, end = area.valid_from or date.min, area.valid_to or date.max
    if start <= period[1] and period[0] <= end:
        return None
    limits = f"dal {start:%d/%m/%Y}" if area.valid_from else ""
    limits += f" al {end:%d/%m/%Y}" if area.valid_to else ""
    return Issue(
        f"{quoted(code)} ({area.name}) con «{when}»",
        f"un territorio che esiste a quella data (questo: {limits.strip()})",
        "Indicare il territorio che c'era allora, o correggere la data.",
    )
