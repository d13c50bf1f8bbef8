"""What an attacker holds: published numbers, the sums that link them, the inner cells that they add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy import sparse

from dashboard.data.cells import Status
from dashboard.data.release import Release
from dashboard.disclosure.layout import Bools, Floats, Ints, Layout

Key = frozenset[tuple[str, str]]
"""Coordinates of a cell: pairs of dimension and value; what is summed is not named."""
_NOTHING = (Status.NOT_COLLECTED, Status.NOT_APPLICABLE, Status.NOT_PARTICIPATING)
"""Statuses of cells that add nothing to a total."""
_MOST_INNER = 200_000
"""Inner cells beyond which an attacker looks at the sums of the tables alone."""


@dataclass(frozen=True)
class System:
    """Cells with their published numbers, and how they hang together.

    Attributes:
        names: what each cell is called.
        values: published numbers, NaN where a cell is hidden, shape (cells,).
        relations: shape (sums, cells): each row times the true values is 0.
        inner: shape (cells, inner cells): 1 where a cell adds up an inner cell; None where nobody can tell.
        inner_names: what each inner cell is called.
    """

    names: tuple[Hashable, ...]
    values: Floats
    relations: sparse.csr_matrix
    inner: sparse.csr_matrix | None = None
    inner_names: tuple[Hashable, ...] = ()

    @property
    def hidden(self) -> Bools:
        """The cells that are not published."""
        return np.isnan(self.values)

    def showing(self, values: Floats) -> System:
        """Return the system with other numbers."""
        return replace(self, values=values)


def of_layout(layout: Layout, values: Floats) -> System:
    """Return the system of a layout: what anybody knows who knows the menu."""
    return System(
        tuple(layout.names(cell) for cell in range(len(layout))),
        values.astype(np.float64),
        layout.relations,
        layout.matrix(np.arange(layout.size)).tocsr(),
    )


def hide(values: Ints, hidden: Bools) -> Floats:
    """Return numbers as they are published: NaN where they are hidden."""
    return np.where(hidden, np.nan, values.astype(np.float64))


# ---- from an artefact ----


def of_release(
    release: Release, dataset: str, measure: str, *, known: Release | None = None
) -> dict[Key, System]:
    """Return the systems of a dataset of people as an attacker puts them together from what is published.

    Nothing is asked of the program but its tables and its list of areas. Cells that no table mentions count
    zero: that is what a reader is told.

    Args:
        release: what everybody can read.
        dataset: its code.
        measure: the count.
        known: another release, of which somebody may read more.

    Returns:
        A system for each combination of the dimensions that are never summed.
    """
    area, above = release.info(dataset).area, _chains(release)
    apart: dict[Key, dict[Key, float]] = defaultdict(dict)
    for source in (release, *([known] if known else [])):
        for fixed, name, value in _told(source, dataset, measure):
            if np.isnan(apart[fixed].get(name, np.nan)):
                apart[fixed][name] = value
    return {fixed: of_cells(cells, area, above) for fixed, cells in apart.items()}


def _told(release: Release, dataset: str, measure: str) -> Iterator[tuple[Key, Key, float]]:
    """Yield the dimensions never summed, the other coordinates and the number (NaN: hidden) of each cell."""
    info = release.info(dataset)
    levels = {str(level["code"]) for level in release.meta["levels"]}
    for by in release.published(dataset):
        for place, cell in release.table(dataset, by=by).cells():
            if place.pop("measure") != measure or cell.status in _NOTHING:
                continue
            fixed = frozenset((name, place.pop(name)) for name in info.fixed)
            area = [(info.area, place.pop(name)) for name in list(place) if name in levels]
            yield fixed, frozenset([*area, *place.items()]), np.nan if cell.value is None else cell.value


def of_cells(cells: Mapping[Key, float], area: str, above: Mapping[str, Sequence[str]]) -> System:
    """Return the system of cells named by their coordinates.

    Args:
        cells: coordinates → number, NaN where hidden.
        area: name of the dimension whose values lie in one another.
        above: for each area, the areas above it, the widest first.
    """
    names = tuple(cells)
    place = {name: i for i, name in enumerate(names)}
    families: dict[tuple[Key, str], list[int]] = defaultdict(list)
    for name in names:
        for dimension, value in name:
            rest = name - {(dimension, value)}
            families[rest, dimension].append(place[name])
    rows: list[dict[int, float]] = []
    for (rest, dimension), children in families.items():
        if dimension == area:
            codes = {number: dict(names[number])[area] for number in children}
            rows += _nested(rest, area, above, place, codes)
        elif rest in place:
            rows.append({place[rest]: -1.0, **dict.fromkeys(children, 1.0)})
    data = [(i, c, f) for i, row in enumerate(rows) for c, f in row.items()]
    numbers, columns, factors = zip(*data, strict=True) if data else ((), (), ())
    relations = sparse.csr_matrix((factors, (numbers, columns)), shape=(len(rows), len(names)))
    inner, inner_names = _inner(names, area, above)
    return System(names, np.array(list(cells.values())), relations, inner, inner_names)


def _nested(
    rest: Key,
    area: str,
    above: Mapping[str, Sequence[str]],
    place: Mapping[Key, int],
    codes: Mapping[int, str],
) -> list[dict[int, float]]:
    """Return, for each area, the sums over those inside it, one for each level at which there are any."""
    inside: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, code in codes.items():
        for up in above[code]:
            inside[up, len(above[code])].append(number)
    found = []
    for (up, _), children in inside.items():
        parent = place.get(rest | {(area, up)})
        if parent is not None:
            found.append({parent: -1.0, **dict.fromkeys(children, 1.0)})
    return found


def _inner(
    names: Sequence[Key], area: str, above: Mapping[str, Sequence[str]]
) -> tuple[sparse.csr_matrix | None, tuple[Key, ...]]:
    """Return which inner cells (one finest area, one value of each dimension) each cell adds up."""
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for name in names:
        for dimension, value in name:
            values[dimension][value] = None
    deepest = max((len(above[code]) for code in values.get(area, ())), default=0)
    leaves = {
        dimension: [v for v in found if dimension != area or len(above[v]) == deepest]
        for dimension, found in values.items()
    }
    order = list(leaves)
    if np.prod([len(found) for found in leaves.values()], dtype=float) > _MOST_INNER:
        return None, ()
    table: dict[tuple[str, ...], int] = {key: i for i, key in enumerate(product(*leaves.values()))}
    rows: list[int] = []
    columns: list[int] = []
    for number, name in enumerate(names):
        wanted = dict(name)
        choices = [
            [
                leaf
                for leaf in leaves[dimension]
                if dimension not in wanted
                or leaf == wanted[dimension]
                or (dimension == area and wanted[area] in above[leaf])
            ]
            for dimension in order
        ]
        columns += [table[key] for key in product(*choices)]
        rows += [number] * (len(columns) - len(rows))
    inner = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(names), len(table)))
    return inner, tuple(frozenset(zip(order, key, strict=True)) for key in table)


def _chains(release: Release) -> dict[str, list[str]]:
    parents = {str(a.code): str(a.parent or "") for a in release.areas().itertuples()}
    chains: dict[str, list[str]] = {}
    for code in parents:
        chain, up = [], parents[code]
        while up in parents:
            chain.append(up)
            up = parents[up]
        chains[code] = chain[::-1]
    return chains


def adds_up(system: System) -> bool:
    """Tell whether the published numbers fit their own sums: an attack on nonsense would show nothing."""
    known = np.asarray(abs(system.relations) @ system.hidden.astype(float)) == 0
    told = system.relations @ np.nan_to_num(system.values)
    return bool(np.abs(told[known]).max(initial=0.0) < 0.5)
