"""The attack that anybody can do by hand: a total less the published parts, again and again."""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.layout import Bools, Floats
from tests.attacks.systems import System


def subtract(system: System) -> Floats:
    """Return the numbers after every subtraction that leaves one unknown, until none does.

    A total that is zero makes all of its parts zero, since no count is below zero.
    """
    values = system.values.copy()
    rows = [_row(system, i) for i in range(system.relations.shape[0])]
    changed = True
    while changed:
        changed = False
        for cells, factors in rows:
            unknown = np.isnan(values[cells])
            if unknown.sum() == 1:
                told = -np.dot(factors[~unknown], values[cells[~unknown]])
                values[cells[unknown]] = told / factors[unknown]
                changed = True
            elif unknown.any() and _nothing_left(values[cells], factors):
                values[cells[unknown]] = 0.0
                changed = True
    return values


def _row(system: System, number: int) -> tuple[np.ndarray, np.ndarray]:
    start, end = system.relations.indptr[number : number + 2]
    return system.relations.indices[start:end], system.relations.data[start:end]


def _nothing_left(values: np.ndarray, factors: np.ndarray) -> bool:
    """Tell whether the unknown parts of a known total add up to zero."""
    unknown = np.isnan(values)
    same_side = len(np.unique(np.sign(factors[unknown]))) == 1
    return bool(same_side and abs(np.dot(factors[~unknown], values[~unknown])) < 0.5)


def recovered(system: System) -> Bools:
    """Tell which hidden cells subtraction finds."""
    return system.hidden & ~np.isnan(subtract(system))


def recovered_by_elimination(system: System) -> Bools:
    """Tell which hidden cells linear algebra alone determines: the sums, and nothing about signs."""
    hidden = np.flatnonzero(system.hidden)
    found = np.zeros(len(system.values), dtype=bool)
    if not len(hidden):
        return found
    sums = system.relations[:, hidden].toarray()
    _, sizes, directions = np.linalg.svd(sums, full_matrices=True)
    rank = int((sizes > 1e-9 * max(1.0, sizes.max(initial=0.0))).sum())
    free = directions[rank:]
    found[hidden] = np.abs(free).max(axis=0, initial=0.0) < 1e-9
    return found
