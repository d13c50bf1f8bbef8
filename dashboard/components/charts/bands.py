"""A dot and its band, one place under the other: values compared without a rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import HALO, REST, finish, lay_out
from dashboard.components.charts.room import length
from dashboard.data.cells import Cell
from dashboard.data.statistics import Interval

ROW = 21
"""Pixels of a line: seventeen of them stand on a projector at once."""
_TEXT = 12
_NARROWEST = 200
"""Pixels of the axis on a phone, beside long names."""


@dataclass(frozen=True)
class Band:
    """A value with its interval and its base: `told` is written beside the number."""

    code: str
    label: str
    cell: Cell
    interval: Interval | None = None
    told: str = ""


@dataclass(frozen=True)
class Reference:
    """A value that all are compared with: where it stands, and its name."""

    value: float
    label: str


def bands(
    items: Sequence[Band],
    *,
    unit: str,
    decimals: int = 0,
    references: Sequence[Reference] = (),
    chosen: str = "",
    top: float | None = None,
) -> go.Figure:
    """Draw a dot per item with its interval as a bar through it, and the lines that all are compared with.

    Args:
        items: from the top; one without a number keeps its line and says why there is none.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        references: vertical lines, each with its name above.
        chosen: code of the one in the accent colour, the rest grey; empty: all in the accent colour.
        top: end of the axis; None takes the largest value.
    """
    names = [item.label for item in items]
    ends = [_end(item) for item in items]
    highest = max([*ends, *(one.value for one in references), top or 0], default=0) or 1
    colours = [palette.BLUE if chosen in ("", item.code) else REST for item in items]
    texts = [("  " if item.interval else "    ") + _text(item, unit, decimals) for item in items]
    figure = go.Figure(
        [
            go.Scatter(
                x=[item.cell.value for item in items],
                y=names,
                mode="markers",
                marker={"size": 9, "color": colours},
                error_x=_whiskers(items),
                customdata=[_hover(item, unit, decimals) for item in items],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
            ),
            go.Scatter(
                x=ends,
                y=names,
                mode="text",
                text=texts,
                textposition="middle right",
                textfont={"size": _TEXT, "shadow": HALO},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            ),
        ]
    )
    for one in references:
        line = {"color": palette.ORANGE_ON_BOTH, "width": 2, "dash": "dot"}
        figure.add_vline(x=one.value, line=line, layer="below")
        right = one.value < highest * 0.55
        figure.add_annotation(
            x=one.value,
            y=1,
            yref="paper",
            text=one.label,
            showarrow=False,
            yanchor="bottom",
            xanchor="left" if right else "right",
            font={"size": 12, "color": palette.ORANGE_ON_BOTH},
        )
    lay_out(
        figure,
        xaxis={
            "range": [0, _end_of_axis(highest, ends, texts)],
            "fixedrange": True,
            "visible": False,
        },
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
            "showgrid": False,  # a line through the words would strike them out
            "tickfont": {"size": 12},
            "categoryorder": "array",
            "categoryarray": names,
        },
        height=max(150, ROW * len(items) + 70),
    )
    figure = finish(figure, demonstration=any(item.cell.demonstration for item in items))
    if references:  # room for their names, and the mark above them
        lay_out(figure, margin={"t": 48 if any(i.cell.demonstration for i in items) else 28})
        for note in figure.layout.annotations:
            if note.text.startswith("◆"):
                note.update(yshift=18)
    return figure


def _end_of_axis(highest: float, ends: Sequence[float], texts: Sequence[str]) -> float:
    """Return how far the axis goes for every text to end inside the picture, on a phone too."""
    shares = [min(length(text, size=_TEXT) / _NARROWEST, 0.6) for text in texts]
    return max([1.1 * highest, *(end / (1 - share) for end, share in zip(ends, shares, strict=True))])


def _end(item: Band) -> float:
    return item.interval.high if item.interval else item.cell.value or 0


def _text(item: Band, unit: str, decimals: int) -> str:
    text = wording.cell_text(item.cell, unit=unit, decimals=decimals)
    return f"{text} {item.told}".strip() if item.cell.value is not None else text


def _hover(item: Band, unit: str, decimals: int) -> str:
    told = f"{item.label}: {_text(item, unit, decimals)}"
    if item.interval is None:
        return told
    return f"{told}, {wording.between(item.interval, unit=unit, decimals=decimals)}"


def _whiskers(items: Sequence[Band]) -> dict[str, object] | None:
    if not any(item.interval for item in items):
        return None
    known = [(item.cell.value, item.interval) for item in items]
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(0, i.high - v) if i and v is not None else 0 for v, i in known],
        "arrayminus": [max(0, v - i.low) if i and v is not None else 0 for v, i in known],
        "color": palette.ON_BOTH,
        "thickness": 4,
        "width": 0,
    }
