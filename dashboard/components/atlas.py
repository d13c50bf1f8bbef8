"""Where things are: boundaries by address, boxes and points of the areas of a release. No Streamlit here."""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from pathlib import Path

from dashboard.components.maps import Lines, Place, Shapes, View
from dashboard.data.release import Release
from dashboard.data.territories import boundaries as files
from dashboard.data.territories.boundaries import Boundaries
from dashboard.data.territories.edition import Credits
from dashboard.data.territories.model import TerritoryError

CROWDED = 100
"""From so many leaves in one main area on, a map draws its provinces under what it shows."""


class Atlas:
    """The geography of one release: shipped boundaries for the levels, the release's own for the groups.

    Args:
        folder: folder of the territories shipped with the program.
        release: the release at work.
    """

    def __init__(self, folder: Path, release: Release) -> None:
        self._folder = folder
        self._release = release
        areas = release.areas()
        self._points = {
            str(code): (float(lon), float(lat))
            for code, lon, lat in zip(areas["code"], areas["lon"], areas["lat"], strict=True)
            if lon == lon and lat == lat and lon is not None
        }
        self._levels = dict(zip(areas["code"], areas["level"], strict=True))
        self._boxes: dict[str, files.Bounds] = {}
        self._parts: dict[tuple[str, str], Boundaries | None] = {}
        roles = {level["role"]: level["code"] for level in release.meta["levels"]}
        self._main, self._root, self._leaf = roles["main"], roles["root"], roles.get("leaf", "")
        self._operating = roles.get("operating", "")
        self._province = roles.get("province", "")

    @cached_property
    def _credits(self) -> Credits:
        return files.load_credits(self._folder)

    @property
    def year(self) -> int:
        """The year of the boundaries, and of the residents that come with them."""
        return self._credits.year

    @property
    def attribution(self) -> str:
        """Who made the boundaries, of which year, under which licence."""
        return self._credits.attribution

    def shapes(self, level: str, within: str = "") -> Shapes | None:
        """Return the boundaries of a level (of one main area, for the leaves); None without any."""
        found = self._read(level, within)
        if found is None:
            return None
        name = f"{level}/{within}" if within else level
        return Shapes(name.replace("/", "-"), self._address(level, name, found), found.codes)

    def painted(self, level: str, region: str) -> Shapes | None:
        """Return the boundaries that bear the figures of a level; None without any.

        Args:
            level: code of the level.
            region: code of the only main area in sight: where the release draws the areas, its own alone.
        """
        return self.shapes(level, region if level in self._own else "")

    def lines(self, level: str, within: str = "") -> Lines | None:
        """Return the borders of a level of those shipped (of one main area, for the leaves), or None."""
        found = None if level in self._own else self.shapes(level, within)
        return found.lines if found else None

    def background(self, level: str, region: str) -> Lines | None:
        """Return the lines under a map of a level: the leaves of the main area in sight, or the main areas.

        In a mesh of a hundred leaves or more nothing is found: their provinces are drawn, where the country
        has any.

        Args:
            level: code of the level that the map shows.
            region: code of the only main area in sight; empty for the whole country.
        """
        if level == self._main:
            return None
        if not region:
            return self.lines(self._main)
        leaves = self.shapes(self._leaf, region)
        if leaves and self._province and len(leaves.codes) >= CROWDED:
            return leaves.lines_between(self._province)
        return self.lines(self._leaf, region)

    def around(self, level: str, region: str) -> list[list[list[float]]]:
        """Return the closed lines around the only main area in sight; none where the map shows them all."""
        return self.rings(self._main, region) if region and level != self._main else []

    def addresses(self, place: str) -> list[str]:
        """Return where the boundaries are that a map asks for which shows a place whole.

        Args:
            place: code of the whole country (its main areas are shown), or of an area (the operating ones).
        """
        region = self._release.ancestor(place, self._main) or ""
        level = self._operating if region else self._main
        areas, under = self.painted(level, region), self.background(level, region)
        found: list[Shapes | Lines | None] = [areas, areas.lines if areas else None, under]
        return [one.url for one in found if one]

    def outlines(self, level: str) -> Boundaries | None:
        """Return the boundaries of a level themselves, to draw with; None when there are none."""
        return self._read(level, "")

    def outline_of(self, code: str) -> Boundaries | None:
        """Return the boundaries of one area, or of all the main areas for the whole country; None without."""
        level = self._levels.get(code, "")
        found = self._read(self._main if level == self._root else level, "")
        if found is None or level == self._root:
            return found
        return found.only([code]) if code in found.codes else None

    def rings(self, level: str, code: str) -> list[list[list[float]]]:
        """Return the closed lines around an area, in degrees; none for an area without boundaries."""
        found = self._read(level, "")
        return found.rings(code) if found else []

    def point(self, code: str) -> tuple[float, float] | None:
        """Return longitude and latitude of a point inside an area (or of its seat)."""
        return self._points.get(code)

    def place(self, code: str, name: str) -> Place | None:
        """Return an area as a place on the map, with nothing to say yet."""
        point = self.point(code)
        return Place(code, name, *point) if point else None

    def view(self, code: str, *, width: int, height: int) -> View:
        """Return where the map looks to show an area whole, in a frame of so many pixels."""
        bounds = self._bounds(code)
        if bounds is None:
            point = self.point(code) or (0.0, 0.0)
            bounds = (point[0] - 0.25, point[1] - 0.2, point[0] + 0.25, point[1] + 0.2)
        return View(*files.view(bounds, width=width, height=height, padding=12))

    def _bounds(self, code: str) -> files.Bounds | None:
        level = self._levels.get(code, "")
        found = self._read(self._main if level == self._root else level, "")
        if found is None:
            return None
        if level == self._root:
            return found.bounds
        if code not in found.codes:
            return None
        if code not in self._boxes:
            self._boxes[code] = found.only([code]).bounds
        return self._boxes[code]

    def _read(self, level: str, within: str) -> Boundaries | None:
        if level in self._own:
            return self._own_within(level, within) if within else self._own[level]
        try:
            return files.load_boundaries(self._folder, level, within or None)
        except TerritoryError:
            return None

    @cached_property
    def _own(self) -> dict[str, Boundaries]:
        found = {}
        for level in self._release.meta["levels"]:
            raw = self._release.boundaries_json(level["code"])
            if raw:
                found[level["code"]] = _boundaries(level["code"], raw)
        return found

    def _own_within(self, level: str, within: str) -> Boundaries | None:
        if (level, within) not in self._parts:
            raw = self._release.boundaries_json(f"{level}/{within}")
            self._parts[level, within] = _boundaries(level, raw) if raw else None
        return self._parts[level, within]

    def _address(self, level: str, name: str, found: Boundaries) -> str:
        """The address of some boundaries: it changes with them, so that an answer can be kept for ever."""
        edition = f"rilascio-{self._release.number}" if level in self._own else str(self._credits.year)
        return f"confini/{edition}/{name}.geojson?v={zlib.crc32(found.raw):08x}"


def _boundaries(level: str, raw: bytes) -> Boundaries:
    codes = tuple(one["properties"]["code"] for one in json.loads(raw)["features"])
    return Boundaries(level, codes, raw)
