"""Dots: a number per place with its interval, over where half of the places are; strips of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import REST, finish, lay_out, upright
from dashboard.data.cells import Cell
from dashboard.data.statistics import Interval

ROW = 30
"""Pixels of a line."""
BAND = "rgba(128,140,152,0.18)"
FAINT = "rgba(128,140,152,0.55)"
_MIDDLE: dict[str, Any] = {"color": FAINT, "width": 1.5, "dash": "dot", "below": True}


@dataclass(frozen=True)
class Dot:
    """One place: its number, its interval if it has one, what stands beside the number."""

    code: str
    label: str
    cell: Cell
    interval: Interval | None = None
    told: str = ""


@dataclass(frozen=True)
class Half:
    """Where half of the places are: the two quarters, and the middle."""

    low: float
    middle: float
    high: float


def dots(
    items: Sequence[Dot],
    *,
    unit: str,
    decimals: int = 0,
    top: float | None = None,
    chosen: str = "",
    band: Half | None = None,
) -> go.Figure:
    """Draw one line per place, with a dot at its number and the interval around it.

    Args:
        items: the places from the top; one without a number says why.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        top: end of the axis; None takes the largest number.
        chosen: code of the place in the accent colour; the rest grey.
        band: where half of all the places are, drawn behind.
    """
    labels = [wrapped(item.label, width=24) for item in items]
    ends = [max(item.cell.value or 0, item.interval.high if item.interval else 0) for item in items]
    end = max([*ends, top or 0, band.high if band else 0]) or 1
    figure = go.Figure(
        [
            _marks(items, labels, unit, decimals, codes={chosen}, colour=palette.BLUE, size=13),
            _marks(
                items,
                labels,
                unit,
                decimals,
                codes={item.code for item in items} - {chosen},
                colour=REST if chosen else palette.MID_BLUE,
                size=11,
            ),
            go.Scatter(
                x=ends,
                y=labels,
                mode="text",
                text=[f"  {_written(item, unit, decimals)}" for item in items],
                textposition="middle right",
                textfont={"size": 13},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            ),
        ]
    )
    lay_out(
        figure,
        shapes=[_between(band.low, band.high), upright(band.middle, **_MIDDLE)] if band else [],
        xaxis={"range": [0, end * 1.32], "visible": False, "fixedrange": True},
        yaxis={
            "type": "category",
            "categoryarray": labels,
            "range": [len(items) - 0.5, -0.5],
            "fixedrange": True,
            "automargin": True,
            "showgrid": False,
            "tickfont": {"size": 13},
        },
        height=max(120, ROW * len(items) + 44),
    )
    return finish(figure, demonstration=any(item.cell.demonstration for item in items))


def _marks(
    items: Sequence[Dot],
    labels: Sequence[str],
    unit: str,
    decimals: int,
    *,
    codes: set[str],
    colour: str,
    size: int,
) -> go.Scatter:
    inside = [
        (item, label)
        for item, label in zip(items, labels, strict=True)
        if item.code in codes and item.cell.value is not None
    ]
    spans = [(item.cell.value or 0, item.interval) for item, _ in inside]
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, i.high - v) if i else 0 for v, i in spans],
        "arrayminus": [max(0.0, v - i.low) if i else 0 for v, i in spans],
        "color": colour,
        "thickness": 2,
        "width": 4,
    }
    return go.Scatter(
        x=[item.cell.value for item, _ in inside],
        y=[label for _, label in inside],
        mode="markers",
        marker={"color": colour, "size": size, "line": {"width": 1, "color": palette.WHITE}},
        customdata=[_hover(item, unit, decimals) for item, _ in inside],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
        **({"error_x": whiskers} if any(i for _, i in spans) else {}),
    )


def _between(low: float, high: float) -> dict[str, Any]:
    """A grey band behind the points, from one number of the axis to another, over the whole height."""
    ends = {"x0": low, "x1": high, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
    return {"type": "rect", **ends, "fillcolor": BAND, "line": {"width": 0}, "layer": "below"}


def _written(item: Dot, unit: str, decimals: int) -> str:
    text = wording.cell_text(item.cell, unit=unit, decimals=decimals)
    return f"{text} {item.told}".strip()


def _hover(item: Dot, unit: str, decimals: int) -> str:
    span = f", {wording.between(item.interval, unit=unit, decimals=decimals)}" if item.interval else ""
    return f"{item.label}: {_written(item, unit, decimals)}{span}"


def strips(
    rows: Sequence[tuple[str, str]],
    scores: Mapping[str, Mapping[str, float]],
    *,
    names: Mapping[str, str],
    chosen: str,
    near: Sequence[str],
    texts: Mapping[tuple[str, str], str],
    reach: float = 4,
    demonstration: bool = False,
) -> go.Figure:
    """Draw one line per variable with all the places on it, mine in the accent colour and those near it dark.

    Args:
        rows: (code, label) of the variables, from the top.
        scores: variable → place → standardised number (0: the middle place).
        names: names of the places.
        chosen: code of mine.
        near: codes of those like mine.
        texts: the number in words by (variable, place).
        reach: scores beyond this are drawn at the edge.
        demonstration: whether any number is demonstration data.
    """
    labels = {code: wrapped(label, width=22) for code, label in rows}
    groups = (
        ("gli altri", lambda area: area != chosen and area not in near, REST, 7, "circle-open"),
        ("simili", lambda area: area in near, palette.ON_BOTH, 11, "diamond"),
        (names.get(chosen, chosen), lambda area: area == chosen, palette.BLUE, 15, "circle"),
    )
    figure = go.Figure()
    for name, belongs, colour, size, symbol in groups:
        points = [
            (variable, area, score)
            for variable, _ in rows
            for area, score in scores.get(variable, {}).items()
            if belongs(area)
        ]
        figure.add_trace(
            go.Scatter(
                x=[round(min(reach, max(-reach, score)), 3) for _, _, score in points],
                y=[labels[variable] for variable, _, _ in points],
                mode="markers",
                name=name,
                marker={"color": colour, "size": size, "symbol": symbol, "line": {"width": 1}},
                customdata=[f"{names.get(a, a)}: {texts.get((v, a), '')}" for v, a, _ in points],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    lay_out(
        figure,
        shapes=[upright(0, **_MIDDLE)],
        xaxis={
            "range": [-reach - 0.3, reach + 0.3],
            "tickvals": [-reach, 0, reach],
            "ticktext": ["più basso", "valore centrale", "più alto"],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "type": "category",
            "categoryarray": [labels[code] for code, _ in rows],
            "range": [len(rows) - 0.5, -0.5],
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"size": 13},
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        height=44 * len(rows) + 100,
    )
    return finish(figure, demonstration=demonstration)
