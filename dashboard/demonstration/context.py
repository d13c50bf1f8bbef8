"""Residents and surface of the Ambiti, from their Comuni and the age structure of their Provincia."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyproj
import shapely

from .facts import number
from .groups import Group
from .world import World

TOTAL = "totale"
EQUAL_AREA = 3035
"""EPSG code of the projection in which surfaces are true (Lambert's equal-area for Europe)."""


def make(world: World) -> None:
    """Write the residents and the surface of every Ambito whose Comuni are known, real or invented."""
    world.book.extend("population", _population(world))
    world.book.extend("land_area", _surfaces(world))


def _groups(world: World) -> list[Group]:
    groups = {one.code: one for one in (*world.groups.values(), *world.network, *world.services)}
    return [groups[code] for code in sorted(groups) if groups[code].members]


def _population(world: World) -> Iterator[dict[str, object]]:
    structure: dict[str, dict[str, float]] = {}
    day = ""
    for row in world.facts.of("population"):
        structure.setdefault(row["ref_area"], {})[row["fascia_eta"]] = number(row["residenti"])
        day = row["reference_date"]
    for group in _groups(world):
        ages = structure.get(group.provincia) or structure.get(group.regione, {})
        for age, people in ages.items():
            share = people / ages[TOTAL]
            estimated = "Somma dei residenti dei Comuni"
            if age != TOTAL:
                estimated = "Stima: residenti dei Comuni con la struttura per età della Provincia"
            yield {
                "ref_area": group.code,
                "reference_date": day,
                "fascia_eta": age,
                "residenti": round(group.residents * share),
                "nota": estimated,
            }


def _surfaces(world: World) -> Iterator[dict[str, object]]:
    days = [row["reference_date"] for row in world.facts.of("land_area")]
    folder = world.boundaries
    if not days or folder is None:
        return
    for group in _groups(world):
        known = surfaces(folder / f"{group.regione}.geojson")
        found = [known[code] for code in group.members if code in known]
        if len(found) == len(group.members):
            yield {
                "ref_area": group.code,
                "reference_date": days[0],
                "superficie": round(sum(found), 1),
                "nota": "Somma delle superfici dei Comuni, dai confini semplificati",
            }


@cache
def surfaces(path: Path) -> dict[str, float]:
    """Return the square kilometres of each area of a GeoJSON in degrees; none when the file is not there."""
    if not path.exists():
        return {}
    project = pyproj.Transformer.from_crs(4326, EQUAL_AREA, always_xy=True).transform
    return {
        str(one["properties"]["code"]): shapely.transform(
            shapely.geometry.shape(one["geometry"]), project, interleaved=False
        ).area
        / 1e6
        for one in json.loads(path.read_bytes())["features"]
    }
