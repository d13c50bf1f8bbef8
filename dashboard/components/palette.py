"""The colours of the house, with their contrast on white: the one place where a colour is written.

Source: tokens of the Italian public administration's design system; contrasts by the WCAG 2.1 formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLUE = "#0066cc"  # 5.57: my territory, the one accent
DARK_BLUE = "#003366"  # 12.61
LIGHT_BLUE = "#94c4f5"  # fills only
MID_BLUE = "#4392e0"  # 3.27: graphics only
SLATE = "#5c6f82"  # 5.18: the rest
INK = "#17324d"  # 13.13: titles
ABSENT = "#e1e4e7"  # not collected, always with an outline
GREY = "#c5c7c9"  # not participating, always with an outline
ORANGE = "#995c00"  # 5.40
ORANGE_ON_BOTH = "#a86600"  # 4.60, and 3.74 on the dark ground: the mark on a chart
RED = "#cc334d"  # 5.06
GREEN = "#007a52"  # 5.38
WHITE = "#ffffff"
BLACK = "#000000"  # numbers on a fill that is neither light nor dark
ON_BOTH = "#7d8b99"  # 3.5 on white, 4.7 on the dark ground: whiskers, lines and guides

PARTS = (
    ("#0066cc", "", "#ffffff"),
    ("#94c4f5", "/", "#1a1a1a"),
    ("#077f7b", "", "#ffffff"),
    ("#d9e6f2", ".", "#1a1a1a"),
    ("#5c6f82", "", "#ffffff"),
    ("#f0c48a", "\\", "#1a1a1a"),
    ("#995c00", "", "#ffffff"),
    ("#ffffff", "x", "#1a1a1a"),
)
"""Parts of a whole: fill, pattern, ink on it; neighbours differ in more than colour."""


def pattern(shape: str, fill: str, *, ink: str = INK, opacity: float = 0.45) -> dict[str, object]:
    """Return the pattern of a bar over its own fill: without one, plotly draws it on the page, dark or light.

    Args:
        shape: as plotly names it; empty for none.
        fill: colour under the pattern.
        ink: colour of the pattern.
        opacity: of the pattern, lower where numbers stand on it.
    """
    return {"shape": shape, "bgcolor": fill, "fgcolor": ink, "fgopacity": opacity, "size": 6}


CLASSES = ("#d6e9fb", "#94c4f5", "#4392e0", "#0059b3", "#003366")
"""Fills of a map from few to many; neighbours differ by at least 1.3 in contrast, all have an outline."""
MOST_CLASSES = len(CLASSES)


@dataclass(frozen=True)
class Classes:
    """The classes of a map or a scale: `uppers[i]` is the largest value of class i.

    Fixed on the whole dataset, so that the colours mean the same on every map of it.
    """

    uppers: tuple[float, ...]
    lowest: float

    def index(self, value: float) -> int:
        """Return the class of a value; values beyond the scale fall in the last class."""
        return min(int(np.searchsorted(self.uppers, value)), len(self.uppers) - 1)

    def colour(self, value: float) -> str:
        """Return the fill of a value; few classes are spread over the whole range of blues."""
        return CLASSES[self._position(value)]

    def _position(self, value: float) -> int:
        return self.positions[self.index(value)]

    @property
    def positions(self) -> tuple[int, ...]:
        """Where each class stands among `CLASSES`."""
        count = len(self.uppers)
        if count == 1:
            return (2,)
        return tuple(round(i * (MOST_CLASSES - 1) / (count - 1)) for i in range(count))


def make_classes(values: Sequence[float], *, whole: bool) -> Classes | None:
    """Cut values in at most five classes of about the same number of territories.

    Args:
        values: the positive values of the whole dataset (all territories and periods); zeros and missing
            ones have marks of their own and don't count.
        whole: the values are whole numbers (counts), and so are the limits.

    Returns:
        The classes, or None when there is no positive value.
    """
    positive = np.unique(np.asarray([v for v in values if v > 0], dtype=float))
    if positive.size == 0:
        return None
    if positive.size <= MOST_CLASSES:
        return Classes(tuple(float(v) for v in positive), float(positive[0]))
    everything = np.asarray([v for v in values if v > 0], dtype=float)
    cuts = np.quantile(everything, np.linspace(0, 1, MOST_CLASSES + 1)[1:-1])
    short = cuts if whole and cuts[-1] < 100 else np.asarray([_short(cut) for cut in cuts])
    cuts = np.unique(np.round(short) if whole else short)
    inside = [float(c) for c in cuts if positive[0] <= c < positive[-1]]
    return Classes((*inside, float(positive[-1])), float(positive[0]))


def _short(value: float) -> float:
    """Round to two significant digits, so that the limit of a class can be read."""
    return float(f"{value:.2g}")


def rgba(colour: str, alpha: int = 255) -> list[int]:
    """Turn `#rrggbb` into the list of four numbers that map layers want."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]
