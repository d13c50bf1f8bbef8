"""From the rows of the ledger to tables of exact cells: rolled up over the territory and summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.publishing.clocks import return_clock
from dashboard.publishing.placing import Places

DEMONSTRATION = "dimostrativo"
"""Value of the common attribute `origine` that marks demonstration data."""
Values = npt.NDArray[Any]
_EXACT = 2.0**53
"""Whole numbers up to this one are added without any rounding."""
PROVISIONAL = "P"
"""SDMX code of the attribute `obs_status` (where a dataset has it) for a provisional observation."""


@dataclass(frozen=True)
class Rows:
    """The current rows of a dataset, ready to be counted.

    Attributes:
        frame: one text column a dimension, one float column a measure, and `_demo`, `_provisional` (bool),
            `_note` (text), `_level` (level of the area, "" without territory).
        clock: code of the dimension that tells one return from the next, "" when there is none.
        source: the rows as the ledger gives them, in the same order.
        placed: by level of territory, the rows with the area of that level that each counts for, and how many
            have none: found when first asked for, since many tables have the same level.
    """

    dataset: Dataset
    frame: pd.DataFrame
    clock: str
    source: pd.DataFrame
    placed: dict[str, tuple[pd.DataFrame, int]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class CellTable:
    """A table of exact cells.

    Attributes:
        level: level of territory of its first column, None for a table without territory.
        chosen: what the menu names: the level, then the additive dimensions.
        dims: the dimension columns: the level, those never summed, the chosen ones.
        frame: `dims` + measure, value, status, demonstration, note.
        unplaced: rows delivered below this level that have no area of it above them.
    """

    dataset: str
    level: str | None
    chosen: tuple[str, ...]
    dims: tuple[str, ...]
    frame: pd.DataFrame
    unplaced: int = 0

    def within(self, areas: set[str]) -> CellTable:
        """Return the table with the cells of the given areas only."""
        return replace(self, frame=self.frame[self.frame[self.level].isin(areas)]) if self.level else self


class MenuError(ValueError):
    """A menu asks for a table that cannot be made; the message is in Italian."""


def prepare(dataset: Dataset, source: pd.DataFrame, catalogue: Catalogue, places: Places) -> Rows:
    """Make the rows of a dataset ready: texts as keys, numbers as floats, marks as booleans.

    Args:
        dataset: its definition.
        source: the current rows of the ledger: dimensions, measures and attributes by code; a column that is
            missing counts as empty.
        catalogue: the whole catalogue.
        places: look-ups of the territory.
    """
    source = source.reset_index(drop=True)
    empty = pd.Series("", index=source.index, dtype="object")
    columns: dict[str, pd.Series] = {}
    for dimension in dataset.dimensions:
        columns[dimension.code] = source.get(dimension.code, empty).map(as_key).astype("category")
    for measure in dataset.measures:
        columns[measure.code] = pd.to_numeric(source.get(measure.code, empty), errors="coerce").astype(float)
    columns["_demo"] = source.get("origine", empty).astype(str) == DEMONSTRATION
    columns["_provisional"] = source.get("obs_status", empty).astype(str) == PROVISIONAL
    columns["_note"] = source.get("nota", empty).map(as_key).astype("object")
    frame = pd.DataFrame(columns, index=source.index)
    area = dataset.area
    levels = {code: places.level_of(code) or "" for code in frame[area.code].cat.categories} if area else {}
    frame["_level"] = frame[area.code].map(levels).astype("object") if area else ""
    clock = return_clock(dataset, catalogue)
    return Rows(dataset, frame, clock.code if clock else "", source)


def as_key(value: object) -> str:
    """Return a value of a dimension as the text it has in every key ("" when it is missing)."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def tabulate(rows: Rows, chosen: Sequence[str], places: Places) -> CellTable:
    """Make one table of a dataset.

    An additive territory is rolled up from the areas of the rows to the level asked for; one that is not is
    taken as delivered. Dimensions not chosen are summed away. A measure that is not additive appears only
    where each cell is a single row.

    Args:
        rows: the rows of the dataset.
        chosen: a level of territory, if any, then additive dimensions.
        places: look-ups of the territory.

    Raises:
        MenuError: an unknown dimension, or a territory that would have to be summed over its levels.
    """
    dataset, frame = rows.dataset, rows.frame
    level = next((name for name in chosen if name in places.order), None)
    free = {d.code for d in dataset.free}
    picked = [d.code for d in dataset.free if d.code in chosen]
    unknown = [name for name in chosen if name != level and name not in free]
    if unknown:
        raise MenuError(f"{dataset.code}: il menu nomina «{', '.join(unknown)}», che non si può scegliere")
    area = dataset.area
    if level and area is None:
        raise MenuError(
            f"{dataset.code}: il menu nomina il livello «{level}», ma il dataset non ha territorio"
        )
    if area is not None and level is None and not area.additive:
        raise MenuError(f"{dataset.code}: una tabella senza livello sommerebbe territori di livelli diversi")
    fixed = [d.code for d in dataset.fixed if d.type != "area"]
    dims = ((level,) if level else ()) + tuple(fixed) + tuple(picked)
    unplaced = 0
    if level and area:
        if level not in rows.placed:
            rows.placed[level] = _placed(frame, area.code, area.additive, level, places)
        frame, unplaced = rows.placed[level]
    whole = set(picked) == free and (not level or bool((frame["_level"] == level).all()))
    return CellTable(dataset.code, level, tuple(chosen), dims, _cells(dataset, frame, dims, whole), unplaced)


