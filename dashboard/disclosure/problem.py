"""What is to be protected, by which rule, and what came of it: the plain objects that all parts share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout

LEAST_THRESHOLD = 2
INNER_LIMIT = 20_000
_CELL_LIMIT = 3_000
_INSIDER_LIMIT = 2_000


class ProblemError(ValueError):
    """A problem or a rule that makes no sense; the message is a sentence for the user."""


@dataclass(frozen=True)
class Rule:
    """When a count is too small, and how well a hidden one must be hidden.

    Attributes:
        threshold: counts from 1 to threshold − 1 are sensitive.
        zeros: `sensitive` makes zeros sensitive too; with `free` they may be published.
        interval: (lower, upper): the amounts by which a sensitive cell must be able to be lower and higher
            (never below 0). None: every hidden cell, primary or secondary, must either be known only to be
            at least the threshold, or be possible with a value ≤ 1 and with one ≥ threshold.

    Raises:
        ProblemError: a threshold under 2, negative amounts or both zero.
    """

    threshold: int = 5
    zeros: Literal["free", "sensitive"] = "free"
    interval: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Refuse a rule that protects nothing."""
        if self.threshold < LEAST_THRESHOLD:
            raise ProblemError(f"la soglia deve essere almeno {LEAST_THRESHOLD}, non {self.threshold}")
        if self.zeros not in ("free", "sensitive"):
            raise ProblemError(f"gli zeri sono «free» o «sensitive», non «{self.zeros}»")
        if self.interval is not None and (min(self.interval) < 0 or not any(self.interval)):
            raise ProblemError("l’intervallo vuole due quantità non negative, non entrambe nulle")

    @property
    def low(self) -> int:
        """A hidden cell that may be small must be possible with a value not above this one."""
        return 1

    def small(self, values: Ints) -> Bools:
        """Tell which counts are sensitive by themselves."""
        return (values < self.threshold) & ((values > 0) | (self.zeros == "sensitive"))


@dataclass(frozen=True)
class Insider:
    """Somebody who knows exactly all the inner cells of some nodes: a Regione that knows its own people.

    Attributes:
        name: how reports call it.
        holds: (dimension, node) pairs, as positions in the layout; one who holds two knows both.
    """

    name: str
    holds: tuple[tuple[int, int], ...]

    def inner(self, layout: Layout) -> list[tuple[int, Bools]]:
        """Return, for each pair, the dimension and which of its leaves are known."""
        return [(dimension, layout.within(dimension, node)[0]) for dimension, node in self.holds]

    def knows(self, layout: Layout, inner: Ints) -> Bools:
        """Tell which inner cells (flat positions) it knows."""
        coordinates = np.unravel_index(inner, layout.shape)
        known = np.zeros(len(inner), dtype=bool)
        for dimension, leaves in self.inner(layout):
            known |= leaves[coordinates[dimension]]
        return known

    def owns(self, layout: Layout) -> Bools:
        """Tell which cells lie wholly in what it knows."""
        owned = np.zeros(len(layout), dtype=bool)
        for dimension, node in self.holds:
            owned |= layout.within(dimension, node)[1]
        return owned


@dataclass(frozen=True)
class World:
    """A way the world may be: a whole table of non-negative whole numbers.

    Attributes:
        inner: flat positions of the inner cells that are not zero; with a problem without layout, of the
            cells.
        counts: their counts.
        relative: when true, what is told is only the difference from the first world of the list it stands
            in (counts may then be negative); that one is never relative.
        of_cells: when true, the positions are those of cells and not of inner cells: a world of the published
            tables, all of them with all their sums, in which no single person is placed.
    """

    inner: Ints
    counts: Ints
    relative: bool = False
    of_cells: bool = False


