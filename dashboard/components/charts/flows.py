"""People who go through steps: flows between them, and a funnel with what is known at each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import FONT, finish, lay_out

GOES_ON, WAITS, LEAVES = "va avanti", "ancora in corso", "uscito prima"


@dataclass(frozen=True)
class Node:
    """A place of a flow: its name, how many come to it, where it stands (0 to 1), its colour."""

    code: str
    label: str
    value: float
    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class Flow:
    """How many go from one node to another, and of which colour their band is."""

    source: str
    target: str
    value: float
    colour: str


def sankey(nodes: Sequence[Node], flows: Sequence[Flow], *, narrow: bool, demonstration: bool) -> go.Figure:
    """Draw bands as wide as the people who go from one place to the next, from left to right.

    Args:
        nodes: the places; every one is written with its number.
        flows: the bands between them, none empty.
        narrow: on a phone: shorter lines of text.
        demonstration: whether any of it is demonstration data.
    """
    order = {node.code: i for i, node in enumerate(nodes)}
    names = [_name(node, narrow=narrow) for node in nodes]
    told = [
        f"{nodes[order[one.source]].label} → {nodes[order[one.target]].label}: {wording.number(one.value)}"
        for one in flows
    ]
    figure = go.Figure(
        go.Sankey(
            arrangement="fixed",
            textfont={"size": 11 if narrow else 13, "family": FONT, "shadow": "none", "color": palette.INK},
            node={
                "label": names,
                "x": [node.x for node in nodes],
                "y": [node.y for node in nodes],
                "color": [node.colour for node in nodes],
                "pad": 18,
                "thickness": 10 if narrow else 16,
                "line": {"width": 0},
                "customdata": [f"{node.label}: {wording.number(node.value)}" for node in nodes],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            link={
                "source": [order[one.source] for one in flows],
                "target": [order[one.target] for one in flows],
                "value": [one.value for one in flows],
                "color": [one.colour for one in flows],
                "customdata": told,
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        )
    )
    figure = finish(figure, demonstration=demonstration)
    return lay_out(figure, height=340 if narrow else 380, margin={"b": 20})


def _name(node: Node, *, narrow: bool) -> str:
    label = wrapped(node.label, width=12) if narrow else node.label
    return f"{label}<br>{wording.number(node.value)}" if narrow else f"{label} {wording.number(node.value)}"


@dataclass(frozen=True)
class Step:
    """One step of a funnel.

    Attributes:
        label: its name.
        reached: people who came to it.
        waiting: people of the step before who may still come: nothing is known of them yet.
        left: people of the step before who have left without coming.
        told: what is written beside the bar.
    """

    label: str
    reached: float
    waiting: float = 0
    left: float = 0
    told: str = ""


def funnel(steps: Sequence[Step], *, narrow: bool = False, demonstration: bool) -> go.Figure:
    """Draw a bar per step: who reached it, who may still reach it, who left before; from zero.

    The three parts of a bar add up to who reached the step before.
    """
    labels = [wrapped(step.label, width=14 if narrow else 22) for step in steps]
    room = 2.1 if narrow else 1.42
    kinds = (
        ("ci è arrivato", [s.reached for s in steps], palette.BLUE, ""),
        ("alla tappa prima, ancora in corso", [s.waiting for s in steps], palette.LIGHT_BLUE, "/"),
        ("uscito senza arrivarci", [s.left for s in steps], palette.GREY, "x"),
    )
    figure = go.Figure(
        [
            go.Bar(
                x=values,
                y=labels,
                orientation="h",
                name=name,
                marker={
                    "color": fill,
                    "line": {"width": 1, "color": palette.INK},
                    "pattern": palette.pattern(shape, fill),
                },
                customdata=[
                    f"{step.label}: {name} {wording.number(value)}"
                    for step, value in zip(steps, values, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
                width=0.55,
            )
            for name, values, fill, shape in kinds
        ]
    )
    ends = [step.reached + step.waiting + step.left for step in steps]
    figure.add_trace(
        go.Scatter(
            x=ends,
            y=labels,
            mode="text",
            text=[f"  {step.told}" for step in steps],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    lay_out(
        figure,
        barmode="stack",
        xaxis={"range": [0, max(ends, default=1) * room or 1], "visible": False, "fixedrange": True},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True, "automargin": True},
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "traceorder": "normal"},
        height=40 * len(steps) + 90,
    )
    return finish(figure, demonstration=demonstration)
