"""Tidy tables turned into a layout with counts, and protected tables written and read back.

A tidy table has one row per combination and one column per dimension; combinations it lacks count 0. It may
hold totals too: then they must agree with the details.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from dashboard.disclosure.files import MOST_COUNT, InputError, Rows, listed, read_rows, whole
from dashboard.disclosure.layout import TOTAL, Axis, Bools, Ints, Layout, LayoutError, Tree

COUNT = "count"
STATUS = "status"
MOST_CELLS = 2_000_000
NO_LEAF = "…"  # stands for the leaves of a dimension that a protected table shows only as a total
_LOOKS_TOTAL = ("total", "totale", "totali")


@dataclass(frozen=True)
class Description:
    """What is said of the tables beside the data.

    Attributes:
        trees: the hierarchies of each dimension that has some.
        menu: the tables; None for all.
    """

    trees: Mapping[str, tuple[Tree, ...]]
    menu: Sequence[Sequence[str]] | None = None


@dataclass(frozen=True)
class Tidy:
    """A tidy table as cells.

    Attributes:
        layout: the cells of the menu.
        inner: flat positions of the inner cells that are not zero, shape (inner,).
        counts: their counts, shape (inner,).
        flags: for each column of flags, the cells it marks, shape (cells,).
        detailed: whether the inner cells were given; if not, only totals were, and the inner cells are one of
            the tables that have such totals.
    """

    layout: Layout
    inner: Ints
    counts: Ints
    flags: Mapping[str, Bools]
    detailed: bool = True


def read_tidy(
    path: Path,
    description: Description,
    *,
    count: str,
    dimensions: Sequence[str] = (),
    flags: Sequence[str] = (),
) -> Tidy:
    """Read a tidy table.

    Args:
        path: the CSV file.
        description: hierarchies and menu.
        count: the column of counts.
        dimensions: the columns of the dimensions; by default all but count and flags.
        flags: columns of 0 and 1.

    Raises:
        InputError: something does not fit; the sentence says where.
    """
    rows = read_rows(path)
    rows.column(count, "i conteggi")
    names = list(dimensions) or [name for name in rows.columns if name not in (count, *flags)]
    if clash := sorted({count, *flags} & set(names)):
        raise InputError(f"la colonna «{clash[0]}» non può essere anche una dimensione")
    layout = layout_of(rows, names, description)
    places = places_of(rows, names, layout)
    counts = _counts(rows, count)
    inner, mine = _inner(places, layout)
    lines = [line for line, _ in rows.lines]
    detailed = bool(mine.any()) or not counts.any()
    if detailed:
        found, amounts = inner[mine], counts[mine]
        _check_totals(rows.path.name, lines, layout, places, counts, mine, (found, amounts))
    else:
        found, amounts = _from_margins(rows.path.name, layout, places, counts)
    cells = [layout.find(nodes) for nodes in places] if flags else []
    marked = {}
    for column in flags:
        marked[column] = np.zeros(len(layout), dtype=bool)
        hits = zip(cells, rows.flags(column, "i segni 0/1"), strict=True)
        marked[column][[cell for cell, flag in hits if flag and cell is not None]] = True
    if (everybody := int(amounts.sum())) > MOST_COUNT:
        raise InputError(f"{path.name}: i conteggi sommano {everybody}, più di quanto si possa proteggere")
    there = amounts > 0
    return Tidy(layout, found[there], amounts[there], marked, detailed)


def read_own(path: Path, layout: Layout, *, count: str) -> tuple[Ints, Ints]:
    """Read the exact figures of somebody who knows a part, for a layout that exists already.

    Returns:
        Flat positions of the inner cells and their counts; rows of totals are passed over.

    Raises:
        InputError: a value is not in the layout, or the file is not a tidy table.
    """
    rows = read_rows(path)
    rows.column(count, "i conteggi")
    places = places_of(rows, [axis.name for axis in layout.axes], layout)
    counts = _counts(rows, count)
    inner, mine = _inner(places, layout)
    return inner[mine], counts[mine]


def layout_of(rows: Rows, dimensions: Sequence[str], description: Description) -> Layout:
    """Make the layout of a file: leaves in the order of their hierarchy, or else in that of the alphabet.

    Raises:
        InputError: dimensions, hierarchies, menu and values do not go together, or cells are too many.
    """
    where = rows.path.name
    if not rows.lines:
        raise InputError(f"{where}: dopo i nomi delle colonne non ci sono righe")
    if not dimensions:
        raise InputError(f"{where}: non ci sono colonne di dimensioni oltre ai conteggi")
    for name in dimensions:
        if name in (COUNT, STATUS):
            raise InputError(f"{where}: una dimensione non può chiamarsi «{name}»; rinominare la colonna")
    if unknown := sorted(set(description.trees) - set(dimensions)):
        raise InputError(
            f"le gerarchie nominano «{unknown[0]}», che non è fra le dimensioni: {listed(dimensions)}"
        )
    try:
        axes = [_axis(rows, name, description.trees.get(name, ())) for name in dimensions]
        _check_size(axes, description.menu)
        return Layout.of(axes, description.menu)
    except LayoutError as error:
        raise InputError(f"{where}: {error}") from error


def _axis(rows: Rows, name: str, trees: tuple[Tree, ...]) -> Axis:
    place = rows.column(name, "una dimensione")
    values: dict[str, int] = {}
    for line, texts in rows.lines:
        values.setdefault(texts[place], line)
    parents = {TOTAL} if not trees or any(len(_roots(tree)) > 1 for tree in trees) else set()
    parents |= {parent for tree in trees for parent in tree}
    for value, line in values.items():
        where = f"{rows.path.name}, riga {line}"
        if not value:
            raise InputError(f"{where}: manca il valore della dimensione «{name}»")
        if any(unicodedata.category(c).startswith("C") for c in value):  # it would look like another value
            raise InputError(f"{where}: il valore {value!a} di «{name}» ha caratteri che non si vedono")
        if not trees and value not in parents and value.casefold() in _LOOKS_TOTAL:
            raise InputError(
                f"{where}: «{value}» di «{name}» sembra un totale; scrivere «{TOTAL}», togliere la riga, "
                "o dare una gerarchia"
            )
    leaves = sorted(set(values) - parents, key=_natural)
    return Axis.of(name, leaves or ([] if trees else [NO_LEAF]), trees)


def _roots(tree: Tree) -> list[str]:
    below = {child for children in tree.values() for child in children}
    return [parent for parent in tree if parent not in below]


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort 5-9 before 10-14."""
    parts = re.split(r"([0-9]+)", text)
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts]


