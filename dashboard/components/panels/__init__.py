"""How a panel is drawn: every picture that a definition may name. Ask in, Unit out, no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.components.figures import Unit
from dashboard.components.panels import (
    answers,
    breakdown,
    flows,
    impact,
    matrix,
    outcomes,
    over_time,
    permanence,
    plans,
    results,
    sheets,
    similar,
    states,
    timeline,
)
from dashboard.components.panels.asking import Ask, Point, Slice

__all__ = ["PICTURES", "Ask", "Point", "Slice", "draw"]

PICTURES: Mapping[str, Callable[[Ask], Unit]] = {
    "answers": answers.answers,
    "bars": breakdown.bars,
    "by_profile": outcomes.by_profile,
    "by_year": outcomes.by_year,
    "closures": states.closures,
    "composition": states.composition,
    "coverage": plans.coverage,
    "dots": similar.dots,
    "flow": flows.flow,
    "funnel": flows.funnel,
    "grid": matrix.grid,
    "handovers": sheets.handovers,
    "impact": impact.impact,
    "key_shares": outcomes.key_shares,
    "observed_parts": outcomes.observed_parts,
    "parts": breakdown.parts,
    "permanence": permanence.permanence,
    "plan": breakdown.plan,
    "progress": plans.progress,
    "published": states.published,
    "reasons": states.reasons,
    "results": results.results,
    "sheet": sheets.sheet,
    "similar": similar.similar,
    "standing": states.standing,
    "states_over_dates": states.states_over_dates,
    "steps": plans.steps,
    "timeline": timeline.timeline,
    "trend": over_time.trend,
    "triangle": permanence.triangle,
}
"""Name of a picture, as definitions write it → what draws it. The docstring of each tells its options."""


def draw(ask: Ask) -> Unit:
    """Draw the panel at work.

    Raises:
        KeyError: its definition names a picture that nobody draws (`tests/components/panels` fails first).
    """
    return PICTURES[ask.panel.picture](ask)
