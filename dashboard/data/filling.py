"""The cells of a table that nobody delivered: zero, not collected, not participating, or hidden.

A release holds the cells that have rows behind them and, once for all, who takes part and whose returns have
come (`coverage`). The other cells follow from that, and are made when a table is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import pandas as pd

from dashboard.data.cells import Status

UNCLEAR_NOTE = "adesione da chiarire"
HIDDEN_NOTE = "dato riservato di un altro territorio"
_YEAR = re.compile(r"\d{4}")
_NO_YEAR = 9999


@dataclass(frozen=True)
class DatasetInfo:
    """What a release remembers of the definition of a dataset, so that it can be read without the catalogue.

    Attributes:
        area: code of the territory dimension, "" without one; `area_additive` as in its definition.
        fixed: dimensions that every table has (the territory apart); `free`: those a table may choose.
        clock: the dimension that tells one return from the next, "" when there is none.
        clocks: for each dimension that counts time, the first day of its codes (empty for days and years).
        order: the codes of each dimension on a code list, in the order of the list.
        texts: dimensions that are free text, whose combinations cannot be known.
        measures: by code: `unit`, `additive`, `required`, `label`.
        due_level: level of the areas from which returns are due, "" where there is no perimeter.
        is_perimeter: whether the dataset says who takes part: what it does not name does not take part, as
            far as that is known.
        programmes: the programmes it belongs to; `programme` the dimension that tells them apart, if any.
        sources: who published or collected the rows.
        demonstration: whether any row is demonstration data.
    """

    code: str
    label: str
    confidential: bool
    area: str
    area_additive: bool
    fixed: tuple[str, ...]
    free: tuple[str, ...]
    clock: str
    clocks: Mapping[str, Mapping[str, str]]
    order: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]
    measures: Mapping[str, Mapping[str, Any]]
    due_level: str = ""
    is_perimeter: bool = False
    programmes: tuple[str, ...] = ()
    programme: str = ""
    sources: tuple[str, ...] = ()
    demonstration: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain JSON values."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> DatasetInfo:
        """Make the description again from what `to_json` gave; fields of later versions are passed over."""
        known = {f.name for f in fields(DatasetInfo)}
        told: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known
        }
        return DatasetInfo(**told)

    def year(self, dimension: str, value: str) -> int | None:
        """Return the year in which a value of a clock begins, None where it cannot be told."""
        found = _YEAR.match(self.clocks.get(dimension, {}).get(value, value))
        return int(found.group()) if found else None


def kept(frame: pd.DataFrame, where: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Keep the rows whose columns have one of the given values."""
    for name, values in where.items():
        frame = frame[frame[name].isin(set(values))]
    return frame


@dataclass(frozen=True)
class LevelWords:
    """How a level is called, for the notes of cells."""

    label: str
    plural: str


