"""One thin bar per place, from the lowest to the highest: where mine stands, without a league table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.bars import Bar
from dashboard.components.charts.base import REST, across, finish, lay_out

_HEIGHT = 280
_INSIDE = _HEIGHT - 36
"""Pixels from the bottom of the axis to its top."""
_LEAST_RISE = 26
"""Pixels from the top of a bar to the middle of its name."""
_NAMED = 2
"""How many places of mine have their name written on their bar."""


def profile(
    items: Sequence[Bar],
    *,
    unit: str,
    decimals: int = 0,
    mine: Collection[str] = (),
    mean: float | None = None,
    top: float | None = None,
) -> go.Figure:
    """Draw the places that have a number as thin bars in order of size; names come at the pointer.

    Args:
        items: the places; those without a number are left to the table.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        mine: codes of my territory, in the accent colour, named when few.
        mean: a line across, named.
        top: end of the axis, fixed on the whole dataset; None takes the largest value.
    """
    known = sorted((i for i in items if i.cell.value is not None), key=lambda i: (i.cell.value or 0, i.code))
    values = [round(item.cell.value or 0, 4) for item in known]
    texts = [wording.cell_text(item.cell, unit=unit, decimals=decimals) for item in known]
    end = (top if top is not None else max([*values, mean or 0], default=0)) * 1.22 or 1
    figure = go.Figure(
        go.Bar(
            x=list(range(len(known))),
            y=values,
            marker={"color": [palette.BLUE if item.code in mine else REST for item in known]},
            customdata=[f"{item.label}: {text}" for item, text in zip(known, texts, strict=True)],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    )
    own = [(n, item) for n, item in enumerate(known) if item.code in mine]
    named = own if len(own) <= _NAMED else []
    notes = [
        {
            "x": n,
            "y": values[n],
            "text": f"<b>{item.label}</b> {texts[n]}",
            "showarrow": True,
            "arrowhead": 0,
            "ax": 0,
            "ay": -_rise(None if mean is None else (mean - values[n]) / end * _INSIDE, _side(n, len(known))),
            "xanchor": _side(n, len(known)),
            "font": {"size": 13},
            "arrowcolor": palette.ON_BOTH,
        }
        for n, item in named
    ]
    if mean is not None:
        notes.append(
            {
                "xref": "paper",
                "x": 0,
                "y": mean,
                "text": f"insieme {wording.amount(mean, unit=unit, decimals=decimals)}",
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "bottom",
                "font": {"size": 13, "color": palette.ORANGE_ON_BOTH},
            }
        )
    lay_out(
        figure,
        shapes=[] if mean is None else [across(mean, width=2, color=palette.ORANGE_ON_BOTH)],
        xaxis={"visible": False, "fixedrange": True},
        yaxis={
            "range": [0, end],
            "fixedrange": True,
            "gridcolor": "rgba(125,139,153,.22)",
            "nticks": 5,
            "zeroline": True,
            "zerolinecolor": palette.ON_BOTH,
        },
        bargap=0.25,
        height=_HEIGHT,
    )
    return finish(figure, demonstration=any(item.cell.demonstration for item in items), notes=notes)


def _rise(line: float | None, side: str) -> float:
    """Return how many pixels above its bar a name stands: not on the line across, nor on the name of that.

    Args:
        line: pixels from the top of the bar to the line; None without one.
        side: where the name runs to; the name of the line stands on the left.
    """
    name = 20 if side == "left" else 0
    if line is None or not _LEAST_RISE - 12 - name < line < _LEAST_RISE + 12:
        return _LEAST_RISE
    return max(round(line) + 12 + name, _LEAST_RISE)


def _side(position: int, count: int) -> str:
    """Keep a name inside the picture: it runs to the right on the left third, and so on."""
    middle = (position + 0.5) / count  # of its bar, as a share of the width
    if middle < 1 / 3:
        return "left"
    return "right" if middle > 2 / 3 else "center"
