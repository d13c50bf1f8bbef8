"""Releases of one population over time: what subtraction of two releases would give away.

What an attacker can do with releases that are all on line. A pair of tables (old, new) is possible when old
agrees with the old release and new agrees with the new one: any two whole tables that are not negative can
follow each other (whoever is only in old has left, whoever is only in new has joined). So a cell's net change
lies between `least new − greatest old` and `greatest new − least old`, no system over both releases gives
more, and `audit_over_time` needs none. Only where people can join and never leave (people ever taken in)
are the two linked: `over_time_joint` is for those.

What is promised of the next release (`over_time_protecting.protect_next`):
1. what was hidden stays hidden, so that of a part in which nothing changed no more is ever known;
2. changes of fewer people than the threshold are not published: they wait (`Decision.hold`);
3. where a cell was published and its change is small, the new value is hidden so well that the change may be
   none or one, and may be at least the threshold; nobody is ever sure of a small change of any cell.
The last is checked on whole worlds before anything is published; what cannot be shown waits.

Limits. Net changes are protected, not what somebody assumes beyond the tables (that this very cohort can only
lose people, say). An insider's changes are counted without its own people. Values are compared by the names
of their cells: a cell that changed its name has no history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout
from dashboard.disclosure.problem import Insider, Pattern, Problem, World

Key = frozenset[tuple[str, str]]


class OverTimeError(ValueError):
    """Releases that cannot be compared; the message is a sentence for the user."""


@dataclass(frozen=True)
class Online:
    """A release as it is on line.

    Attributes:
        label: how reasons call it.
        layout: its cells.
        values: shape (cells,), NaN where hidden.
        exact: its true inner table. Only the data office has it; the audit does not read it.
        worlds: worlds that are said to agree with it; the audit checks each.
    """

    label: str
    layout: Layout
    values: Floats
    exact: World | None = field(default=None, repr=False)
    worlds: tuple[World, ...] = field(default=(), repr=False)

    @staticmethod
    def of(label: str, problem: Problem, pattern: Pattern) -> Online:
        """Return what comes on line when a problem is published by a pattern.

        Raises:
            OverTimeError: the problem has no layout.
        """
        if problem.layout is None:
            raise OverTimeError("per confrontare i rilasci servono dimensioni e gerarchie")
        values = np.where(pattern.hidden, np.nan, problem.values.astype(np.float64))
        return Online(label, problem.layout, values, World(problem.inner, problem.counts), pattern.worlds)

    @property
    def hidden(self) -> Bools:
        """The cells without a value."""
        return np.isnan(self.values)


@dataclass(frozen=True)
class Decision:
    """What is to be done with the new figures of a population.

    Attributes:
        kind: `publish`; `unchanged`, when they are those of the last release; `hold`, when the population
            keeps its tables as they are on line.
        reason: a sentence for the screen, empty for `publish`.
        kept: cells hidden in an earlier release, shape (cells,).
        small: cells whose small change would be seen against a published value.
        reasons: why a cell is in one of the two, by cell.
        people: the least number of people who can have joined, left or moved since the last release.
    """

    kind: Literal["publish", "unchanged", "hold"]
    reason: str
    kept: Bools
    small: Bools
    reasons: Mapping[int, str]
    people: int

    @property
    def hold(self) -> bool:
        """Whether the earlier tables stay as they are."""
        return self.kind == "hold"


def decide(
    layout: Layout,
    inner: Ints,
    counts: Ints,
    earlier: Sequence[Online],
    *,
    threshold: int = 5,
    least_change: int | None = None,
    insiders: Sequence[Insider] = (),
) -> Decision:
    """Compare new figures with the releases on line.

    A person who changes category is one who leaves one inner cell and joins another: of Σ joins and Σ leaves
    the larger is the least number of people who can be behind the changes.

    Args:
        layout: the new cells.
        inner: flat positions of the new inner cells.
        counts: their counts.
        earlier: the releases on line, the oldest first, with their exact figures.
        threshold: if fewer people changed in all, the release waits.
        least_change: a cell's change by fewer is small; by default the threshold.
        insiders: for each, the changes outside its own part must not be small either.

    Raises:
        OverTimeError: an earlier release lacks its exact figures, or a least change under 1.
    """
    new = World(inner, counts)
    least = threshold if least_change is None else least_change
    if least < 1:
        raise OverTimeError(f"la variazione minima deve essere almeno 1, non {least}")
    kept = np.zeros(len(layout), dtype=bool)
    small = np.zeros(len(layout), dtype=bool)
    reasons: dict[int, str] = {}
    people, close = 0, None
    for online in earlier:
        step = Step.between(online, layout, new, insiders)
        people = step.people
        if 0 < people < threshold:
            close = online.label
        for mask, mine, why in (
            (kept, step.hidden, f"nascosta nel rilascio «{online.label}»"),
            (small, step.small(least), f"variazione piccola rispetto al rilascio «{online.label}»"),
        ):
            mask |= mine
            for cell in np.flatnonzero(mine).tolist():
                reasons.setdefault(cell, why)
    if close is not None:
        reason = (
            f"Rispetto al rilascio «{close}» è cambiato meno di {threshold} persone: la differenza fra i due "
            "rilasci direbbe chi sono. Restano le tabelle di prima; le variazioni usciranno con le prossime."
        )
        return Decision("hold", reason, kept, small, reasons, people)
    if earlier and not people:
        same = f"Le cifre sono quelle del rilascio «{earlier[-1].label}»."
        return Decision("unchanged", same, kept, small, reasons, 0)
    return Decision("publish", "", kept, small, reasons, people)


@dataclass(frozen=True)
class Step:
    """The way from a release on line to the new figures.

    Attributes:
        place: for each new cell its cell in the old release, −1 where it has none.
        hidden: the new cells hidden there.
        changes: exact change of each new cell, 0 without a place.
        outside: for each insider, the same without its own people.
        owned: for each insider, the cells that are wholly its own.
        people: see `decide`.
    """

    place: Ints
    hidden: Bools
    changes: Ints
    outside: tuple[Ints, ...]
    owned: tuple[Bools, ...]
    people: int

    @staticmethod
    def between(online: Online, layout: Layout, new: World, insiders: Sequence[Insider]) -> Step:
        """Compare a release on line with new figures.

        Raises:
            OverTimeError: it lacks its exact figures.
        """
        if online.exact is None:
            raise OverTimeError(f"mancano le cifre esatte del rilascio «{online.label}»")
        old = online.exact
        place = places(online.layout, layout)
        found = place >= 0
        outside = []
        for insider in (None, *insiders):
            after = _without(layout, new, insider)
            before = _without(online.layout, old, _renamed(insider, layout, online.layout))
            outside.append(np.where(found, after - before[place], 0))
        hidden = found & online.hidden[place]
        owned = tuple(insider.owns(layout) for insider in insiders)
        people = _people(online.layout, old, layout, new)
        return Step(place, hidden, outside[0], tuple(outside[1:]), owned, people)

    def small(self, threshold: int) -> Bools:
        """Tell which cells were published and changed by fewer than the threshold, for anybody."""
        found = is_small(self.changes, threshold)
        for changes, owned in zip(self.outside, self.owned, strict=True):
            found |= is_small(changes, threshold) & ~owned
        return found & (self.place >= 0) & ~self.hidden


def is_small(changes: Ints, threshold: int) -> Bools:
    """Tell which changes are there and are smaller than the threshold, up or down."""
    found: Bools = (changes != 0) & (np.abs(changes) < threshold)
    return found


def _without(layout: Layout, world: World, insider: Insider | None) -> Ints:
    """Return the values of all cells, without the people whom an insider knows."""
    kept = np.ones(len(world.inner), dtype=bool) if insider is None else ~insider.knows(layout, world.inner)
    return np.asarray(layout.add_up(world.inner[kept], world.counts[kept]), dtype=np.int64)


def _renamed(insider: Insider | None, layout: Layout, other: Layout) -> Insider | None:
    """Find what an insider holds in another layout, by names; what is not there it does not know."""
    if insider is None:
        return None
    axes = {axis.name: d for d, axis in enumerate(other.axes)}
    holds = []
    for dimension, node in insider.holds:
        axis = layout.axes[dimension]
        there = axes.get(axis.name)
        where = None if there is None else other.axes[there].position.get(axis.nodes[node])
        if there is not None and where is not None:
            holds.append((there, where))
    return Insider(insider.name, tuple(holds))


def _keys(layout: Layout) -> list[Key]:
    """Name each cell by its dimensions and nodes, without totals, so that a new dimension changes none."""
    roots = [{int(node) for leafwise in axis.maps(0) for node in leafwise} for axis in layout.axes]
    named = [
        [None if node in root else (axis.name, text) for node, text in enumerate(axis.nodes)]
        for axis, root in zip(layout.axes, roots, strict=True)
    ]
    found = []
    for cell in layout.cells.tolist():
        parts = (names[node] for names, node in zip(named, cell, strict=True))
        found.append(frozenset(part for part in parts if part is not None))
    return found


def places(old: Layout, new: Layout) -> Ints:
    """Return, for each cell of the new layout, the cell of the same name in the old one; −1 without one."""
    there = {key: cell for cell, key in enumerate(_keys(old))}
    return np.array([there.get(key, -1) for key in _keys(new)], dtype=np.int64)


def _people(old: Layout, before: World, new: Layout, after: World) -> int:
    """Return the least number of people who can be behind the changes, over the dimensions both have."""
    common = sorted({axis.name for axis in old.axes} & {axis.name for axis in new.axes})
    change: dict[tuple[str, ...], int] = {}
    for layout, world, sign in ((old, before, -1), (new, after, 1)):
        places_of = {axis.name: d for d, axis in enumerate(layout.axes)}
        at = np.unravel_index(world.inner, layout.shape)
        columns = [[layout.axes[places_of[name]].nodes[i] for i in at[places_of[name]]] for name in common]
        for row, count in enumerate(world.counts.tolist()):
            key = tuple(column[row] for column in columns)
            change[key] = change.get(key, 0) + sign * count
    joined = sum(step for step in change.values() if step > 0)
    left = -sum(step for step in change.values() if step < 0)
    return max(joined, left)
