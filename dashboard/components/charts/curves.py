"""Numbers that go on in time: a curve of permanence with who is still followed, lines over dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import REST, finish, lay_out
from dashboard.data.cells import Cell
from dashboard.data.statistics import Survival

_BAND = "rgba(67,146,224,0.28)"
_YEAR = 12


def permanence(
    curve: Survival,
    *,
    label: str,
    other: Survival | None = None,
    other_label: str = "",
    narrow: bool = False,
    demonstration: bool = False,
) -> go.Figure:
    """Draw who is still on the path by month, with its interval; under the axis, how many are followed.

    Args:
        curve: the curve in the accent colour.
        label: whom it is of.
        other: a second curve to compare with, grey and without its interval.
        other_label: whom that is of.
        narrow: on a phone: a mark a year instead of two.
        demonstration: whether any of it is demonstration data.
    """
    figure = go.Figure()
    steps = {"mode": "lines", "line": {"shape": "hv", "width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_trace(go.Scatter(x=curve.months, y=_percent(curve.lows), **steps))
    figure.add_trace(
        go.Scatter(x=curve.months, y=_percent(curve.highs), fill="tonexty", fillcolor=_BAND, **steps)
    )
    if other is not None:
        shown = [m for m in other.months if m <= curve.months[-1]]
        figure.add_trace(
            _curve(shown, other.shares[: len(shown)], other_label, colour=REST, dash="dot", width=2)
        )
    figure.add_trace(_curve(curve.months, curve.shares, label, colour=palette.BLUE, dash="solid", width=3))
    marks = [m for m in curve.months if m % (_YEAR if narrow else _YEAR // 2) == 0]
    lay_out(
        figure,
        xaxis={
            "tickvals": marks,
            "ticktext": [f"{m}<br>{wording.number(curve.at_risk[m])}" for m in marks],
            "range": [0, curve.months[-1] + 1],
            "fixedrange": True,
            "showgrid": False,
            "title": {"text": "mesi dall'ingresso; sotto, le persone seguite", "standoff": 4},
        },
        yaxis={
            "range": [0, 101],
            "fixedrange": True,
            "ticksuffix": "%",
            "tickvals": [0, 25, 50, 75, 100],
            "gridcolor": "rgba(125,139,153,0.25)",
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        showlegend=other is not None,
        height=330,
    )
    return finish(figure, demonstration=demonstration)


def _percent(shares: Sequence[float]) -> list[float]:
    return [round(100 * share, 1) for share in shares]


def _curve(
    months: Sequence[int], shares: Sequence[float], label: str, *, colour: str, dash: str, width: int
) -> go.Scatter:
    return go.Scatter(
        x=list(months),
        y=_percent(shares),
        mode="lines",
        name=label,
        line={"shape": "hv", "color": colour, "dash": dash, "width": width},
        customdata=[
            f"{label}, mese {m}: {wording.number(100 * s)}%" for m, s in zip(months, shares, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


@dataclass(frozen=True)
class Line:
    """A line: its name, and its points as (day or year, cell) from the earliest."""

    code: str
    label: str
    points: Sequence[tuple[str, Cell]]


_STROKES = (
    (palette.BLUE, "solid", "circle"),
    (REST, "solid", "circle-open"),
    (palette.SLATE, "dash", "square"),
    ("#077f7b", "dot", "diamond"),
    (palette.ORANGE_ON_BOTH, "dashdot", "cross"),
    (palette.ON_BOTH, "longdash", "x"),
)
"""Colour, dashes and mark of each line: never the colour alone. The first is what one looks at."""


def lines(items: Sequence[Line], *, unit: str, decimals: int = 0, narrow: bool = False) -> go.Figure:
    """Draw a line per item over days, with its name and last number at its end; y starts at zero.

    Args:
        items: the lines, the first in the accent colour; a gap where there is no number.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        narrow: on a phone: fewer marks under the axis.
    """
    figure = go.Figure()
    highest = max((c.value or 0 for item in items for _, c in item.points), default=0)
    ends: list[tuple[float, Line, str, str]] = []
    for item, (colour, dash, symbol) in zip(items, _strokes(len(items)), strict=True):
        figure.add_trace(
            go.Scatter(
                x=[day for day, _ in item.points],
                y=[cell.value for _, cell in item.points],
                mode="lines+markers",
                name=item.label,
                line={"color": colour, "dash": dash, "width": 3 if item is items[0] else 2},
                marker={"symbol": symbol, "size": 7, "color": colour},
                customdata=[
                    f"{item.label}, {wording.day(day)}: "
                    f"{wording.cell_description(cell, unit=unit, decimals=decimals)}"
                    for day, cell in item.points
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
            )
        )
        known = [(day, cell.value) for day, cell in item.points if cell.value is not None]
        if known:
            text = f"{item.label} {wording.amount(known[-1][1], unit=unit, decimals=decimals)}"
            ends.append((known[-1][1], item, text, colour))
    height = 340
    for (_, _, text, colour), y in zip(
        sorted(ends, key=lambda e: e[0]), _apart(sorted(e[0] for e in ends), highest, height), strict=True
    ):
        figure.add_annotation(
            text=text,
            x=1,
            xref="paper",
            y=y,
            xanchor="left",
            yanchor="middle",
            xshift=8,
            showarrow=False,
            font={"size": 12 if narrow else 13, "color": colour},
        )
    days = sorted({day for item in items for day, _ in item.points})
    marks = [day for day in days if day.endswith("12-31")] or days
    lay_out(
        figure,
        xaxis={
            "type": "date",
            "tickvals": marks,
            "ticktext": [f"12/{day[2:4]}" if day.endswith("12-31") else wording.day(day) for day in marks],
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={
            "range": [0, highest * 1.06 or 1],
            "fixedrange": True,
            "gridcolor": "rgba(125,139,153,0.25)",
            "nticks": 5,
        },
        height=height,
    )
    figure = finish(
        figure, demonstration=any(cell.demonstration for item in items for _, cell in item.points)
    )
    longest = max((len(text) for _, _, text, _ in ends), default=0)
    return lay_out(figure, margin={"r": 18 + 7 * longest})


def _strokes(number: int) -> list[tuple[str, str, str]]:
    return [_STROKES[i % len(_STROKES)] for i in range(number)]


def _apart(values: Sequence[float], highest: float, height: int) -> list[float]:
    """Move labels up where they would cover one another; in the unit of the axis."""
    room = (highest or 1) * 18 / (height - 60)
    placed: list[float] = []
    for value in values:
        placed.append(max(value, placed[-1] + room) if placed else value)
    return placed