def _check_size(axes: Sequence[Axis], menu: Sequence[Sequence[str]] | None) -> None:
    """Refuse, before it fills the memory, a menu with too many cells."""
    places = {axis.name: axis for axis in axes}
    tables = [prod(len(axis.nodes) for axis in axes)]
    if menu is not None:
        tables = [
            prod(len(places[name].nodes) for item in table if (name := item.partition("@")[0]) in places)
            for table in menu
        ]
    if sum(tables) > MOST_CELLS:
        raise InputError(
            f"le tabelle hanno più di {MOST_CELLS} celle; elencare con un menu quelle da pubblicare"
        )
    if prod(axis.leaf_count for axis in axes) >= 2**62:
        raise InputError("le dimensioni sono troppe, o hanno troppi valori; sceglierne meno")


def places_of(rows: Rows, dimensions: Sequence[str], layout: Layout) -> Ints:
    """Return the node of each row in each dimension, shape (rows, dimensions).

    Raises:
        InputError: a value is no node, or a combination occurs twice.
    """
    columns = [rows.column(name, "una dimensione") for name in dimensions]
    places = np.zeros((len(rows.lines), len(columns)), dtype=np.int64)
    seen: dict[tuple[int, ...], int] = {}
    for row, (line, texts) in enumerate(rows.lines):
        for d, (axis, column) in enumerate(zip(layout.axes, columns, strict=True)):
            node = axis.position.get(texts[column])
            if node is None:
                raise InputError(
                    f"{rows.path.name}, riga {line}: «{texts[column]}» non è un valore di «{axis.name}»"
                )
            places[row, d] = node
        key = tuple(int(node) for node in places[row])
        if key in seen:
            raise InputError(
                f"{rows.path.name}, riga {line}: la combinazione «{', '.join(texts[c] for c in columns)}» "
                f"c’è già nella riga {seen[key]}; le dimensioni sono {listed(dimensions)}"
            )
        seen[key] = line
    return places


