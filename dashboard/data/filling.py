"""The cells of a table that nobody delivered: zero, not collected, not participating, or hidden.

A release holds the cells that have rows behind them and, once for all, who takes part and whose returns have
come (`coverage`). The other cells follow from that, and are made when a table is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from dashboard.data.cells import Status
from dashboard.data.columns import GRADE, Array, Words

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


@dataclass(frozen=True)
class LevelWords:
    """How a level is called, for the notes of cells."""

    label: str
    plural: str


class Filler:
    """Tells what stands in the cells of a dataset, at one level, that have no row behind them.

    Args:
        info: what is known of the dataset.
        level: level of territory of the tables.
        coverage: the lines of the release's coverage for the dataset and the level.
        areas: the areas of the level, as the tables name them; made of the coverage when not given.
        words: how the level is called from whose areas returns are due; None without a perimeter.
        scopes: the areas in which each programme runs; a programme not named runs everywhere.
        unclear: by programme ("" for all), the areas of which nobody could say whether they take part.
        known_until: the last year for which it is known who takes part, that of the release's figures.

    Attributes:
        at: of each line of coverage, the place of its area in `areas`; the lines are in the order of areas.
        times: of each line, its time.
        missing: of each line, how many of its returns have not come, in words; "" when all have.
    """

    def __init__(
        self,
        info: DatasetInfo,
        level: str,
        coverage: pd.DataFrame,
        areas: Words | None = None,
        words: LevelWords | None = None,
        scopes: Mapping[str, frozenset[str]] | None = None,
        unclear: Mapping[str, frozenset[str]] | None = None,
        known_until: int = _NO_YEAR,
    ) -> None:
        self.info = info
        self.level = level
        own = coverage["area"].tolist()
        self.areas = areas if areas is not None and set(own) <= areas.index.keys() else Words(own)
        at = self.areas.codes(own)
        order = np.argsort(at, kind="stable")
        lines = coverage.iloc[order]
        self.at: Array = at[order]
        self.times: list[str] = lines["time"].tolist()
        never = [_NO_YEAR + 1 if pd.isna(value) else int(value) for value in lines["since"]]
        self._since: Array = np.array(never, dtype=np.int64)
        self._returned, self._demonstration, self._hidden = (
            lines[name].eq(1).fillna(False).to_numpy(dtype=bool)
            for name in ("returned", "demonstration", "hidden")
        )
        pairs = zip(lines["expected"].tolist(), lines["received"].tolist(), strict=True)
        self.missing: Array = np.array([*(_missing(words, *pair) for pair in pairs), None], dtype=object)[:-1]
        self._scopes = {code: self.areas.chosen(inside) for code, inside in (scopes or {}).items()}
        self._unclear = {code: self.areas.chosen(inside) for code, inside in (unclear or {}).items()}
        self._known_until = known_until

    def absent(
        self, lines: Array, combinations: Mapping[str, Array], words: Mapping[str, Words]
    ) -> tuple[Array, Array, Array, Array]:
        """Give each absent cell its status: it takes no part, it is hidden, it is a zero, or it lacks.

        It takes no part only where that is known: outside the scope of the programme, or where
        a perimeter does not name it, up to the year of the figures and unless its membership is unclear.

        Args:
            lines: of each cell, its line of coverage.
            combinations: of each cell, the place of its value, by dimension other than the territory and by
                `measure`.
            words: the values of those columns.

        Returns:
            Value, grade (see `columns.GRAVITY`), mark of demonstration and note of each cell.
        """
        info, areas = self.info, self.at[lines]
        years = np.full(len(lines), _NO_YEAR, dtype=np.int64)
        for name in info.clocks:
            if name in combinations:
                np.minimum(years, self._years(name, words[name])[combinations[name]], out=years)
        unnamed = (self._since[lines] > years) | info.is_perimeter
        programme = None
        if info.programme in combinations:
            programme = words[info.programme].texts[combinations[info.programme]]
        outside = self._out_of_scope(areas, programme)
        unclear = unnamed & ~outside & self._is_unclear(areas, programme)
        unknown = unclear | (unnamed & ~outside & (years > self._known_until) & (years < _NO_YEAR))
        zero = self._returned[lines] & self._counted(words["measure"])[combinations["measure"]]
        zero &= info.area_additive and not info.is_perimeter
        grade = np.full(len(lines), GRADE[Status.NOT_COLLECTED.value], dtype=np.int8)
        grade[zero] = GRADE[Status.ZERO.value]
        grade[self._hidden[lines]] = GRADE[Status.SUPPRESSED.value]
        grade[unknown & ~zero] = GRADE[Status.NOT_COLLECTED.value]
        grade[outside | (unnamed & ~unknown)] = GRADE[Status.NOT_PARTICIPATING.value]
        note = np.full(len(lines), "", dtype=object)
        note[grade == GRADE[Status.SUPPRESSED.value]] = HIDDEN_NOTE
        note[unclear & (grade == GRADE[Status.NOT_COLLECTED.value])] = UNCLEAR_NOTE
        zero = grade == GRADE[Status.ZERO.value]
        note[zero] = self.missing[lines[zero]]
        value = np.where(zero, 0.0, np.nan)
        return value, grade, zero & self._demonstration[lines], note

    def _years(self, name: str, words: Words) -> Array:
        """Return the year in which each value of a clock begins."""
        years = (self.info.year(name, value) for value in words.index)
        return np.array([_NO_YEAR if year is None else year for year in years], dtype=np.int64)

    def _counted(self, measures: Words) -> Array:
        """Tell which measures are counts that whoever delivers must give: no row is a zero."""
        known = self.info.measures
        return measures.chosen(c for c, told in known.items() if told["additive"] and told["required"])

    def _out_of_scope(self, areas: Array, programme: Array | None) -> Array:
        """Tell which cells are of an area where no programme of the dataset, or not the cell's, runs."""
        out = np.zeros(len(areas), dtype=bool)
        if programme is not None:
            for code, scope in self._scopes.items():
                out |= (programme == code) & ~scope[areas]
        elif self.info.programmes and all(code in self._scopes for code in self.info.programmes):
            inside = np.zeros(len(self.areas), dtype=bool)
            for code in self.info.programmes:
                inside |= self._scopes[code]
            out = ~inside[areas]
        return out

    def _is_unclear(self, areas: Array, programme: Array | None) -> Array:
        """Tell which cells are of an area that may or may not take part in the programme."""
        found = np.zeros(len(areas), dtype=bool)
        for code, unclear in self._unclear.items():
            if code == "" or (programme is None and code in self.info.programmes):
                found |= unclear[areas]
            if programme is not None:
                found |= (programme == code) & unclear[areas]
        return found


def _missing(words: LevelWords | None, expected: Any, received: Any) -> str:
    """Say how many of the returns that were due have not come; nothing when all have, or none was due."""
    if words is None or pd.isna(expected) or pd.isna(received) or received >= expected:
        return ""
    lost = int(expected - received)
    noun = words.label if lost == 1 else words.plural
    return f"{'manca' if lost == 1 else 'mancano'} {lost} {noun} su {int(expected)}"
