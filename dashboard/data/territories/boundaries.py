"""Read the boundaries that were built, and unite leaves into groups: the polygons that maps draw."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from . import geometry
from .edition import Credits
from .model import Territories, TerritoryError

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
TILE = 512
"""Pixels of a web map tile at zoom 0, as deck.gl counts them."""


class View(NamedTuple):
    """Where a web map looks at."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True)
class Boundaries:
    """The polygons of some areas of one level.

    Attributes:
        level: code of the level.
        codes: codes of the areas, in the order of the features (and of their property ``i``).
        raw: the GeoJSON FeatureCollection, compact UTF-8.
    """

    level: str
    codes: tuple[str, ...]
    raw: bytes = field(repr=False)

    @cached_property
    def packed(self) -> bytes:
        """The same bytes gzipped; equal input gives equal output."""
        return gzip.compress(self.raw, 9, mtime=0)

    @cached_property
    def packed_lines(self) -> bytes:
        """The borders alone, each once and in straight pieces, as JSON gzipped: what a map draws as lines.

        The areas beside a piece (`a`, `b`) are told by their property ``i``.
        """
        return self.packed_lines_between({})

    def packed_lines_between(self, groups: Mapping[str, str]) -> bytes:
        """Return the same, but for the borders that two areas of one group share.

        Args:
            groups: group of each area, by code; an area without one is a group by itself.
        """
        pieces, sides = geometry.borders(self.geometries.values())
        group = np.array([groups.get(code, code) for code in self.geometries])[sides]
        kept = (sides[:, 0] == sides[:, 1]) | (group[:, 0] != group[:, 1])
        return gzip.compress(geometry.pieces_json(pieces[kept], sides[kept]), 9, mtime=0)

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each area, by code."""
        return {one["properties"]["code"]: one["properties"]["name"] for one in self._features}

    @cached_property
    def geometries(self) -> dict[str, BaseGeometry]:
        """Polygon of each area in degrees, by code."""
        return {one["properties"]["code"]: shape(one["geometry"]) for one in self._features}

    @cached_property
    def bounds(self) -> Bounds:
        """The box around all of them."""
        west, south, east, north = shapely.total_bounds(
            np.array(list(self.geometries.values()), dtype=object)
        )
        return float(west), float(south), float(east), float(north)

    @cached_property
    def points(self) -> dict[str, tuple[float, float]]:
        """A point inside each area (longitude, latitude), by code."""
        return {code: geometry.inner_point(one) for code, one in self.geometries.items()}

    def rings(self, code: str) -> list[list[list[float]]]:
        """Return the closed lines around an area, in degrees as they are written; none for an unknown one."""
        found = shapely.get_rings(shapely.get_parts(self.geometries[code])) if code in self.geometries else ()
        return [np.round(shapely.get_coordinates(ring), geometry.DECIMALS).tolist() for ring in found]

    @property
    def _features(self) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = json.loads(self.raw)["features"]
        return features

    def only(self, codes: Iterable[str]) -> Boundaries:
        """Return the boundaries of some of the areas; codes without a polygon are left out."""
        wanted = [code for code in dict.fromkeys(codes) if code in self.geometries]
        return from_geometries(self.level, {code: self.geometries[code] for code in wanted}, self.names)


def from_geometries(
    level: str, geometries: Mapping[str, BaseGeometry], names: Mapping[str, str]
) -> Boundaries:
    """Make boundaries out of polygons in degrees, by code."""
    return Boundaries(level, tuple(sorted(geometries)), geometry.feature_collection(geometries, names))


def load_boundaries(base: Path, level: str, within: str | None = None) -> Boundaries:
    """Read the boundaries of a level.

    Args:
        base: folder of the territories.
        level: code of the level.
        within: code of the main area, for the leaves (one file a main area).

    Returns:
        The boundaries; read once and kept while the file does not change.

    Raises:
        TerritoryError: there is no such file, or it is not a collection of areas.
    """
    path = base / "boundaries" / (f"{level}.geojson" if within is None else f"{level}/{within}.geojson")
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        raise TerritoryError(f"{path.name}: i confini mancano ({base.name}/boundaries)") from None
    return _read(path, stamp, level)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: int, level: str) -> Boundaries:
    raw = path.read_bytes()
    try:
        codes = tuple(one["properties"]["code"] for one in json.loads(raw)["features"])
    except (ValueError, KeyError, TypeError):
        raise TerritoryError(f"{path.name}: non è una raccolta GeoJSON di territori") from None
    return Boundaries(level, codes, raw)


def load_credits(base: Path) -> Credits:
    """Return year, source, licence and attribution of the boundaries.

    Raises:
        TerritoryError: the file is missing or incomplete.
    """
    path = base / "boundaries" / "edition.json"
    try:
        return Credits(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise TerritoryError(f"{path.name}: l'edizione dei confini non si legge ({error})") from None


def dissolve(
    base: Path, territories: Territories, codes: Iterable[str], on: date | None = None
) -> Boundaries:
    """Unite the leaves of each group.

    Args:
        base: folder of the territories.
        territories: who belongs to what.
        codes: the groups (or any other areas) to draw, all of one level.
        on: the day of their composition; the latest known one when not given.

    Returns:
        The boundaries of the groups with known leaves. A group without is not there: it is drawn as a
        point at its seat (`Area.lon`, `Area.lat`). Groups that share a leaf overlap on it.

    Raises:
        TerritoryError: the boundaries of the leaves are missing.
    """
    members = {code: territories.members(code, on) for code in dict.fromkeys(codes)}
    shapes = leaf_geometries(base, territories, {leaf for leaves in members.values() for leaf in leaves})
    united: dict[str, BaseGeometry] = {}
    for code, leaves in members.items():
        if drawn := [shapes[leaf] for leaf in leaves if leaf in shapes]:
            united[code] = geometry.unite(drawn)
    level = territories.get(next(iter(members))).level if members else territories.level(role="main").code
    return from_geometries(level, united, {code: territories.get(code).name for code in united})


def leaf_geometries(base: Path, territories: Territories, leaves: Iterable[str]) -> dict[str, BaseGeometry]:
    """Return the polygons of some leaves, by code; only the files that hold them are read."""
    main, leaf = territories.level(role="main").code, territories.level(role="leaf").code
    by_main: dict[str, list[str]] = {}
    for code in leaves:
        area = territories.ancestor(code, main)
        if area is not None:
            by_main.setdefault(area.code, []).append(code)
    found: dict[str, BaseGeometry] = {}
    for within, codes in by_main.items():
        shapes = load_boundaries(base, leaf, within).geometries
        found |= {code: shapes[code] for code in codes if code in shapes}
    return found


def view(bounds: Bounds, *, width: int, height: int, padding: int = 16) -> View:
    """Return centre and zoom at which a box fills a web map.

    Args:
        bounds: west, south, east, north in degrees.
        width: pixels of the map.
        height: pixels of the map.
        padding: pixels left free on every side.

    Returns:
        The view; zoom as deck.gl counts it (Web Mercator, tiles of 512 pixels), between 0 and 14.
    """
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    wide = max((east - west) / 360, 1e-9)
    high = max((top - bottom) / (2 * math.pi), 1e-9)
    room = max(width - 2 * padding, 1), max(height - 2 * padding, 1)
    zoom = min(math.log2(room[0] / TILE / wide), math.log2(room[1] / TILE / high))
    middle = math.degrees(2 * math.atan(math.exp((top + bottom) / 2)) - math.pi / 2)
    return View(round((west + east) / 2, 4), round(middle, 4), round(min(max(zoom, 0.0), 14.0), 2))


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
