"""Geometry of administrative areas: clean, simplify, dissolve and write, with topology kept.

Pure functions over arrays of shapely polygons: no file of a given country is known here.
The method is the coverage simplification of GEOS (``shapely.coverage_simplify``), which moves a border
shared by two areas once for both, so that neither holes nor overlaps appear.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

METRIC_CRS = 32632
"""EPSG code (UTM 32N, metres) in which tolerances are given."""
DECIMALS = 4
"""Decimals kept of a degree: about ten metres, far below the simplification."""


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, dropping the lines and points a repair may leave behind."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    return shapely.union_all(parts)


def clean(geometries: Sequence[BaseGeometry], *, gap_area: float) -> np.ndarray:
    """Repair polygons and make them a coverage: no overlap, no sliver between neighbours.

    Args:
        geometries: one polygon or multipolygon per area, in metres.
        gap_area: holes of the whole coverage up to this area (square metres) are slivers and go to the
            neighbour with the longest common border; larger ones are real (enclaves of other States).

    Returns:
        The repaired geometries, in the same order.
    """
    result = np.array([polygonal(g) for g in shapely.make_valid(np.asarray(geometries, dtype=object))])
    _remove_overlaps(result)
    _fill_gaps(result, gap_area)
    return result


def _remove_overlaps(geometries: np.ndarray) -> None:
    """Take from the later area, in place, what two areas have in common."""
    edges = shapely.coverage_invalid_edges(geometries)
    suspects = np.flatnonzero([edge is not None and not edge.is_empty for edge in edges])
    tree = shapely.STRtree(geometries)
    for index in suspects:
        for other in tree.query(geometries[index], predicate="intersects"):
            if other < index and shapely.area(shapely.intersection(geometries[index], geometries[other])) > 0:
                geometries[index] = polygonal(shapely.difference(geometries[index], geometries[other]))


def _fill_gaps(geometries: np.ndarray, gap_area: float) -> None:
    """Give each small hole of the whole, in place, to the neighbour that shares most of its border."""
    whole = shapely.union_all(geometries)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    tree = shapely.STRtree(geometries)
    for gap in (shapely.polygons(ring) for ring in rings):
        if shapely.area(gap) > gap_area:
            continue
        near = tree.query(gap, predicate="intersects")
        common = [shapely.length(shapely.intersection(geometries[i].boundary, gap.boundary)) for i in near]
        owner = near[int(np.argmax(common))]
        geometries[owner] = shapely.union(geometries[owner], gap)


def simplify(geometries: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplify a coverage by `tolerance` (units of the coordinates; its square is the smallest area kept)."""
    simplified: np.ndarray = shapely.coverage_simplify(geometries, tolerance)
    return simplified


def dissolve(geometries: np.ndarray, keys: Sequence[str]) -> dict[str, BaseGeometry]:
    """Unite the areas that have the same key.

    Returns:
        The united geometry of each key, keys in order.
    """
    groups: dict[str, list[BaseGeometry]] = {}
    for key, geometry in zip(keys, geometries, strict=True):
        groups.setdefault(key, []).append(geometry)
    return {key: unite(groups[key]) for key in sorted(groups)}


def unite(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    """Unite polygons: fast when they are a coverage, safe when they are not."""
    united = shapely.coverage_union_all(np.asarray(geometries, dtype=object))
    if not united.is_valid:
        united = shapely.union_all(shapely.make_valid(np.asarray(geometries, dtype=object)))
    return shapely.normalize(polygonal(united))


def drop_specks(geometry: BaseGeometry, smallest: float) -> BaseGeometry:
    """Drop the parts below an area, but always keep the largest one: no area ever vanishes."""
    parts = sorted(shapely.get_parts(geometry), key=shapely.area, reverse=True)
    kept = parts[:1] + [part for part in parts[1:] if shapely.area(part) >= smallest]
    return shapely.multipolygons(kept) if len(kept) > 1 else kept[0]


def reproject(geometries: Iterable[BaseGeometry], source: Any, target: Any) -> np.ndarray:
    """Project geometries from one reference system to another (anything pyproj understands), x before y."""
    import pyproj

    transform: Callable[..., Any] = pyproj.Transformer.from_crs(source, target, always_xy=True).transform
    return np.asarray(
        shapely.transform(np.asarray(list(geometries), dtype=object), transform, interleaved=False), dtype=object
    )


def inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Return a point that lies inside the area: its centroid where possible, else a representative point."""
    point = geometry.centroid
    if not geometry.contains(point):
        point = shapely.get_parts(geometry)[int(np.argmax(shapely.area(shapely.get_parts(geometry))))]
        point = point.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def feature_collection(geometries: Mapping[str, BaseGeometry], names: Mapping[str, str]) -> bytes:
    """Write a compact GeoJSON FeatureCollection (RFC 7946, degrees, four decimals).

    Args:
        geometries: geometry in degrees by code; features follow the order of the codes.
        names: name by code.

    Returns:
        UTF-8 bytes; the properties of a feature are exactly ``i`` (its index), ``code`` and ``name``.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"i": i, "code": code, "name": names[code]},
            "geometry": _geometry(geometries[code]),
        }
        for i, code in enumerate(sorted(geometries))
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    polygons = [polygon for part in shapely.get_parts(geometry) if (polygon := _polygon(part))]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygon(polygon: BaseGeometry) -> list[list[list[float]]]:
    polygon = shapely.orient_polygons(polygon)
    rings = [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
    return [ring for ring in rings if len(ring) >= 4] if len(rings[0]) >= 4 else []


def _ring(ring: BaseGeometry) -> list[list[float]]:
    """Round a ring and drop the points that became equal to the one before."""
    points = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in shapely.get_coordinates(ring).tolist()]
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
