"""What an attacker knows, as equations over whole numbers that are not negative.

A `System` is what does not depend on who attacks; a `View` is what one attacker knows besides; a `Part` is
what is left to search once everything that follows by plain reasoning on bounds has been fixed.
Everything here is in whole numbers: no proof depends on rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.disclosure.layout import Bools, Ints, Layout

_ROUNDS = 12
NOTHING = -(2**60)
DENSE_LIMIT = 40_000_000
"""With more combinations than these the inner table is not even looked at."""


@dataclass(frozen=True)
class System:
    """Equations `rows · x = rhs` over whole numbers, and the hidden cells as sums of the unknowns.

    Attributes:
        rows: shape (equations, unknowns).
        cells: shape (hidden cells, unknowns).
        places: what each unknown is: the flat position of an inner cell or the number of a cell.
        shown: with unknowns that are inner cells, the number of the published cell of each equation; with
            unknowns that are cells, None: every equation is a sum that is 0.
        depth: `inner` when a solution is a whole world, `tables` when it is only tables that add up.
    """

    rows: sparse.csr_matrix
    cells: sparse.csr_matrix
    places: Ints
    shown: Ints | None
    depth: Literal["inner", "tables"]

    @cached_property
    def columns(self) -> sparse.csc_matrix:
        """The equations, by unknown."""
        return self.rows.tocsc()


@dataclass(frozen=True)
class View:
    """The bounds of the unknowns and the right-hand sides for one attacker.

    Attributes:
        lower, upper: shape (unknowns,).
        rhs: shape (equations,).
        possible: false when plain reasoning already shows that there is no solution.
        cap: bound of what nothing bounds; a value at the cap proves nothing.
    """

    lower: Ints
    upper: Ints
    rhs: Ints
    possible: bool
    cap: int


@dataclass(frozen=True)
class Part:
    """The unknowns that are still open, with the equations and the cells that have to do with them.

    Attributes:
        columns: the unknowns, as columns of the system.
        numbers: the equations, as rows of the system.
        lower, upper, rows, rhs: as in the system, less what is fixed.
        cells: shape (cells asked, unknowns); `offset`: what the fixed unknowns add to each.
        asked: the cells, as positions in the list that was given.
        cap: bound of what nothing bounds.
    """

    columns: Ints
    numbers: Ints
    lower: Ints
    upper: Ints
    rows: sparse.csr_matrix
    rhs: Ints
    cells: sparse.csr_matrix
    offset: Ints
    asked: Ints
    cap: int


def inner_system(layout: Layout, values: Ints, hidden: Bools, limit: int) -> System | None:
    """Return the system over inner cells, without those that a published zero excludes.

    Args:
        layout: the cells.
        values: shape (cells,); what stands at hidden cells is not read.
        hidden: shape (cells,).
        limit: None is returned when more inner cells than these are left.
    """
    if layout.size > DENSE_LIMIT:
        return None
    zero = (~hidden & (values == 0)).astype(np.float64)
    open_places = np.flatnonzero(layout.spread(zero).ravel() == 0)
    if len(open_places) > limit:
        return None
    sums = layout.matrix(open_places).astype(np.int64).tocsr()
    shown = np.flatnonzero(~hidden & (values > 0))
    # a published count that no inner cell is left for contradicts the zeros: its row is empty and stays
    return System(sums[shown], sums[np.flatnonzero(hidden)], open_places, shown, "inner")


def tables_system(relations: sparse.csr_matrix, hidden: Bools, depth: Literal["inner", "tables"]) -> System:
    """Return the system over the cells themselves, of which the sums must be 0."""
    size = len(hidden)
    cells = sparse.identity(size, dtype=np.int64, format="csr")[np.flatnonzero(hidden)]
    rows = sparse.csr_matrix(relations).astype(np.int64)
    return System(rows, cells, np.arange(size, dtype=np.int64), None, depth)


def view_of(
    system: System, values: Ints, hidden: Bools, *, known: Ints, holds: Bools, owned: Bools, cap: int
) -> View:
    """Return what one attacker knows.

    Args:
        system: the equations.
        values: published values; what stands at hidden cells is not read.
        hidden: the hidden cells.
        known: the part of each cell that the attacker knows, shape (cells,).
        holds: with a system over inner cells, the unknowns it knows (they drop out), shape (unknowns,).
        owned: the cells that lie wholly in what it knows, shape (cells,).
        cap: bound of what nothing bounds.
    """
    rest = values - known
    if system.shown is not None:
        rhs = rest[system.shown]
        lower = np.zeros(len(system.places), dtype=np.int64)
        upper = np.where(holds, 0, cap).astype(np.int64)
        possible = not bool((~hidden & (rest < 0)).any())
    else:
        rhs = np.zeros(system.rows.shape[0], dtype=np.int64)
        lower = np.where(hidden, 0, rest)
        upper = np.where(hidden, np.where(owned, 0, cap), rest)
        possible = bool((upper >= lower).all() and (lower >= 0).all())
    if possible:
        lower, upper, possible = tighten(system.rows, rhs, lower, upper)
    return View(lower, upper, rhs, possible, cap)


def tighten(rows: sparse.csr_matrix, rhs: Ints, lower: Ints, upper: Ints) -> tuple[Ints, Ints, bool]:
    """Narrow bounds by plain reasoning on each equation, in turns.

    Returns:
        The bounds, and whether they leave a solution possible.
    """
    lower, upper = lower.copy(), upper.copy()
    columns, data = rows.indices, rows.data.astype(np.int64)
    number = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    for _ in range(_ROUNDS):
        least = np.where(data > 0, data * lower[columns], data * upper[columns])
        most = np.where(data > 0, data * upper[columns], data * lower[columns])
        sum_least, sum_most = np.zeros(len(rhs), dtype=np.int64), np.zeros(len(rhs), dtype=np.int64)
        np.add.at(sum_least, number, least)
        np.add.at(sum_most, number, most)
        if (sum_least > rhs).any() or (sum_most < rhs).any():
            return lower, upper, False
        at_most = (rhs - sum_least)[number] + least  # data · x is at most this one
        at_least = (rhs - sum_most)[number] + most
        new_upper, new_lower = upper.copy(), lower.copy()
        np.minimum.at(new_upper, columns, np.where(data > 0, at_most // data, at_least // data))
        np.maximum.at(new_lower, columns, np.where(data > 0, -(-at_least // data), -(-at_most // data)))
        if (new_lower > new_upper).any():
            return lower, upper, False
        if np.array_equal(new_lower, lower) and np.array_equal(new_upper, upper):
            break
        lower, upper = new_lower, new_upper
    return lower, upper, True


def part_of(system: System, view: View, asked: Ints) -> Part:
    """Return what is left to search for the given cells (rows of `system.cells`)."""
    free = np.flatnonzero(view.lower < view.upper)
    fixed = np.where(view.lower < view.upper, 0, view.lower)
    rest = view.rhs - system.rows @ fixed
    rows = system.rows[:, free]
    numbers = np.flatnonzero(np.diff(rows.indptr) > 0)
    cells = system.cells[asked]
    return Part(
        free,
        numbers,
        view.lower[free],
        view.upper[free],
        rows[numbers],
        rest[numbers],
        cells[:, free].tocsr(),
        np.asarray(cells @ fixed, dtype=np.int64),
        np.arange(len(asked), dtype=np.int64),
        view.cap,
    )


def split(part: Part) -> list[Part]:
    """Return the pieces of a part that have nothing in common; cells without unknowns drop out."""
    size = len(part.columns)
    links = sparse.vstack([part.rows, part.cells]).tocsr()
    links.data = np.ones(len(links.data), dtype=np.int8)
    graph = sparse.bmat([[None, links.T], [links, None]])
    count, label = csgraph.connected_components(graph, directed=False)
    found = []
    rows_label, cells_label = label[size : size + part.rows.shape[0]], label[size + part.rows.shape[0] :]
    order = [np.flatnonzero(label[:size] == one) for one in range(count)] if size else []
    for one, columns in enumerate(order):
        if not len(columns):
            continue
        numbers, cells = np.flatnonzero(rows_label == one), np.flatnonzero(cells_label == one)
        if len(cells):
            found.append(
                Part(
                    part.columns[columns],
                    part.numbers[numbers],
                    part.lower[columns],
                    part.upper[columns],
                    part.rows[numbers][:, columns].tocsr(),
                    part.rhs[numbers],
                    part.cells[cells][:, columns].tocsr(),
                    part.offset[cells],
                    part.asked[cells],
                    part.cap,
                )
            )
    return found


def proven_least(
    rows: sparse.csr_matrix, view: View | Part, weights: Ints, multipliers: Ints, scale: int
) -> int:
    """Return a whole number that `weights · x` cannot be under, proven by multipliers of the equations.

    For any multipliers y, weights·x = y·rhs + (weights − rowsᵀy)·x, of which each term is least at a bound
    of x (Neumaier and Shcherbina, Mathematical Programming 99, 2004). Multipliers are whole numbers over
    `scale`, so the bound is exact whatever the solver that suggested them did wrong.

    Returns:
        The bound; `NOTHING` when an unknown that nothing bounds spoils it.
    """
    rest = weights * scale - rows.T @ multipliers
    at = np.flatnonzero(rest)
    if (view.upper[at][rest[at] < 0] >= view.cap).any():
        return NOTHING
    bound = np.where(rest[at] > 0, view.lower[at], view.upper[at])
    used = np.flatnonzero(multipliers)
    total = sum(int(a) * int(b) for a, b in zip(rest[at], bound, strict=True))
    total += sum(int(a) * int(b) for a, b in zip(multipliers[used], view.rhs[used], strict=True))
    return -((-total) // scale)
