"""Distances in a straight line."""

from __future__ import annotations

import math

import pytest

from dashboard.components.nearest import EARTH_KM, by_distance, kilometres

ROME, MILAN = (12.4964, 41.9028), (9.19, 45.4642)


def test_a_degree_of_latitude_and_half_a_turn_are_as_long_as_on_the_globe() -> None:
    assert kilometres((12, 42), (12, 43)) == pytest.approx(2 * math.pi * EARTH_KM / 360)
    assert kilometres((0, 0), (180, 0)) == pytest.approx(math.pi * EARTH_KM)


def test_rome_and_milan_are_477_km_apart_in_both_directions_and_a_place_is_where_it_is() -> None:
    assert kilometres(ROME, MILAN) == pytest.approx(477, abs=1)
    assert kilometres(ROME, MILAN) == pytest.approx(kilometres(MILAN, ROME))
    assert kilometres(ROME, ROME) == 0


def test_the_nearest_comes_first_and_ties_are_in_order_of_code() -> None:
    places = [("b", (12.0, 43.0)), ("far", (12.0, 45.0)), ("a", (12.0, 43.0)), ("here", (12.0, 42.0))]

    assert [code for _, code in by_distance((12.0, 42.0), places)] == ["here", "a", "b", "far"]
    assert by_distance(ROME, []) == []
