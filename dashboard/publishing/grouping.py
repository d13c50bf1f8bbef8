"""From the exact rows of a confidential dataset to its populations (see `populations`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.data.definitions import Catalogue, Dataset, Dimension, Measure
from dashboard.disclosure.layout import Ints
from dashboard.publishing.clocks import starts
from dashboard.publishing.placing import Places
from dashboard.publishing.populations import POPULATION, REST, Chosen, Group, Line, Shape
from dashboard.publishing.tabulating import Rows

MOST_INNER = 20_000
"""Populations are put into one group while its inner table is not larger than this: the auditor searches
whole tables of people up to here."""
_JOIN = " | "
Key = tuple[str, ...]


class PopulationError(ValueError):
    """Rows that cannot be protected; the message is in Italian and holds nothing of a row."""


def people_measures(dataset: Dataset) -> tuple[Measure, ...]:
    """Return the measures of a confidential dataset that count people."""
    return tuple(m for m in dataset.measures if m.type == "count" and not m.shown_with)


def groups_of(
    rows: Rows, measure: Measure, tables: Sequence[Chosen], catalogue: Catalogue, places: Places
) -> list[Group]:
    """Make the groups of a count of a dataset.

    Args:
        rows: the exact rows.
        measure: a count of people of the dataset.
        tables: the tables of the public menu.
        catalogue: the whole catalogue.
        places: look-ups of the territory.

    Raises:
        PopulationError: territories that do not lie in one another, counts that are not whole numbers.
    """
    dataset = rows.dataset
    if dataset.area is not None and not dataset.area.additive:
        raise PopulationError("il territorio non si somma: le sue tabelle non si possono proteggere insieme")
    frame = rows.frame[rows.frame[measure.code].notna()]
    counts = frame[measure.code].to_numpy()
    if (counts < 0).any() or (counts != np.round(counts)).any():
        raise PopulationError("un conteggio di persone non è un numero intero")
    if frame.empty:
        return []
    return _Grouping(rows, measure, tuple(tables), catalogue, places).groups()


@dataclass(frozen=True)
class _Territory:
    """The tree of the areas of the rows: level of each area, and the leaf in which each area counts."""

    levels: tuple[str, ...]
    tree: Mapping[str, tuple[str, ...]]
    leaf_of: Mapping[str, str]
    area_level: Mapping[str, str]

    def line(self, name: str, wanted: set[str]) -> Line:
        """Make an axis of some of the leaves and what lies above them."""
        kept = set(wanted)
        found: dict[str, tuple[str, ...]] = {}
        for parent in reversed(list(self.tree)):
            below = tuple(child for child in self.tree[parent] if child in kept)
            if below:
                found[parent] = below
                kept.add(parent)
        tree = dict(reversed(found.items()))
        leaves = tuple(child for below in tree.values() for child in below if child not in tree)
        return Line(name, leaves, tree)


@dataclass(frozen=True)
class _Frame:
    """Leaves of the territory, and leaves of each dimension that may be summed, of a population."""

    areas: tuple[str, ...]
    leaves: tuple[tuple[str, tuple[str, ...]], ...]


class _Grouping:
    """Makes the groups of one count of one dataset."""

    def __init__(
        self, rows: Rows, measure: Measure, tables: tuple[Chosen, ...], catalogue: Catalogue, places: Places
    ) -> None:
        self.rows, self.measure, self.tables, self.catalogue = rows, measure, tables, catalogue
        self.dataset = rows.dataset
        self.fixed = tuple(d.code for d in rows.dataset.fixed if d.type != "area")
        self.frame = rows.frame[rows.frame[measure.code].notna()]
        columns = [self.frame[name].astype("object").astype(str) for name in self.fixed]
        self.labels: list[Key] = list(zip(*columns, strict=True)) if columns else [()] * len(self.frame)
        self.keys = sorted(set(self.labels))
        self.territory = self._territory(places) if rows.dataset.area else None
        self.leaves = {d.code: self._leaves(d) for d in rows.dataset.free}
        self.returned = self._returned()
        self.seen: dict[str, dict[Key, set[str]]] = {}
        for name in self.leaves:
            seen = self.seen.setdefault(name, {})
            for key, value in zip(self.labels, self.frame[name].astype("object"), strict=True):
                seen.setdefault(key, set()).add(str(value))

    def groups(self) -> list[Group]:
        """Make the groups: populations of the same areas and codes, as many as one inner table holds."""
        alike: dict[_Frame, list[Key]] = {}
        for key in self.keys:
            alike.setdefault(self._frame_of(key), []).append(key)
        found = []
        for frame, keys in alike.items():
            size = len(frame.areas) or 1
            for _, leaves in frame.leaves:
                size *= len(leaves)
            each = max(1, MOST_INNER // size)
            found += [self._group(frame, keys[at : at + each]) for at in range(0, len(keys), each)]
        return found

    def _frame_of(self, key: Key) -> _Frame:
        """Return the areas and codes in which a population may count somebody, as far as everybody knows."""
        areas: tuple[str, ...] = ()
        if self.territory:
            areas = tuple(sorted({self.territory.leaf_of[area] for area in self.returned[key]}))
        leaves = []
        for name, codes in self.leaves.items():
            odd = self.seen[name].get(key, set())  # delivered against the definitions, it counts all the same
            kept = tuple(c for c in codes if c in odd or self._sensible(self.dataset.dimension(name), c, key))
            leaves.append((name, kept))
        return _Frame(areas, tuple(leaves))

    def _group(self, common: _Frame, keys: Sequence[Key]) -> Group:
        number = {key: i for i, key in enumerate(keys)}
        frame = self.frame[[label in number for label in self.labels]]
        of_key: Ints = np.array([number[k] for k in self.labels if k in number], dtype=np.int64)
        lines = [Line(POPULATION, tuple(_JOIN.join(key) for key in keys), {})]
        spots: list[Ints] = [of_key]
        if self.territory and self.dataset.area:
            name = self.dataset.area.code
            lines.append(self.territory.line(name, set(common.areas)))
            spots.append(_spots(frame[name].astype("object").map(self.territory.leaf_of), lines[-1].leaves))
        for name, leaves in common.leaves:
            lines.append(Line(name, leaves, {}))
            spots.append(_spots(frame[name].astype("object"), leaves))
        flat = np.ravel_multi_index(tuple(spots), tuple(len(line.leaves) for line in lines))
        inner, back = np.unique(flat, return_inverse=True)
        sums = np.bincount(back, weights=frame[self.measure.code].to_numpy(), minlength=len(inner))
        counts: Ints = np.rint(sums).astype(np.int64)
        marks = frame[["_demo", "_provisional"]].groupby(of_key).any()
        return Group(
            self._shape(keys, lines),
            inner[counts > 0].astype(np.int64),
            counts[counts > 0],
            tuple(bool(one) for one in marks["_demo"]),
            tuple(bool(one) for one in marks["_provisional"]),
        )

    def _shape(self, keys: Sequence[Key], lines: Sequence[Line]) -> Shape:
        territory = self.territory
        names = {*lines[1].leaves, *lines[1].tree} if territory else set()
        return Shape(
            self.dataset.code,
            self.measure.code,
            self.fixed,
            tuple(keys),
            self.dataset.area.code if self.dataset.area else "",
            territory.levels if territory else (),
            tuple(lines),
            self.tables,
            {a: level for a, level in territory.area_level.items() if a in names} if territory else {},
        )

    def _territory(self, places: Places) -> _Territory:
        area = self.dataset.area
        assert area is not None
        root = places.territories.level(role="root").code
        wanted = {root} | {name for chosen in self.tables for name in chosen if name in places.order}
        levels = tuple(sorted(wanted, key=places.order.__getitem__))
        above: dict[str, str] = {}
        leaf_of: dict[str, str] = {}
        area_level: dict[str, str] = {}
        for code in sorted({str(c) for c in self.rows.frame[area.code].astype("object").unique()}):
            path = [(up, level) for level in levels if (up := places.above(code, level)) is not None]
            if not path or path[0][1] != root:
                raise PopulationError("un territorio delle righe non sta in nessun territorio più ampio")
            area_level.update(dict(path))
            names = [name for name, _ in path]
            if path[-1][1] != levels[-1] or len(names) == 1:
                names.append(f"{names[-1]}{REST}")
            for parent, child in pairwise(names):
                if above.setdefault(child, parent) != parent:
                    raise PopulationError("i livelli di territorio del menu non stanno l’uno dentro l’altro")
            leaf_of[code] = names[-1]
        tree: dict[str, tuple[str, ...]] = {}
        for child in sorted(above, key=lambda name: (levels.index(area_level[above[name]]), name)):
            tree[above[child]] = (*tree.get(above[child], ()), child)
        return _Territory(levels, tree, leaf_of, dict(sorted(area_level.items())))

    def _leaves(self, dimension: Dimension) -> tuple[str, ...]:
        """List the values of a dimension: all codes of its list, and what the rows have besides."""
        seen = {str(value) for value in self.frame[dimension.code].astype("object").unique()}
        codelist = self.catalogue.codelists.get(dimension.codelist or "")
        known = [code.code for code in codelist.codes] if codelist else []
        numbers = [int(value) for value in seen if value.isdigit()]
        if dimension.type == "year" and numbers:
            known = [str(number) for number in range(min(numbers), max(numbers) + 1)]
        return (*known, *sorted(seen - set(known)))

    def _returned(self) -> dict[Key, set[str]]:
        """Return, by population, the areas that have delivered: it is known that the others count nothing.

        A count that must be given is given by whoever delivered at that time; one that need not be, only
        where a row has it.
        """
        if self.dataset.area is None:
            return {}
        name = self.dataset.area.code
        if not self.measure.required:
            found: dict[Key, set[str]] = {key: set() for key in self.keys}
            for key, area in zip(self.labels, self.frame[name].astype("object"), strict=True):
                found[key].add(str(area))
            return found
        codes = self.rows.frame[name].astype("object")
        if self.rows.clock not in self.fixed:
            everywhere = {str(code) for code in codes.unique()}
            return {key: everywhere for key in self.keys}
        times = self.rows.frame[self.rows.clock].astype("object")
        by_time = {str(time): {str(c) for c in some.unique()} for time, some in codes.groupby(times)}
        at = self.fixed.index(self.rows.clock)
        return {key: by_time[key[at]] for key in self.keys}

    def _sensible(self, dimension: Dimension, leaf: str, key: Key) -> bool:
        """Tell whether a code makes sense in a population: everybody can see it in the code lists.

        A code whose parent is a value of a dimension that is never summed makes sense only with that value;
        one that begins after the day or the year of the population does not make sense yet.
        """
        codelist = self.catalogue.codelists.get(dimension.codelist or "")
        code = codelist.by_code.get(leaf) if codelist else None
        if code is None:
            return True
        for name, value in zip(self.fixed, key, strict=True):
            listed = self.catalogue.codelists.get(self.dataset.dimension(name).codelist or "")
            if listed is not None and code.parent in listed.by_code and code.parent != value:
                return False
            if code.start and name == self.rows.clock:
                year = (starts(listed).get(value, value) if listed else value)[:4]
                if code.start.isoformat() > f"{year}-12-31":
                    return False
        return True


def _spots(values: pd.Series, leaves: Sequence[str]) -> Ints:
    """Return the place of each value among the leaves."""
    at = {leaf: i for i, leaf in enumerate(leaves)}
    return np.array([at[value] for value in values], dtype=np.int64)


def sensitive_dimensions(shape: Shape, dataset: Dataset) -> list[int]:
    """Return the axes of the dimensions in which nobody's value may be told by a whole line."""
    wanted = {d.code for d in dataset.dimensions if d.sensitive}
    return [i for i, line in enumerate(shape.lines) if line.name in wanted]
