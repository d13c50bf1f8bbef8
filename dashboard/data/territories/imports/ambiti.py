"""Import a table of Ambiti: which leaves form which group, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from dashboard.console import counted

from ..boundaries import leaf_geometries
from ..loading import read_groups, read_memberships
from ..model import Area, Membership, Territories, TerritoryError
from ..writing import write_groups
from .report import ImportReport
from .table import read_date, read_table

NEEDED = frozenset({"codice_ambito", "nome", "regione", "comune"})
"""Headings a table must have."""
COLUMNS = {
    "codice_ambito": "codice dell'Ambito; se la cella è vuota vale il nome",
    "nome": "nome dell'Ambito",
    "regione": "codice o nome della Regione",
    "comune": "codice del Comune, di sei cifre",
    "codice_catastale": "del Comune; serve se il codice manca o è cambiato",
    "valido_dal": "da quando il Comune è nell'Ambito, GG/MM/AAAA",
    "valido_al": "fino a quando, GG/MM/AAAA",
    "capofila": "sì per il Comune capofila",
    "piu_ambiti": "sì se il Comune può stare in più Ambiti",
}
"""Headings that are read, and what is in them (Italian)."""
SYNONYMS = {
    "codice_ats": "codice_ambito",
    "nome_ats": "nome",
    "pro_com_t": "comune",
    "cod_catastale": "codice_catastale",
}
"""Our heading by the one that other tables use; with `pro_com_t`, a column `comune` holds names: not read."""
YES = frozenset({"sì", "si", "s", "x", "1", "yes", "true", "vero"})


@dataclass(frozen=True)
class _Line:
    """One row that was understood."""

    row: int
    key: str
    name: str
    main: Area
    leaf: Area
    start: date | None
    end: date | None
    several: bool
    seat: bool


def import_ambiti(
    path: Path, territories: Territories, base: Path | None = None
) -> tuple[list[Area], list[Membership], ImportReport]:
    """Read a table of Ambiti.

    Args:
        path: CSV or XLSX, one row a Comune of an Ambito (columns: `NEEDED`). The Comune is given by its
            code or by its cadastral code; a recoded one is found by ``codice_catastale``.
        territories: the register in use, with what was imported before.
        base: folder of the boundaries, to tell detached members; not told when missing.

    Returns:
        The groups, their memberships and the report. Rows that were not understood are in the report with
        their number; an Ambito that has any is `partial`. A Comune in two Ambiti at once is kept in both and
        reported, unless ``piu_ambiti`` says so in its rows.

    Raises:
        TerritoryError: the file cannot be read at all.
    """
    report = ImportReport(f"Ambiti da {path.name}")
    rows = read_table(path, NEEDED, SYNONYMS)
    lines: list[_Line] = []
    broken: set[str] = set()
    for number, row in rows:
        line = _understand(number, row, territories, report)
        if line is None:
            broken.add(row["codice_ambito"] or row["nome"])
        else:
            lines.append(line)
    groups, memberships = _build(lines, broken, territories, path.name, report)
    _tell_duplicates(lines, report)
    if base is not None:
        _tell_detached(groups, memberships, territories, base, report)
    _tell_unassigned(groups, memberships, territories, report)
    counts = (
        counted(len(rows), "riga letta", "righe lette"),
        counted(len(groups), "Ambito", "Ambiti"),
        counted(len(memberships), "appartenenza", "appartenenze"),
    )
    report.summary.append(f"{', '.join(counts)}.")
    return groups, memberships, report


def describe_columns() -> str:
    """List the columns of a table of Ambiti, one a line: heading, other headings, what is in it (Italian)."""
    others = {ours: name for name, ours in SYNONYMS.items()}
    lines = []
    for name, text in COLUMNS.items():
        mark = " (obbligatoria)" if name in NEEDED else ""
        lines.append(f"  {name}{f' ({others[name]})' if name in others else ''}: {text}{mark}")
    return "\n".join(lines)


def _understand(
    number: int, row: Mapping[str, str], territories: Territories, report: ImportReport
) -> _Line | None:
    empty = [name for name in ("nome", "regione") if not row[name]]
    if not row["comune"] and not row.get("codice_catastale"):
        empty.append("comune")
    if empty:
        report.add("incomplete", f"campo vuoto: {', '.join(empty)}", number)
        return None
    try:
        start, end = read_date(row.get("valido_dal", "")), read_date(row.get("valido_al", ""))
    except ValueError:
        report.add("incomplete", "una data non è scritta GG/MM/AAAA o AAAA-MM-GG", number)
        return None
    if start and end and start > end:
        report.add("incomplete", f"valido dal {start} al {end}: le date sono invertite", number)
        return None
    main = _main(row["regione"], territories)
    if main is None:
        report.add("unmatched", f"Regione «{row['regione']}» sconosciuta", number)
        return None
    leaf = _leaf(number, row, territories, report)
    if leaf is None:
        return None
    above = territories.ancestor(leaf.code, main.level)
    if above is not main:
        where = above.name if above else "nessuna Regione"
        report.add("unmatched", f"{leaf.code} {leaf.name} sta in {where}, non in {main.name}", number)
        return None
    return _Line(
        number,
        row["codice_ambito"] or row["nome"],
        row["nome"],
        main,
        leaf,
        start,
        end,
        row.get("piu_ambiti", "").lower() in YES,
        row.get("capofila", "").lower() in YES,
    )


def _main(text: str, territories: Territories) -> Area | None:
    """Find a main area by its code (a lost leading zero is given back) or by its exact official name."""
    areas = territories.areas(territories.level(role="main").code)
    width = max(len(area.code) for area in areas)
    code = text.zfill(width) if text.isdigit() else text
    return next(
        (area for area in areas if code == area.code or text.casefold() == area.name.casefold()), None
    )


def _leaf(number: int, row: Mapping[str, str], territories: Territories, report: ImportReport) -> Area | None:
    level = territories.level(role="leaf").code
    width = max(len(area.code) for area in territories.areas(level))
    text, second = row["comune"], row.get("codice_catastale", "").upper()
    code = text.zfill(width) if text.isdigit() else text.upper()
    area = territories.find(code) if text else None
    if area is not None and area.level == level:
        if second and area.alt_code and second != area.alt_code:
            report.add("inconsistent", f"{code} ha codice catastale {area.alt_code}, non «{second}»", number)
        return area
    area = territories.find(second) if second else None
    if area is not None and area.level == level:
        if text:
            report.add("recoded", f"{code} è {area.code} {area.name} (codice catastale {second})", number)
        return area
    report.add("unmatched", f"Comune «{text or second}» sconosciuto", number)
    return None


def _build(
    lines: Sequence[_Line], broken: set[str], territories: Territories, source: str, report: ImportReport
) -> tuple[list[Area], list[Membership]]:
    """Make one group of every key of the table; the first row of a key gives its name and main area."""
    level = territories.level(role="operating")
    by_key: dict[str, list[_Line]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    taken = {area.code for area in territories.areas(level.code)}
    groups: list[Area] = []
    memberships: list[Membership] = []
    for key, members in by_key.items():
        first = members[0]
        for line in members:
            if line.name != first.name:
                report.add(
                    "inconsistent", f"l'Ambito {key} si chiama «{first.name}» e «{line.name}»", line.row
                )
            if line.main is not first.main:
                report.add(
                    "inconsistent", f"l'Ambito {key} è in {first.main.name} e {line.main.name}", line.row
                )
        known = _known(first, level.code, territories)
        code = known.code if known else None
        if code is None:
            code = _next_code(level.code_prefix + first.main.code, taken)
        taken.add(code)
        starts, ends = [line.start for line in members], [line.end for line in members]
        groups.append(
            Area(
                code,
                first.name,
                level.code,
                first.main.code,
                alt_code="" if key in (code, first.name) else key,
                seat=next((line.leaf.code for line in members if line.seat), known.seat if known else ""),
                kind=known.kind if known else "",
                composition="partial" if key in broken else "complete",
                valid_from=None if None in starts else min(day for day in starts if day),
                valid_to=None if None in ends else max(day for day in ends if day),
                source=source,
            )
        )
        seen = dict.fromkeys((line.leaf.code, line.start, line.end) for line in members)
        memberships += [Membership(code, leaf, start, end, None, source) for leaf, start, end in seen]
    return groups, memberships


def _known(line: _Line, level: str, territories: Territories) -> Area | None:
    """Find the group of a row among those there are: by code, or by name where the table has no code."""
    found = territories.find(line.key)
    if found is not None and found.level == level:
        return found
    if line.key != line.name:
        return None
    groups = (group for group in territories.areas(level) if group.parent == line.main.code)
    return next((group for group in groups if group.name.casefold() == line.name.casefold()), None)


def _next_code(stem: str, taken: set[str]) -> str:
    for number in range(1, 1000):
        if (code := f"{stem}{number:03d}") not in taken:
            return code
    raise TerritoryError(f"non ci sono più codici liberi per {stem}")


def _tell_duplicates(lines: Iterable[_Line], report: ImportReport) -> None:
    by_leaf: dict[str, list[_Line]] = {}
    for line in lines:
        for other in by_leaf.get(line.leaf.code, []):
            if not _overlap(line, other) or (line.several and other.several and line.key != other.key):
                continue
            where = "due volte" if line.key == other.key else f"negli Ambiti {other.key} e {line.key}"
            same = f"{line.leaf.code} {line.leaf.name} è {where} nello stesso periodo (riga {other.row})"
            report.add("duplicate", same, line.row)
        by_leaf.setdefault(line.leaf.code, []).append(line)


def _overlap(one: _Line, other: _Line) -> bool:
    starts = one.start or date.min, other.start or date.min
    ends = one.end or date.max, other.end or date.max
    return max(starts) <= min(ends)


def _tell_detached(
    groups: Iterable[Area],
    memberships: Sequence[Membership],
    territories: Territories,
    base: Path,
    report: ImportReport,
) -> None:
    """Tell the members that do not touch, directly or through others, the largest body of their group."""
    shapes = leaf_geometries(base, territories, {one.member for one in memberships})
    for group in groups:
        codes = sorted({one.member for one in memberships if one.group == group.code} & set(shapes))
        bodies = sorted(_bodies([shapes[code] for code in codes]), key=len, reverse=True)
        for body in bodies[1:]:
            for index in body:
                leaf = territories.get(codes[index])
                report.add("detached", f"{leaf.code} {leaf.name} non confina con il resto di {group.name}")


def _bodies(shapes: Sequence[shapely.Geometry]) -> list[set[int]]:
    """Return the groups of polygons that touch, as sets of positions."""
    if not shapes:
        return []
    array = np.array(shapes, dtype=object)
    left, right = shapely.STRtree(array).query(array, predicate="intersects")
    waiting, bodies = set(range(len(shapes))), []
    while waiting:
        body, edge = set(), {waiting.pop()}
        while edge:
            body |= edge
            edge = set(right[np.isin(left, list(edge))].tolist()) - body
        waiting -= body
        bodies.append(body)
    return bodies


def _tell_unassigned(
    groups: Sequence[Area], memberships: Sequence[Membership], territories: Territories, report: ImportReport
) -> None:
    """Tell the leaves of the main areas in the table that have no group, and the known groups left out."""
    leaf, operating = territories.level(role="leaf").code, territories.level(role="operating").code
    ours, members = {group.code for group in groups}, {one.member for one in memberships}
    for main in sorted({group.parent for group in groups}):
        for area in territories.descendants(main, leaf):
            if area.code not in members:
                report.add("unassigned", f"{area.code} {area.name} ({territories.get(main).name})")
    for group in territories.areas(operating):
        shared = members & set(territories.members(group.code))
        if group.code not in ours and shared:
            some = counted(len(shared), "Comune", "Comuni")
            report.add("already", f"{group.code} {group.name}: {some} in comune con la tabella")


def write_ambiti(groups: Sequence[Area], memberships: Sequence[Membership], folder: Path) -> list[Path]:
    """Write ``ambiti.csv`` and ``memberships.csv``, keeping the groups imported before with other codes.

    Returns:
        The files written.
    """
    fresh = {group.code for group in groups}
    kept: list[Area] = []
    bonds: list[Membership] = []
    level = groups[0].level if groups else ""
    if (folder / "ambiti.csv").exists():
        kept = [group for _, group in read_groups(folder / "ambiti.csv", level) if group.code not in fresh]
    if (folder / "memberships.csv").exists():
        bonds = [one for _, one in read_memberships(folder / "memberships.csv") if one.group not in fresh]
    return write_groups([*kept, *groups], [*bonds, *memberships], folder)
