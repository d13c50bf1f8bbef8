"""Areas that are alike, on numbers that can be checked by hand."""

from __future__ import annotations

import pytest

from dashboard.data.similarity import NORMAL_DEVIATION, likeness

LINE = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "e": 5.0}
"""Median 3, median absolute deviation 1."""


def test_a_distance_is_in_usual_spreads_and_the_nearest_comes_first() -> None:
    found = likeness({"x": LINE}, "a")

    assert [one.area for one in found.neighbours] == ["b", "c", "d", "e"]
    assert found.neighbours[0].distance == pytest.approx(1 / NORMAL_DEVIATION)
    assert found.neighbours[0].differences["x"] == pytest.approx(1 / NORMAL_DEVIATION)
    assert found.scores["x"]["c"] == 0


def test_two_variables_are_put_together_as_the_root_of_the_mean_square() -> None:
    found = likeness({"x": LINE, "y": {**LINE, "b": 1.0}}, "a")

    nearest = found.neighbours[0]
    assert nearest.area == "b"
    assert nearest.distance == pytest.approx(abs(nearest.differences["x"]) / 2**0.5)
    assert nearest.share("x") == 1
    assert nearest.share("y") == 0


def test_one_very_large_area_does_not_flatten_the_others() -> None:
    usual = likeness({"x": LINE}, "a").neighbours[0].distance
    with_giant = likeness({"x": {**LINE, "e": 5000.0}}, "a").neighbours[0].distance

    assert with_giant == pytest.approx(usual)


def test_in_logarithms_twice_as_many_is_as_far_at_any_size() -> None:
    found = likeness({"x": {"a": 10, "b": 20, "c": 40, "d": 80, "e": 160}}, "c", logarithms=["x"])

    near = {one.area: one.differences["x"] for one in found.neighbours}
    assert near["b"] == pytest.approx(-near["d"])
    assert near["a"] == pytest.approx(2 * near["b"])


def test_an_area_without_a_variable_is_compared_on_the_others_and_with_too_few_left_out() -> None:
    partial = {area: value for area, value in LINE.items() if area != "b"}
    found = likeness({"x": LINE, "y": partial, "z": partial}, "a", least_shared=0.5)

    assert found.left_out == ("b",)
    on_half = likeness({"x": LINE, "y": partial}, "a", least_shared=0.5)
    assert on_half.neighbours[0].area == "b"
    assert set(on_half.neighbours[0].differences) == {"x"}


def test_a_variable_that_mine_lacks_or_that_never_changes_is_told_and_not_used() -> None:
    without_mine = {area: value for area, value in LINE.items() if area != "a"}
    found = likeness({"x": LINE, "y": without_mine, "z": dict.fromkeys(LINE, 7.0), "w": {"a": 1.0}}, "a")

    assert set(found.unusable) == {"y", "z", "w"}
    assert set(found.scores) == {"x"}


def test_where_most_areas_are_equal_the_standard_deviation_takes_over() -> None:
    found = likeness({"x": {"a": 0.0, "b": 0.0, "c": 0.0, "d": 4.0}}, "d")

    assert {one.area for one in found.neighbours} == {"a", "b", "c"}
    assert found.neighbours[0].distance > 0


def test_without_any_usable_variable_there_is_no_neighbour() -> None:
    found = likeness({"x": {"a": 1.0, "b": 2.0}}, "a")

    assert found.neighbours == ()
    assert found.unusable == ("x",)
    assert found.left_out == ("b",)
