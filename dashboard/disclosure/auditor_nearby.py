"""Lower bounds from the equations near a cell: small programs that often prove enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.disclosure.auditor_solvers import SCALE, Clock, Linear
from dashboard.disclosure.auditor_systems import Part, System, View, part_of, proven_least
from dashboard.disclosure.layout import Ints

_SIZES = (150, 600)


def least_nearby(system: System, view: View, cell: int, enough: int, clock: Clock) -> tuple[int, Ints | None]:
    """Prove a lower bound of a cell from some of the equations only; what they leave out stays at its bounds.

    Args:
        system: the equations.
        view: what one attacker knows.
        cell: row of `system.cells`.
        enough: the bound that is worth having.
        clock: time left.

    Returns:
        The best bound, and the multipliers of all equations that prove it when it is enough.
    """
    weights = system.cells[cell].toarray()[0]
    best = int(weights @ view.lower)
    for size in _SIZES:
        if not clock.left or best >= enough:
            break
        chosen = _near(system, view, np.flatnonzero(weights), size)
        nearby = System(system.rows[chosen], system.cells, system.places, None, system.depth)
        seen = View(view.lower, view.upper, view.rhs[chosen], view.possible, view.cap)
        part = _trim(part_of(nearby, seen, np.array([cell])))
        if not len(part.columns):
            break
        solved = Linear(part).least(part.cells[0].toarray()[0].astype(np.float64), clock.left)
        if solved is None:
            break
        multipliers = np.zeros(system.rows.shape[0], dtype=np.int64)
        multipliers[chosen[part.numbers]] = solved[1]
        bound = proven_least(system.rows, view, weights, multipliers, SCALE)
        best = max(best, bound)
        if bound >= enough:
            return best, multipliers
    return best, None


def _trim(part: Part) -> Part:
    """Return a part without the unknowns that stand in none of its equations and cells."""
    kept = np.union1d(part.rows.indices, part.cells.indices)
    return replace(
        part,
        columns=part.columns[kept],
        lower=part.lower[kept],
        upper=part.upper[kept],
        rows=part.rows[:, kept].tocsr(),
        cells=part.cells[:, kept].tocsr(),
    )


def _near(system: System, view: View, columns: Ints, size: int) -> Ints:
    """Return equations around some unknowns, ring by ring, until there are enough of them."""
    free = view.lower < view.upper
    columns = columns[free[columns]]
    chosen = np.zeros(system.rows.shape[0], dtype=bool)
    by_column = system.columns
    while True:
        rows = np.unique(by_column[:, columns].indices)
        fresh = rows[~chosen[rows]]
        if not len(fresh) or (chosen.any() and chosen.sum() + len(fresh) > size):
            return np.flatnonzero(chosen)
        chosen[fresh] = True
        columns = np.unique(system.rows[fresh].indices)
        columns = columns[free[columns]]
