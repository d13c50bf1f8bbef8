from __future__ import annotations

import json
from collections.abc import Mapping

from shapely.geometry import mapping, shape
from shapely.geometry.polygon import orient

from benchmarks.dash_peer import clockwise

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def collection(*geometries: Mapping[str, object] | None) -> bytes:
    features = [{"type": "Feature", "properties": {"code": "01"}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_rings_are_turned_clockwise_and_enclose_the_same_area() -> None:
    [feature] = json.loads(clockwise(collection(SQUARE)))["features"]
    ring = shape(feature["geometry"]).exterior

    assert not ring.is_ccw
    assert shape(feature["geometry"]).equals(shape(SQUARE))
    assert feature["properties"] == {"code": "01"}


def test_every_part_of_an_area_is_turned_and_an_area_without_shape_stays_so() -> None:
    several = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}
    turned = json.loads(clockwise(collection(several, None)))["features"]

    assert all(not part.exterior.is_ccw for part in shape(turned[0]["geometry"]).geoms)
    assert turned[1]["geometry"] is None


def test_turning_what_is_turned_already_changes_nothing() -> None:
    already = mapping(orient(shape(SQUARE), -1.0))
    [feature] = json.loads(clockwise(collection(already)))["features"]

    assert not shape(feature["geometry"]).exterior.is_ccw
