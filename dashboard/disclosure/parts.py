"""A problem in parts that know nothing of each other: each can be protected by itself, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dashboard.disclosure.layout import Axis, Ints, Layout
from dashboard.disclosure.problem import Insider, Pattern, Problem, World


@dataclass(frozen=True)
class Part:
    """A part of a problem.

    Attributes:
        problem: the part as a problem of its own.
        cells: for each of its cells, the cell of the whole.
        inner: for each of its inner cells (flat), that of the whole; None without a layout.
    """

    problem: Problem
    cells: Ints
    inner: Ints | None


def part(problem: Problem) -> list[Part]:
    """Split a problem where no table adds up anything across: one part when it hangs together.

    With a layout that is a dimension whose total no table shows, such as the year; without one, groups of
    cells that share no sum.
    """
    if problem.layout is None:
        return _by_relations(problem)
    for dimension in range(len(problem.layout.axes)):
        classes = _classes(problem.layout, dimension)
        if classes.max() > 0:
            return [_restricted(problem, dimension, classes == one) for one in range(classes.max() + 1)]
    return [Part(problem, np.arange(len(problem)), None)]


def join(problem: Problem, parts: list[Part], patterns: list[Pattern]) -> Pattern:
    """Put the patterns of all parts together."""
    if len(parts) == 1:
        return patterns[0]
    hidden = np.zeros(len(problem), dtype=bool)
    unproven: list[int] = []
    truth_of_cells = any(world.of_cells for pattern in patterns for world in pattern.worlds[:1])
    worlds = [_truth(problem, truth_of_cells)]
    for one, pattern in zip(parts, patterns, strict=True):
        hidden[one.cells[pattern.hidden]] = True
        unproven += [int(one.cells[cell]) for cell in pattern.unproven]
        base = _truth(one.problem, truth_of_cells)
        for world in pattern.worlds:
            whole = world if world.relative else _difference(world, base)
            place = one.cells if (one.inner is None or world.of_cells) else one.inner
            worlds.append(replace(whole, inner=place[whole.inner]))
    return Pattern(
        hidden,
        problem.sensitive,
        tuple(world for world in worlds if not world.relative or len(world.inner)),
        tuple(sorted(unproven)),
        all(pattern.optimal for pattern in patterns),
        sum(pattern.seconds for pattern in patterns),
    )


def _truth(problem: Problem, of_cells: bool) -> World:
    if problem.layout is not None and not of_cells:
        return World(problem.inner, problem.counts)
    there = np.flatnonzero(problem.values)
    return World(there, problem.values[there], of_cells=of_cells)


def _difference(world: World, base: World) -> World:
    places = np.union1d(world.inner, base.inner)
    change = np.zeros(len(places), dtype=np.int64)
    change[np.searchsorted(places, world.inner)] += world.counts
    change[np.searchsorted(places, base.inner)] -= base.counts
    there = change != 0
    return World(places[there], change[there], relative=True, of_cells=world.of_cells)


def _by_relations(problem: Problem) -> list[Part]:
    linked = problem.relations.astype(bool).astype(float)
    count, label = connected_components(linked.T @ linked, directed=False)
    if count == 1:
        return [Part(problem, np.arange(len(problem)), None)]
    rows = np.full(problem.relations.shape[0], -1)
    coordinates = problem.relations.tocoo()
    rows[coordinates.row] = label[coordinates.col]
    found = []
    for one in range(count):
        cells = np.flatnonzero(label == one)
        found.append(
            Part(
                Problem(
                    problem.values[cells],
                    sparse.csr_matrix(problem.relations[rows == one][:, cells]),
                    problem.sensitive[cells],
                    problem.forced[cells],
                    problem.cost[cells],
                ),
                cells,
                None,
            )
        )
    return found


def _classes(layout: Layout, dimension: int) -> Ints:
    """Number the leaves of a dimension so that two have the same number when some cell holds both."""
    leaves = layout.shape[dimension]
    rows, columns = [], []
    for number, block in enumerate(layout.blocks):
        rows.append(np.arange(leaves))
        columns.append(leaves + number * leaves + block.maps[dimension])
    size = leaves * (1 + len(layout.blocks))
    ones = np.ones(leaves * len(layout.blocks))
    graph = sparse.coo_matrix((ones, (np.concatenate(rows), np.concatenate(columns))), shape=(size, size))
    label = connected_components(graph, directed=False)[1][:leaves]
    return np.unique(label, return_inverse=True)[1].ravel()


def _restricted(problem: Problem, dimension: int, mine: np.ndarray) -> Part:
    layout = problem.layout
    assert layout is not None
    axes = [_restricted_axis(axis, mine) if d == dimension else axis for d, axis in enumerate(layout.axes)]
    menu = [[f"{axes[d].name}@{level}" for d, level in table] for table in layout.menu]
    small = Layout.of(axes, menu)
    names = axes[dimension].nodes
    to_whole = np.array([layout.axes[dimension].position[name] for name in names])
    nodes = small.cells.copy()
    nodes[:, dimension] = to_whole[nodes[:, dimension]]
    places = [layout.find(one) for one in nodes]
    cells = np.array([place for place in places if place is not None], dtype=np.int64)
    coordinates = np.stack(np.unravel_index(np.arange(small.size), small.shape))
    coordinates[dimension] = to_whole[coordinates[dimension]]
    inner = np.ravel_multi_index(tuple(coordinates), layout.shape)
    position = {int(whole): i for i, whole in enumerate(inner)}
    here = np.array([int(i) in position for i in problem.inner], dtype=bool)
    part_inner = np.array([position[int(i)] for i in problem.inner[here]], dtype=np.int64)
    insiders = tuple(
        found
        for one in problem.insiders
        if (found := _restricted_insider(one, dimension, layout, small)).holds
    )
    return Part(
        Problem(
            problem.values[cells],
            small.relations,
            problem.sensitive[cells],
            problem.forced[cells],
            problem.cost[cells],
            small,
            part_inner,
            problem.counts[here],
            insiders,
        ),
        cells,
        inner,
    )


def _restricted_axis(axis: Axis, mine: np.ndarray) -> Axis:
    kept = [int(leaf) for leaf in np.flatnonzero(mine)]
    for tree in axis.trees:
        kept += [int(node) for node in dict.fromkeys(tree[:, mine].ravel()) if int(node) not in kept]
    new = {int(node): i for i, node in enumerate(kept)}
    trees = tuple(np.vectorize(new.__getitem__)(tree[:, mine]).astype(np.int64) for tree in axis.trees)
    families = tuple(
        (new[parent], tuple(new[child] for child in children if child in new))
        for parent, children in axis.families
        if parent in new
    )
    return Axis(axis.name, tuple(axis.nodes[node] for node in kept), int(mine.sum()), trees, families)


def _restricted_insider(insider: Insider, dimension: int, layout: Layout, small: Layout) -> Insider:
    holds = []
    for where, node in insider.holds:
        if where != dimension:
            holds.append((where, node))
            continue
        found = small.axes[dimension].position.get(layout.axes[dimension].nodes[node])
        if found is not None:
            holds.append((where, found))
    return Insider(insider.name, tuple(holds))
