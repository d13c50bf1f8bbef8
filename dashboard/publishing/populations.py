"""Populations: whom the tables of a confidential dataset count, as a layout of cells and an inner table.

A population is a count of people of one dataset at one value of each dimension that is never summed (a day, a
state): within it all the public tables, at all levels of territory, are linked by their sums. Populations of
one dataset of which the same areas have delivered, with the same codes, are put together into groups, side by
side on an axis of their own that no table sums, so that few problems are solved instead of many small ones.
What is outside a group (an area that has not delivered, a code that makes no sense) is zero for all to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from dashboard.disclosure.layout import Axis, Ints, Layout

POPULATION = "popolazione"
"""Name of the axis on which the populations of a group stand side by side."""
REST = "·"
"""Ends the name of what is delivered for an area as a whole and lies in none of its parts."""

Chosen = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """An axis in plain words: leaves in their order, and the tree above them (empty: one total)."""

    name: str
    leaves: tuple[str, ...]
    tree: Mapping[str, tuple[str, ...]]

    @cached_property
    def axis(self) -> Axis:
        """The axis of the layout."""
        return Axis.of(self.name, self.leaves, [self.tree] if self.tree else [])


@dataclass(frozen=True)
class Shape:
    """What is public about a group: which cells its tables have, and how they add up.

    Attributes:
        dataset: its code.
        measure: the count.
        fixed: the dimensions that are never summed; `keys` are their values, one line a population.
        area: name of the axis of territory, "" without one.
        levels: levels of territory, the widest first; the number of a level in the axis is its place here.
        lines: the axes: that of the populations, then territory, then the dimensions that may be summed.
        tables: the tables, as the menu names them: a level, then dimensions.
        area_level: level of each node of the territory that is an area.
    """

    dataset: str
    measure: str
    fixed: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    area: str
    levels: tuple[str, ...]
    lines: tuple[Line, ...]
    tables: tuple[Chosen, ...]
    area_level: Mapping[str, str]

    def only(self, number: int) -> Shape:
        """Return the shape of one of the populations by itself."""
        first = self.lines[0]
        line = Line(first.name, first.leaves[number : number + 1], {})
        return replace(self, keys=self.keys[number : number + 1], lines=(line, *self.lines[1:]))

    def cells_in(self, number: int) -> Ints:
        """Return, for each cell of a population by itself (see `only`), the cell of the group."""
        nodes = self.only(number).layout.cells.copy()
        nodes[:, 0] = number
        return np.array([self.layout.find(one) for one in nodes], dtype=np.int64)

    def to_json(self) -> dict[str, Any]:
        """Return the description as plain values."""
        return {
            "dataset": self.dataset,
            "measure": self.measure,
            "fixed": list(self.fixed),
            "keys": [list(key) for key in self.keys],
            "area": self.area,
            "levels": list(self.levels),
            "axes": [
                [one.name, list(one.leaves), [[above, list(below)] for above, below in one.tree.items()]]
                for one in self.lines
            ],
            "tables": [list(chosen) for chosen in self.tables],
            "area_level": dict(self.area_level),
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> Shape:
        """Make the description again from what `to_json` gave."""
        return Shape(
            dataset=str(told["dataset"]),
            measure=str(told["measure"]),
            fixed=tuple(told["fixed"]),
            keys=tuple(tuple(key) for key in told["keys"]),
            area=str(told["area"]),
            levels=tuple(told["levels"]),
            lines=tuple(
                Line(name, tuple(leaves), {above: tuple(below) for above, below in tree})
                for name, leaves, tree in told["axes"]
            ),
            tables=tuple(tuple(chosen) for chosen in told["tables"]),
            area_level=dict(told["area_level"]),
        )

    @cached_property
    def layout(self) -> Layout:
        """The cells of the tables."""
        return Layout.of([one.axis for one in self.lines], [self._named(chosen) for chosen in self.tables])

    @property
    def territory(self) -> int | None:
        """Position of the axis of territory, None without one."""
        return 1 if self.area else None

    @property
    def free(self) -> tuple[str, ...]:
        """The dimensions that may be summed."""
        return tuple(one.name for one in self.lines[2 if self.area else 1 :])

    def level_of(self, chosen: Chosen) -> str:
        """Return the level of territory of a table, "" without one."""
        return next((name for name in chosen if name in self.levels), "")

    def picked(self, chosen: Chosen) -> tuple[str, ...]:
        """Return the dimensions of a table that may be summed, in the order of the dataset."""
        return tuple(name for name in self.free if name in chosen)

    def dims(self, chosen: Chosen) -> tuple[str, ...]:
        """Return the columns of a table: level, dimensions never summed, dimensions chosen."""
        level = self.level_of(chosen)
        return ((level,) if level else ()) + self.fixed + self.picked(chosen)

    def cells_of(self, chosen: Chosen) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the cells of a table: the values of its columns (see `dims`), and the position of the cell.

        What has no area at the level of the table (what was delivered for a wider area as a whole) has a
        cell, but is in no row: see `unlisted`.
        """
        level, picked = self.level_of(chosen), set(self.picked(chosen))
        choices: list[list[tuple[int, tuple[str, ...]]]] = []
        for one in self.lines[1:]:
            nodes = one.axis.nodes
            if one.name == self.area and level:
                choices.append([(i, (n,)) for i, n in enumerate(nodes) if self.area_level.get(n) == level])
            elif one.name in picked:
                choices.append([(i, (leaf,)) for i, leaf in enumerate(one.leaves)])
            else:
                choices.append([(int(one.axis.trees[0][0][0]), ())])
        for key, values in enumerate(self.keys):
            for found in product(*choices):
                cell = self.layout.find((key, *(node for node, _ in found)))
                assert cell is not None, "every cell of a table of the menu is in the layout"
                told = [value for _, value in found]
                area = told.pop(0) if self.area else ()
                yield (*area, *values, *(text for part in told for text in part)), cell

    def unlisted(self) -> Ints:
        """Return the cells that are in no row of any table, but that subtraction would tell."""
        found = np.ones(len(self.layout), dtype=bool)
        for chosen in self.tables:
            found[[cell for _, cell in self.cells_of(chosen)]] = False
        return np.flatnonzero(found)

    def _named(self, chosen: Chosen) -> list[str]:
        level = self.level_of(chosen)
        if not level:
            return [POPULATION, *self.picked(chosen)]
        depth = min(self.levels.index(level), self.lines[1].axis.depth)
        return [POPULATION, f"{self.area}@{depth}", *self.picked(chosen)]


@dataclass(frozen=True)
class Group:
    """The exact side of a group: never leaves the data office.

    Attributes:
        shape: its cells.
        inner: flat positions of the inner cells that are not zero.
        counts: what they count.
        demonstration: by population, whether any row is demonstration data.
        provisional: by population, whether any row is provisional.
    """

    shape: Shape
    inner: Ints
    counts: Ints
    demonstration: tuple[bool, ...]
    provisional: tuple[bool, ...]

    @cached_property
    def values(self) -> Ints:
        """The exact value of each cell."""
        return np.asarray(self.shape.layout.add_up(self.inner, self.counts), dtype=np.int64)

    def of(self, number: int) -> Group:
        """Return one of the populations by itself."""
        stride = self.shape.layout.size // len(self.shape.keys)
        mine = self.inner // stride == number
        return Group(
            self.shape.only(number),
            self.inner[mine] % stride,
            self.counts[mine],
            self.demonstration[number : number + 1],
            self.provisional[number : number + 1],
        )

    def with_tables(self, tables: Sequence[Chosen]) -> Group:
        """Return the same people in other tables."""
        return replace(self, shape=replace(self.shape, tables=tuple(tables)))
