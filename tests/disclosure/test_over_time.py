from __future__ import annotations

import numpy as np

from dashboard.disclosure.layout import Axis, Bools, Layout
from dashboard.disclosure.over_time import Online, decide, places
from dashboard.disclosure.problem import World, values_of
from tests.disclosure.two_releases import FIRST, LAYOUT, NORTH, SEXES, cell, first, flat, problem, world


def test_an_insider_s_own_people_do_not_hide_a_small_change_elsewhere() -> None:
    """Six join, five of them in the north: the north sees that one joined in the south."""
    online, counts = first((6, 6, 6, 6)), (11, 7, 6, 6)
    total = cell("Total", "Total")
    outside = decide(LAYOUT, *flat(counts), [online], threshold=3)
    inside = decide(LAYOUT, *flat(counts), [online], threshold=3, insiders=[NORTH])
    assert not outside.small[total] and inside.small[total]
    own = cell("f", "n")
    assert not inside.small[own]


def test_what_an_insider_did_not_know_then_is_new_to_it() -> None:
    """The earlier release had no areas, or not this one."""
    old = Layout.of([SEXES])
    values = np.asarray(old.add_up(np.array([0, 1]), np.array([9, 9])), dtype=np.float64)
    online = Online("1", old, values, World(np.array([0, 1]), np.array([9, 9])))
    found = decide(LAYOUT, *flat((9, 9, 0, 9)), [online], threshold=3, insiders=[NORTH])
    assert found.kind == "publish"
    assert found.people == 9


def test_cells_are_found_by_name_when_leaves_or_dimensions_are_added() -> None:
    wider = Layout.of([Axis.of("age", ["a", "b"]), Axis.of("area", ["s", "n", "c"]), SEXES])
    found = places(LAYOUT, wider)
    for new, old in enumerate(found.tolist()):
        names = dict(zip(("age", "area", "sex"), wider.names(new), strict=True))
        there = names["age"] == "Total" and names["area"] != "c"
        assert (old >= 0) == there
        if there:
            assert LAYOUT.names(old) == (names["sex"], names["area"])


def test_a_new_area_is_compared_in_the_totals_alone() -> None:
    wider = Layout.of([SEXES, Axis.of("area", ["n", "s", "c"])])
    online = first((6, 6, 6, 6))
    inner = np.arange(6)
    found = decide(wider, inner, np.array([6, 6, 1, 6, 6, 9]), [online], threshold=3)
    small = {wider.names(c) for c in np.flatnonzero(found.small).tolist()}
    assert small == {("f", "Total")}
    assert found.people == 10


def test_only_changes_below_the_threshold_are_small() -> None:
    online = first((6, 6, 6, 6))
    found: list[Bools] = [
        decide(LAYOUT, *flat((6 + step, 6, 6, 16)), [online], threshold=3).small for step in range(5)
    ]
    assert [bool(one[cell("f", "n")]) for one in found] == [False, True, True, False, False]


def test_exact_figures_do_not_show_in_a_printed_release() -> None:
    online = first()
    assert "exact" not in repr(online) and "worlds" not in repr(online)
    assert (values_of(online.exact or world([0]), LAYOUT, len(LAYOUT)) == problem(FIRST).values).all()
