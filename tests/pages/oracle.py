"""What a page must show, computed from the rows of the ledger with plain pandas: the other road to a figure.

It shares nothing with publishing, look-ups and pages but the definitions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from dashboard.data.definitions import Catalogue, Dataset, Dimension, Indicator
from dashboard.data.definitions.models import Ratio
from dashboard.data.territories import Territories
from dashboard.preparation import AS_OF


class Oracle:
    """Figures from rows.

    Args:
        catalogue: the definitions.
        territories: the areas, and which lies in which.
        rows: gives the rows of a dataset that count.
    """

    def __init__(
        self, catalogue: Catalogue, territories: Territories, rows: Callable[[str], pd.DataFrame]
    ) -> None:
        self.catalogue = catalogue
        self.territories = territories
        self.rows = cache(rows)

    def values(self, indicator: Indicator, *, level: str, programme: str) -> dict[str, float]:
        """The figures of an indicator by area of a level, at the moment shown when none is chosen."""
        found = self._cells(indicator.numerator, level, programme)
        if indicator.denominator is not None:
            base = self._cells(indicator.denominator, level, programme)
            found = self._over(found, base, indicator.scale)
        for dimension in self.catalogue.datasets[indicator.numerator.dataset].dimensions:
            if dimension.code in found and len(found) and self._is_clock(dimension):
                moment = self._moment(dimension, set(found[dimension.code]))
                found = found[found[dimension.code] == moment]
        assert found["area"].is_unique, f"{indicator.code}: several figures for one area"
        return {str(area): float(value) for area, value in zip(found["area"], found["value"], strict=True)}

    def _cells(self, side: Ratio, level: str, programme: str) -> pd.DataFrame:
        """The sums of a measure by area of a level and by what is never summed; only real numbers."""
        dataset = self.catalogue.datasets[side.dataset]
        rows = self.rows(side.dataset)
        told = self._programme(dataset, programme) | {
            name: [value] if isinstance(value, str) else list(value) for name, value in side.where.items()
        }
        for name, values in told.items():
            rows = rows[rows[name].isin(values)]
        fixed = [d.code for d in dataset.dimensions if not d.additive and d.type != "area"]
        by = ["area", *(name for name in fixed if name not in told)]
        if side.measure not in rows:
            return pd.DataFrame(columns=[*by, "value"])
        rows = rows.assign(area=self._areas(rows, dataset, level), value=rows[side.measure])
        return rows.dropna(subset=["area", "value"]).groupby(by)["value"].sum().reset_index()

    def _areas(self, rows: pd.DataFrame, dataset: Dataset, level: str) -> pd.Series:
        """The area of a level that each row counts for: the one above it, or its own when never summed."""
        assert dataset.area is not None
        codes = rows[dataset.area.code]
        above: dict[str, str | None] = {}
        for code in codes.unique():
            found = self.territories.ancestor(code, level)
            same = self.territories.get(code).level == level
            above[code] = found.code if found and (dataset.area.additive or same) else None
        return codes.map(above)

    def _programme(self, dataset: Dataset, programme: str) -> dict[str, list[str]]:
        for dimension in dataset.dimensions:
            codes = self.catalogue.codelists[dimension.codelist].by_code if dimension.codelist else {}
            if codes and set(codes) <= set(self.catalogue.programmes):
                return {dimension.code: [programme]}
        return {}

    def _over(self, top: pd.DataFrame, base: pd.DataFrame, scale: float) -> pd.DataFrame:
        """Divide where both have a number; a base of other moments counts with its last one."""
        shared = [name for name in base if name in top and name not in ("area", "value")]
        for name in shared:
            if set(base[name]).isdisjoint(top[name]):
                base = base[base[name] == base[name].max()].drop(columns=name)
        on = [name for name in base if name in top and name != "value"]
        both = top.merge(base[base["value"] != 0].rename(columns={"value": "base"}), on=on)
        return both.assign(value=both["value"] / both["base"] * scale)

    def _is_clock(self, dimension: Dimension) -> bool:
        """Days, years, dated codes, and what a programme counts its time by."""
        if dimension.additive or dimension.type not in ("date", "year", "code"):
            return False
        counted = {name for programme in self.catalogue.programmes.values() for name in programme.clocks}
        codes = self.catalogue.codelists[dimension.codelist].codes if dimension.codelist else ()
        return dimension.codelist in counted or all(code.start for code in codes)

    def _moment(self, dimension: Dimension, values: set[str]) -> str:
        """The last moment not after the day of the release; the very last when none has been reached."""
        if dimension.codelist is None:
            starts = {value: value for value in sorted(values)}
        else:
            codes = self.catalogue.codelists[dimension.codelist].codes
            starts = {code.code: str(code.start or "") for code in codes if code.code in values}
        reached = [value for value, start in starts.items() if start <= AS_OF.isoformat()]
        return (reached or list(starts))[-1]
