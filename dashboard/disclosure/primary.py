"""Which cells are sensitive beyond the threshold: lines that tell a category, and reasons put together.

The threshold itself is `Rule.small`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout

BY_GROUP = "linea in una sola categoria"
BY_EARLIER = "già nascosta in un rilascio precedente"
BY_HAND = "da nascondere per scelta"
BY_COLUMN = "indicata come riservata"


def by_threshold(threshold: int) -> str:
    """Return the reason of a cell whose count is under the threshold."""
    return f"conteggio sotto {threshold}"


def group_disclosure(
    layout: Layout, values: Ints | Floats, dimensions: Sequence[int], *, within: Bools | None = None
) -> Bools:
    """Find the lines in which everybody falls in one category of a sensitive dimension.

    Who knows that somebody is counted in such a line knows the category without any small count: of the 40
    boys and girls of a Regione, 40 live in a community. The published zeros say it as well as the 40, so the
    whole line is sensitive, zeros included. The idea is the group disclosure of the literature on statistical
    disclosure control (Hundepool and others, *Statistical Disclosure Control*, 2012) and of the Italian rules
    of conduct for official statistics.

    A line has all other dimensions fixed and runs over the children of one node of the sensitive dimension,
    when the tables show them all; it needs two children at least, for with one there is nothing to learn.

    Args:
        layout: the cells.
        values: count of each cell, shape (cells,).
        dimensions: positions of the sensitive dimensions in `layout.axes`.
        within: look only at lines of these cells, shape (cells,); by default at all.

    Returns:
        The cells that are sensitive for this reason, shape (cells,).
    """
    found = np.zeros(len(layout), dtype=bool)
    for dimension in dimensions:
        others = np.delete(layout.cells, dimension, axis=1)
        lines = np.unique(others, axis=0, return_inverse=True)[1].reshape(-1)
        nodes = layout.cells[:, dimension]
        for _, children in layout.axes[dimension].families:
            if len(children) > 1:
                mine = np.isin(nodes, children)
                if within is not None:
                    mine &= within
                shown = np.bincount(lines[mine], minlength=lines.max() + 1)
                filled = np.bincount(lines[mine & (values > 0)], minlength=lines.max() + 1)
                telling = (shown == len(children)) & (filled == 1)
                found |= mine & telling[lines]
    return found


def combine(parts: Iterable[tuple[str, Bools]]) -> tuple[Bools, dict[int, str]]:
    """Put several reasons to hide together.

    Args:
        parts: a reason, as the data office will read it, and the cells it holds for, shape (cells,).

    Returns:
        The cells that at least one reason hides, shape (cells,), and for each of them its reasons, in the
        order given, joined by a semicolon.

    Raises:
        ValueError: there is no part.
    """
    listed = list(parts)
    if not listed:
        raise ValueError("no reason given")
    mask = np.any(np.stack([cells for _, cells in listed]), axis=0)
    reasons = {
        int(cell): "; ".join(reason for reason, cells in listed if cells[cell])
        for cell in np.flatnonzero(mask)
    }
    return mask, reasons
