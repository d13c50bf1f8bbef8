"""The check of hidden totals of money: how close everybody can bound them, from what is published alone.

Another solver's code than the one that hides (HiGHS in scipy), other variables: every inner cell that no
published zero contains, whether it has money or not.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dashboard.disclosure.layout import Floats, Ints, Layout
from dashboard.disclosure.money import RELATIVE, MoneyError, Requirements

LARGEST = 20_000
"""So many inner cells the check takes; above, it refuses."""
_HAIR = 1e-3
"""A thousandth of what is required may be lacking: no more than solvers leave open."""
_EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def money_intervals(layout: Layout, values: Floats, cells: Ints | None = None) -> tuple[Floats, Floats]:
    """Find between what everybody can bound hidden totals, from published ones alone.

    Args:
        layout: the cells.
        values: shape (cells,), NaN where hidden.
        cells: which to bound; all hidden ones by default.

    Returns:
        Least and greatest value of each cell, shape (cells,); the value itself where it is published or not
        asked for (NaN then, if hidden).

    Raises:
        MoneyError: too many inner cells, or published totals that contradict each other.
    """
    shown = ~np.isnan(values)
    empty = (shown & (values == 0)).astype(np.float64)
    inner = np.flatnonzero(layout.spread(empty).ravel() == 0)
    if len(inner) > LARGEST:
        raise MoneyError(
            f"la tabella ha più di {LARGEST} combinazioni: la verifica degli importi non la regge"
        )
    sums = sparse.csr_matrix(layout.matrix(inner))
    scale = float(np.nanmax(values, initial=0.0)) or 1.0
    rows = np.flatnonzero(shown & (np.diff(sums.indptr) > 0))
    low, high = values.copy(), values.copy()
    for cell in (np.flatnonzero(~shown) if cells is None else cells).tolist():
        if not shown[cell]:
            ends = (_end(sums, rows, values / scale, cell, sign) for sign in (1, -1))
            low[cell], high[cell] = (scale * end for end in ends)
    return low, high


def _end(sums: sparse.csr_matrix, rows: Ints, values: Floats, cell: int, sign: int) -> float:
    costs = sign * sums[[cell]].toarray()[0]
    if not len(costs):
        return 0.0
    known = sums[rows]
    if sign < 0 and (costs[np.bincount(known.indices, minlength=len(costs)) == 0] != 0).any():
        return float("inf")
    given = (known, values[rows]) if len(rows) else (None, None)
    found = linprog(costs, A_eq=given[0], b_eq=given[1], method="highs", options=_EXACT)
    if found.status != 0:
        raise MoneyError("i totali pubblicati si contraddicono: gli importi non si possono verificare")
    return sign * float(found.fun)


def audit_money(layout: Layout, values: Floats, totals: Floats, required: Requirements) -> list[int]:
    """Return the sensitive cells that are published, or that can be bounded closer than required.

    Args:
        layout: the cells.
        values: what is published, NaN where hidden.
        totals: the true totals.
        required: from `money_primary`.
    """
    cells = np.flatnonzero(required.sensitive)
    low, high = money_intervals(layout, values, cells)
    least = RELATIVE * float(totals.max(initial=0.0))
    under, over = (np.maximum(_HAIR * needed, least) for needed in (required.lower, required.upper))
    wide = (low <= totals - required.lower + under) & (high >= totals + required.upper - over)
    return [int(cell) for cell in cells if not (np.isnan(values[cell]) and wide[cell])]
