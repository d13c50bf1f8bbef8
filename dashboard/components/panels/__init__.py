"""How a panel is drawn: every picture that a definition may name. Ask in, Unit out, no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.components.figures import Unit
from dashboard.components.panels import (
    answers,
    breakdown,
    impact,
    matrix,
    over_time,
    plans,
    results,
    sheets,
    similar,
    timeline,
)
from dashboard.components.panels.asking import Ask, Point, Slice

__all__ = ["PICTURES", "Ask", "Point", "Slice", "draw"]

PICTURES: Mapping[str, Callable[[Ask], Unit]] = {
    "answers": answers.answers,
    "bars": breakdown.bars,
    "coverage": plans.coverage,
    "dots": similar.dots,
    "grid": matrix.grid,
    "handovers": sheets.handovers,
    "impact": impact.impact,
    "parts": breakdown.parts,
    "plan": breakdown.plan,
    "progress": plans.progress,
    "results": results.results,
    "sheet": sheets.sheet,
    "similar": similar.similar,
    "steps": plans.steps,
    "timeline": timeline.timeline,
    "trend": over_time.trend,
}
"""Name of a picture, as definitions write it → what draws it. The docstring of each tells its options."""


def draw(ask: Ask) -> Unit:
    """Draw the panel at work.

    Raises:
        KeyError: its definition names a picture that nobody draws (`tests/components/panels` fails first).
    """
    return PICTURES[ask.panel.picture](ask)
