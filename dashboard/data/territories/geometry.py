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
GRID = 0.01
"""Grid (metres) on which borders are noded: equal corners of two neighbours become equal numbers."""
DECIMALS = 4
"""Decimals kept of a degree: about ten metres, far below the simplification."""


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, dropping the lines and points a repair may leave behind."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def clean(geometries: Sequence[BaseGeometry] | np.ndarray, *, gap_area: float) -> np.ndarray:
    """Repair polygons and make them a coverage: no overlap, no sliver between neighbours.

    Args:
        geometries: one polygon or multipolygon per area, in metres.
        gap_area: holes of the whole coverage up to this area (square metres) are slivers and go to the
            neighbour with the longest common border; larger ones are real (enclaves of other States).

    Returns:
        The repaired geometries, in the same order.
    """
    rounded = shapely.set_precision(np.asarray(geometries, dtype=object), GRID, mode="pointwise")
    result = np.array([polygonal(geometry) for geometry in shapely.make_valid(rounded)])
    tree = shapely.STRtree(result)
    suspects = np.append(result[_mismatched(result)], _gaps(result, gap_area))
    if len(suspects):
        around = np.unique(tree.query(suspects, predicate="intersects")[1])
        result[around] = _renode(result[around], gap_area)
    return result


def _mismatched(geometries: np.ndarray) -> np.ndarray:
    """Return the positions of the areas whose edges do not match those of their neighbours."""
    edges = shapely.coverage_invalid_edges(geometries)
    return np.flatnonzero([edge is not None and not edge.is_empty for edge in edges])


def _gaps(geometries: np.ndarray, gap_area: float) -> np.ndarray:
    """Return, as polygons, the holes of the whole that are small enough to be slivers."""
    whole = shapely.get_parts(shapely.union_all(geometries))
    holes = np.array([shapely.polygons(ring) for part in whole for ring in part.interiors], dtype=object)
    small: np.ndarray = holes[shapely.area(holes) <= gap_area]
    return small


def _renode(geometries: np.ndarray, gap_area: float) -> np.ndarray:
    """Cut a group of neighbours into the faces their borders draw, and give every face one owner.

    A face goes to the first area that covers it; a face that nobody covers, if it is a small gap, to the area
    with the longest common border.
    """
    borders = shapely.union_all(shapely.boundary(geometries), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([borders]))
    shapely.prepare(geometries)
    tree = shapely.STRtree(faces)
    owners: dict[int, int] = {}
    for index, geometry in enumerate(geometries):
        for face in tree.query(geometry):
            if int(face) not in owners and geometry.contains(faces[face].representative_point()):
                owners[int(face)] = index
    for face, polygon in enumerate(faces):
        if face not in owners and shapely.area(polygon) <= gap_area:
            common = shapely.length(shapely.intersection(shapely.boundary(geometries), polygon.boundary))
            owners[face] = int(np.argmax(common))
    owned: dict[int, list[BaseGeometry]] = {}
    for face, index in owners.items():
        owned.setdefault(index, []).append(faces[face])
    return np.array([polygonal(shapely.union_all(owned[index])) for index in range(len(geometries))])


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


def unite(geometries: Sequence[BaseGeometry] | np.ndarray) -> BaseGeometry:
    """Unite polygons: fast when they are a coverage, safe when they are not."""
    array = np.asarray(geometries, dtype=object)
    try:
        united = shapely.coverage_union_all(array)
    except shapely.GEOSException:  # borders that do not match, because they were rounded
        united = None
    if united is None or not united.is_valid:
        united = shapely.union_all(shapely.make_valid(array))
    return shapely.normalize(polygonal(united))


def drop_islets(geometries: np.ndarray, smallest: float) -> np.ndarray:
    """Drop the parts below an area that touch nothing else (islets; never the hole an exclave would leave).

    The largest part of every area is always kept: no area ever vanishes.
    """
    parts, owners = shapely.get_parts(geometries, return_index=True)
    areas = shapely.area(parts)
    tree = shapely.STRtree(parts)
    kept: list[list[BaseGeometry]] = [[] for _ in geometries]
    largest = np.array([areas[owners == owner].max() for owner in range(len(geometries))])
    for part, owner, size in zip(parts, owners, areas, strict=True):
        if size == largest[owner] or size >= smallest or len(tree.query(part, predicate="intersects")) > 1:
            kept[owner].append(part)
    return np.array(
        [shapely.multipolygons(some) if len(some) > 1 else some[0] for some in kept], dtype=object
    )


def reproject(geometries: Iterable[BaseGeometry], source: Any, target: Any) -> np.ndarray:
    """Project geometries from one reference system to another (anything pyproj understands), x before y."""
    import pyproj

    transform: Callable[..., Any] = pyproj.Transformer.from_crs(source, target, always_xy=True).transform
    array = np.asarray(list(geometries), dtype=object)
    return np.asarray(shapely.transform(array, transform, interleaved=False), dtype=object)


def inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Return a point that lies inside the area: its centroid where possible, else a representative point."""
    point = geometry.centroid
    if not geometry.contains(point):
        point = shapely.get_parts(geometry)[int(np.argmax(shapely.area(shapely.get_parts(geometry))))]
        point = point.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def borders(geometries: Iterable[BaseGeometry]) -> tuple[np.ndarray, np.ndarray]:
    """Return the borders of a coverage in pieces, each of them once, also where two areas share it.

    Args:
        geometries: polygons whose common borders have the same corners.

    Returns:
        Straight pieces (pieces × their two ends × longitude and latitude), in the order of their ends; and
        the areas on both sides of each (pieces × 2), by number: twice the same at the outer border.
    """
    parts, area = shapely.get_parts(np.asarray(list(geometries), dtype=object), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    corners, number = np.unique(points, axis=0, return_inverse=True)
    number = number.reshape(-1)
    inside = ring[:-1] == ring[1:]
    pieces = np.sort(np.stack([number[:-1], number[1:]], axis=1)[inside], axis=1)
    owner = area[part][ring[:-1][inside]]
    order = np.lexsort((owner, pieces[:, 1], pieces[:, 0]))
    pieces, owner = pieces[order], owner[order]
    starts = np.flatnonzero(np.r_[True, (pieces[1:] != pieces[:-1]).any(axis=1)])
    lasts = np.r_[starts[1:], len(pieces)] - 1
    return corners[pieces[starts]], np.stack([owner[starts], owner[lasts]], axis=1)


def pieces_json(pieces: np.ndarray, sides: np.ndarray) -> bytes:
    """Write straight pieces in degrees as compact JSON: ends `s` and `t`, areas beside them `a` and `b`."""
    ends = np.round(pieces, DECIMALS).tolist()
    return _compact(
        [{"s": s, "t": t, "a": a, "b": b} for (s, t), (a, b) in zip(ends, sides.tolist(), strict=True)]
    )


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
            "geometry": _geometry(_rounded(geometries[code])),
        }
        for i, code in enumerate(sorted(geometries))
    ]
    return _compact({"type": "FeatureCollection", "features": features})


def _compact(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round to the decimals that are written, and repair what the rounding made touch itself."""
    rounded = shapely.set_precision(geometry, 10**-DECIMALS, mode="pointwise")
    if not rounded.is_valid:
        rounded = polygonal(shapely.make_valid(rounded))
    return shapely.orient_polygons(rounded)


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    polygons = [
        [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(geometry)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: BaseGeometry) -> list[list[float]]:
    """Round a ring and drop the points that became equal to the one before."""
    points = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in shapely.get_coordinates(ring).tolist()]
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
