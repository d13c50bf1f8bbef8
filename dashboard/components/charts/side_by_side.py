"""Several numbers of one thing side by side: shares as dots with their interval, bars by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import finish, lay_out
from dashboard.data.cells import Cell


@dataclass(frozen=True)
class Dot:
    """A share at a moment: its cell, the ends of its interval, its base."""

    cell: Cell
    low: float | None = None
    high: float | None = None
    told: str = ""


_DOTS = (
    (palette.BLUE, "circle"),
    (palette.ORANGE_ON_BOTH, "diamond"),
    (palette.ON_BOTH, "square"),
    ("#077f7b", "triangle-up"),
    (palette.SLATE, "cross"),
)
"""Colour and mark of each kind, in order: never the colour alone."""


def shares(
    rows: Sequence[str],
    groups: Sequence[tuple[str, Sequence[Dot]]],
    *,
    narrow: bool = False,
) -> go.Figure:
    """Draw shares as dots with their interval, from 0 to 100; the number and its base at the right.

    Args:
        rows: names of what is measured, from the top.
        groups: name of each moment (or kind), with a dot per row; each has its own mark.
        narrow: on a phone: smaller letters.
    """
    figure = go.Figure()
    count = len(groups)
    for number, (name, dots) in enumerate(groups):
        colour, symbol = _DOTS[number % len(_DOTS)]
        places = [row + (number - (count - 1) / 2) * 0.8 / max(count, 2) for row in range(len(rows))]
        known = [(y, dot) for y, dot in zip(places, dots, strict=True) if dot.cell.value is not None]
        figure.add_trace(
            go.Scatter(
                x=[dot.cell.value for _, dot in known],
                y=[y for y, _ in known],
                mode="markers",
                name=name,
                marker={"color": colour, "symbol": symbol, "size": 9},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [max(0, (d.high or 0) - (d.cell.value or 0)) if d.high else 0 for _, d in known],
                    "arrayminus": [
                        max(0, (d.cell.value or 0) - (d.low or 0)) if d.low is not None else 0
                        for _, d in known
                    ],
                    "color": colour,
                    "thickness": 1.5,
                    "width": 4,
                },
                customdata=[
                    f"{name}: {wording.cell_text(d.cell, unit='percento')} {d.told}" for _, d in known
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=count > 1,
            )
        )
        figure.add_trace(
            go.Scatter(
                x=[102] * len(rows),
                y=places,
                mode="text",
                text=[f"{wording.cell_text(d.cell, unit='percento')} {d.told}".strip() for d in dots],
                textposition="middle right",
                textfont={"size": 11 if narrow else 12},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            )
        )
    lay_out(
        figure,
        xaxis={
            "range": [0, 150 if narrow else 128],
            "tickvals": [0, 25, 50, 75, 100],
            "ticksuffix": "%",
            "fixedrange": True,
            "gridcolor": "rgba(125,139,153,0.25)",
            "zeroline": False,
        },
        yaxis={
            "range": [len(rows) - 0.45, -0.55],
            "tickvals": list(range(len(rows))),
            "ticktext": [_short(row, 14 if narrow else 24) for row in rows],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        height=max(150, len(rows) * (22 * max(count, 2)) + 80),
    )
    cells = [dot.cell for _, dots in groups for dot in dots]
    return finish(figure, demonstration=any(cell.demonstration for cell in cells))


def _short(text: str, width: int) -> str:
    """Break a name into lines of at most so many letters, at the spaces."""
    lines_: list[str] = []
    for word in text.split():
        if lines_ and len(lines_[-1]) + len(word) < width:
            lines_[-1] += f" {word}"
        else:
            lines_.append(word)
    return "<br>".join(lines_)


def grouped(
    labels: Sequence[str], groups: Sequence[tuple[str, Sequence[Cell]]], *, unit: str, decimals: int = 0
) -> go.Figure:
    """Draw upright bars side by side: a bunch per label, a bar per group, each with its number; from zero.

    Args:
        labels: names of the bunches, from the left.
        groups: name of each kind, with a cell per label.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
    """
    figure = go.Figure()
    for number, (name, cells) in enumerate(groups):
        fill, pattern, _ = palette.PARTS[number % len(palette.PARTS)]
        texts = [wording.cell_text(cell, unit=unit, decimals=decimals) for cell in cells]
        figure.add_trace(
            go.Bar(
                x=list(labels),
                y=[cell.value or 0 for cell in cells],
                name=name,
                marker={
                    "color": fill,
                    "line": {"width": 1, "color": palette.INK},
                    "pattern": palette.pattern(pattern, fill),
                },
                text=texts,
                textposition="outside",
                textangle=0,
                cliponaxis=False,
                customdata=[f"{name}, {label}: {text}" for label, text in zip(labels, texts, strict=True)],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    highest = max((cell.value or 0 for _, cells in groups for cell in cells), default=0)
    lay_out(
        figure,
        barmode="group",
        yaxis={"range": [0, highest * 1.15 or 1], "visible": False, "fixedrange": True},
        xaxis={"type": "category", "fixedrange": True, "showgrid": False},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        height=300,
    )
    return finish(figure, demonstration=any(cell.demonstration for _, cells in groups for cell in cells))
