"""The numbers of a slice, computed again from the rows with plain pandas: the other road to a figure.

It shares with publishing, look-ups and pictures nothing but the definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard.components.panels import Slice
from dashboard.data.definitions.models import Ratio
from tests.pages.oracle import Oracle


@dataclass(frozen=True)
class Figure:
    """A number, and for a ratio what it is over."""

    value: float
    base: float | None = None


def recomputed(told: Slice, oracle: Oracle) -> Mapping[tuple[str, ...], Figure]:
    """Compute the numbers of a slice from the rows: sums along what it is laid out by, then their ratio."""
    indicator = told.indicator
    found = _sums(indicator.numerator, told, oracle)
    by = [name for name in told.laid if name in found]
    if indicator.denominator is not None:
        base = _sums(indicator.denominator, told, oracle).rename(columns={"value": "base"})
        on = [name for name in told.laid if name in base]
        found = found.merge(base, on=on) if on else found.merge(base, how="cross")
        found = found[found["base"] != 0]
        found = found.assign(value=found["value"] / found["base"] * indicator.scale)
    keys = [tuple(map(str, key)) for key in found[by].itertuples(index=False, name=None)]
    bases = found["base"].astype(float) if "base" in found else [None] * len(found)
    figures = zip(found["value"].astype(float), bases, strict=True)
    return dict(zip(keys, (Figure(*both) for both in figures), strict=True))


def _sums(side: Ratio, told: Slice, oracle: Oracle) -> pd.DataFrame:
    """The sums of a measure by what a slice is laid out by, as far as the dataset has it: column `value`."""
    dataset = oracle.catalogue.datasets[side.dataset]
    rows = _placed(oracle, side.dataset, told.level)
    own = {d.code for d in dataset.dimensions}
    conditions = {k: v for k, v in {**told.conditions, **told.moments}.items() if k in own} | dict(side.where)
    kept = pd.Series(True, index=rows.index)
    for name, value in conditions.items():
        kept &= rows[name].isin([value] if isinstance(value, str) else list(value))
    rows = rows[kept]
    if dataset.area is not None:
        for level, code in told.conditions.items():
            if level not in own:
                wanted = {code} if isinstance(code, str) else set(code)
                above = {c: _above(oracle, c, level) for c in rows[told.level].unique()}
                rows = rows[rows[told.level].map(above).isin(wanted)]
    by = [name for name in told.laid if name in rows]
    rows = rows[rows[side.measure].notna()]
    told_of = {*conditions, *by}
    for dimension in dataset.dimensions:  # a base of other moments counts with its last one
        clock = dimension.type in ("date", "year") and not dimension.additive
        if clock and dimension.code not in told_of and len(rows):
            rows = rows[rows[dimension.code] == rows[dimension.code].max()]
    if not by:
        return pd.DataFrame({"value": [float(rows[side.measure].sum())] if len(rows) else []})
    return rows.groupby(by)[side.measure].sum().rename("value").reset_index()


@cache
def _placed(oracle: Oracle, code: str, level: str) -> pd.DataFrame:
    """The dimensions and measures of the rows that count for some area of a level, with that area."""
    dataset = oracle.catalogue.datasets[code]
    rows = oracle.rows(code)
    names = [*(d.code for d in dataset.dimensions), *(m.code for m in dataset.measures)]
    rows = rows[[name for name in names if name in rows]]
    if dataset.area is None:
        return rows
    codes = rows[dataset.area.code]
    areas = {code: _area_of(oracle, code, level, dataset.area.additive) for code in codes.unique()}
    return rows.assign(**{level: codes.map(areas)}).dropna(subset=[level])


@cache
def _area_of(oracle: Oracle, code: str, level: str, additive: bool) -> str | None:
    """The area of a level that a row counts for: its own or, where sums mean something, the one around it."""
    territories = oracle.territories
    own = territories.get(code).level
    if own == level or not additive:
        return code if own == level else None
    around = (area.code for area in territories.areas(level) if code in _inside_of(oracle, area.code, own))
    return _above(oracle, code, level) or next(around, None)


@cache
def _inside_of(oracle: Oracle, code: str, level: str) -> frozenset[str]:
    return frozenset(area.code for area in oracle.territories.descendants(code, level))


@cache
def _above(oracle: Oracle, code: str, level: str) -> str | None:
    if oracle.territories.get(code).level == level:
        return code
    if level == oracle.territories.root.level:
        return oracle.territories.root.code
    area = oracle.territories.ancestor(code, level)
    return area.code if area else None
