"""A light map as SVG text: on screen before anything heavy, and in print.

A pure function of boundaries and colours. The drawing has its own, coarser simplification.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from functools import lru_cache
from html import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from . import geometry
from .boundaries import Boundaries

BLANK = "#ffffff"
BORDER = "#5c6f82"
ACCENT = "#17324d"
DETAIL = 1.2
"""Tolerance of the simplification in pixels of the drawing."""
SPECK = 1.5
"""Islets below this area (square pixels) are left out."""


def svg_map(
    boundaries: Boundaries,
    *,
    fills: Mapping[str, str],
    title: str,
    description: str = "",
    labels: Mapping[str, str] | None = None,
    hatched: Collection[str] = (),
    outlined: Collection[str] = (),
    highlight: str | None = None,
    points: Mapping[str, tuple[float, float, str]] | None = None,
    width: int = 480,
    attribution: str = "",
    name: str = "map",
) -> str:
    """Draw areas in given colours.

    Args:
        boundaries: the areas.
        fills: CSS colour by code; an area without one is blank with an outline.
        title: name of the picture for those who cannot see it.
        description: what the picture says, in a sentence.
        labels: text of an area's tooltip, by code; its name when missing.
        hatched: codes drawn with a hatch over their colour (suppressed).
        outlined: codes drawn blank with a dashed outline (not participating, not collected).
        highlight: code of the area with the strong border.
        points: further places by code: longitude, latitude, CSS colour.
        width: width of the drawing in pixels; the height follows from the shape of the territory.
        attribution: line under the map (source and year of the boundaries).
        name: prefix of the identifiers, for a document with several maps.

    Returns:
        One ``<svg>`` element that scales with its container.
    """
    texts = dict(labels or {})
    paths, scale = _paths(boundaries, width)
    foot = 16 if attribution else 0
    names = boundaries.names
    body: list[str] = []
    for code in sorted(boundaries.codes, key=lambda one: (one == highlight, one in outlined)):
        tooltip = f"<title>{escape(texts.get(code, names[code]))}</title>"
        style = _style(code, fills, outlined)
        body.append(f'<path data-code="{escape(code)}" d="{paths[code]}"{style}>{tooltip}</path>')
        if code in hatched:
            body.append(f'<path d="{paths[code]}" fill="url(#{name}-hatch)" pointer-events="none"/>')
        if code == highlight:  # ink alone is not seen around the darkest colour
            line = f'<path d="{paths[code]}" fill="none" pointer-events="none"'
            body.append(f'{line} stroke="{BLANK}" stroke-width="5"/>')
            body.append(f'{line} stroke="{ACCENT}" stroke-width="2.5"/>')
    for code, (lon, lat, colour) in (points or {}).items():
        x, y = scale.place(lon, lat)
        tooltip = f"<title>{escape(texts.get(code, code))}</title>"
        body.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{escape(colour)}">{tooltip}</circle>')
    if attribution:
        place = f'x="2" y="{scale.height + 12:.0f}" font-size="9"'
        body.append(f'<text {place} fill="{ACCENT}" stroke="none">{escape(attribution)}</text>')
    size = f"0 0 {width} {scale.height + foot:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" fill-rule="evenodd" '
        f'aria-labelledby="{name}-title {name}-desc" stroke="{BORDER}" stroke-width=".7" '
        f'stroke-linejoin="round" font-family="Titillium Web,sans-serif">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description or title)}</desc>'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V6" stroke="{ACCENT}" stroke-width="1.5"/></pattern>'
        f"</defs>{''.join(body)}</svg>"
    )


def _style(code: str, fills: Mapping[str, str], outlined: Collection[str]) -> str:
    if code in outlined:
        return f' fill="{BLANK}" stroke-dasharray="3 2"'
    if code not in fills:
        return f' fill="{BLANK}"'
    return f' fill="{escape(fills[code])}"'


class _Scale:
    """From degrees to pixels: equirectangular, true at the middle latitude."""

    def __init__(self, bounds: tuple[float, float, float, float], width: int) -> None:
        west, south, east, north = bounds
        self.west, self.north, margin = west, north, 2.0
        self.shrink = math.cos(math.radians((south + north) / 2))
        self.factor = (width - 2 * margin) / max((east - west) * self.shrink, 1e-9)
        self.margin = margin
        self.height = (north - south) * self.factor + 2 * margin

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            (lon - self.west) * self.shrink * self.factor + self.margin,
            (self.north - lat) * self.factor + self.margin,
        )

    def array(self, points: np.ndarray) -> np.ndarray:
        return np.column_stack(self.place(points[:, 0], points[:, 1]))  # type: ignore[arg-type]


@lru_cache(maxsize=32)
def _paths(boundaries: Boundaries, width: int) -> tuple[dict[str, str], _Scale]:
    """Return the path of every area in pixels, by code; kept, since only colours change."""
    scale = _Scale(boundaries.bounds, width)
    shapes = np.array(list(boundaries.geometries.values()), dtype=object)
    pixels = shapely.transform(shapes, scale.array)
    simple = geometry.drop_islets(geometry.simplify(pixels, DETAIL), SPECK)
    return dict(zip(boundaries.geometries, map(_path, simple), strict=True)), scale


def _path(shape: BaseGeometry) -> str:
    """Write a polygon as relative moves in whole half-pixels: few characters, no visible difference."""
    commands: list[str] = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            steps = np.round(shapely.get_coordinates(ring)[:-1] * 2).astype(int)
            moves = [move for move in np.diff(steps, axis=0) if move.any()]
            if moves:
                x, y = steps[0]
                line = "".join(_joined(_half(number)) for move in moves for number in move)
                commands.append(f"M{_half(x)}{_joined(_half(y))}l{line.lstrip()}z")
    return "".join(commands)


def _half(steps: int) -> str:
    """Write a number of half pixels in the fewest characters."""
    text = f"{steps / 2:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _joined(number: str) -> str:
    return number if number.startswith("-") else f" {number}"
