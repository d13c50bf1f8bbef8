"""All the sums between the cells of a menu, over levels and tables that are missing in between too."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Ints, Layout


def all_sums(layout: Layout) -> sparse.csr_matrix:
    """Return the sums of a layout that follow from nothing but the menu.

    A cell is the sum of the cells of a table whenever that table cuts it into whole cells. Sums that follow
    from others (a total of regions, when regions are totals of areas) are left out.

    Returns:
        Shape (sums, cells): −1 at the cell, 1 at its pieces.
    """
    ways = _ways(layout)
    finer = _finer(ways)
    once: dict[tuple[int, bytes], dict[int, list[int]]] = {}
    pieces = [[_pieces(layout, d, leafwise, once) for d, leafwise in enumerate(way)] for way in ways]
    rows: list[int] = []
    columns: list[int] = []
    values: list[int] = []
    count = 0
    for cell, nodes in enumerate(layout.cells.tolist()):
        cutting = [
            number for number, way in enumerate(pieces) if all(node in way[d] for d, node in enumerate(nodes))
        ]
        proper = [
            one
            for one in cutting
            if any(list(pieces[one][d][node]) != [node] for d, node in enumerate(nodes))
        ]
        # only a way that really splits the cell may stand between: two names of one thing would go in circles
        between = [
            one for one in proper if any(len(pieces[one][d][node]) > 1 for d, node in enumerate(nodes))
        ]
        for one in proper:
            if any(finer[one][other] and not finer[other][one] for other in between):
                continue
            parts = [
                layout.find(key) for key in product(*(pieces[one][d][node] for d, node in enumerate(nodes)))
            ]
            rows += [count] * (1 + len(parts))
            columns += [cell, *(part for part in parts if part is not None)]
            values += [-1, *([1] * len(parts))]
            count += 1
    return sparse.csr_matrix((values, (rows, columns)), shape=(count, len(layout)), dtype=np.int64)


def _ways(layout: Layout) -> list[tuple[Ints, ...]]:
    """Return the ways in which the tables of the menu cut the dimensions: the node of each leaf."""
    found: dict[tuple[tuple[int, ...], ...], tuple[Ints, ...]] = {}
    for table in layout.menu:
        levels = dict(table)
        for way in product(*(axis.maps(levels.get(d, 0)) for d, axis in enumerate(layout.axes))):
            found[tuple(tuple(leafwise.tolist()) for leafwise in way)] = way
    return list(found.values())


def _finer(ways: list[tuple[Ints, ...]]) -> list[list[bool]]:
    """Tell, for each way and each other, whether the first is at least as fine everywhere."""
    dimensions = len(ways[0])
    distinct: list[list[Ints]] = [[] for _ in range(dimensions)]
    names: list[list[int]] = []
    for way in ways:
        row = []
        for d, leafwise in enumerate(way):
            same = [i for i, other in enumerate(distinct[d]) if np.array_equal(other, leafwise)]
            if not same:
                distinct[d].append(leafwise)
            row.append(same[0] if same else len(distinct[d]) - 1)
        names.append(row)
    below = [[[_cuts(a, b) for b in distinct[d]] for a in distinct[d]] for d in range(dimensions)]
    return [[all(below[d][a[d]][b[d]] for d in range(dimensions)) for b in names] for a in names]


def _cuts(fine: Ints, coarse: Ints) -> bool:
    """Tell whether every node of one way lies in one node of the other."""
    return len(np.unique(np.stack([fine, coarse]), axis=1).T) == len(np.unique(fine))


def _pieces(
    layout: Layout, dimension: int, leafwise: Ints, once: dict[tuple[int, bytes], dict[int, list[int]]]
) -> dict[int, list[int]]:
    """Return, for each node of a dimension that a way cuts into whole nodes, those nodes."""
    key = (dimension, leafwise.tobytes())
    if key in once:
        return once[key]
    axis = layout.axes[dimension]
    found: dict[int, list[int]] = {}
    for node in range(len(axis.nodes)):
        inside = np.zeros(axis.leaf_count, dtype=bool)
        inside[axis.members(node)] = True
        mine = np.unique(leafwise[inside])
        if not np.isin(leafwise[~inside], mine).any():
            found[node] = mine.tolist()
    once[key] = found
    return found
