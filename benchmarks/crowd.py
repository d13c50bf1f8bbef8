"""Invented people for the benchmark of disclosure control: areas within regions, and six variables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dashboard.disclosure.layout import Axis, Ints, Layout

SIZES = (2, 3, 3, 4, 5, 6)
"""Categories of the six variables: with 130 areas in 19 regions the public menu has 825 cells."""
_AREA = "area"
_REGION = f"{_AREA}@1"
_COUNTRY = f"{_AREA}@0"


@dataclass(frozen=True)
class Crowd:
    """A population counted.

    Attributes:
        axes: the areas (country, region, area), then the variables.
        inner: inner cells (flat positions) that are not empty.
        counts: people in each.
    """

    axes: tuple[Axis, ...]
    inner: Ints
    counts: Ints

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.counts.sum())


def invent(people: int, areas: int, regions: int, *, seed: int = 1) -> Crowd:
    """Invent people: areas of uneven size, variables of uneven shares, all independent.

    Args:
        people: how many.
        areas: how many areas; `regions`: in how many regions they lie.
        regions: see there.
        seed: the same seed invents the same people.
    """
    random = np.random.default_rng(seed)
    edges = np.sort(random.choice(np.arange(1, areas), regions - 1, replace=False))
    region = np.searchsorted(edges, np.arange(areas), side="right")
    names = [f"A{number:03d}" for number in range(areas)]
    tree = {"Paese": [f"R{number:02d}" for number in range(regions)]}
    for number in range(regions):
        tree[f"R{number:02d}"] = [names[area] for area in np.flatnonzero(region == number)]
    axes = (
        Axis.of(_AREA, names, [tree]),
        *(Axis.of(f"v{n}", [f"{n}{code}" for code in range(size)]) for n, size in enumerate(SIZES)),
    )
    weight = random.gamma(2.0, size=areas)
    place = np.array([axes[0].position[name] for name in names])
    columns = [place[random.choice(areas, size=people, p=weight / weight.sum())]]
    for size in SIZES:
        columns.append(random.choice(size, size=people, p=random.dirichlet(np.full(size, 1.5))))
    flat = np.ravel_multi_index(tuple(columns), tuple(axis.leaf_count for axis in axes))
    inner, counts = np.unique(flat, return_counts=True)
    return Crowd(axes, inner, counts)


def menus(crowd: Crowd) -> dict[str, list[list[str]]]:
    """Return the three menus of the benchmark: public, middle (areas one way), rich (pairs by region)."""
    variables = [axis.name for axis in crowd.axes[1:]]
    pairs = [list(pair) for pair in combinations(variables, 2)]
    public = [[_COUNTRY], [_REGION], [_AREA]]
    public += [[level, variable] for level in (_COUNTRY, _REGION) for variable in variables]
    public += pairs
    middle = public + [[_AREA, variable] for variable in variables]
    return {"pubblico": public, "medio": middle, "ricco": middle + [[_REGION, *pair] for pair in pairs]}


def layout_of(crowd: Crowd, menu: str) -> Layout:
    """Return the layout of one of the menus."""
    return Layout.of(crowd.axes, menus(crowd)[menu])
