"""Populations that only grow: all their releases as one system of tables.

Of people ever taken in, nobody is ever taken out: each release is the one before plus those who joined. The
releases and the joiners between any two of them are then nodes of one more dimension, *when*, and everything
that protects and audits one release does so for all of them together: a small number of joiners is a small
count like any other. (A population that only shrinks is one that grows, read from its last release back.)

For a population that may both grow and shrink this system would promise too much: see `over_time`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np

from dashboard.disclosure.layout import Axis, Ints, Layout, Tree
from dashboard.disclosure.over_time import Online, OverTimeError, places
from dashboard.disclosure.problem import Problem, Rule, World

WHEN = "rilascio"


def joiners(earlier: str, later: str) -> str:
    """Return the name of those who joined between two releases."""
    return f"entrati da «{earlier}» a «{later}»"


def joint_layout(layout: Layout, labels: Sequence[str]) -> Layout:
    """Return the cells of several releases and of the joiners between any two of them.

    Args:
        layout: the cells of one release.
        labels: the releases, the oldest first.

    Raises:
        OverTimeError: fewer than two releases, or a name that is there already.
    """
    if len(labels) < 2 or len(set(labels)) != len(labels):
        raise OverTimeError("servono almeno due rilasci, con nomi diversi")
    if WHEN in {axis.name for axis in layout.axes}:
        raise OverTimeError(f"una dimensione si chiama già «{WHEN}»")
    trees = [_tree(labels, one, other) for one, other in combinations(range(len(labels)), 2)]
    when = Axis.of(WHEN, [], trees)
    menu = [
        [*(f"{layout.axes[d].name}@{level}" for d, level in table), f"{WHEN}@{level}"]
        for level in range(when.depth + 1)
        for table in layout.menu
    ]
    return Layout.of([*layout.axes, when], menu)


def _tree(labels: Sequence[str], start: int, end: int) -> Tree:
    """Return each release as the one before and its joiners, those from one to another taken together."""
    tree: dict[str, list[str]] = {}
    for i in range(1, len(labels)):
        if not start < i <= end:
            tree[labels[i]] = [labels[i - 1], joiners(labels[i - 1], labels[i])]
    tree[labels[end]] = [labels[start], joiners(labels[start], labels[end])]
    if end - start > 1:
        steps = [joiners(labels[i], labels[i + 1]) for i in range(start, end)]
        tree[joiners(labels[start], labels[end])] = steps
    return tree


def cells_at(layout: Layout, joint: Layout, node: str) -> Ints:
    """Return where the cells of one release, or of the joiners between two, are in the joint layout.

    Args:
        layout: the cells of one release.
        joint: from `joint_layout`.
        node: a label, or `joiners(…)`.
    """
    when = joint.axes[-1].position[node]
    found = [joint.find([*nodes, when]) for nodes in layout.cells.tolist()]
    return np.array([-1 if cell is None else cell for cell in found], dtype=np.int64)


def joint_problem(
    layout: Layout, earlier: Sequence[Online], label: str, world: World, rule: Rule
) -> tuple[Problem, Layout]:
    """Return the problem of all releases together: those on line stay as they are, the new one is open.

    Args:
        layout: the cells of the new release; the earlier ones have the same dimensions.
        earlier: the releases on line, the oldest first, with their exact figures.
        label: of the new release.
        world: its exact inner table.
        rule: for counts, joiners among them.

    Returns:
        The problem and its layout. What a pattern of it hides of the new release is what `cells_at` finds.

    Raises:
        OverTimeError: somebody has left, exact figures are missing, or the dimensions are others.
    """
    if any(online.layout.shape != layout.shape or online.layout.menu != layout.menu for online in earlier):
        raise OverTimeError("i rilasci di una popolazione cumulativa devono avere le stesse tabelle")
    tables = [_dense(layout, online.exact, online.label) for online in earlier]
    tables.append(_dense(layout, world, label))
    labels = [*(online.label for online in earlier), label]
    joint = joint_layout(layout, labels)
    steps = np.stack([tables[0], *(after - before for before, after in pairwise(tables))])
    if (steps < 0).any():
        raise OverTimeError("la popolazione non è cumulativa: qualcuno non c’è più")
    leaf = [labels[0], *(joiners(one, other) for one, other in pairwise(labels))]
    order = [joint.axes[-1].position[name] for name in leaf]
    counts = np.zeros((layout.size, len(order)), dtype=np.int64)
    counts[:, order] = steps.T
    inner = np.flatnonzero(counts)
    problem = Problem.of(joint, inner, counts.ravel()[inner], rule)
    return _as_on_line(problem, joint, layout, earlier), joint


def _dense(layout: Layout, world: World | None, label: str) -> Ints:
    if world is None:
        raise OverTimeError(f"mancano le cifre esatte del rilascio «{label}»")
    counts = np.zeros(layout.size, dtype=np.int64)
    counts[world.inner] = world.counts
    return counts


def _as_on_line(problem: Problem, joint: Layout, layout: Layout, earlier: Sequence[Online]) -> Problem:
    """Keep published what is on line, and hidden what was hidden, in its release and in the new one."""
    shown, kept = np.zeros(len(joint), dtype=bool), np.zeros(len(joint), dtype=bool)
    reasons = dict(problem.reasons)
    last = cells_at(layout, joint, joint.axes[-1].nodes[_root(joint)])
    for online in earlier:
        place = places(online.layout, layout)
        mine = cells_at(layout, joint, online.label)
        hidden = online.hidden[place]
        shown[mine[~hidden]] = True
        for cell in [*mine[hidden].tolist(), *last[hidden].tolist()]:
            kept[cell] = True
            reasons[cell] = f"nascosta nel rilascio «{online.label}»"
    sensitive = (problem.sensitive | kept) & ~shown
    reasons = {cell: why for cell, why in reasons.items() if sensitive[cell]}
    return replace(problem, sensitive=sensitive, forced=shown, reasons=reasons)


def _root(joint: Layout) -> int:
    return int(joint.axes[-1].trees[0][0][0])
