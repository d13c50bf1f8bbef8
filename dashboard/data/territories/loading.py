"""Read the territories from their files: plain CSV, every mistake named by file, line and reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from .model import COMPOSITIONS, ROLES, Area, Level, Membership, Territories, TerritoryError

GROUP_FILES = {"ambiti.csv": "operating", "zone.csv": "zone"}
"""Files of the groups, with the role of the level they hold."""
AREA_NEEDED = frozenset({"code", "name", "level", "parent"})
GROUP_NEEDED = frozenset({"code", "name", "parent"})
MEMBERSHIP_NEEDED = frozenset({"group", "member"})

Row = dict[str, str]
T = TypeVar("T", int, float)


def load(base: Path, *extra: Path) -> Territories:
    """Read a country; see `Territories.load`."""
    levels = read_levels(base / "levels.yaml")
    by_role = {level.role: level.code for level in levels}
    known = {level.code for level in levels}
    areas = {area.code: area for area in read_areas(base / "areas.csv", known)}
    groups: dict[str, Area] = {}
    memberships: dict[str, list[Membership]] = {}
    left_out: list[str] = []
    for folder in (base, *extra):
        fresh: dict[str, Area] = {}
        for name, role in GROUP_FILES.items():
            path = folder / name
            if path.exists() and role in by_role:
                for number, read in read_groups(path, by_role[role]):
                    if read.code in fresh or read.code in areas:
                        raise _wrong(path, number, f"il codice «{read.code}» è già usato")
                    group = read if folder == base else _fitting(read, areas, left_out)
                    if group is not None:
                        fresh[group.code] = group
        for code in fresh:
            memberships.pop(code, None)
        groups |= fresh
        if (folder / "memberships.csv").exists():
            path = folder / "memberships.csv"
            for number, membership in read_memberships(path):
                group_known, member_known = membership.group in groups, membership.member in areas
                if group_known and member_known:
                    memberships.setdefault(membership.group, []).append(membership)
                elif folder != base:
                    left_out.append(f"{membership.member}, membro di {membership.group}")
                    if group_known and groups[membership.group].composition == "complete":
                        groups[membership.group] = replace(groups[membership.group], composition="partial")
                elif not group_known:
                    raise _wrong(path, number, f"il gruppo «{membership.group}» non esiste")
                else:
                    raise _wrong(path, number, f"il territorio «{membership.member}» non esiste")
    placed = [_placed(group, memberships.get(group.code, []), areas) for group in groups.values()]
    every = [one for members in memberships.values() for one in members]
    try:
        return Territories(levels, [*areas.values(), *placed], every, left_out)
    except TerritoryError as error:
        raise TerritoryError(f"{base.name}: {error}") from None


def _fitting(group: Area, areas: dict[str, Area], left_out: list[str]) -> Area | None:
    """Fit a group of a further folder to the country: None, and told, where its main area is not there."""
    if group.parent not in areas:
        left_out.append(f"{group.code} {group.name}, in {group.parent}")
        return None
    if group.seat and group.seat not in areas:
        left_out.append(f"{group.seat}, sede di {group.code}")
        return replace(group, seat="")
    return group


def _placed(group: Area, members: list[Membership], areas: dict[str, Area]) -> Area:
    """Give a group its point (its seat, else the middle of its members) and, when complete, its residents."""
    leaves = [areas[one.member] for one in members]
    point = areas.get(group.seat)
    lon, lat = group.lon, group.lat
    if lon is None or lat is None:
        if point is not None:
            lon, lat = point.lon, point.lat
        elif leaves:
            lon, lat = _middle([one.lon for one in leaves]), _middle([one.lat for one in leaves])
    residents = group.residents
    counted = [one.residents for one in leaves]
    shared = any(one.share is not None for one in members)
    if (
        residents is None
        and group.composition == "complete"
        and leaves
        and None not in counted
        and not shared
    ):
        residents = sum(count for count in counted if count is not None)
    return replace(group, lon=lon, lat=lat, residents=residents)


def _middle(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def read_levels(path: Path) -> tuple[Level, ...]:
    """Read ``levels.yaml``.

    Raises:
        TerritoryError: the file is missing or wrong, or two levels share a role or a code.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        levels = tuple(Level(**{key: str(value) for key, value in one.items()}) for one in content["levels"])
    except FileNotFoundError:
        raise TerritoryError(f"{path.name}: il file manca ({path.parent.name})") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _wrong(path, line, f"non è YAML valido: {error.problem}") from None
    except (TypeError, KeyError, AttributeError) as error:
        raise _wrong(path, 1, f"un livello non ha i campi previsti: {error}") from None
    for field, values in (("role", [one.role for one in levels]), ("code", [one.code for one in levels])):
        if len(set(values)) < len(values):
            raise _wrong(path, 1, f"due livelli con lo stesso «{field}»")
    unknown = {one.role for one in levels} - set(ROLES)
    if unknown:
        raise _wrong(path, 1, f"ruolo sconosciuto: {', '.join(sorted(unknown))}")
    return levels