@dataclass(frozen=True)
class Filler:
    """Completes the tables of one dataset at one level.

    Attributes:
        info: what is known of the dataset.
        level: level of territory of the table.
        coverage: the lines of the release's coverage for the dataset and the level.
        words: how the level is called from whose areas returns are due; None without a perimeter.
        scopes: the areas of the level in which each programme runs; a programme not named runs everywhere.
        unclear: by programme ("" for all), the areas of which nobody could say whether they take part.
        known_until: the last year for which it is known who takes part, that of the release's figures.
    """

    info: DatasetInfo
    level: str
    coverage: pd.DataFrame
    words: LevelWords | None = None
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unclear: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known_until: int = _NO_YEAR

    def fill(
        self,
        frame: pd.DataFrame,
        dims: tuple[str, ...],
        areas: Collection[str] | None,
        where: Mapping[str, Collection[str]],
    ) -> pd.DataFrame:
        """Add the cells that have no row behind them, and say which returns are missing from the others.

        Args:
            frame: all the published cells of the table (dims + measure, value, status, demonstration, note).
            dims: its dimension columns.
            areas: the areas asked for, None for all.
            where: the values asked for, by dimension other than the territory.

        Returns:
            The cells asked for, published and added.
        """
        coverage = self.coverage
        others = [name for name in dims if name != self.level]
        combinations = kept(self._combinations(frame, others), where)
        frame = kept(frame, where)
        if areas is not None:
            frame = frame[frame[self.level].isin(set(areas))]
            coverage = coverage[coverage["area"].isin(set(areas))]
        if coverage.empty or combinations.empty:
            return frame
        coverage = coverage.rename(columns={"area": self.level}).drop(columns=["dataset", "level"])
        clock = self.info.clock if self.info.clock in others else None
        coverage = coverage.rename(columns={"time": clock}) if clock else coverage.drop(columns="time")
        present = self._noted(frame, coverage, [self.level, clock] if clock else [self.level])
        if set(others) & set(self.info.texts):
            return present
        grid = combinations.merge(coverage, on=clock) if clock else combinations.merge(coverage, how="cross")
        key = [*dims, "measure"]
        there = pd.MultiIndex.from_frame(present[key])
        absent = grid[~pd.MultiIndex.from_frame(grid[key]).isin(there)]
        if absent.empty:
            return present
        return pd.concat([present, self._absent(absent, others)[present.columns]], ignore_index=True)

    def _combinations(self, frame: pd.DataFrame, others: list[str]) -> pd.DataFrame:
        """List the cells an area may have: what was observed somewhere.

        Where returns are summed, each value of a dimension that may be summed away goes with each combination
        of the others: who delivered, and has no row for it, has a zero.
        """
        free = [name for name in others if name in self.info.free] if self.info.area_additive else []
        found = frame[[*(name for name in others if name not in free), "measure"]].drop_duplicates()
        for name in free:
            found = found.merge(frame[[name]].drop_duplicates(), how="cross")
        return found[[*others, "measure"]]

    def _noted(self, frame: pd.DataFrame, coverage: pd.DataFrame, on: list[str]) -> pd.DataFrame:
        """Say, beside each number, how many of the returns it should stand on have not come."""
        if self.words is None:
            return frame
        lacking = coverage[(coverage["received"] < coverage["expected"]).fillna(False).astype(bool)]
        if lacking.empty:
            return frame
        notes = lacking[on].assign(_missing=self._missing(lacking))
        noted = frame.merge(notes, on=on, how="left")
        add = noted["_missing"].notna() & noted["value"].notna()
        joined = (
            noted["note"] + noted["note"].ne("").map({True: "; ", False: ""}) + noted["_missing"].fillna("")
        )
        return noted.assign(note=noted["note"].where(~add, joined)).drop(columns="_missing")

    def _out_of_scope(self, cells: pd.DataFrame) -> pd.Series:
        """Tell which cells are of an area where no programme of the dataset, or not the cell's, runs."""
        areas = cells[self.level]
        if self.info.programme in cells:
            programme = cells[self.info.programme]
            out = pd.Series(False, index=cells.index)
            for code, scope in self.scopes.items():
                out |= (programme == code) & ~areas.isin(scope)
            return out
        if not self.info.programmes or any(code not in self.scopes for code in self.info.programmes):
            return pd.Series(False, index=cells.index)
        return ~areas.isin(frozenset().union(*(self.scopes[code] for code in self.info.programmes)))

    def _unclear(self, cells: pd.DataFrame) -> pd.Series:
        """Tell which cells are of an area that may or may not take part in the programme."""
        areas = cells[self.level]
        found = areas.isin(self.unclear.get("", frozenset()))
        for code, unclear in self.unclear.items():
            if self.info.programme in cells:
                found |= (cells[self.info.programme] == code) & areas.isin(unclear)
            elif code in self.info.programmes:
                found |= areas.isin(unclear)
        return found

    def _missing(self, coverage: pd.DataFrame) -> list[str]:
        words = self.words
        assert words is not None
        found = []
        for expected, received in zip(coverage["expected"], coverage["received"], strict=True):
            lost = int(expected - received)
            noun = words.label if lost == 1 else words.plural
            found.append(f"{'manca' if lost == 1 else 'mancano'} {lost} {noun} su {int(expected)}")
        return found

    def _absent(self, cells: pd.DataFrame, others: list[str]) -> pd.DataFrame:
        """Give each absent cell its status: it takes no part, it is hidden, it is a zero, or it lacks.

        It takes no part only where that is known: outside the scope of the programme, or where
        a perimeter does not name it, up to the year of the figures and unless its membership is unclear.
        """
        years = pd.Series(_NO_YEAR, index=cells.index)
        for name in others:
            if name in self.info.clocks:
                known = {v: self.info.year(name, v) for v in cells[name].unique()}
                years = years.combine(cells[name].map(known).fillna(_NO_YEAR), min)
        unnamed = cells["since"].isna() | (cells["since"] > years).fillna(True).astype(bool)
        unnamed |= self.info.is_perimeter
        outside = self._out_of_scope(cells)
        unclear = unnamed & ~outside & self._unclear(cells)
        unknown = unclear | (unnamed & ~outside & (years > self.known_until) & (years < _NO_YEAR))
        counted = {code for code, m in self.info.measures.items() if m["additive"] and m["required"]}
        zero = cells["returned"].eq(1).astype(bool) & cells["measure"].isin(counted) & self.info.area_additive
        zero &= not self.info.is_perimeter
        hidden = cells["hidden"].eq(1).astype(bool)
        status = pd.Series(Status.NOT_COLLECTED.value, index=cells.index, dtype="object")
        status[zero] = Status.ZERO.value
        status[hidden] = Status.SUPPRESSED.value
        status[unknown & ~zero] = Status.NOT_COLLECTED.value
        status[outside | (unnamed & ~unknown)] = Status.NOT_PARTICIPATING.value
        note = status.eq(Status.SUPPRESSED.value).map({True: HIDDEN_NOTE, False: ""})
        note[unclear & status.eq(Status.NOT_COLLECTED.value)] = UNCLEAR_NOTE
        filled = cells.assign(
            status=status,
            value=status.eq(Status.ZERO.value).map({True: 0.0, False: float("nan")}),
            demonstration=status.eq(Status.ZERO.value) & cells["demonstration"].eq(1).astype(bool),
            note=note,
        )
        if self.words is None:
            return filled
        lacking = status.eq(Status.ZERO.value) & (cells["received"] < cells["expected"]).fillna(False)
        filled.loc[lacking, "note"] = self._missing(cells[lacking])
        return filled
