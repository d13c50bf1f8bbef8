"""Everything exact that a release is made of: read from the ledger once, tabulated once for all audiences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from dashboard.data.artefact import Part
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.definitions.models import AUDIENCE_KINDS, AudienceKind
from dashboard.data.filling import DatasetInfo
from dashboard.data.territories import Territories
from dashboard.publishing.clocks import is_clock, starts
from dashboard.publishing.coverage import Perimeter, cover, programme_dimension, read_perimeter, read_unclear
from dashboard.publishing.placing import Places
from dashboard.publishing.quality import approved, broken_checks, matching
from dashboard.publishing.tabulating import CellTable, MenuError, Rows, prepare, tabulate

Progress = Callable[[int, int, str], None]
_MOST_SOURCES = 20


class LedgerLike(Protocol):
    """What publishing asks of a ledger."""

    def current(self, dataset: str) -> pd.DataFrame:
        """Return the current rows of a dataset."""

    def deliveries(self) -> Iterable[Any]:
        """Return the deliveries, as records or as dataclasses."""

    def fingerprint(self) -> str:
        """Return a digest of what is current."""


class Workshop:
    """The exact rows of a release, and the tables made of them, each made once.

    Args:
        ledger: where the rows come from.
        catalogue: the definitions.
        territories: the territory.
        progress: called with done, total and a sentence.
        day: the day of the release: rows not approved for publication by then are left out, and counted in
            `withheld`; None leaves none out.
    """

    def __init__(
        self,
        ledger: LedgerLike,
        catalogue: Catalogue,
        territories: Territories,
        progress: Progress | None = None,
        *,
        day: date | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.territories = territories
        self.places = Places(territories)
        self.rows: dict[str, Rows] = {}
        self.withheld: dict[str, int] = {}
        self._tables: dict[tuple[str, tuple[str, ...]], CellTable | str] = {}
        self._parts: dict[tuple[str, tuple[str, ...]], Part] = {}
        self._names: dict[tuple[str, tuple[str, ...]], str] = {}
        total = len(catalogue.datasets)
        for done, dataset in enumerate(catalogue.datasets.values()):
            if progress:
                progress(done, total, f"lettura di {dataset.label}")
            current = ledger.current(dataset.code)
            told = approved(dataset, current, day)
            if len(told) < len(current):
                self.withheld[dataset.code] = len(current) - len(told)
            self.rows[dataset.code] = prepare(dataset, told, catalogue, self.places)
            for kind in AUDIENCE_KINDS:
                for chosen in dataset.tables(kind):
                    self._names.setdefault((dataset.code, chosen), f"t{len(self._names) + 1:04d}")
        self.perimeters: dict[str, Perimeter] = {
            code: read_perimeter(self.rows[code], catalogue, self.places) for code in self._perimeter_codes()
        }
        self.coverage: dict[str, pd.DataFrame] = {
            dataset.code: self._cover(dataset) for dataset in catalogue.datasets.values()
        }

    @property
    def is_empty(self) -> bool:
        """Whether the ledger holds no row at all."""
        return all(rows.frame.empty for rows in self.rows.values())

    @cached_property
    def broken(self) -> pd.DataFrame:
        """Where the cross-checks do not hold (`quality.WARNING_COLUMNS`)."""
        return broken_checks(self.rows, self.catalogue)

    @cached_property
    def matching(self) -> pd.DataFrame:
        """Which delivered codes are known, and which are not (`quality.MATCHING_COLUMNS`)."""
        return matching(self.rows, self.catalogue, self.territories.left_out)

    def strangers(self) -> dict[str, list[str]]:
        """Return the codes of area, by dataset, that the territories do not know: they would be lost."""
        found: dict[str, list[str]] = {}
        for code, rows in self.rows.items():
            if rows.dataset.area is not None:
                unknown = rows.frame.loc[rows.frame["_level"] == "", rows.dataset.area.code]
                found[code] = sorted(str(area) for area in unknown.unique())
        return {code: areas for code, areas in found.items() if areas}

    def tables(self, dataset: Dataset, kind: AudienceKind) -> tuple[list[CellTable], list[str]]:
        """Return the exact tables of an audience's menu, and why the others cannot be made."""
        made: list[CellTable] = []
        reasons: list[str] = []
        for chosen in dataset.tables(kind):
            key = (dataset.code, chosen)
            if key not in self._tables:
                try:
                    self._tables[key] = tabulate(self.rows[dataset.code], chosen, self.places)
                except MenuError as error:
                    self._tables[key] = str(error)
            found = self._tables[key]
            if isinstance(found, str):
                reasons.append(found)
            else:
                made.append(found)
        return made, reasons

    def part(self, table: CellTable) -> Part:
        """Return a table as a part of an artefact; the whole table is turned into a part only once."""
        key = (table.dataset, table.chosen)
        if self._tables.get(key) is not table:
            return Part.of(self._names[key], table.frame)
        if key not in self._parts:
            self._parts[key] = Part.of(self._names[key], table.frame)
        return self._parts[key]

    def part_within(self, table: CellTable, areas: set[str]) -> Part:
        """Return the cells of some areas of a table, which has a level, as a part of an artefact."""
        whole = self.part(table)
        at = [name for name, _ in whole.columns].index(str(table.level))
        return Part(whole.name, whole.columns, [row for row in whole.rows if row[at] in areas])

    def info(self, dataset: Dataset, rows: pd.Series | None = None) -> DatasetInfo:
        """Describe a dataset for those who read a release.

        Args:
            dataset: its definition.
            rows: which rows the audience may know of (a mask over the rows); None for all.
        """
        frame, source = self.rows[dataset.code].frame, self.rows[dataset.code].source
        known = frame if rows is None else frame[rows]
        fonte = source["fonte"] if "fonte" in source else pd.Series("", index=source.index)
        sources = sorted({str(text) for text in fonte[known.index].dropna().unique()} - {""})
        area = dataset.area
        perimeter = self.perimeters.get(dataset.perimeter or "")
        codelists = {
            d.code: self.catalogue.codelists[d.codelist or ""] for d in dataset.dimensions if d.type == "code"
        }
        return DatasetInfo(
            code=dataset.code,
            label=dataset.label,
            confidential=dataset.confidential,
            area=area.code if area else "",
            area_additive=bool(area and area.additive),
            fixed=tuple(d.code for d in dataset.fixed if d.type != "area"),
            free=tuple(d.code for d in dataset.free),
            clock=self.rows[dataset.code].clock,
            clocks={
                d.code: starts(codelists[d.code]) if d.code in codelists else {}
                for d in dataset.dimensions
                if is_clock(d, self.catalogue)
            },
            order={code: tuple(c.code for c in codelist.codes) for code, codelist in codelists.items()},
            texts=tuple(d.code for d in dataset.dimensions if d.type == "text"),
            measures={
                m.code: {"unit": m.unit, "additive": m.additive, "required": m.required, "label": m.label}
                for m in dataset.measures
            },
            due_level=perimeter.level if perimeter and area and area.additive else "",
            is_perimeter=dataset.code in self.perimeters,
            programmes=dataset.programmes,
            programme=programme_dimension(dataset, self.catalogue),
            sources=tuple(sources[:_MOST_SOURCES]),
            demonstration=bool(known["_demo"].any()),
        )

    def main_areas(self) -> list[str]:
        """Return the codes of the main areas that take part in something, in order."""
        found = {str(code) for one in self.perimeters.values() for code in one.rows["main"]}
        return sorted(found - {""})

    def summary_of_perimeter(self, allowed: Mapping[str, Perimeter]) -> list[dict[str, Any]]:
        """Count who takes part, by programme: in all, and at each time."""
        main = self.territories.level(role="main").code
        found: list[dict[str, Any]] = []
        for code, perimeter in allowed.items():
            for programme, rows in perimeter.rows.groupby("programme", sort=True):

                def counted(lines: pd.DataFrame, level: str = perimeter.level) -> dict[str, int]:
                    mains = lines["main"][lines["main"] != ""].nunique()
                    return {main: int(mains), level: int(lines["area"].nunique())}

                times = {str(time): counted(lines) for time, lines in rows.groupby("time", sort=True)}
                found.append(
                    {
                        "dataset": code,
                        "programme": programme,
                        "level": perimeter.level,
                        "main_level": main,
                        "total": counted(rows),
                        "times": times,
                    }
                )
        return found

    def last_return(self, day: date) -> date | None:
        """Return the last day, up to a given one, that a return which was due speaks of; None without any.

        Only datasets with a perimeter count, and of them those whose clock is a day or a year (its last day):
        a published fact may be of any day, and says nothing of the state of the programmes.
        """
        found: set[str] = set()
        for rows in self.rows.values():
            clock = next((d for d in rows.dataset.dimensions if d.code == rows.clock), None)
            if rows.dataset.perimeter and clock is not None and clock.type in ("date", "year"):
                values = {str(value) for value in rows.frame[rows.clock].astype("object").unique()} - {""}
                found |= {f"{value}-12-31" if clock.type == "year" else value for value in values}
        past = sorted(text for text in found if text <= day.isoformat())
        return date.fromisoformat(past[-1]) if past else None

    def unclear(self, as_of: date) -> dict[str, list[str]]:
        """Return, by programme, the areas whose membership is unclear on a day: what everybody may know."""
        found: dict[str, list[str]] = {}
        for code in self.perimeters:
            membership = self.catalogue.datasets.get(self.catalogue.datasets[code].membership or "")
            if membership is not None and not membership.confidential:
                for programme, areas in read_unclear(
                    self.rows[membership.code], self.catalogue, as_of
                ).items():
                    found[programme] = sorted({*found.get(programme, ()), *areas})
        return found

    def _perimeter_codes(self) -> list[str]:
        named = {d.perimeter for d in self.catalogue.datasets.values()}
        return [code for code in self.catalogue.datasets if code in named]

    def _cover(self, dataset: Dataset) -> pd.DataFrame:
        levels = {
            name
            for kind in AUDIENCE_KINDS
            for chosen in dataset.tables(kind)
            for name in chosen
            if name in self.places.order
        }
        perimeter = self.perimeters.get(dataset.perimeter or "")
        return cover(self.rows[dataset.code], levels, perimeter, self.catalogue, self.places)
