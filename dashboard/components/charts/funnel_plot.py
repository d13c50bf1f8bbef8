"""A rate against the size of the place: what chance alone would do, the marks to reach, my territory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import REST, across, finish, lay_out
from dashboard.data.statistics import control_limits

LEVELS = (0.95, 0.998)
"""Shares of places that chance alone leaves inside the two pairs of limits."""
_STEPS = 28
_LOGARITHMIC_FROM = 8
"""From how many times between the smallest and the largest base the axis of the bases is logarithmic."""
_NAME_HEIGHT = 0.08
"""Height of the name of a line, as a share of the picture."""
_NAMED = 3
"""How many places of mine have their name written beside them."""


@dataclass(frozen=True)
class Spot:
    """One place: its base (residents), its rate, whether it is mine."""

    code: str
    label: str
    base: float
    rate: float
    mine: bool = False
    demonstration: bool = False


@dataclass(frozen=True)
class Guide:
    """A mark to reach, drawn as a line and named: a level laid down by law, a target."""

    value: float
    label: str


def funnel_plot(
    dots: Sequence[Spot],
    *,
    centre: float,
    scale: float,
    unit: str,
    decimals: int,
    base_unit: str,
    rate_title: str = "",
    guides: Sequence[Guide] = (),
) -> go.Figure:
    """Draw each place as a point between the control limits, which narrow as the base grows.

    Args:
        dots: the places, each with a positive base.
        centre: the common rate, in the unit of the rates.
        scale: what the rates are per (1000 residents: 1000).
        unit: unit code of the rates.
        decimals: decimals of the rates.
        base_unit: what the bases count, in words.
        rate_title: what the rates are.
        guides: marks to reach.
    """
    bases = [dot.base for dot in dots]
    logarithmic = max(bases) / min(bases) >= _LOGARITHMIC_FROM
    low, high = min(bases) * 0.82, max(bases) * 1.22
    steps = np.geomspace(low, high, _STEPS) if logarithmic else np.linspace(low, high, _STEPS)
    steps = np.round(steps)
    top = max([*(dot.rate for dot in dots), *(guide.value for guide in guides), centre]) * 1.16
    figure = go.Figure()
    for level, opacity in zip(reversed(LEVELS), (0.12, 0.2), strict=True):
        limits = control_limits([float(v) for v in steps], rate=centre, scale=scale, level=level)
        _band(figure, steps, limits.lows, [min(v, top * 1.2) for v in limits.highs], opacity)
    for mine in (False, True):
        own = [dot for dot in dots if dot.mine is mine]
        _points(figure, own, mine=mine, unit=unit, decimals=decimals, base_unit=base_unit)
    ends = [math.log10(low), math.log10(high)] if logarithmic else [low, high]
    mean = Guide(centre, f"media {wording.amount(centre, unit=unit, decimals=decimals)}")
    lay_out(
        figure,
        shapes=[
            across(mean.value, width=1.5, color=palette.ON_BOTH),
            *(across(guide.value, width=2, color=palette.ORANGE_ON_BOTH) for guide in guides),
        ],
        xaxis={
            "type": "log" if logarithmic else "linear",
            "range": ends,
            "title": {"text": base_unit, "standoff": 6},
            "fixedrange": True,
            "showgrid": False,
            "tickformat": ",d",
            "tickvals": _ticks(low, high) if logarithmic else None,
            "nticks": 5,
        },
        yaxis={
            "range": [0, top],
            "title": {"text": rate_title, "standoff": 6},
            "fixedrange": True,
            "gridcolor": "rgba(125,139,153,.22)",
            "zeroline": False,
            "nticks": 6,
        },
        showlegend=False,
        height=390,
    )
    along = [math.log10(base) if logarithmic else base for base in bases]
    spots = [
        ((at - ends[0]) / (ends[1] - ends[0]), dot.rate / top) for at, dot in zip(along, dots, strict=True)
    ]
    lines = (mean, *guides)
    corners = _corners([guide.value / top for guide in lines], spots)
    notes = [
        _name(guide, right, above, colour=palette.ON_BOTH if guide is mean else palette.ORANGE_ON_BOTH)
        for guide, (right, above) in zip(lines, corners, strict=True)
    ]
    return finish(figure, demonstration=any(dot.demonstration for dot in dots), notes=notes)


def _band(
    figure: go.Figure, steps: np.ndarray, lows: Sequence[float], highs: Sequence[float], opacity: float
) -> None:
    """Shade what lies between two limits: one closed line, there and back."""
    figure.add_trace(
        go.Scatter(
            x=[int(v) for v in (*steps, *steps[::-1])],
            y=[round(v, 4) for v in (*lows, *reversed(highs))],
            mode="lines",
            line={"width": 1, "color": palette.ON_BOTH, "dash": "dot"},
            fill="toself",
            fillcolor=f"rgba(125,139,153,{opacity})",
            hoverinfo="skip",
        )
    )


def _points(
    figure: go.Figure, dots: Sequence[Spot], *, mine: bool, unit: str, decimals: int, base_unit: str
) -> None:
    if not dots:
        return
    named = mine and len(dots) <= _NAMED
    figure.add_trace(
        go.Scatter(
            x=[round(dot.base) for dot in dots],
            y=[round(dot.rate, 4) for dot in dots],
            mode="markers+text" if named else "markers",
            text=[f"<b>{dot.label}</b>" for dot in dots] if named else None,
            textposition="top center",
            cliponaxis=False,
            marker={
                "size": 13 if mine else 9,
                "color": palette.BLUE if mine else REST,
                "line": {"width": 1, "color": palette.WHITE},
                "symbol": "diamond" if mine else "circle",
            },
            customdata=[
                f"{dot.label}: {wording.amount(dot.rate, unit=unit, decimals=decimals)}, "
                f"{wording.number(dot.base)} {base_unit}"
                for dot in dots
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _corners(lines: Sequence[float], spots: Sequence[tuple[float, float]]) -> list[tuple[bool, bool]]:
    """Decide where the name of each line across stands: (at the right end, above it).

    It stands on no other name if it can, then where it covers the fewest points and lines. If all is alike,
    the name of the first line, the mean, stands on the left, the others on the right, and above.

    Args:
        lines: heights as shares of the picture.
        spots: places of the points, as shares of the width and the height.
    """
    taken: list[tuple[bool, float]] = []
    corners: list[tuple[bool, bool]] = []
    for number, line in enumerate(lines):
        sides = (False, True) if number == 0 else (True, False)
        free = [(right, above) for above in (True, False) for right in sides]
        feet = [line if above else line - _NAME_HEIGHT for _, above in free]
        covered = [
            _covered(right, foot, lines, spots, taken) for (right, _), foot in zip(free, feet, strict=True)
        ]
        best = covered.index(min(covered))
        corners.append(free[best])
        taken.append((free[best][0], feet[best]))
    return corners


def _covered(
    right: bool,
    foot: float,
    lines: Sequence[float],
    spots: Sequence[tuple[float, float]],
    taken: Sequence[tuple[bool, float]],
) -> tuple[int, int]:
    """Count what a name with its foot at a height would cover at one end: names; points and lines."""
    names = sum(side is right and abs(foot - other) < _NAME_HEIGHT for side, other in taken)
    crossed = sum(foot < line < foot + _NAME_HEIGHT for line in lines)
    return names, crossed + sum((x > 0.5) is right and foot <= y < foot + _NAME_HEIGHT for x, y in spots)


def _name(guide: Guide, right: bool, above: bool, *, colour: str) -> dict[str, Any]:
    """The name of a line across, at one of its ends."""
    return {
        "xref": "paper",
        "x": int(right),
        "y": guide.value,
        "text": guide.label,
        "showarrow": False,
        "xanchor": "right" if right else "left",
        "yanchor": "bottom" if above else "top",
        "font": {"size": 13, "color": colour},
    }


def _ticks(low: float, high: float) -> list[int]:
    """Round bases for a logarithmic axis: 1, 2, 5 and their tens, at most six."""
    found = [
        int(step * 10**power)
        for power in range(int(math.log10(low)), int(math.log10(high)) + 1)
        for step in (1, 2, 5)
        if low <= step * 10**power <= high
    ]
    return found if len(found) <= 6 else [tick for tick in found if str(tick)[0] == "1"]
