"""Write groups and memberships as the loader reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .model import Area, Membership

GROUP_COLUMNS = (
    "code",
    "istat_code",
    "name",
    "kind",
    "parent",
    "seat",
    "composition",
    "valid_from",
    "valid_to",
    "source",
    "demonstration",
    "note",
)
MEMBERSHIP_COLUMNS = ("group", "member", "valid_from", "valid_to", "share", "source")


def write_groups(groups: Iterable[Area], memberships: Iterable[Membership], folder: Path) -> list[Path]:
    """Write ``ambiti.csv`` and ``memberships.csv`` into a folder, each whole or not at all.

    Returns:
        The two files.
    """
    bonds = [
        [one.group, one.member, one.valid_from, one.valid_to, one.share, one.source]
        for one in sorted(memberships, key=lambda one: (one.group, one.member, str(one.valid_from)))
    ]
    return [
        write_group_file(groups, folder / "ambiti.csv"),
        _write(folder / "memberships.csv", MEMBERSHIP_COLUMNS, bonds),
    ]


def write_group_file(groups: Iterable[Area], path: Path) -> Path:
    """Write the groups of one level (``ambiti.csv`` or ``zone.csv``)."""
    rows = [
        [
            one.code,
            one.alt_code,
            one.name,
            one.kind,
            one.parent,
            one.seat,
            one.composition,
            one.valid_from,
            one.valid_to,
            one.source,
            "yes" if one.demonstration else "",
            one.note,
        ]
        for one in sorted(groups, key=lambda one: one.code)
    ]
    return _write(path, GROUP_COLUMNS, rows)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    draft.replace(path)
    return path
