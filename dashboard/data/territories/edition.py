"""An edition of the boundaries: one year of Comuni, dissolved upwards and written to files.

Used by the build from the pinned package and by the import of Istat's official zip.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from . import geometry
from .model import Level

AREA_COLUMNS = tuple(
    [
        "code",
        "name",
        "level",
        "parent",
        "alt_code",
        "lon",
        "lat",
        "residents",
        "flags",
        "valid_from",
        "valid_to",
    ]
)
"""Columns of ``areas.csv``."""
TOLERANCES: Mapping[str, float] = {"leaf": 1180.0, "province": 600.0, "main": 1500.0, "group": 1500.0}
"""Tolerance of the simplification in metres, by role of the level."""
SMALLEST_PART = 200_000.0
"""Islets below this area (square metres) are left out, unless they are all an area has."""
SLIVER = 300_000.0
"""Gaps between neighbours up to this area (square metres) are errors of the source."""
WGS84 = 4326


@dataclass(frozen=True)
class Credits:
    """Where an edition comes from, as it must be written under every map."""

    year: int
    source: str
    licence: str
    attribution: str


@dataclass(frozen=True)
class AreaRow:
    """One area as the sources give it; the geometry is that of the leaves only."""

    code: str
    name: str
    level: str
    parent: str = ""
    alt_code: str = ""
    residents: int | None = None
    flags: tuple[str, ...] = ()


@dataclass
class Edition:
    """All the areas of one year.

    Attributes:
        credits: source, licence and attribution.
        rows: every area, parents before children: the root is the first.
        geometries: clean polygons of the leaves in metres, by code.
    """

    credits: Credits
    rows: list[AreaRow]
    geometries: dict[str, shapely.Geometry] = field(default_factory=dict)

    def lineage(self, code: str) -> dict[str, str]:
        """Return the code of every ancestor of an area (itself included), by level."""
        by_code = self._by_code()
        chain: dict[str, str] = {}
        while code in by_code:
            row = by_code[code]
            chain[row.level] = code
            code = row.parent
        return chain

    def _by_code(self) -> dict[str, AreaRow]:
        if not hasattr(self, "_index"):
            self._index = {row.code: row for row in self.rows}
        return self._index


def write_edition(edition: Edition, levels: Sequence[Level], out: Path) -> list[Path]:
    """Write ``areas.csv`` and the folder ``boundaries`` of an edition.

    Args:
        edition: the areas and the clean geometries of the leaves.
        levels: the levels of the country; those whose role has a tolerance get a file.
        out: folder to write into; made when missing.

    Returns:
        The files written. GeoJSON in degrees: one file a level, and one a main area for the leaves.
    """
    folder = out / "boundaries"
    folder.mkdir(parents=True, exist_ok=True)
    main = next(level.code for level in levels if level.role == "main")
    leaves = list(edition.geometries)
    shapes = _array(edition.geometries.values())
    lineages = [edition.lineage(code) for code in leaves]
    names = {row.code: row.name for row in edition.rows}
    written: list[Path] = []
    points = _points(shapes, leaves) | _points(_array([geometry.unite(shapes)]), [edition.rows[0].code])
    for level in levels:
        if level.role not in TOLERANCES:
            continue
        if level.role == "leaf":
            drawn = _draw(dict(zip(leaves, shapes, strict=True)), TOLERANCES["leaf"])
            parts: dict[str, list[str]] = {}
            for code, lineage in zip(leaves, lineages, strict=True):
                parts.setdefault(lineage[main], []).append(code)
            for part, codes in sorted(parts.items()):
                path = folder / level.code / f"{part}.geojson"
                written.append(_write(path, {code: drawn[code] for code in codes}, names))
        else:
            united = geometry.dissolve(shapes, [lineage[level.code] for lineage in lineages])
            points |= _points(_array(united.values()), list(united))
            drawn = _draw(united, TOLERANCES[level.role])
            written.append(_write(folder / f"{level.code}.geojson", drawn, names))
    written.append(_write_credits(edition.credits, folder / "edition.json"))
    written.append(write_areas(edition.rows, points, out / "areas.csv"))
    return written


def _points(shapes: np.ndarray, codes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return a point inside each area, found in metres and given in degrees."""
    inside = [shapely.Point(*geometry.inner_point(shape)) for shape in shapes]
    degrees = geometry.reproject(inside, geometry.METRIC_CRS, WGS84)
    return {c: (round(p.x, 4), round(p.y, 4)) for c, p in zip(codes, degrees, strict=True)}


def _draw(shapes: Mapping[str, shapely.Geometry], tolerance: float) -> dict[str, shapely.Geometry]:
    """Simplify the areas of one level together and project them to degrees."""
    simple = geometry.simplify(_array(shapes.values()), tolerance)
    kept = geometry.drop_islets(simple, SMALLEST_PART)
    return dict(zip(shapes, geometry.reproject(kept, geometry.METRIC_CRS, WGS84), strict=True))


def _array(shapes: Iterable[shapely.Geometry]) -> np.ndarray:
    return np.array(list(shapes), dtype=object)


def _write(path: Path, shapes: Mapping[str, shapely.Geometry], names: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(geometry.feature_collection(shapes, names))
    return path


def _write_credits(credits: Credits, path: Path) -> Path:
    path.write_text(json.dumps(vars(credits), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def write_areas(rows: Iterable[AreaRow], points: Mapping[str, tuple[float, float]], path: Path) -> Path:
    """Write the register of the areas; an empty field means not known."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(AREA_COLUMNS)
        for row in rows:
            lon, lat = points.get(row.code, ("", ""))
            residents = "" if row.residents is None else row.residents
            flags = " ".join(row.flags)
            writer.writerow(
                [row.code, row.name, row.level, row.parent, row.alt_code, lon, lat, residents, flags, "", ""]
            )
    return path
