"""Demonstration Ambiti: sets of real Comuni near one another, with a name nobody can take for a real one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from dashboard.data.territories import Area, Membership, Territories

LEAST, MOST = 60_000, 180_000
"""Residents of a demonstration Ambito."""
FIRST_NUMBER = 951
"""From here upward the internal codes of the demonstration, then from `SECOND_NUMBER`."""
SECOND_NUMBER = 501
KIND = "Ambito dimostrativo"


@dataclass(frozen=True)
class Group:
    """An Ambito at work in the demonstration, real or invented.

    Attributes:
        residents: of its Comuni; of the seat when the Comuni are not known.
        weight: how many care leavers it tends to have.
        years: annualità in which it takes part in the experiment, published or not.
    """

    code: str
    name: str
    regione: str
    provincia: str
    seat: str
    members: tuple[str, ...]
    residents: int
    demonstration: bool
    weight: float = 1.0
    years: tuple[str, ...] = field(default=())

    def at(self, *years: str) -> Group:
        """Return the same Ambito with the annualità in which it takes part."""
        return replace(self, years=tuple(sorted(years)))


def known_group(area: Area, territories: Territories) -> Group:
    """Make a group of an Ambito that is really known."""
    members = territories.members(area.code)
    leaves = members or ((area.seat,) if area.seat else ())
    provincia = territories.get(leaves[0]).parent if leaves else ""
    residents = sum(territories.get(code).residents or 0 for code in leaves)
    return Group(area.code, area.name, area.parent, provincia, area.seat, members, residents, False)


class Builder:
    """Forms demonstration Ambiti out of the Comuni that no known Ambito has taken.

    Args:
        territories: the country, with its known Ambiti.
        boundaries: folder with `<COD_REG>.geojson` of the Comuni: neighbours are those that share a vertex.
        scale: at 10, Ambiti ten times as many and therefore ten times as small.
    """

    def __init__(self, territories: Territories, boundaries: Path, scale: int = 1) -> None:
        self.territories = territories
        self.boundaries = boundaries
        self.scale = scale
        operating = territories.level(role="operating").code
        self.taken: set[str] = set()
        for area in territories.areas(operating):
            # Those of an earlier demonstration do not stand in the way of this one.
            if area.demonstration:
                continue
            self.taken |= {area.seat, *territories.members(area.code)}
        self._count: dict[str, int] = {}
        self._near: dict[str, dict[str, set[str]]] = {}

    def build(self, regione: str, number: int, rng: np.random.Generator) -> list[Group]:
        """Form up to `number` Ambiti in a Regione (fewer when its free Comuni do not suffice)."""
        if regione not in self._near:
            self._near[regione] = _neighbours(self.boundaries / f"{regione}.geojson")
        free = self._free(regione)
        made: list[Group] = []
        while len(made) < number and free:
            available = sum(free.values())
            fair = available / (number - len(made)) * 0.8
            target = min(max(rng.lognormal(11.5, 0.3), LEAST * 1.08), MOST * 0.8) / self.scale
            target = max(min(target, fair), LEAST * 1.02 / self.scale)
            members = self._grow(free, self._seed(free, rng), target, self._near[regione])
            for code in members:
                free.pop(code)
            residents = sum(self.territories.get(code).residents or 0 for code in members)
            if residents < LEAST / self.scale:
                continue
            made.append(self._group(regione, members, residents))
            self.taken |= set(members)
        return made

    def _free(self, regione: str) -> dict[str, int]:
        leaf = self.territories.level(role="leaf").code
        return {
            area.code: area.residents
            for area in self.territories.descendants(regione, leaf)
            if area.residents and area.code not in self.taken and area.residents < MOST / self.scale * 0.6
        }

    def _seed(self, free: dict[str, int], rng: np.random.Generator) -> str:
        names = list(free)
        weights = np.array([free[name] for name in names], dtype=float)
        return names[int(rng.choice(len(names), p=weights / weights.sum()))]

    def _grow(self, free: dict[str, int], seed: str, target: float, near: dict[str, set[str]]) -> list[str]:
        """Add, one at a time, the nearest free neighbour in the same Provincia until there are enough."""
        start = self.territories.get(seed)
        members, total = [seed], free[seed]
        border = set(near.get(seed, ()))
        while total < target:
            fitting = [
                code
                for code in border
                if code in free
                and code not in members
                and self.territories.get(code).parent == start.parent
                and total + free[code] <= MOST / self.scale
            ]
            if not fitting:
                break
            best = min(fitting, key=lambda code: (_distance(start, self.territories.get(code)), code))
            members.append(best)
            total += free[best]
            border |= near.get(best, set())
        return members

    def _group(self, regione: str, members: Sequence[str], residents: int) -> Group:
        count = self._count[regione] = self._count.get(regione, 0) + 1
        number = FIRST_NUMBER + count - 1 if count <= 49 else SECOND_NUMBER + count - 50
        prefix = self.territories.level(role="operating").code_prefix
        seat = max(members, key=lambda code: (self.territories.get(code).residents or 0, code))
        return Group(
            f"{prefix}{regione}{number}",
            f"{KIND} {regione}-{count:02d}",
            regione,
            self.territories.get(seat).parent,
            seat,
            tuple(sorted(members)),
            residents,
            True,
        )


def _distance(one: Area, other: Area) -> float:
    east = ((one.lon or 0) - (other.lon or 0)) * math.cos(math.radians(one.lat or 0))
    return math.hypot(east, (one.lat or 0) - (other.lat or 0))


def _neighbours(path: Path) -> dict[str, set[str]]:
    """Tell which areas of a GeoJSON share at least one vertex."""
    if not path.exists():
        return {}
    at: dict[tuple[float, float], set[str]] = {}
    for feature in json.loads(path.read_bytes())["features"]:
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        for polygon in polygons:
            for x, y in polygon[0]:
                at.setdefault((x, y), set()).add(feature["properties"]["code"])
    near: dict[str, set[str]] = {}
    for codes in at.values():
        for code in codes:
            near.setdefault(code, set()).update(codes - {code})
    return near


def areas_of(groups: Iterable[Group], *, level: str, source: str) -> tuple[list[Area], list[Membership]]:
    """Turn the demonstration Ambiti, and them only, into areas of a level with their Comuni."""
    made = [one for one in groups if one.demonstration]
    areas = [
        Area(
            one.code,
            one.name,
            level,
            one.regione,
            kind=KIND,
            seat=one.seat,
            composition="complete",
            source=source,
            demonstration=True,
            note="Insieme inventato di Comuni reali: nessun Ambito ha questa composizione",
        )
        for one in made
    ]
    return areas, [Membership(one.code, member, source=source) for one in made for member in one.members]
