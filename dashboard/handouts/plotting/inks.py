"""Colours, dashes, marks and scales of plotly, as matplotlib wants them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.components import palette

RGBA = tuple[float, float, float, float]
CATEGORIES = (
    palette.BLUE, palette.ORANGE, "#077f7b", palette.SLATE,
    palette.RED, palette.GREEN, palette.MID_BLUE, palette.DARK_BLUE,
)  # fmt: skip
"""Colours of series that ask for none (those of the theme on screen)."""
TEXT = "#1a1a1a"
GRID = "#dfe4e9"
DASHES: dict[str, Any] = {
    "solid": "-",
    "dot": (0, (1.2, 2)),
    "dash": (0, (4, 2.5)),
    "longdash": (0, (7, 3)),
    "dashdot": (0, (4, 2, 1.2, 2)),
    "longdashdot": (0, (7, 2.5, 1.2, 2.5)),
}
MARKS = {
    "circle": "o", "square": "s", "diamond": "D", "cross": "P", "x": "X", "triangle-up": "^",
    "triangle-down": "v", "triangle-left": "<", "triangle-right": ">", "star": "*", "pentagon": "p",
    "hexagon": "h", "line-ns": "|", "line-ew": "_", "x-thin": "x", "cross-thin": "+",
    "diamond-tall": "d",
}  # fmt: skip
_FUNCTION = re.compile(r"rgba?\(([^)]*)\)")


class Undrawable(ValueError):
    """A figure has something that a drawing cannot show: better no file than one that leaves it out."""


def colour(value: object, *, opacity: float | None = None) -> RGBA:
    """Turn a colour of plotly (`#rrggbb`, `rgb()`, `rgba()`, a name) into four parts of one.

    Raises:
        Undrawable: it is no colour.
    """
    from matplotlib.colors import to_rgba

    text = str(value).strip()
    strength = 1.0 if opacity is None else float(opacity)
    try:
        if found := _FUNCTION.fullmatch(text):
            parts = [float(part) for part in found[1].split(",")]
            red, green, blue = (part / 255 for part in parts[:3])
            return red, green, blue, (parts[3] if len(parts) > 3 else 1.0) * strength
        red, green, blue, own = to_rgba("none" if text == "transparent" else text)
    except ValueError as error:
        raise Undrawable(f"«{text}» non è un colore") from error
    return float(red), float(green), float(blue), float(own) * strength


def many(value: Any, count: int, default: Any) -> list[Any]:
    """Return one setting per point: plotly takes one for all, or one each; what is missing is the default."""
    if value is None:
        return [default] * count
    if isinstance(value, str | int | float):
        return [value] * count
    told = list(value)[:count]
    told += [default] * (count - len(told))
    return [default if one is None else one for one in told]


def colours(value: Any, count: int, *, default: Any, scale: Any = None, opacity: Any = None) -> list[RGBA]:
    """Return one colour per point.

    Args:
        value: one colour, or one each; numbers stand on the scale.
        count: of the points.
        default: where there is none.
        scale: an object of plotly with colorscale, cmin and cmax.
        opacity: one for all, or one each.
    """
    told, strengths = many(value, count, default), many(opacity, count, None)
    numbers = [one for one in told if isinstance(one, int | float | np.number)]
    if numbers:
        low = min(numbers) if scale.cmin is None else scale.cmin
        high = max(numbers) if scale.cmax is None else scale.cmax
        ramp = Ramp(scale.colorscale, float(low), float(high))
        return [ramp(float(one), opacity=each) for one, each in zip(told, strengths, strict=True)]
    return [colour(one, opacity=each) for one, each in zip(told, strengths, strict=True)]


class Ramp:
    """A scale of colours from a least to a largest number."""

    def __init__(self, scale: Any, low: float, high: float) -> None:
        import plotly.colors

        stops = plotly.colors.get_colorscale(scale or "Blues") if not isinstance(scale, Sequence) or (
            isinstance(scale, str)
        ) else scale  # fmt: skip
        self.low, self.high = float(low), float(high)
        self.at = [float(place) for place, _ in stops]
        self.inks = np.array([colour(ink) for _, ink in stops])

    def __call__(self, value: float, *, opacity: float | None = None) -> RGBA:
        """Return the colour of a number; beyond the ends, that of the end."""
        span = self.high - self.low
        place = min(max((value - self.low) / span, 0.0), 1.0) if span else 0.5
        mixed = [float(np.interp(place, self.at, self.inks[:, part])) for part in range(4)]
        return mixed[0], mixed[1], mixed[2], mixed[3] * (1.0 if opacity is None else opacity)


def mark(symbol: object) -> tuple[str, bool]:
    """Return a mark of matplotlib and whether it is filled.

    Raises:
        Undrawable: the mark is not one of those we draw.
    """
    name = str(symbol or "circle")
    base = name.removesuffix("-open").removesuffix("-dot").removesuffix("-open")
    if base not in MARKS:
        raise Undrawable(f"segno «{name}»")
    return MARKS[base], "-open" not in name


def dash(name: object) -> Any:
    """Return the dashes of a line.

    Raises:
        Undrawable: the dashes are not among those we draw.
    """
    if (told := str(name or "solid")) not in DASHES:
        raise Undrawable(f"tratto «{told}»")
    return DASHES[told]


def on(ink: RGBA) -> str:
    """Return the colour of a text that can be read on a ground: ink or white."""
    red, green, blue, strength = ink
    light = strength * (0.299 * red + 0.587 * green + 0.114 * blue) + (1 - strength)
    return TEXT if light > 0.55 else palette.WHITE
