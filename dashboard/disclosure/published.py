"""Protected tables, written and read back: a row per cell, the number or nothing, `published` or `hidden`."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np

from dashboard.disclosure.files import InputError, Rows, read_rows, whole, written
from dashboard.disclosure.layout import Bools, Floats, Ints, Layout
from dashboard.disclosure.tidy import COUNT, STATUS, Description, layout_of, named, places_of

PUBLISHED = "published"
HIDDEN = "hidden"


def write_published(path: Path, layout: Layout, values: Ints, hidden: Bools) -> None:
    """Write the protected table: one row per cell, in the order of the layout, which no count changes.

    Raises:
        InputError: the file cannot be written.
    """
    with written(path) as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow([*(axis.name for axis in layout.axes), COUNT, STATUS])
        for cell in range(len(layout)):
            told = ("", HIDDEN) if hidden[cell] else (int(values[cell]), PUBLISHED)
            out.writerow([*layout.names(cell), *told])


def read_published(path: Path, description: Description) -> tuple[Layout, Floats]:
    """Read a protected table back; nothing in it is believed.

    Returns:
        The layout and the value of each cell, NaN where hidden.

    Raises:
        InputError: a row is missing, extra or double, a hidden one has a number or a published one none, or
            the published numbers do not add up.
    """
    rows = read_rows(path)
    at_status = rows.column(STATUS, "lo stato delle celle")
    at_count = _count_column(rows, at_status)
    dimensions = [name for place, name in enumerate(rows.columns) if place not in (at_status, at_count)]
    layout = layout_of(rows, dimensions, description)
    values = np.full(len(layout), np.nan)
    missing = np.ones(len(layout), dtype=bool)
    hint = "se la tabella ha gerarchie o un menu, indicarli"
    for (line, texts), nodes in zip(rows.lines, places_of(rows, dimensions, layout), strict=True):
        where = f"{path.name}, riga {line}"
        count, status = texts[at_count], texts[at_status]
        if status not in (PUBLISHED, HIDDEN):
            raise InputError(f"{where}: lo stato è «{status}», ma ci vuole «{PUBLISHED}» o «{HIDDEN}»")
        if (count == "") != (status == HIDDEN):
            what = "è nascosta ma ha un numero" if status == HIDDEN else "è pubblicata ma non ha un numero"
            raise InputError(f"{where}: la cella {what}; il file è stato modificato")
        cell = layout.find(nodes)
        if cell is None:
            raise InputError(f"{where}: nessuna tabella ha questa cella; {hint}")
        missing[cell] = False
        if status == PUBLISHED:
            values[cell] = whole(count, where, rows.columns[at_count])
    if missing.any():
        first = named(layout, int(np.flatnonzero(missing)[0]))
        raise InputError(f"{path.name}: celle che mancano: {int(missing.sum())}, fra cui «{first}»; {hint}")
    _check_sums(path.name, layout, values)
    return layout, values


def _count_column(rows: Rows, at_status: int) -> int:
    """Return the place of the counts: the column `count`, or the one before the status if it has numbers."""
    before = at_status - 1
    if COUNT not in rows.columns and before >= 0:
        texts = {line[before] for _, line in rows.lines}
        if all(text == "" or text.replace(".0", "").isdecimal() for text in texts) and any(texts):
            return before
    return rows.column(COUNT, "i conteggi")


def _check_sums(where: str, layout: Layout, values: Floats) -> None:
    """Refuse published numbers that no table can have: an altered file."""
    told = np.isfinite(values)
    sums = layout.relations
    for start, end in pairwise(sums.indptr):
        cells, factors = sums.indices[start:end], sums.data[start:end]
        parent = int(cells[factors < 0][0])
        children = cells[factors > 0]
        least = values[children][told[children]].sum()
        whole_sum = told[children].all()
        if told[parent] and (values[parent] != least if whole_sum else values[parent] < least):
            raise InputError(
                f"{where}: le somme non tornano presso «{named(layout, parent)}»: il totale è "
                f"{values[parent]:.0f}, le parti {'sono' if whole_sum else 'almeno'} {least:.0f}; "
                "il file è stato modificato"
            )
