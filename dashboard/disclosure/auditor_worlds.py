"""Candidate worlds, none of them believed: which agree with the publication, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.disclosure.auditor_job import whole
from dashboard.disclosure.layout import Bools, Ints, Layout
from dashboard.disclosure.problem import Insider, World, values_of


@dataclass(frozen=True)
class Checked:
    """The worlds that agree with the publication.

    Attributes:
        values: the values of the hidden cells in each, shape (worlds, hidden cells).
        numbers: which of the given worlds each is.
        changed: for each, the inner cells where it may differ from the first of all, and its counts there.
        base: the first of all the given worlds, whether it agrees or not.
        refused: how many do not agree.
    """

    values: Ints
    numbers: tuple[int, ...]
    changed: tuple[tuple[Ints, Ints], ...]
    base: World | None
    refused: int


def absolute(world: World, base: World) -> World:
    """Return a world told as a difference as a whole one."""
    if not world.relative:
        return world
    inner = np.union1d(base.inner, world.inner)
    counts = look_up(base, inner) + look_up(world, inner)
    there = counts != 0
    return World(inner[there], counts[there])


def look_up(world: World, places: Ints) -> Ints:
    """Return the counts of a world at the given positions."""
    inner, counts = world.inner, world.counts
    if (inner[1:] < inner[:-1]).any():
        order = np.argsort(inner)
        inner, counts = inner[order], counts[order]
    where = np.searchsorted(inner, places)
    there = where < len(inner)
    there[there] = inner[where[there]] == places[there]
    found = np.zeros(len(places), dtype=np.int64)
    found[there] = counts[where[there]]
    return found


def check(
    worlds: Sequence[World],
    layout: Layout | None,
    relations: sparse.csr_matrix,
    values: Ints,
    hidden: Bools,
) -> Checked:
    """Sort out the worlds that agree with everything published.

    Args:
        worlds: the candidates; relative ones are differences from the first.
        layout: the cells; None when a world is a list of cells.
        relations: without a layout, the sums that must be 0.
        values: published values, whole; what stands at hidden cells is not read.
        hidden: the hidden cells.
    """
    size = len(values) if layout is None else layout.size
    found: list[Ints] = []
    numbers: list[int] = []
    changed: list[tuple[Ints, Ints]] = []
    base = worlds[0] if worlds and not worlds[0].relative and whole(worlds[0], size) else None
    base_values = None if base is None else values_of(base, layout, len(values))
    below = np.zeros(0, dtype=np.int64) if base is None else base.inner[base.counts < 0]
    for number, world in enumerate(worlds):
        if not whole(world, size) or (world.relative and (base is None or number == 0)):
            continue
        counts = world.counts
        made = values_of(world, layout, len(values))
        if world.relative:
            assert base is not None and base_values is not None
            counts = counts + look_up(base, world.inner)
            made = made + base_values
        agrees = (counts >= 0).all() and (made >= 0).all() and (made[~hidden] == values[~hidden]).all()
        if world.relative and len(below):  # what the base has elsewhere must be right too
            agrees = agrees and np.isin(below, world.inner).all()
        if layout is None and agrees:
            agrees = not np.any(relations @ made)
        if agrees:
            found.append(made[hidden])
            numbers.append(number)
            changed.append(_difference(world, counts, base))
    stacked = np.stack(found) if found else np.zeros((0, int(hidden.sum())), dtype=np.int64)
    return Checked(stacked, tuple(numbers), tuple(changed), base, len(worlds) - len(numbers))


def _difference(world: World, counts: Ints, base: World | None) -> tuple[Ints, Ints]:
    if world.relative or base is None:
        return world.inner, counts
    places = np.union1d(world.inner, base.inner)
    mine = look_up(world, places)
    differ = mine != look_up(base, places)
    return places[differ], mine[differ]


def possible_for(checked: Checked, own: World, insiders: Sequence[Insider], layout: Layout) -> Bools:
    """Tell which worlds have, in the part that an insider knows, exactly its own figures.

    Returns:
        Shape (insiders, worlds).
    """
    found = np.zeros((len(insiders), len(checked.numbers)), dtype=bool)
    base = checked.base
    if base is None:
        return found
    first = np.union1d(base.inner, own.inner)
    first = first[look_up(base, first) != look_up(own, first)]
    leaves = [_leaves(layout, insiders, d) for d in range(len(layout.axes))]
    for column, (places, counts) in enumerate(checked.changed):
        at = np.union1d(first, places)
        here = look_up(base, at)
        here[np.searchsorted(at, places)] = counts
        differ = at[here != look_up(own, at)]
        coordinates = np.unravel_index(differ, layout.shape)
        known = np.zeros(len(insiders), dtype=bool)
        for mask, where in zip(leaves, coordinates, strict=True):
            if mask is not None:
                known |= mask[:, where].any(axis=1)
        found[:, column] = ~known
    return found


def _leaves(layout: Layout, insiders: Sequence[Insider], dimension: int) -> Bools | None:
    """Return which leaves of a dimension each insider knows, None when nobody knows any."""
    mask = np.zeros((len(insiders), layout.axes[dimension].leaf_count), dtype=bool)
    for number, insider in enumerate(insiders):
        for where, node in insider.holds:
            if where == dimension:
                mask[number, layout.axes[dimension].members(node)] = True
    return mask if mask.any() else None
