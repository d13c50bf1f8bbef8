"""Lines that tell everybody's category, and reasons put together."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Bools, Layout
from dashboard.disclosure.primary import combine, group_disclosure
from tests.examples import examples

AREA = Axis.of("area", ["a", "b"])
STATE = Axis.of("state", ["in", "out", "back"])


def found_in(layout: Layout, mask: Bools) -> set[tuple[str, ...]]:
    return {layout.names(int(cell)) for cell in np.flatnonzero(mask)}


def values_of(layout: Layout, inner: list[int]) -> np.ndarray:
    return np.asarray(layout.add_up(np.arange(layout.size), np.array(inner, dtype=np.int64)))


def test_a_line_in_one_category_is_sensitive_with_its_zeros() -> None:
    layout = Layout.of([AREA, STATE])
    mask = group_disclosure(layout, values_of(layout, [40, 0, 0, 7, 8, 9]), [1])
    assert found_in(layout, mask) == {("a", "in"), ("a", "out"), ("a", "back")}


def test_the_dimension_that_is_not_sensitive_makes_no_line() -> None:
    layout = Layout.of([AREA, STATE])
    values = values_of(layout, [0, 6, 7, 9, 8, 7])  # everybody "in" lives in b
    assert not group_disclosure(layout, values, [1]).any()
    assert found_in(layout, group_disclosure(layout, values, [0])) == {("a", "in"), ("b", "in")}


def test_a_line_of_nobody_tells_nothing() -> None:
    layout = Layout.of([AREA, STATE])
    assert not group_disclosure(layout, np.zeros(len(layout), dtype=np.int64), [0, 1]).any()


def test_an_only_category_tells_nothing() -> None:
    layout = Layout.of([AREA, Axis.of("one", ["x"])])
    assert not group_disclosure(layout, values_of(layout, [4, 5]), [1]).any()


def test_each_level_of_a_hierarchy_has_lines_of_its_own() -> None:
    place = Axis.of("place", [], [{"home": ["kin", "foster"], "house": ["small", "large"]}])
    layout = Layout.of([AREA, place])
    mask = group_disclosure(layout, values_of(layout, [9, 8, 0, 0, 9, 0, 7, 7]), [1])
    assert found_in(layout, mask) == {
        ("a", "home"),
        ("a", "house"),  # everybody of a is at home
        ("b", "kin"),
        ("b", "foster"),  # whoever of b is at home is with kin
    }


def test_a_line_of_which_the_tables_show_a_part_is_left_alone() -> None:
    layout = Layout.of([AREA, STATE], [["area"], ["state"]])
    mask = group_disclosure(layout, values_of(layout, [40, 0, 0, 9, 0, 0]), [1])
    assert found_in(layout, mask) == {("Total", "in"), ("Total", "out"), ("Total", "back")}


def test_only_the_cells_asked_about_make_lines() -> None:
    layout = Layout.of([AREA, STATE])
    values = values_of(layout, [40, 0, 0, 9, 0, 0])
    only = layout.cells[:, 0] == AREA.position["a"]
    assert found_in(layout, group_disclosure(layout, values, [1], within=only)) == {
        ("a", "in"),
        ("a", "out"),
        ("a", "back"),
    }


@examples(30)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_the_lines_are_those_found_by_looking_at_each(inner: list[int]) -> None:
    axes = [AREA, STATE, Axis.of("sex", ["f", "m"])]
    layout = Layout.of(axes)
    values = values_of(layout, inner)
    wanted = set()
    for area, sex in product(["a", "b", "Total"], ["f", "m", "Total"]):
        line = {
            state: values[layout.find([AREA.position[area], STATE.position[state], axes[2].position[sex]])]
            for state in ["in", "out", "back"]
        }
        if sum(count > 0 for count in line.values()) == 1:
            wanted |= {(area, state, sex) for state in line}
    assert found_in(layout, group_disclosure(layout, values, [1])) == wanted


def test_reasons_are_joined_in_their_order() -> None:
    one = np.array([True, False, True])
    two = np.array([False, False, True])
    mask, reasons = combine([("first", one), ("second", two)])
    assert mask.tolist() == [True, False, True]
    assert reasons == {0: "first", 2: "first; second"}


def test_no_reason_at_all_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no reason"):
        combine([])
