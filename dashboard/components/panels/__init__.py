"""How a panel is drawn: every picture that a definition may name. Ask in, Unit out, no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.components.figures import Unit
from dashboard.components.panels import breakdown, matrix, over_time
from dashboard.components.panels.asking import Ask, Point, Slice

__all__ = ["PICTURES", "Ask", "Point", "Slice", "draw"]

PICTURES: Mapping[str, Callable[[Ask], Unit]] = {
    "bars": breakdown.bars,
    "grid": matrix.grid,
    "parts": breakdown.parts,
    "plan": breakdown.plan,
    "trend": over_time.trend,
}
"""Name of a picture, as definitions write it → what draws it. The docstring of each tells its options."""


def draw(ask: Ask) -> Unit:
    """Draw the panel at work.

    Raises:
        KeyError: its definition names a picture that nobody draws (`tests/components/panels` fails first).
    """
    return PICTURES[ask.panel.picture](ask)
