"""Which areas are alike: distances on declared variables, each in units of its own usual spread."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

LEAST_AREAS = 4
"""Fewer areas with a number have no usual spread."""
NORMAL_DEVIATION = 1.4826
"""Median absolute deviation of a normal distribution × this = its standard deviation."""

Values = Mapping[str, Mapping[str, float]]
"""Variable → area → number; an area without a number is not there."""


@dataclass(frozen=True)
class Neighbour:
    """An area like mine.

    Attributes:
        area: its code.
        distance: root of the mean square of the differences, in usual spreads.
        differences: by variable, how far it stands over (+) or under (−) mine, in usual spreads.
    """

    area: str
    distance: float
    differences: Mapping[str, float]

    def share(self, variable: str) -> float:
        """Return the part (0 to 1) of the squared distance that comes from one variable."""
        whole = sum(value**2 for value in self.differences.values())
        return self.differences[variable] ** 2 / whole if whole else 0.0


@dataclass(frozen=True)
class Likeness:
    """The areas like mine.

    Attributes:
        neighbours: all the areas that can be compared, the nearest first.
        scores: variable → area → standardised number (0: the median area), mine included.
        unusable: variables that tell nothing: mine has no number, or all have the same.
        left_out: areas that share too few variables with mine.
    """

    neighbours: tuple[Neighbour, ...]
    scores: Values
    unusable: tuple[str, ...]
    left_out: tuple[str, ...]


def likeness(
    values: Values, mine: str, *, logarithms: Sequence[str] = (), least_shared: float = 0.5
) -> Likeness:
    """Order the areas by their distance from mine.

    Each variable is standardised on all the areas given: its distance from the median, over the median
    absolute deviation made comparable with a standard deviation (or, where more than half of the areas are
    equal, over the standard deviation itself), so that a few very large areas do not flatten the others. The
    distance is Euclidean on the variables that both areas have, over the root of their number: it is not
    smaller because something is missing.

    Args:
        values: the numbers.
        mine: code of my area.
        logarithms: variables counted in proportions (twice as many is as far at any size); positive numbers.
        least_shared: part of my variables that an area must have too.

    Source: Rousseeuw and Croux, JASA 88 (1993), for the robust scale.
    """
    scores: dict[str, dict[str, float]] = {}
    unusable = []
    for variable, found in values.items():
        told = standardised(found, logarithm=variable in logarithms)
        if mine in told:
            scores[variable] = told
        else:
            unusable.append(variable)
    others = dict.fromkeys(area for found in values.values() for area in found if area != mine)
    near, left_out = [], []
    for area in others:
        differences = {v: told[area] - told[mine] for v, told in scores.items() if area in told}
        if not differences or len(differences) < least_shared * len(scores):
            left_out.append(area)
            continue
        mean = sum(value**2 for value in differences.values()) / len(differences)
        near.append(Neighbour(area, math.sqrt(mean), differences))
    near.sort(key=lambda one: (one.distance, one.area))
    return Likeness(tuple(near), scores, tuple(unusable), tuple(left_out))


def standardised(found: Mapping[str, float], *, logarithm: bool = False) -> dict[str, float]:
    """Return the robust z of each area (0: the median one); nothing where there are too few, or all equal."""
    kept = {area: value for area, value in found.items() if not logarithm or value > 0}
    if len(kept) < LEAST_AREAS:
        return {}
    numbers = np.array(list(kept.values()), dtype=float)
    numbers = np.log(numbers) if logarithm else numbers
    centre = float(np.median(numbers))
    spread = float(np.median(np.abs(numbers - centre))) * NORMAL_DEVIATION or float(np.std(numbers))
    if not spread:
        return {}
    return {area: (float(n) - centre) / spread for area, n in zip(kept, numbers, strict=True)}
