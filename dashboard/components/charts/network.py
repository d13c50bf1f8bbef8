"""Who is tied to whom: bodies as circles, ties as lines, one look for each kind of tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette
from dashboard.components.charts.base import finish, lay_out

LOOKS = (
    (palette.MID_BLUE, "solid"),
    (palette.ORANGE_ON_BOTH, "dash"),
    (palette.ON_BOTH, "dot"),
    (palette.RED, "longdash"),
    (palette.SLATE, "dashdot"),
)
"""Colour and dash of the kinds of tie: they differ in more than colour."""
SMALLEST, LARGEST = 11, 34
"""Pixels of the circles, by how many others a body is tied to."""


@dataclass(frozen=True)
class Body:
    """A body: name, mark on its circle, place, with how many others it is tied, whether it is set off."""

    name: str
    mark: str
    x: float
    y: float
    degree: int
    named: bool = False


def network(
    bodies: Sequence[Body],
    ties: Mapping[str, Sequence[tuple[str, str]]],
    *,
    demonstration: bool,
    height: int = 430,
) -> go.Figure:
    """Draw bodies and ties.

    Args:
        bodies: with their places, as a layout gives them.
        ties: kind of tie in words → pairs of names.
        demonstration: whether any tie is demonstration data.
        height: pixels.
    """
    at = {body.name: (body.x, body.y) for body in bodies}
    most = max((body.degree for body in bodies), default=1) or 1
    figure = go.Figure()
    for number, (kind, pairs) in enumerate(ties.items()):
        colour, dash = LOOKS[number % len(LOOKS)]
        figure.add_trace(
            go.Scatter(
                x=[v for a, b in pairs for v in (round(at[a][0], 3), round(at[b][0], 3), None)],
                y=[v for a, b in pairs for v in (round(at[a][1], 3), round(at[b][1], 3), None)],
                mode="lines",
                name=f"{kind} ({len(pairs)})",
                line={"color": colour, "dash": dash, "width": 1.5},
                opacity=0.75,
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[round(body.x, 3) for body in bodies],
            y=[round(body.y, 3) for body in bodies],
            mode="markers+text",
            marker={
                "size": [SMALLEST + (LARGEST - SMALLEST) * body.degree / most for body in bodies],
                "color": [palette.BLUE if body.named else palette.LIGHT_BLUE for body in bodies],
                "line": {"width": 1, "color": palette.DARK_BLUE},
                "opacity": 1,
            },
            text=[body.mark for body in bodies],
            textposition="middle center",
            textfont={"size": 11, "color": [palette.WHITE if body.named else palette.INK for body in bodies]},
            customdata=[f"{body.name}: legata a {body.degree}" for body in bodies],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    )
    hidden = {"visible": False, "fixedrange": True}
    lay_out(
        figure,
        xaxis={**hidden, "range": [-1.12, 1.12]},
        yaxis={**hidden, "range": [-1.12, 1.12]},
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0},
        height=height,
    )
    return finish(figure, demonstration=demonstration)
