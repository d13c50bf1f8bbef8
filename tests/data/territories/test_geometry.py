from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box, shape

from dashboard.data.territories import geometry


def total(shapes: np.ndarray) -> float:
    return float(shapely.area(shapes).sum())


def test_an_overlap_goes_to_the_first_area() -> None:
    cleaned = geometry.clean([box(0, 0, 1000, 1000), box(900, 0, 2000, 1000)], gap_area=10)
    assert cleaned[0].area == pytest.approx(1_000_000)
    assert cleaned[1].area == pytest.approx(1_000_000)
    assert shapely.coverage_is_valid(cleaned)


def test_a_sliver_goes_to_a_neighbour_and_an_enclave_stays() -> None:
    sliver, enclave = box(400, 400, 405, 405), box(1400, 400, 1600, 600)
    left = shapely.difference(box(0, 0, 1000, 1000), sliver)
    right = shapely.difference(box(1000, 0, 2000, 1000), enclave)
    cleaned = geometry.clean([left, right], gap_area=100)
    assert cleaned[0].area == pytest.approx(1_000_000)
    assert cleaned[1].area == pytest.approx(1_000_000 - 40_000)
    assert shapely.union_all(cleaned).area == pytest.approx(2_000_000 - 40_000)


def test_a_bow_tie_is_repaired() -> None:
    bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    cleaned = geometry.clean([bow], gap_area=1)
    assert cleaned[0].is_valid
    assert cleaned[0].area == pytest.approx(5000)


def test_lines_left_by_a_repair_are_dropped() -> None:
    mixed = shapely.GeometryCollection([box(0, 0, 1, 1), shapely.LineString([(1, 1), (2, 2)])])
    assert geometry.polygonal(mixed).equals(box(0, 0, 1, 1))


@settings(max_examples=30, deadline=None)
@given(
    columns=st.integers(2, 5),
    rows=st.integers(1, 4),
    bend=st.lists(st.floats(-20, 20), min_size=8, max_size=8),
    tolerance=st.floats(1, 80),
)
def test_simplifying_leaves_neither_holes_nor_overlaps(
    columns: int, rows: int, bend: list[float], tolerance: float
) -> None:
    def warp(points: np.ndarray) -> np.ndarray:
        waves = sum(value * np.sin(points * (i + 1) / 37) for i, value in enumerate(bend[:4]))
        return np.asarray(points + waves / 8)

    cells = [box(i * 100, j * 100, i * 100 + 100, j * 100 + 100) for i in range(columns) for j in range(rows)]
    grid = shapely.transform(shapely.segmentize(np.array(cells), 10), warp)
    simple = geometry.simplify(grid, tolerance)
    assert shapely.coverage_is_valid(simple)
    assert total(simple) == pytest.approx(shapely.union_all(simple).area)


def test_dissolving_unites_what_has_the_same_key() -> None:
    squares = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)])
    united = geometry.dissolve(squares, ["b", "b", "a"])
    assert list(united) == ["a", "b"]
    assert united["b"].equals(box(0, 0, 2, 1))


def test_uniting_works_when_borders_do_not_match() -> None:
    assert geometry.unite([box(0, 0, 2, 2), box(1, 0, 3, 2)]).equals(box(0, 0, 3, 2))
    assert geometry.unite([box(0, 0, 2, 2), box(2, 1, 3, 5)]).area == pytest.approx(8)


def test_islets_go_but_exclaves_and_whole_areas_stay() -> None:
    islet, exclave = box(100, 100, 101, 101), box(4, 4, 5, 5)
    home = shapely.MultiPolygon([box(20, 0, 30, 10), islet, exclave])
    around = shapely.difference(box(0, 0, 10, 10), exclave)
    atoll = shapely.MultiPolygon([box(200, 0, 201, 1), box(210, 0, 210.5, 0.5)])
    kept = geometry.drop_islets(np.array([home, around, atoll]), 4)
    assert kept[0].area == pytest.approx(101)
    assert kept[1].area == around.area
    assert kept[2].equals(box(200, 0, 201, 1))


def test_projecting_there_and_back_is_nothing() -> None:
    there = geometry.reproject([box(9, 44, 10, 45)], 4326, geometry.METRIC_CRS)
    back = geometry.reproject(there, geometry.METRIC_CRS, 4326)
    assert back[0].equals_exact(box(9, 44, 10, 45), 1e-6)


def test_the_inner_point_is_inside_even_of_a_horseshoe() -> None:
    horseshoe = shapely.difference(box(0, 0, 10, 10), box(2, 2, 8, 10))
    assert horseshoe.contains(shapely.Point(geometry.inner_point(horseshoe)))
    assert geometry.inner_point(box(0, 0, 2, 2)) == (1, 1)


def test_features_are_in_order_of_code_with_three_properties() -> None:
    raw = geometry.feature_collection(
        {"b": box(0, 0, 1, 1), "a": box(1, 1, 2.00004, 2)}, {"a": "À", "b": "B"}
    )
    features = json.loads(raw)["features"]
    assert [one["properties"] for one in features] == [
        {"i": 0, "code": "a", "name": "À"},
        {"i": 1, "code": "b", "name": "B"},
    ]
    assert b" " not in raw
    assert shape(features[0]["geometry"]).equals(box(1, 1, 2, 2))


def test_what_rounding_makes_touch_itself_is_repaired() -> None:
    spike = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0.50001, 0.00001), (0.49999, 0.00001), (0, 1)])
    feature = json.loads(geometry.feature_collection({"a": spike}, {"a": "A"}))["features"][0]
    assert shape(feature["geometry"]).is_valid
    assert feature["geometry"]["type"] == "MultiPolygon"


def test_the_borders_of_a_coverage_are_drawn_once_also_where_two_areas_share_them() -> None:
    left = shapely.difference(box(0, 0, 10, 10), box(2, 2, 4, 4))
    right = shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10)])

    pieces, _ = geometry.borders([left, right])
    lines = shapely.multilinestrings(shapely.linestrings(pieces))

    assert lines.equals(shapely.union(left.boundary, right.boundary))
    assert lines.length == pytest.approx(left.length + right.length - 10)


def test_each_piece_of_a_border_knows_the_areas_on_both_sides() -> None:
    left, right = box(0, 0, 10, 10), box(10, 0, 20, 10)
    isle = shapely.MultiPolygon([box(10, 10, 20, 20), box(30, 30, 31, 31)])

    pieces, sides = geometry.borders([left, right, isle])

    told = dict(zip(map(str, shapely.linestrings(pieces)), sides.tolist(), strict=True))
    assert len(told) == len(pieces) == 4 + 4 + 8 - 2
    assert told["LINESTRING (10 0, 10 10)"] == [0, 1]
    assert told["LINESTRING (10 10, 20 10)"] == [1, 2]
    assert told["LINESTRING (30 30, 30 31)"] == [2, 2]
    assert sum(a != b for a, b in sides.tolist()) == 2


def test_pieces_are_written_by_their_ends_in_degrees() -> None:
    raw = geometry.pieces_json(np.array([[[0.00004, 1], [2, 3.12346]]]), np.array([[3, 7]]))

    assert raw == b'[{"s":[0.0,1.0],"t":[2.0,3.1235],"a":3,"b":7}]'
