"""Two values of the same thing and the way from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import REST, finish, lay_out
from dashboard.data.cells import Cell
from dashboard.data.statistics import Interval

ROW = 30
_HEAD = 0.85
"""Room of the name of a group, in rows."""


@dataclass(frozen=True)
class Change:
    """One thing: its group ("" for none), its name, its two values, the interval of the second, words."""

    group: str
    label: str
    before: Cell
    after: Cell
    interval: Interval | None = None
    told: str = ""


def dumbbell(
    items: Sequence[Change],
    *,
    ends: tuple[float, float],
    names: tuple[str, str],
    unit: str,
    decimals: int = 1,
    room: float = 0.3,
    narrow: bool = False,
) -> go.Figure:
    """Draw a line per thing from its first value (an empty mark) to its second (a full one).

    Args:
        items: the things, those of a group one after the other; one without a value keeps its place.
        ends: ends of the axis, the same whatever is chosen.
        names: what the two values are.
        unit: unit code of the values.
        decimals: decimals of the values.
        room: share of the width kept for what is said on the right.
        narrow: for a phone: names on more lines.
    """
    heights, heads = _heights(items)
    known = [
        (item, at)
        for item, at in zip(items, heights, strict=True)
        if item.before.value is not None and item.after.value is not None
    ]
    height = round(ROW * (heights[-1] + 1.3) + 86)
    figure = go.Figure([_ways(known), _marks(known, names, unit, decimals, first=True)])
    figure.add_trace(_marks(known, names, unit, decimals, first=False))
    for item, at in zip(items, heights, strict=True):
        figure.add_annotation(
            text=item.told,
            xref="paper",
            x=1 - room + 0.012,
            y=at,
            xanchor="left",
            align="left",
            showarrow=False,
            font={"size": 12 if narrow else 13},
        )
    for name, at in heads:
        figure.add_annotation(
            text=f"<b>{name}</b>",
            xref="paper",
            x=0,
            y=at,
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font={"size": 13},
            bgcolor="rgba(0,0,0,0)",
        )
    lay_out(
        figure,
        xaxis={
            "range": list(ends),
            "domain": [0, 1 - room],
            "gridcolor": "rgba(125,139,153,.25)",
            "zeroline": False,
            "fixedrange": True,
            "nticks": 5 if narrow else 10,
        },
        yaxis={
            "range": [heights[-1] + 0.6, -0.7],
            "tickvals": heights,
            "ticktext": [wrapped(item.label, width=14 if narrow else 32) for item in items],
            "tickfont": {"size": 12 if narrow else 13},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        legend={"orientation": "h", "y": -26 / height, "yanchor": "top", "x": 0, "xanchor": "left"},
        height=height,
    )
    cells = [cell for item in items for cell in (item.before, item.after)]
    demonstration = any(cell.demonstration for cell in cells)
    figure = finish(figure, demonstration=demonstration)
    return lay_out(figure, margin={"t": 30 if demonstration else 12})


def _heights(items: Sequence[Change]) -> tuple[list[float], list[tuple[str, float]]]:
    """Where each thing stands, and the name of each group over its first."""
    heights: list[float] = []
    heads: list[tuple[str, float]] = []
    at, group = 0.0, ""
    for item in items:
        if item.group and item.group != group:
            heads.append((item.group, at + (0.15 if heads else 0)))
            at += _HEAD + (0.15 if len(heads) > 1 else 0)
            group = item.group
        heights.append(at)
        at += 1
    return heights, heads


def _ways(known: Sequence[tuple[Change, float]]) -> go.Scatter:
    """The lines from the first value to the second."""
    across = [
        value for item, _ in known for value in (item.before.value, item.after.value, None)
    ]  # None lifts the pen
    return go.Scatter(
        x=across,
        y=[height for _, at in known for height in (at, at, None)],
        mode="lines",
        line={"width": 4, "color": REST},
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(
    known: Sequence[tuple[Change, float]], names: tuple[str, str], unit: str, decimals: int, *, first: bool
) -> go.Scatter:
    """The marks of one of the two values; the second has its interval."""
    cells = [item.before if first else item.after for item, _ in known]
    spans = [None if first else item.interval for item, _ in known]
    values = [cell.value or 0 for cell in cells]
    name = names[0] if first else names[1]
    texts = [wording.cell_text(cell, unit=unit, decimals=decimals) for cell in cells]
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": [max(0, s.high - v) if s else 0 for v, s in zip(values, spans, strict=True)],
        "arrayminus": [max(0, v - s.low) if s else 0 for v, s in zip(values, spans, strict=True)],
        "color": palette.ON_BOTH,
        "thickness": 1.5,
        "width": 5,
    }
    return go.Scatter(
        x=values,
        y=[at for _, at in known],
        mode="markers",
        name=name,
        marker={
            "size": 12,
            "symbol": "circle",
            "color": palette.WHITE if first else palette.BLUE,
            "line": {"width": 2, "color": palette.SLATE if first else palette.BLUE},
        },
        error_x=whiskers if any(spans) else None,
        customdata=[f"{item.label}: {name} {text}" for (item, _), text in zip(known, texts, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
