"""The territories: levels, areas, and the groups (Ambiti, zones) as sets of leaves with dates of validity.

Nothing here knows a given country: levels are found by their role, areas by their code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROLES = ("root", "group", "main", "province", "operating", "zone", "leaf")
"""What a level is for. `root`, `main` and `leaf` are needed; the others may be missing."""
COMPOSITIONS = ("complete", "partial", "indirect", "historical", "proposed", "unknown", "")
"""How well the members of a group are known; empty for areas that are not groups."""


class TerritoryError(Exception):
    """A file of the territories is wrong, or something it needs is missing; the message is in Italian."""


class UnknownAreaError(KeyError):
    """No area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"nessun territorio ha il codice «{self.code}»"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the territory, such as the nation or the municipalities."""

    code: str
    label: str
    plural: str
    gender: str
    role: str
    code_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One area. Dates are inclusive; None means without a known limit.

    Attributes:
        code: unique over all levels.
        name: name on screen.
        level: code of its level.
        parent: code of the area above, empty for the root; of a group: its main area.
        alt_code: second key that survives a recoding (cadastral code of a leaf, Istat's code of a group).
        lon: longitude of a point inside, in degrees; of a group without known members: that of its seat.
        lat: latitude of the same point.
        residents: people at the date of the edition; None where not known.
        seat: code of the leaf where a group has its seat.
        kind: how the group is called in its place.
        composition: one of `COMPOSITIONS`.
        valid_from: first day of validity.
        valid_to: last day of validity.
        source: where the group and its members were found.
        demonstration: whether it is demonstration data.
        flags: marks of the area.
        note: what a reader must know.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    alt_code: str = ""
    lon: float | None = None
    lat: float | None = None
    residents: int | None = None
    seat: str = ""
    kind: str = ""
    composition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    demonstration: bool = False
    flags: tuple[str, ...] = ()
    note: str = ""

    def valid(self, on: date | None) -> bool:
        """Tell whether the area exists on a day (always, when no day is given)."""
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Membership:
    """A leaf belongs to a group for a time; `share` is the part of its residents, None where not known."""

    group: str
    member: str
    valid_from: date | None = None
    valid_to: date | None = None
    share: float | None = None
    source: str = ""


def _covers(start: date | None, end: date | None, on: date | None) -> bool:
    return on is None or ((start is None or start <= on) and (end is None or on <= end))


class Territories:
    """All the areas of a country, with look-ups in constant time.

    Args:
        levels: the levels, widest first.
        areas: the areas of all levels.
        memberships: which leaves form which groups, and when. A leaf may belong to several groups.
        left_out: what was read and could not be placed in this country, one sentence each (Italian).

    Raises:
        TerritoryError: two areas with one code, an unknown parent, level, seat, group or member, a cycle.
    """

    def __init__(
        self,
        levels: Sequence[Level],
        areas: Iterable[Area],
        memberships: Iterable[Membership] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        self.left_out = tuple(left_out)
        self.levels: tuple[Level, ...] = tuple(levels)
        self._levels = {level.code: level for level in levels}
        self._roles = {level.role: level for level in levels}
        self._areas: dict[str, Area] = {}
        self._by_alt: dict[str, str] = {}
        self._by_level: dict[str, list[Area]] = {level.code: [] for level in levels}
        self._children: dict[str, list[str]] = {}
        self._members: dict[str, list[Membership]] = {}
        self._groups: dict[str, list[Membership]] = {}
        self._known_descendants: dict[tuple[str, str, date | None], tuple[Area, ...]] = {}
        for area in areas:
            self._add(area)
        for membership in memberships:
            self._members.setdefault(membership.group, []).append(membership)
            self._groups.setdefault(membership.member, []).append(membership)
        self._check()
        for of_level in self._by_level.values():
            of_level.sort(key=lambda area: area.code)

    @staticmethod
    def load(base: Path, *extra: Path) -> Territories:
        """Read a country from a folder, and further groups (imported, demonstration) from others.

        Args:
            base: folder with ``levels.yaml`` and ``areas.csv``, and perhaps ``ambiti.csv``, ``zone.csv`` and
                ``memberships.csv``.
            extra: folders with groups and memberships; missing ones are passed over. A group of a later
                folder takes the place of the one with the same code, members included. What names areas
                that the country has not (any more) is left out and told in `left_out`: another edition of the
                country must not stop those who have groups of an earlier one.

        Raises:
            TerritoryError: naming file, line and reason.
        """
        from .loading import load

        return load(base, *extra)

    def _add(self, area: Area) -> None:
        if area.code in self._areas:
            raise TerritoryError(f"il codice «{area.code}» è di due territori")
        if area.level not in self._levels:
            raise TerritoryError(f"«{area.code}» ha un livello sconosciuto: «{area.level}»")
        self._areas[area.code] = area
        self._by_level[area.level].append(area)
        if area.alt_code:
            self._by_alt.setdefault(area.alt_code, area.code)
        if area.parent:
            self._children.setdefault(area.parent, []).append(area.code)

    def _check(self) -> None:
        missing = {"root", "main", "leaf"} - set(self._roles)
        if missing:
            raise TerritoryError(f"manca un livello con il ruolo {', '.join(sorted(missing))}")
        if len(self._by_level[self._roles["root"].code]) != 1:
            raise TerritoryError("il livello più ampio deve avere un solo territorio")
        for area in self._areas.values():
            if area.parent and area.parent not in self._areas:
                raise TerritoryError(f"«{area.code}» appartiene a «{area.parent}», che non esiste")
            if area.seat and area.seat not in self._areas:
                raise TerritoryError(f"«{area.code}» ha sede in «{area.seat}», che non esiste")
            if not area.parent and area is not self.root:
                raise TerritoryError(f"«{area.code}» non dice a quale territorio appartiene")
        for area in self._areas.values():
            if self._depth(area) is None:
                raise TerritoryError(f"«{area.code}» appartiene, risalendo, a sé stesso")
        for group, memberships in self._members.items():
            if group not in self._areas:
                raise TerritoryError(f"una composizione nomina «{group}», che non esiste")
            for membership in memberships:
                leaf = self._areas.get(membership.member)
                if leaf is None or leaf.level != self._roles["leaf"].code:
                    raise TerritoryError(f"«{group}» comprende «{membership.member}», che non esiste")

    def _depth(self, area: Area) -> int | None:
        depth = 0
        while area.parent:
            area, depth = self._areas[area.parent], depth + 1
            if depth > 2 * len(self.levels):
                return None
        return depth

    @property
    def root(self) -> Area:
        """The whole country."""
        return self._by_level[self._roles["root"].code][0]

    def level(self, code: str | None = None, *, role: str | None = None) -> Level:
        """Return a level by its code or by its role.

        Raises:
            KeyError: no level has this code or role; `has_role` asks first.
        """
        return self._levels[code] if code is not None else self._roles[role or ""]

    def has_role(self, role: str) -> bool:
        """Tell whether the country has a level for this role."""
        return role in self._roles

    def areas(self, level: str, on: date | None = None) -> tuple[Area, ...]:
        """Return the areas of a level in order of code, those valid on a day when one is given."""
        return tuple(area for area in self._by_level[level] if area.valid(on))

    def get(self, code: str) -> Area:
        """Return the area with this code.

        Raises:
            UnknownAreaError: there is none.
        """
        try:
            return self._areas[code]
        except KeyError:
            raise UnknownAreaError(code) from None

    def find(self, code: str) -> Area | None:
        """Return the area with this code or, failing that, with this second key; None when there is none."""
        area = self._areas.get(code)
        if area is None and code in self._by_alt:
            area = self._areas[self._by_alt[code]]
        return area

    def __contains__(self, code: object) -> bool:
        return code in self._areas

    def __len__(self) -> int:
        return len(self._areas)

    def lineage(self, code: str) -> tuple[Area, ...]:
        """Return the area and those above it, up to the root."""
        area = self.get(code)
        chain = [area]
        while area.parent:
            area = self._areas[area.parent]
            chain.append(area)
        return tuple(chain)

    def ancestor(self, code: str, level: str) -> Area | None:
        """Return the area of a level above (or equal to) this one; None when there is none.

        A leaf has no group above it: `groups_of` answers that, since there may be several.
        """
        return next((area for area in self.lineage(code) if area.level == level), None)

    def descendants(self, code: str, level: str, on: date | None = None) -> tuple[Area, ...]:
        """Return the areas of a level inside an area (itself, when it is of that level), in order of code.

        Where one level does not stand above the other (a Provincia and the Ambiti), an area is inside when
        all its known leaves are or, with no known leaf, when its seat is.
        """
        key = (code, level, on)
        if key not in self._known_descendants:
            if len(self._known_descendants) > 4096:
                self._known_descendants.clear()
            self._known_descendants[key] = self._find_descendants(self.get(code), level, on)
        return self._known_descendants[key]

    def _find_descendants(self, area: Area, level: str, on: date | None) -> tuple[Area, ...]:
        if area.level == level:
            return (area,)
        found: list[Area] = []
        waiting = [area.code]
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                if self._areas[child].level == level:
                    found.append(self._areas[child])
                else:
                    waiting.append(child)
        if not found:
            inside = set(self.members(area.code, on))
            found = [one for one in self._by_level[level] if inside and self._lies_in(one, inside, on)]
        return tuple(sorted((one for one in found if one.valid(on)), key=lambda one: one.code))

    def _lies_in(self, area: Area, leaves: set[str], on: date | None) -> bool:
        members = self.members(area.code, on)
        return leaves.issuperset(members) if members else area.seat in leaves

    def members(self, code: str, on: date | None = None) -> tuple[str, ...]:
        """Return the codes of the leaves of an area, in order.

        Without a day, those of a group are its latest known ones.
        """
        area = self.get(code)
        leaf = self._roles["leaf"].code
        if area.level == leaf:
            return (code,)
        if self._levels[area.level].role in ("operating", "zone"):
            return tuple(sorted({one.member for one in _in_force(self._members.get(code, []), on)}))
        return tuple(one.code for one in self.descendants(code, leaf, on))

    def groups_of(self, leaf: str, on: date | None = None, *, level: str | None = None) -> tuple[Area, ...]:
        """Return the groups a leaf belongs to on a day (ever, when none is given); several in a large one."""
        codes = {one.group for one in self._groups.get(leaf, []) if _covers(one.valid_from, one.valid_to, on)}
        groups = (self._areas[code] for code in sorted(codes))
        return tuple(group for group in groups if group.valid(on) and level in (None, group.level))

    def memberships(self, group: str) -> tuple[Membership, ...]:
        """Return all the memberships of a group, past and present."""
        return tuple(self._members.get(group, ()))

    def frame(self, level: str) -> pd.DataFrame:
        """Return the areas of a level as a table: one row an area, one column a field of `Area`."""
        import pandas as pd

        columns = list(Area.__dataclass_fields__)
        return pd.DataFrame([asdict(area) for area in self.areas(level)], columns=columns)


def _in_force(memberships: Sequence[Membership], on: date | None) -> list[Membership]:
    if on is None:
        last = max((one.valid_to or date.max for one in memberships), default=date.max)
        return [one for one in memberships if (one.valid_to or date.max) == last]
    return [one for one in memberships if _covers(one.valid_from, one.valid_to, on)]