def _placed(
    frame: pd.DataFrame, area: str, additive: bool, level: str, places: Places
) -> tuple[pd.DataFrame, int]:
    if not additive:
        kept = frame[frame["_level"] == level]
        return kept.assign(**{level: kept[area].cat.remove_unused_categories()}), 0
    holders = {code: places.above(code, level) for code in frame[area].cat.categories}
    holder = frame[area].map(holders).astype("object")
    depth = frame["_level"].map(places.order)
    lost = int((holder.isna() & ~(depth < places.order[level])).sum())
    return frame.assign(**{level: holder.astype("category")})[holder.notna()], lost


def _cells(dataset: Dataset, frame: pd.DataFrame, dims: tuple[str, ...], whole: bool) -> pd.DataFrame:
    measures = [m.code for m in dataset.measures if m.additive or whole]
    columns = [*dims, "measure", "value", "status", "demonstration", "note"]
    if frame.empty or not measures:
        return _typed(pd.DataFrame(columns=columns), dims)
    codes = [frame[name].cat.codes.to_numpy(dtype=np.int64) for name in dims]
    sizes = tuple(len(frame[name].cat.categories) for name in dims)
    number = np.ravel_multi_index(codes, sizes) if dims else np.zeros(len(frame), dtype=np.int64)
    _, first, group, size = np.unique(number, return_index=True, return_inverse=True, return_counts=True)
    values = {
        name: frame[name].cat.categories.to_numpy(dtype=object)[frame[name].cat.codes.iloc[first]]
        for name in dims
    }
    demonstration, provisional = (
        np.bincount(group, weights=frame[name].to_numpy(dtype=bool), minlength=len(first)) > 0
        for name in ("_demo", "_provisional")
    )
    alone = np.where(size == 1, frame["_note"].to_numpy(dtype=object)[first], "")
    tables = []
    for name in measures:
        column = frame[name].to_numpy(dtype=np.float64)
        known = np.bincount(group, weights=~np.isnan(column), minlength=len(first)).astype(np.int64)
        value = _sums(column, group, known)
        status = np.full(len(first), Status.VALID.value, dtype=object)
        status[provisional] = Status.PROVISIONAL.value
        status[(value == 0) & ~provisional] = Status.ZERO.value
        status[known == 0] = Status.NOT_COLLECTED.value
        note = alone.copy()
        for at in np.flatnonzero((known > 0) & (known < size)):
            note[at] = _lacking(int(size[at] - known[at]), int(size[at]))
        told = {"value": value, "status": status, "demonstration": demonstration, "note": note}
        tables.append(pd.DataFrame({**values, "measure": np.full(len(first), name, dtype=object), **told}))
    return _typed(pd.concat(tables, ignore_index=True)[columns], dims)


def _sums(values: Values, group: Values, known: Values) -> Values:
    """Add up the values of each group; NaN where none is known.

    Sums of whole numbers are exact in any order. Others are left to pandas, which keeps what rounding loses.
    """
    whole = np.where(np.isnan(values), 0.0, values)
    if (whole == np.rint(whole)).all() and np.abs(whole).sum() < _EXACT:
        return np.where(known > 0, np.bincount(group, weights=whole, minlength=len(known)), np.nan)
    found: Values = pd.Series(values).groupby(group).sum(min_count=1).to_numpy()
    return found


def _lacking(missing: int, rows: int) -> str:
    return f"valore non comunicato in {missing} {'riga' if missing == 1 else 'righe'} su {rows}"


def _typed(frame: pd.DataFrame, dims: tuple[str, ...]) -> pd.DataFrame:
    texts = {name: "object" for name in (*dims, "measure", "status", "note")}
    return frame.astype({**texts, "value": "float64", "demonstration": "bool"})
