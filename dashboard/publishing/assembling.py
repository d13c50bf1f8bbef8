"""What each audience gets: its tables, and nothing that could tell more than they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.data.artefact import Artefact, Part
from dashboard.data.audience import Audience
from dashboard.data.definitions import Dataset
from dashboard.data.territories import Area
from dashboard.publishing.coverage import COVERAGE_COLUMNS, PARTICIPATION_COLUMNS
from dashboard.publishing.protection import DatasetProtection
from dashboard.publishing.quality import known_corrections, known_deliveries
from dashboard.publishing.reports import protection_part
from dashboard.publishing.tabulating import CellTable, as_key
from dashboard.publishing.workshop import Workshop

_AREA_COLUMNS = [*(name for name in Area.__dataclass_fields__ if name != "flags"), "members"]
_UPPER_LEVELS = "i livelli più ampi del territorio di competenza farebbero ricavare i dati degli altri"


@dataclass(frozen=True)
class Assembled:
    """The artefact of one audience, and what to say of it.

    Attributes:
        tables: number of tables; `cells`: number of their cells.
        left_out: reason by dataset, of what is not in it.
    """

    audience: Audience
    artefact: Artefact
    tables: int
    cells: int
    left_out: Mapping[str, str]


@dataclass
class _Contents:
    """What is put together for an audience."""

    parts: dict[str, Part] = field(default_factory=dict)
    manifest: list[dict[str, Any]] = field(default_factory=list)
    infos: dict[str, Any] = field(default_factory=dict)
    coverage: list[pd.DataFrame] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


class Assembler:
    """Makes the artefacts of a release, one audience after the other.

    Args:
        workshop: the exact tables.
        boundaries: gzipped GeoJSON by name.
        deliveries: records of the deliveries of the ledger, those that no longer count too.
        protections: the public tables of people, by dataset.
    """

    def __init__(
        self,
        workshop: Workshop,
        boundaries: Mapping[str, bytes],
        deliveries: list[Mapping[str, Any]],
        protections: Mapping[str, DatasetProtection],
    ) -> None:
        self._workshop = workshop
        self._protections = protections
        self._deliveries = deliveries
        self._main_depth = workshop.places.order[workshop.territories.level(role="main").code]
        self._common = {
            "areas": Part.of("areas", self._areas()),
            "boundaries": Part.of(
                "boundaries",
                pd.DataFrame(
                    {"name": list(boundaries), "content": list(boundaries.values())}, dtype="object"
                ),
            ),
        }
        self._records: dict[str, Part] = {}
        self._files: dict[bool, dict[str, pd.DataFrame]] = {}  # alike for all who do not read exact figures

    def assemble(self, audience: Audience, head: Mapping[str, Any]) -> Assembled:
        """Make the artefact of an audience.

        Args:
            audience: whom for.
            head: meta-data of the release that every audience may read.
        """
        contents = _Contents()
        for dataset in self._workshop.catalogue.datasets.values():
            self._put(dataset, audience, contents)
        exact = audience.kind == "cabina"
        allowed = {
            code: perimeter
            for code, perimeter in self._workshop.perimeters.items()
            if exact or not self._workshop.catalogue.datasets[code].confidential
        }
        participation = [perimeter.rows for perimeter in allowed.values()]
        coverage = _stack(contents.coverage, COVERAGE_COLUMNS)
        main = self._workshop.territories.level(role="main").code
        due = coverage[(coverage["level"] == main) & coverage["expected"].notna()]
        frames = {
            "tables": pd.DataFrame(
                contents.manifest, columns=["name", "dataset", "level", "dims", "chosen", "rows", "unplaced"]
            ),
            "coverage": coverage,
            "returns": due[["dataset", "area", "time", "expected", "received"]],
            "participation": _stack(participation, PARTICIPATION_COLUMNS),
            **self._quality(audience),
        }
        if audience.is_public:
            frames["protection"] = protection_part(self._protections, contents.infos.__contains__)
        meta = {
            **head,
            "audience": str(audience),
            "demonstration": any(info["demonstration"] for info in contents.infos.values()),
            "datasets": contents.infos,
            "left_out": contents.left_out,
            "perimeter": self._workshop.summary_of_perimeter(allowed),
        }
        parts = {**{name: Part.of(name, frame) for name, frame in frames.items()}, **self._common}
        cells = sum(len(contents.parts[line["name"]].rows) for line in contents.manifest)
        artefact = Artefact(meta, {**parts, **contents.parts})
        return Assembled(audience, artefact, len(contents.manifest), cells, contents.left_out)

    def _put(self, dataset: Dataset, audience: Audience, contents: _Contents) -> None:
        """Add what an audience may read of a dataset."""
        found, reasons = self._workshop.tables(dataset, audience.kind)
        tables: list[tuple[CellTable, set[str] | None]] = [(table, None) for table in found]
        coverage = self._workshop.coverage[dataset.code]
        mask = None
        protected = self._protections.get(dataset.code, DatasetProtection(dataset.code))
        if audience.is_public and dataset.confidential:
            reasons += protected.left_out
            tables = [(table, None) for table in protected.tables]
        elif audience.kind == "referente" and dataset.confidential:
            own = self._own(audience.area)
            public = {table.chosen: table for table in protected.tables}
            upper = [table for table in found if self._depth(table) < self._main_depth]
            reasons += [_UPPER_LEVELS] if any(table.chosen not in public for table in upper) else []
            tables = [(public[table.chosen], None) for table in upper if table.chosen in public]
            for table in found:
                if self._depth(table) >= self._main_depth and table.chosen in public:
                    tables.append((_own_beside_public(table.within(own), public[table.chosen], own), None))
                elif self._depth(table) >= self._main_depth:
                    tables.append((table, own))
            coverage = self._own_coverage(coverage, own)
            mask = self._own_rows(dataset, own)
        if reasons:
            contents.left_out[dataset.code] = "; ".join(reasons)
        records = not dataset.confidential and audience.kind in dataset.records_for
        if dataset.confidential and audience.is_public and not tables:
            return
        info = self._workshop.info(dataset, mask)
        if dataset.confidential and audience.is_public:
            info = replace(info, sources=(dataset.source,))  # those of single rows could tell where they are
        contents.infos[dataset.code] = info.to_json()
        contents.coverage.append(coverage)
        for table, areas in tables:
            part = self._workshop.part(table) if areas is None else self._workshop.part_within(table, areas)
            contents.parts[part.name] = part
            contents.manifest.append(
                {
                    "name": part.name,
                    "dataset": dataset.code,
                    "level": table.level or "",
                    "dims": ",".join(table.dims),
                    "chosen": ",".join(table.chosen),
                    "rows": len(part.rows),
                    "unplaced": 0 if dataset.confidential and audience.kind != "cabina" else table.unplaced,
                }
            )
        if records:
            part = self._records_of(dataset)
            contents.parts[part.name] = part

    def _depth(self, table: CellTable) -> int:
        return self._workshop.places.order[table.level] if table.level else -1

    def _own(self, area: str) -> set[str]:
        """Return the codes of an area and of all that lie inside it."""
        territories = self._workshop.territories
        levels = list(territories.levels)[self._main_depth :]
        return {area} | {one.code for level in levels for one in territories.descendants(area, level.code)}

    def _own_rows(self, dataset: Dataset, own: set[str]) -> pd.Series:
        frame = self._workshop.rows[dataset.code].frame
        return frame[dataset.area.code].isin(own) if dataset.area else pd.Series(False, index=frame.index)

    def _own_coverage(self, coverage: pd.DataFrame, own: set[str]) -> pd.DataFrame:
        """Keep what is known of the own areas; of the others only that they exist and that they are hidden.

        The others appear at the times of the own returns alone: whether and when they delivered is not told.
        """
        depth = coverage["level"].map(self._workshop.places.order).astype(float)
        coverage = coverage[depth >= self._main_depth]
        mine = coverage["area"].isin(own)
        times = set(coverage.loc[mine & coverage["returned"].eq(1), "time"])
        others = coverage[~mine & coverage["time"].isin(times)]
        told = {"expected": None, "received": None, "returned": 0, "demonstration": 0, "hidden": 1}
        return pd.concat([coverage[mine], others.assign(**told).astype(coverage.dtypes)], ignore_index=True)

    def _records_of(self, dataset: Dataset) -> Part:
        if dataset.code not in self._records:
            source = self._workshop.rows[dataset.code].source
            counted = self._workshop.rows[dataset.code].frame
            measures = [measure.code for measure in dataset.measures]
            attributes = [attribute.code for attribute in self._workshop.catalogue.attributes_of(dataset)]
            texts = [*(dimension.code for dimension in dataset.dimensions), *attributes]
            columns = {name: counted[name] for name in measures}
            for name in texts:
                column = source[name] if name in source else pd.Series("", index=source.index)
                columns[name] = column.map(as_key).astype("object")
            order = [*(dimension.code for dimension in dataset.dimensions), *measures, *attributes]
            frame = pd.DataFrame(columns, index=source.index)[order]
            self._records[dataset.code] = Part.of(f"records_{dataset.code}", frame)
        return self._records[dataset.code]

    def _quality(self, audience: Audience) -> dict[str, pd.DataFrame]:
        """Say of the files behind the release, their checks and codes, what an audience may know."""
        rows, catalogue = self._workshop.rows, self._workshop.catalogue
        exact = audience.kind == "cabina"

        def knows(dataset: Dataset) -> bool:  # of people even the size of a file could tell too much
            return exact or not dataset.confidential

        known = {code for code, dataset in catalogue.datasets.items() if knows(dataset)}
        sides = {
            code: {one.left.dataset, one.right.dataset} <= known for code, one in catalogue.checks.items()
        }
        broken = self._workshop.broken
        mine = broken["area"].isin(self._own(audience.area) if audience.area else ())
        codes = self._workshop.matching
        if exact not in self._files:
            active = [one for one in self._deliveries if one.get("active", True)]
            self._files[exact] = {
                "deliveries": known_deliveries(active, rows, catalogue, knows=knows, persons=exact),
                "corrections": known_corrections(self._deliveries, catalogue, knows=knows, persons=exact),
            }
        return {
            **self._files[exact],
            "warnings": broken[broken["check"].map(sides).fillna(False).astype(bool) | mine],
            "matching": codes[codes["dataset"].isin({*known, ""})],
        }

    def _areas(self) -> pd.DataFrame:
        """List the areas a reader needs: all but the leaves, and the leaves that something names.

        What is confidential names none: where it is delivered by leaf, all leaves are listed.
        """
        territories = self._workshop.territories
        leaf = territories.level(role="leaf").code
        named: set[str] = set()
        all_leaves = False
        for dataset in self._workshop.catalogue.datasets.values():
            if dataset.area and dataset.confidential:
                all_leaves |= leaf in dataset.area.levels
            elif dataset.area:
                named.update(self._workshop.rows[dataset.code].frame[dataset.area.code].astype("object"))
        for level in territories.levels:
            if level.role in ("operating", "zone"):
                for group in territories.areas(level.code):
                    named.update({group.seat, *territories.members(group.code)})
        kept = [
            area
            for level in territories.levels
            for area in territories.areas(level.code)
            if level.code != leaf or all_leaves or area.code in named
        ]
        groups = {level.code for level in territories.levels if level.role in ("operating", "zone")}
        lines = [
            {
                **{name: _plain(value) for name, value in asdict(area).items() if name != "flags"},
                "members": " ".join(territories.members(area.code)) if area.level in groups else "",
            }
            for area in kept
        ]
        frame = pd.DataFrame(lines, columns=_AREA_COLUMNS)
        return frame.astype({"lon": "float64", "lat": "float64", "residents": "float64"})


def _own_beside_public(own: CellTable, public: CellTable, areas: set[str]) -> CellTable:
    """Put the exact cells of the own areas beside what everybody may read of the others."""
    others = public.frame[~public.frame[public.level].isin(areas)]
    return replace(own, frame=pd.concat([own.frame, others], ignore_index=True)[list(own.frame.columns)])


def _plain(value: Any) -> Any:
    """Return a field of an area as a value that any database keeps; a missing number stays missing."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _stack(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=list(columns))
