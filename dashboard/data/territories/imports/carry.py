"""Carry the groups of one register over to another, whose leaves may have changed code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..loading import GROUP_FILES
from ..model import Area, Membership, Territories
from ..writing import write_group_file, write_groups
from .report import ImportReport


def carry_groups(
    old: Territories, new: Territories, report: ImportReport
) -> tuple[list[Area], list[Membership]]:
    """Return the groups of the old register with the codes of the new one.

    A leaf is followed by its code or, when that has changed, by its second key. What cannot be followed is
    told, and leaves its group `partial`.

    Args:
        old: register with groups.
        new: register to carry them to.
        report: where unmatched members and recoded ones are told.

    Returns:
        The groups whose main area exists in the new register, and their memberships.
    """
    groups: list[Area] = []
    memberships: list[Membership] = []
    for group in _groups(old):
        if group.parent not in new:
            continue
        bonds, lost = [], False
        for bond in old.memberships(group.code):
            code = _follow(bond.member, old, new)
            if code is None:
                lost = True
                report.add("unmatched", f"{bond.member}, membro di {group.code} {group.name}")
            else:
                bonds.append(replace(bond, member=code))
        composition = "partial" if lost and group.composition == "complete" else group.composition
        seat = _follow(group.seat, old, new) or "" if group.seat else ""
        groups.append(replace(group, composition=composition, seat=seat))
        memberships += bonds
    return groups, memberships


def _groups(territories: Territories) -> Iterable[Area]:
    for role in GROUP_FILES.values():
        if territories.has_role(role):
            yield from territories.areas(territories.level(role=role).code)


def _follow(leaf: str, old: Territories, new: Territories) -> str | None:
    found = new.find(leaf) or (new.find(old.get(leaf).alt_code) if old.get(leaf).alt_code else None)
    return found.code if found else None


def write_carried(
    groups: list[Area], memberships: list[Membership], territories: Territories, folder: Path
) -> list[Path]:
    """Write the groups of every level into the files that the loader reads.

    Returns:
        The files written.
    """
    by_role: dict[str, list[Area]] = {role: [] for role in GROUP_FILES.values()}
    for group in groups:
        by_role[territories.level(group.level).role].append(group)
    written = write_groups(by_role.pop("operating"), memberships, folder)
    for name, role in GROUP_FILES.items():
        if by_role.get(role):
            written.append(write_group_file(by_role[role], folder / name))
    return written
