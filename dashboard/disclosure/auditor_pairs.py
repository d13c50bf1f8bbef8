"""What somebody may find out who knows a part exactly, when the auditor does not have those figures.

Two worlds are sought that agree on everything published and on everything the insider knows, whatever that
is, and in which the rest of a cell is low in one and high in the other. It is a partial check: it proves that
there are figures of the insider with which the cell is well hidden, not that the true ones are such.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dashboard.disclosure.auditor_solvers import Clock, Condition, Goal, Whole
from dashboard.disclosure.auditor_standing import Demand
from dashboard.disclosure.auditor_systems import System, View, part_of
from dashboard.disclosure.layout import Bools, Ints

_STEP = 5.0


def well_hidden(
    system: System, view: View, holds: Bools, asked: Ints, demand: Demand, clock: Clock, workers: int
) -> Bools:
    """Tell which cells pass.

    Args:
        system: over inner cells.
        view: what everybody knows.
        holds: the inner cells that the insider knows, shape (unknowns,).
        asked: the cells, as rows of `system.cells`.
        demand: what the rule asks of each.
        clock: what is not proven in time does not pass.
        workers: threads of the solver.
    """
    passed = np.zeros(len(asked), dtype=bool)
    doubled, both = _twice(system, view, holds, asked)
    whole = Whole(part_of(doubled, both, np.arange(doubled.cells.shape[0])), workers)
    while clock.left and not passed.all():
        waiting = np.flatnonzero(~passed).tolist()
        goals = [goal for cell in waiting for goal in _goals(cell, demand, len(asked))]
        x, _ = whole.reach(goals, None, min(clock.left, _STEP))
        met = np.zeros(len(asked), dtype=bool) if x is None else _met(whole, x, demand, len(asked))
        if not (met & ~passed).any():
            break
        passed |= met
    for cell in np.flatnonzero(~passed).tolist():
        for goal in _goals(cell, demand, len(asked)):
            if clock.left and not passed[cell]:
                passed[cell] = whole.reach([goal], None, clock.left)[0] is not None
        if demand.rule.interval is None and clock.left and not passed[cell]:
            under = [Condition(cell, -1, demand.rule.threshold - 1)]
            differ = [Condition(2 * len(asked) + cell, 1, 1)]
            passed[cell] = whole.reach([under], None, clock.left)[1]
            passed[cell] &= whole.reach([differ], None, clock.left)[0] is not None
    return passed


def _twice(system: System, view: View, holds: Bools, asked: Ints) -> tuple[System, View]:
    """Return two copies of the unknowns that share what the insider holds.

    The cells are: in the first copy, in the second, the difference.
    """
    mine, rest = np.flatnonzero(holds), np.flatnonzero(~holds)
    shared, apart = system.rows[:, mine], system.rows[:, rest]
    rows = sparse.bmat([[shared, apart, None], [shared, None, apart]]).tocsr()
    part = system.cells[asked][:, rest]
    none = sparse.csr_matrix((len(asked), len(mine)), dtype=np.int64)
    zero = sparse.csr_matrix(part.shape, dtype=np.int64)
    cells = sparse.bmat([[none, part, zero], [none, zero, part], [none, -part, part]]).tocsr()
    order = np.concatenate([mine, rest, rest])
    twice = System(rows.astype(np.int64), cells.astype(np.int64), order, None, "inner")
    bounds = View(
        view.lower[order], view.upper[order], np.concatenate([view.rhs, view.rhs]), view.possible, view.cap
    )
    return twice, bounds


def _goals(cell: int, demand: Demand, count: int) -> list[Goal]:
    """Return what two worlds may show of a cell; one of these is enough."""
    low, high, apart = cell, count + cell, 2 * count + cell
    if demand.rule.interval is None:
        return [[Condition(low, -1, demand.rule.low), Condition(high, 1, demand.rule.threshold)]]
    return [
        [Condition(apart, 1, int(demand.width[cell]))],
        [Condition(low, -1, 0), Condition(high, 1, int(demand.upward[cell]))],
    ]


def _met(whole: Whole, x: Ints, demand: Demand, count: int) -> Bools:
    values = whole.part.cells @ x + whole.part.offset
    met = np.zeros(count, dtype=bool)
    for cell in range(count):
        for goal in _goals(cell, demand, count):
            met[cell] |= all((values[one.cell] - one.bound) * one.sense >= 0 for one in goal)
    return met
