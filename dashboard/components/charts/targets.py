"""How much of what was wanted has been reached: a bar against a mark, each with its own words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import REST, finish, lay_out
from dashboard.data.cells import Cell

ROW = 32
_LINE = 18
"""Letters on one line of a name, on a phone."""


@dataclass(frozen=True)
class Target:
    """One thing: its name, what was reached, what was wanted, and the words beside the bar."""

    code: str
    label: str
    reached: Cell
    wanted: Cell
    told: str


def _on_lines(label: str) -> str:
    """Break a name in as many lines as a phone needs."""
    return "<br>".join(textwrap.wrap(label, _LINE, break_long_words=False))


def targets(
    items: Sequence[Target],
    *,
    names: tuple[str, str],
    shared: bool = True,
    chosen: str = "",
    narrow: bool = False,
) -> go.Figure:
    """Draw a bar for what was reached and a mark for what was wanted, one line per thing.

    The legend names only what is there: no mark where nothing is said to have been wanted.

    Args:
        items: the things, in order.
        names: what the bar and the mark are.
        shared: all are in one unit, on one axis; otherwise each bar is a share of what was wanted, and the
            mark stands at the same place for all.
        chosen: code of the one in the accent colour, the rest grey; empty: all alike.
        narrow: for a phone: names on more lines, words inside the picture shorter.
    """
    labels = [_on_lines(item.label) if narrow else wrapped(item.label) for item in items]
    rows = list(range(len(items)))
    bars, marks = zip(*[_places(item, shared) for item in items], strict=True)
    ends = [max(bar, mark or 0) for bar, mark in zip(bars, marks, strict=True)]
    largest = max(ends, default=0) or 1
    longest = max((len(item.told) for item in items), default=0)
    room = max(2.05, 1.2 + 0.06 * longest) if narrow else 1.55
    figure = go.Figure(
        [
            go.Bar(
                x=bars,
                y=rows,
                orientation="h",
                name=names[0],
                width=0.5,
                marker={
                    "color": [
                        palette.LIGHT_BLUE if not chosen else palette.BLUE if item.code == chosen else REST
                        for item in items
                    ],
                    "cornerradius": 2,
                },
                customdata=[f"{item.label}: {item.told}" for item in items],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=any(item.reached.value is not None for item in items),
            ),
            go.Scatter(
                x=marks,
                y=rows,
                mode="markers",
                name=names[1],
                marker={
                    "symbol": "line-ns",
                    "size": 18,
                    "line": {"width": 3, "color": palette.ORANGE_ON_BOTH},
                    "color": palette.ORANGE_ON_BOTH,
                },
                customdata=[f"{item.label}: {item.told}" for item in items],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=any(mark is not None for mark in marks),
            ),
            go.Scatter(
                x=ends,
                y=rows,
                mode="text",
                text=[f"  {item.told}" for item in items],
                textposition="middle right",
                textfont={"size": 12 if narrow else 13},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            ),
        ]
    )
    row = ROW * (0.8 + 0.2 * max((1 + label.count("<br>") for label in labels), default=1))
    height = round(row * len(items) + 70)
    lay_out(
        figure,
        xaxis={"range": [0, largest * room], "visible": False, "fixedrange": True},
        yaxis={
            "range": [len(items) - 0.4, -0.6],
            "tickvals": rows,
            "ticktext": labels,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"size": 12 if narrow else 13},
        },
        legend={"orientation": "h", "y": -4 / height, "yanchor": "top", "x": 0, "xanchor": "left"},
        height=height,
    )
    cells = [cell for item in items for cell in (item.reached, item.wanted)]
    demonstration = any(cell.demonstration for cell in cells)
    figure = finish(figure, demonstration=demonstration)
    return lay_out(figure, margin={"t": 28 if demonstration else 10})


def _places(item: Target, shared: bool) -> tuple[float, float | None]:
    """Where the bar ends and the mark stands."""
    if shared:
        return item.reached.value or 0, item.wanted.value
    if not item.wanted.value:
        return 0, None
    return (item.reached.value or 0) / item.wanted.value * 100, 100