@dataclass(frozen=True)
class Problem:
    """Cells with counts, how they add up, which are sensitive, which must stay published, what each costs.

    There are two ways to say how cells add up. With a `layout`, the cells are sums of inner cells, and an
    attacker knows that the inner cells are whole numbers, not negative, whether a table shows them or not.
    Without one, `relations` (sums of cells that are 0) say all.

    Attributes:
        values: count of each cell, shape (cells,).
        relations: shape (sums, cells): each row times the values is 0.
        sensitive: the primary cells.
        forced: the cells that must stay published.
        cost: what it costs to hide each cell (> 0).
        layout, inner, counts: the layout, and the inner cells that are not zero with their counts.
        insiders: who knows a part exactly (only with a layout).
        reasons: why a primary cell is sensitive, by cell.
    """

    values: Ints
    relations: sparse.csr_matrix
    sensitive: Bools
    forced: Bools
    cost: Floats
    layout: Layout | None = None
    inner: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    counts: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    insiders: tuple[Insider, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse counts below zero, sums that do not hold, and arrays of different lengths."""
        lengths = {len(self.values), len(self.sensitive), len(self.forced), len(self.cost)}
        if len(lengths) != 1 or self.relations.shape[1] != len(self.values):
            raise ProblemError("le celle, i costi e le relazioni non hanno la stessa lunghezza")
        if (self.values < 0).any():
            raise ProblemError("i conteggi non possono essere negativi")
        if self.relations.shape[0] and np.abs(self.relations @ self.values).max() != 0:
            raise ProblemError("i conteggi non rispettano le somme: un totale non è la somma delle sue parti")
        if (self.cost <= 0).any():
            raise ProblemError("ogni cella deve avere un costo maggiore di zero")
        if self.insiders and self.layout is None:
            raise ProblemError("chi conosce i dati propri si può descrivere solo con dimensioni e gerarchie")

    def __len__(self) -> int:
        """Number of cells."""
        return len(self.values)

    @staticmethod
    def of(
        layout: Layout,
        inner: Ints,
        counts: Ints,
        rule: Rule,
        *,
        sensitive: Bools | None = None,
        forced: Bools | None = None,
        cost: Floats | None = None,
        insiders: Sequence[Insider] = (),
    ) -> Problem:
        """Make the problem of a layout and its inner cells.

        Args:
            layout: the cells.
            inner: flat positions of inner cells, each once; those not named count 0.
            counts: their counts.
            rule: says which cells are small.
            sensitive: the primary cells, in place of those that the rule finds.
            forced: the cells that must stay published.
            cost: what it costs to hide each cell; by default 1 and a little more for larger counts, so that
                the fewest cells are hidden and, of two ways, the one that loses less.
            insiders: who knows a part exactly.

        Raises:
            ProblemError: counts below zero, an inner cell twice.
        """
        if len(np.unique(inner)) != len(inner):
            raise ProblemError("la stessa combinazione compare due volte")
        if (counts < 0).any():
            raise ProblemError("i conteggi non possono essere negativi")
        there = counts > 0
        values = np.asarray(layout.add_up(inner[there], counts[there]), dtype=np.int64)
        primary = rule.small(values) if sensitive is None else sensitive
        why = f"conteggio sotto {rule.threshold}" if sensitive is None else "indicata come riservata"
        return Problem(
            values,
            layout.relations,
            primary,
            np.zeros(len(layout), dtype=bool) if forced is None else forced,
            default_cost(values) if cost is None else cost,
            layout,
            inner[there],
            counts[there],
            tuple(insiders),
            {int(cell): why for cell in np.flatnonzero(primary)},
        )

    def owned(self) -> Bools:
        """Tell, for each insider, which cells lie wholly in what it knows: shape (insiders, cells)."""
        return self._owned

    def known(self) -> Ints:
        """Return, for each insider, the part of each cell that it knows: shape (insiders, cells)."""
        return self._known

    @cached_property
    def _owned(self) -> Bools:
        if self.layout is None or not self.insiders:
            return np.zeros((0, len(self)), dtype=bool)
        return np.stack([insider.owns(self.layout) for insider in self.insiders])

    @cached_property
    def _known(self) -> Ints:
        found = np.zeros((len(self.insiders), len(self)), dtype=np.int64)
        for number, insider in enumerate(self.insiders):
            assert self.layout is not None
            mine = insider.knows(self.layout, self.inner)
            found[number] = self.layout.add_up(self.inner[mine], self.counts[mine])
        return found


def by_people(inner: int, cells: int, insiders: int) -> bool:
    """Tell whether a problem is small enough to be proven by whole worlds of people.

    Larger ones are protected and audited by their published tables alone, all of them with all their sums.
    Protector and auditor ask the same question, so that one does not promise what the other cannot check.

    Args:
        inner: number of inner cells.
        cells: number of cells.
        insiders: number of insiders; each makes everything be done once more.
    """
    return inner <= INNER_LIMIT and cells <= _CELL_LIMIT and insiders * cells <= _INSIDER_LIMIT


def default_cost(values: Ints) -> Floats:
    """Return the default cost of cells: the number of hidden cells counts first, then what is lost."""
    cost: Floats = 1.0 + 0.02 * np.log1p(values.astype(np.float64))
    return cost


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden, and why it is believed to be safe.

    Attributes:
        hidden: shape (cells,).
        primary: the sensitive cells.
        worlds: whole worlds that agree with everything published; together they show, for every cell that is
            in doubt, that it may be low and that it may be high. They are for the audit and the data office
            only: the truth is among them.
        unproven: hidden cells (positions) for which no such worlds were found.
        optimal: whether no pattern with a lower cost exists.
        seconds: how long it took.
    """

    hidden: Bools
    primary: Bools
    worlds: tuple[World, ...] = ()
    unproven: tuple[int, ...] = ()
    optimal: bool = False
    seconds: float = 0.0

    @property
    def secondary(self) -> Bools:
        """The cells hidden only to protect others."""
        return self.hidden & ~self.primary


def values_of(world: World, layout: Layout | None, cells: int) -> Ints:
    """Return the values of all cells in a world (their differences, in a relative one)."""
    if layout is not None and not world.of_cells:
        return np.asarray(layout.add_up(world.inner, world.counts), dtype=np.int64)
    values = np.zeros(cells, dtype=np.int64)
    values[world.inner] = world.counts
    return values


def values_of_all(worlds: Sequence[World], layout: Layout | None, cells: int) -> Ints:
    """Return the values of all cells in each world of a list, shape (worlds, cells).

    Args:
        worlds: the first is whole; relative ones are differences from it.
        layout: the cells; None when a world is a list of cells.
        cells: number of cells.
    """
    values = np.stack([values_of(world, layout, cells) for world in worlds])
    values[[world.relative for world in worlds]] += values[0]
    return values


def insiders_at(layout: Layout, dimension: int, level: int) -> list[Insider]:
    """Return one insider for each node of a level of a dimension."""
    axis = layout.axes[dimension]
    nodes: dict[int, None] = {}
    for leafwise in axis.maps(level):
        nodes.update({int(node): None for node in leafwise})
    return [Insider(f"{axis.name}={axis.nodes[node]}", ((dimension, node),)) for node in nodes]


def sparse_relations(rows: Iterable[Mapping[int, float]], cells: int) -> sparse.csr_matrix:
    """Make relations of rows `{cell: factor}`."""
    listed = [dict(row) for row in rows]
    data = [value for row in listed for value in row.values()]
    columns = [cell for row in listed for cell in row]
    numbers = [number for number, row in enumerate(listed) for _ in row]
    return sparse.csr_matrix((data, (numbers, columns)), shape=(len(listed), cells))
