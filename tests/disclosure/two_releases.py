"""Tables of two sexes and two areas, published one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.disclosure.layout import Axis, Ints, Layout
from dashboard.disclosure.over_time import Online
from dashboard.disclosure.problem import Insider, Problem, Rule, World
from tests.disclosure.small_worlds import protect_by_listing

RULE = Rule(threshold=3)
SEXES, AREAS = Axis.of("sex", ["f", "m"]), Axis.of("area", ["n", "s"])
LAYOUT = Layout.of([SEXES, AREAS])
NORTH = Insider("area=n", ((1, 0),))
FIRST = (5, 4, 4, 3)


def world(counts: Sequence[int]) -> World:
    """Return a whole table."""
    dense = np.array(counts, dtype=np.int64)
    return World(np.flatnonzero(dense), dense[dense > 0])


def flat(counts: Sequence[int]) -> tuple[Ints, Ints]:
    """Return a table as positions and counts."""
    inside = world(counts)
    return inside.inner, inside.counts


def problem(counts: Sequence[int], insiders: Sequence[Insider] = ()) -> Problem:
    """Return what is to be protected."""
    inside = world(counts)
    return Problem.of(LAYOUT, inside.inner, inside.counts, RULE, insiders=insiders)


def first(counts: Sequence[int] = FIRST, label: str = "1") -> Online:
    """Return a release that stands alone."""
    one = problem(counts)
    return Online.of(label, one, protect_by_listing(one, RULE))


def cell(*names: str) -> int:
    """Return the cell of some names."""
    nodes = [axis.position[name] for axis, name in zip(LAYOUT.axes, names, strict=True)]
    found = LAYOUT.find(nodes)
    assert found is not None
    return found