def _counts(rows: Rows, name: str) -> Ints:
    place = rows.column(name, "i conteggi")
    where = rows.path.name
    found = [whole(texts[place], f"{where}, riga {line}", name) for line, texts in rows.lines]
    return np.array(found, dtype=np.int64)


def _inner(places: Ints, layout: Layout) -> tuple[Ints, Bools]:
    """Return the flat position of each row, and which rows are inner cells (the others: position 0)."""
    mine = np.asarray((places < np.array(layout.shape)).all(axis=1))
    leaves = np.where(mine[:, None], places, 0)
    return np.ravel_multi_index(tuple(leaves.T), layout.shape).astype(np.int64), mine


def _check_totals(
    where: str,
    lines: Sequence[int],
    layout: Layout,
    places: Ints,
    counts: Ints,
    mine: Bools,
    inner: tuple[Ints, Ints],
) -> None:
    """Refuse a row of a total that is not the sum of the details."""
    values = layout.add_up(*inner)
    coordinates = np.unravel_index(inner[0], layout.shape)
    for row in np.flatnonzero(~mine).tolist():
        cell = layout.find(places[row])
        if cell is None:
            lies = np.ones(len(inner[0]), dtype=bool)
            for axis, node, leaf in zip(layout.axes, places[row], coordinates, strict=True):
                lies &= np.isin(leaf, axis.members(int(node)))
            total = int(inner[1][lies].sum())
        else:
            total = int(values[cell])
        if total != counts[row]:
            raise InputError(
                f"{where}, riga {lines[row]}: il totale è {counts[row]}, ma le sue parti sommano {total}; "
                "correggerlo, o togliere le righe dei totali"
            )


def _from_margins(where: str, layout: Layout, places: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Find an inner table that agrees with totals given without details: any one serves outsiders as well.

    Raises:
        InputError: a cell of the tables is not given, or no table has such totals.
    """
    given = {layout.find(nodes): int(count) for nodes, count in zip(places, counts, strict=True)}
    for cell in range(len(layout)):
        if cell not in given:
            raise InputError(
                f"{where}: ci sono totali senza dettagli, e manca la riga «{named(layout, cell)}»; "
                "scrivere i dettagli, o scegliere con un menu le tabelle che ci sono"
            )
    from scipy.optimize import Bounds, LinearConstraint, milp

    wanted = np.array([given[cell] for cell in range(len(layout))], dtype=np.float64)
    matrix = layout.matrix(np.arange(layout.size))
    answer = milp(
        np.zeros(layout.size),
        constraints=LinearConstraint(matrix, wanted, wanted),
        integrality=np.ones(layout.size),
        bounds=Bounds(0, np.inf),
    )
    found = None if answer.x is None else np.round(answer.x).astype(np.int64)
    if found is None or (np.asarray(layout.add_up(np.arange(layout.size), found)) != wanted).any():
        raise InputError(f"{where}: i totali non stanno insieme, nessuna tabella può averli")
    return np.arange(layout.size), found


def names_of(layout: Layout, cell: int) -> dict[str, str]:
    """Return the names of a cell's nodes by dimension."""
    return {axis.name: node for axis, node in zip(layout.axes, layout.names(cell), strict=True)}


def named(layout: Layout, cell: int) -> str:
    """Return a cell as people name it: `area=Nord, sesso=F`."""
    return ", ".join(f"{name}={node}" for name, node in names_of(layout, cell).items())
