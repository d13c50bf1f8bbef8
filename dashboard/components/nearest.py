"""How far apart places are, and which ones are nearest. Straight lines: no road is known here."""

from __future__ import annotations

import math
from collections.abc import Iterable

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
Point = tuple[float, float]
"""Longitude and latitude in degrees."""


def kilometres(one: Point, other: Point) -> float:
    """Return the distance in a straight line on the globe (haversine).

    Source: Sinnott, Sky and Telescope 68 (1984).
    """
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1, math.sqrt(half)))


def by_distance(here: Point, places: Iterable[tuple[str, Point]]) -> list[tuple[float, str]]:
    """List (kilometres, code) of some places, the nearest first; ties in order of code."""
    return sorted((kilometres(here, point), code) for code, point in places)
