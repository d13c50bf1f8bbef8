"""Suppression by Gauss elimination: the yardstick, which guards against exact recovery only.

Cells are tried from the largest to the smallest and published when no sensitive cell becomes a combination
of the published ones. Sums are taken modulo a prime, where a sum of whole numbers that vanishes in the
rationals vanishes too.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Bools, Ints

PRIME = 2_147_483_629


def gauss(matrix: sparse.spmatrix, values: Ints, primary: Bools, forced: Bools) -> Bools:
    """Return the cells that Gauss elimination hides.

    Args:
        matrix: cells × inner cells.
        values: counts of the cells.
        primary: the cells that must be hidden.
        forced: the cells that are published before all others.
    """
    rows = np.rint(matrix.toarray()).astype(np.int64)
    secret = rows[primary] % PRIME
    hidden = primary.copy()
    candidates = np.flatnonzero(~primary)
    order = candidates[np.lexsort((candidates, -values[candidates], ~forced[candidates]))]
    pending = rows[order] % PRIME
    for place, cell in enumerate(order):
        row = pending[place]
        columns = np.flatnonzero(row)
        if not len(columns):
            continue
        pivot = columns[0]
        row = row * pow(int(row[pivot]), PRIME - 2, PRIME) % PRIME
        reduced = _reduce(secret, row, pivot)
        if (~reduced.any(axis=1)).any():
            hidden[cell] = True
            continue
        secret = reduced
        pending[place + 1 :] = _reduce(pending[place + 1 :], row, pivot)
    return hidden


def _reduce(rows: Ints, row: Ints, pivot: int) -> Ints:
    """Subtract multiples of a row so that the pivot column vanishes."""
    hit = np.flatnonzero(rows[:, pivot])
    found = rows.copy()
    found[hit] = (rows[hit] - rows[hit, pivot][:, None] * row) % PRIME
    return found
