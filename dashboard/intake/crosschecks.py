"""Checks between datasets: left ≤ right wherever both are known. They warn; they keep nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.data.definitions import Catalogue, Check
from dashboard.data.definitions.models import CheckSide
from dashboard.intake.areas import AreaIndex
from dashboard.intake.checking import CheckedFile
from dashboard.intake.columns import NOTE
from dashboard.intake.frames import parsed
from dashboard.intake.labels import Labels
from dashboard.intake.problems import Problem, Severity
from dashboard.intake.spool import Rows

_LEDGER = -1  # in the place of the number of a file
_SMALLEST = 1e-9

Current = Callable[[str], Iterable[Rows]]
"""A function from the code of a dataset to the rows of its active deliveries, oldest first."""


def cross_check(
    files: Sequence[CheckedFile], catalogue: Catalogue, areas: AreaIndex, current: Current
) -> None:
    """Add to the reports of some files the warnings of the cross-checks they touch.

    The files are looked at together, over what the ledger holds: a row of a file takes the place of the
    ledger's row with the same dimensions. Only combinations that a file touches are reported.

    Args:
        files: checked files; those with errors are left out.
        catalogue: the definitions, with the checks.
        areas: the territories, for their names.
        current: gives the rows of a dataset that count today.
    """
    fresh = {n: f for n, f in enumerate(files) if f.dataset is not None and f.report.valid}
    touched = {f.dataset.code for f in fresh.values() if f.dataset}
    wanted = [
        c for c in catalogue.checks.values() if not touched.isdisjoint((c.left.dataset, c.right.dataset))
    ]
    if not wanted:
        return
    words = _Words()
    frames = {}
    for code in {side.dataset for check in wanted for side in (check.left, check.right)}:
        measures = {s.measure for c in wanted for s in (c.left, c.right) if s.dataset == code}
        dimensions = [d.code for d in catalogue.datasets[code].dimensions]
        frames[code] = _frame(_sources(code, current, fresh), dimensions, sorted(measures), words)
    for check in wanted:
        left, right = (
            _side(side, check, frames[side.dataset], words, side is check.left)
            for side in (check.left, check.right)
        )
        for problem, number in _broken(check, left, right, words, files, Labels(catalogue, areas)):
            files[number].report.add(problem)


def _sources(code: str, current: Current, fresh: dict[int, CheckedFile]) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of a dataset, those of the ledger first, each batch with the number of its file."""
    for rows in current(code):
        yield _LEDGER, rows
    for number, checked in fresh.items():
        if checked.dataset is not None and checked.dataset.code == code:
            for rows in checked.spool:
                yield number, rows


class _Words:
    """The values of dimensions as small numbers, the same for all datasets."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._values: list[str] = []

    def numbers(self, values: Iterable[str]) -> list[int]:
        known = self._numbers
        found = []
        for value in values:
            number = known.get(value)
            if number is None:
                number = known[value] = len(self._values)
                self._values.append(value)
            found.append(number)
        return found

    def value(self, number: int) -> str:
        return self._values[number]


def _frame(
    sources: Iterator[tuple[int, Rows]], dimensions: list[str], measures: list[str], words: _Words
) -> pd.DataFrame:
    """Make a compact frame: dimensions as numbers, measures, and `__file`, `__row`, `__noted`."""
    parts: dict[str, list[np.ndarray]] = {}
    for number, rows in sources:
        keys, values = parsed(rows.keys, repeat=False), parsed(rows.measures)
        noted = {text: bool(item.get(NOTE)) for text, item in _by_text(rows.attributes).items()}
        columns = {
            name: np.array(words.numbers(k.get(name, "") for k in keys), "int32") for name in dimensions
        }
        columns |= {name: np.array([v.get(name) for v in values], "float64") for name in measures}
        columns["__file"] = np.full(len(rows), number, "int32")
        columns["__row"] = np.array(rows.numbers, "int32")
        columns["__noted"] = np.array([noted[text] for text in rows.attributes], "bool")
        for name, column in columns.items():
            parts.setdefault(name, []).append(column)
    names = [*dimensions, *measures, "__file", "__row", "__noted"]
    frame = pd.DataFrame({name: np.concatenate(parts[name]) if parts else [] for name in names})
    return frame.drop_duplicates(subset=dimensions, keep="last", ignore_index=True)


def _by_text(texts: list[str]) -> dict[str, dict[str, str]]:
    unique = list(set(texts))
    return dict(zip(unique, parsed(unique), strict=True))


def _side(side: CheckSide, check: Check, frame: pd.DataFrame, words: _Words, is_left: bool) -> pd.DataFrame:
    """Sum one side by the check's dimensions.

    Returns:
        Indexed by the dimensions: `value`; `noted` (left side only); and, of the rows that come from files,
        the `file` and `row` of the first and how many they are (`rows`), NaN where there are none.
    """
    for name, value in side.where.items():
        wanted = words.numbers([value] if isinstance(value, str) else value)
        frame = frame[frame[name].isin(wanted)]
    by = list(check.by)
    frame = frame[frame[side.measure].notna()]
    groups = frame.groupby(by, sort=False)
    found = pd.DataFrame({"value": groups[side.measure].sum()})
    if is_left:
        found["noted"] = groups["__noted"].any()
    new = frame[frame["__file"] != _LEDGER].groupby(by, sort=False)
    places = pd.DataFrame({"file": new["__file"].first(), "row": new["__row"].first(), "rows": new.size()})
    return found.join(places)


def _broken(
    check: Check,
    left: pd.DataFrame,
    right: pd.DataFrame,
    words: _Words,
    files: Sequence[CheckedFile],
    labels: Labels,
) -> Iterator[tuple[Problem, int]]:
    """Yield a warning, and the number of its file, for each combination where left is above right."""
    both = left.add_suffix("_left").join(right.add_suffix("_right"), how="inner")
    both = both[both["value_left"] > both["value_right"] + _SMALLEST]
    if check.unless_noted:
        both = both[~both["noted_left"]]
    both = both[both["file_left"].notna() | both["file_right"].notna()]
    row: Any
    for row in both.itertuples():
        group = row.Index if isinstance(row.Index, tuple) else (row.Index,)
        at_left = row.file_left == row.file_left  # the rows of the left side come from a file
        file, line, rows = (
            (row.file_left, row.row_left, row.rows_left)
            if at_left
            else (row.file_right, row.row_right, row.rows_right)
        )
        values = [words.value(n) for n in group]
        where = labels.key(check.left.dataset, dict(zip(check.by, values, strict=True)))
        checked, side = files[int(file)], check.left if at_left else check.right
        remedy = "Controllare i due valori"
        note = checked.headings.get(NOTE, labels.note(side.dataset))
        remedy += f"; se sono giusti, spiegarlo nella colonna {note}." if check.unless_noted else "."
        remedy += f" (È la prima di {int(rows)} righe.)" if rows > 1 else ""
        problem = Problem(
            checked.report.file,
            checked.sheet,
            int(line),
            checked.headings[side.measure],
            f"{_plain(row.value_left)} contro {_plain(row.value_right)} ({where})",
            f"«{check.label}»: {labels.side(check.left, check)} non maggiore di "
            f"{labels.side(check.right, check)}",
            remedy,
            Severity.WARNING,
        )
        yield problem, int(file)


def _plain(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")