def read_areas(path: Path, levels: set[str]) -> Iterator[Area]:
    """Read ``areas.csv``, one area a row.

    Raises:
        TerritoryError: naming line and reason.
    """
    seen: set[str] = set()
    for number, row in _rows(path, AREA_NEEDED):
        code, level = row["code"], row["level"]
        if code in seen:
            raise _wrong(path, number, f"il codice «{code}» compare due volte")
        if level not in levels:
            raise _wrong(path, number, f"il livello «{level}» non esiste")
        seen.add(code)
        yield _area(path, number, row, level)


def read_groups(path: Path, level: str) -> Iterator[tuple[int, Area]]:
    """Read ``ambiti.csv`` or ``zone.csv``, one group a row, with its line number.

    Raises:
        TerritoryError: naming line and reason.
    """
    for number, row in _rows(path, GROUP_NEEDED):
        yield number, _area(path, number, row, level)


def read_memberships(path: Path) -> Iterator[tuple[int, Membership]]:
    """Read ``memberships.csv``, one leaf of one group a row, with its line number.

    Raises:
        TerritoryError: naming line and reason.
    """
    for number, row in _rows(path, MEMBERSHIP_NEEDED):
        share = _number(path, number, row, "share", float)
        if share is not None and not 0 < share <= 1:
            raise _wrong(path, number, f"la quota «{row['share']}» non sta fra 0 e 1")
        yield (
            number,
            Membership(
                row["group"],
                row["member"],
                _date(path, number, row, "valid_from"),
                _date(path, number, row, "valid_to"),
                share,
                row.get("source", ""),
            ),
        )


def _rows(path: Path, needed: frozenset[str]) -> Iterator[tuple[int, Row]]:
    try:
        raw = path.read_bytes()
        reader = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    except FileNotFoundError:
        raise TerritoryError(f"{path.name}: il file manca ({path.parent.name})") from None
    except UnicodeDecodeError as error:
        raise _wrong(path, raw.count(b"\n", 0, error.start) + 1, "il testo non è in UTF-8") from None
    header = next(reader, [])
    missing = needed - set(header)
    if missing:
        raise _wrong(path, 1, f"mancano le colonne {', '.join(sorted(missing))}")
    for values in reader:
        if not values:
            continue
        if len(values) != len(header):
            raise _wrong(path, reader.line_num, f"{len(values)} campi invece di {len(header)}")
        row = dict(zip(header, values, strict=True))
        if empty := sorted(name for name in needed - {"parent"} if not row[name]):
            raise _wrong(path, reader.line_num, f"campo vuoto: {', '.join(empty)}")
        yield reader.line_num, row


def _area(path: Path, number: int, row: Row, level: str) -> Area:
    get = row.get
    composition = get("composition", "")
    if composition not in COMPOSITIONS:
        raise _wrong(path, number, f"composizione sconosciuta: «{composition}»")
    return Area(
        row["code"],
        row["name"],
        level,
        row["parent"],
        get("alt_code", "") or get("istat_code", ""),
        _number(path, number, row, "lon", float),
        _number(path, number, row, "lat", float),
        _number(path, number, row, "residents", int),
        get("seat", ""),
        get("kind", ""),
        composition,
        _date(path, number, row, "valid_from"),
        _date(path, number, row, "valid_to"),
        get("source", ""),
        get("demonstration", "") in ("1", "true", "yes", "si", "sì"),
        tuple(get("flags", "").split()),
        get("note", ""),
    )


def _number(path: Path, number: int, row: Row, name: str, kind: Callable[[str], T]) -> T | None:
    text = row.get(name, "")
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise _wrong(path, number, f"«{text}» non è un numero ({name})") from None


def _date(path: Path, number: int, row: Row, name: str) -> date | None:
    text = row.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(path, number, f"«{text}» non è una data AAAA-MM-GG ({name})") from None


def _wrong(path: Path, line: int, reason: str) -> TerritoryError:
    return TerritoryError(f"{path.name}, riga {line}: {reason}")
