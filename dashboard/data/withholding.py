"""What an indicator does not tell, though it could: small percentages of people, cohorts too young to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from dashboard.data.cells import Status
from dashboard.data.columns import GRADE, Columns
from dashboard.data.filling import DatasetInfo

LEAST_BASE = 20
"""Least base of a percentage about people, in public."""
CAPPED_BASE = 100
LOWEST, HIGHEST = 5, 95
"""Below this base a percentage about people is not told, in public, under the lowest or over the highest."""

_SMALL_BASE = f"percentuale non pubblicata: base inferiore a {LEAST_BASE}"
_TOO_EARLY = "troppo presto per dirlo"
_NOT_APPLICABLE, _SUPPRESSED, _VALID, _ZERO = (
    GRADE[status.value] for status in (Status.NOT_APPLICABLE, Status.SUPPRESSED, Status.VALID, Status.ZERO)
)


def guard_percentages(cells: Columns) -> Columns:
    """Apply the rule of the percentages about people in public.

    Integer percentages; none on a base under 20; on a base under 100 those up to 5 and from 95 are told only
    as «5 or less», «95 or more».
    """
    base = cells.base if cells.base is not None else np.full(len(cells), np.nan)
    told = ~np.isnan(cells.value)
    hidden = told & (base < LEAST_BASE)
    capped = told & ~hidden & (base < CAPPED_BASE)
    value = np.round(cells.value)
    low, high = capped & (value <= LOWEST), capped & (value >= HIGHEST)
    value[low], value[high], value[hidden] = LOWEST, HIGHEST, np.nan
    grade, note = cells.grade.copy(), cells.note.copy()
    grade[hidden], grade[low], grade[told & ~hidden & (value == 0)] = _SUPPRESSED, _VALID, _ZERO
    note[hidden], note[low], note[high] = _SMALL_BASE, f"{LOWEST} o meno", f"{HIGHEST} o più"
    return replace(cells, value=value, grade=grade, note=note)


def too_early(cells: Columns, info: DatasetInfo, months: int, as_of: str) -> Columns:
    """Say of a cohort that entered less than so many months before the as-of date that it is too early."""
    cohorts = [name for name in cells.dims if info.clocks.get(name)]
    if not months or not cohorts:
        return cells
    day = date.fromisoformat(as_of)
    early = np.zeros(len(cells), dtype=bool)
    for name in cohorts:
        starts = info.clocks[name].items()
        young = [code for code, start in starts if _months(date.fromisoformat(start), day) < months]
        early |= cells.words[name].chosen(young)[cells.codes[name]]
    value, grade, note = cells.value.copy(), cells.grade.copy(), cells.note.copy()
    value[early], grade[early], note[early] = np.nan, _NOT_APPLICABLE, _TOO_EARLY
    return replace(cells, value=value, grade=grade, note=note)


def _months(start: date, end: date) -> int:
    """Return the whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
