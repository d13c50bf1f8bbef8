"""Charts: figures in, a plotly figure out. No Streamlit here.

Every chart starts at zero, writes its numbers as Italians do, takes a fixed range from the whole dataset,
shows my territory in the one accent colour, and cannot lose the mark of demonstration data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.data.cells import Cell

FONT = "Titillium Web, Segoe UI, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, its cell, and whether it is mine."""

    code: str
    label: str
    cell: Cell


def bars(
    items: Sequence[Bar],
    *,
    unit: str,
    decimals: int = 0,
    top: float | None = None,
    chosen: str = "",
    horizontal: bool = False,
) -> go.Figure:
    """Draw one bar per item in the order given, with its number written on it.

    Args:
        items: the bars; one without a number keeps its place and says why there is none.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        top: end of the axis, fixed on the whole dataset; None takes the largest value.
        chosen: code of the one in the accent colour, the rest grey; empty: all in the accent colour.
        horizontal: bars that lie down, for long names.
    """
    values = [item.cell.value or 0 for item in items]
    texts = [wording.cell_text(item.cell, unit=unit, decimals=decimals) for item in items]
    colours = [palette.BLUE if chosen in ("", item.code) else "#9aa7b4" for item in items]
    labels = [item.label for item in items]
    hover = [f"{item.label}: {text}" for item, text in zip(items, texts, strict=True)]
    axes = {"x": values, "y": labels} if horizontal else {"x": labels, "y": values}
    figure = go.Figure(
        go.Bar(
            **axes,
            orientation="h" if horizontal else "v",
            marker={"color": colours, "cornerradius": 3},
            text=texts,
            textposition="outside",
            cliponaxis=False,
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    end = (top if top is not None else max(values, default=0)) * 1.18 or 1
    numbers, names = ("xaxis", "yaxis") if horizontal else ("yaxis", "xaxis")
    figure.update_layout(
        {
            numbers: {"range": [0, end], "visible": False, "fixedrange": True},
            names: {
                "type": "category",
                "fixedrange": True,
                "showgrid": False,
                "autorange": "reversed" if horizontal else True,
                "automargin": True,
                "tickfont": {"size": 13},
            },
        },
        height=max(160, 26 * len(items) + 30) if horizontal else 260,
    )
    return finish(figure, demonstration=any(item.cell.demonstration for item in items))


@dataclass(frozen=True)
class Pair:
    """What was planned and what was done, of one thing."""

    label: str
    planned: Cell
    actual: Cell


def planned_and_actual(items: Sequence[Pair], *, unit: str, decimals: int = 0) -> go.Figure:
    """Draw a bar for what was done and a mark for what was planned, one line per item."""

    def texts(cells: Sequence[Cell]) -> list[str]:
        return [wording.cell_text(cell, unit=unit, decimals=decimals) for cell in cells]

    labels = [item.label for item in items]
    actual = [item.actual.value or 0 for item in items]
    planned = [item.planned.value for item in items]
    figure = go.Figure(
        [
            go.Bar(
                x=actual,
                y=labels,
                orientation="h",
                name="realizzato",
                marker={"color": palette.LIGHT_BLUE, "cornerradius": 3},
                text=texts([item.actual for item in items]),
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{y}: realizzato %{text}<extra></extra>",
            ),
            go.Scatter(
                x=planned,
                y=labels,
                mode="markers",
                name="previsto",
                marker={
                    "symbol": "line-ns",
                    "size": 20,
                    "line": {"width": 3, "color": palette.ORANGE},
                    "color": palette.ORANGE,
                },
                customdata=texts([item.planned for item in items]),
                hovertemplate="%{y}: previsto %{customdata}<extra></extra>",
            ),
        ]
    )
    largest = max([*actual, *(value or 0 for value in planned)], default=0)
    figure.update_layout(
        xaxis={"range": [0, largest * 1.18 or 1], "visible": False, "fixedrange": True},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True, "automargin": True},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": {"text": ""}},
        height=44 * len(items) + 70,
    )
    cells = [cell for item in items for cell in (item.planned, item.actual)]
    return finish(figure, demonstration=any(cell.demonstration for cell in cells))


def finish(figure: go.Figure, *, demonstration: bool) -> go.Figure:
    """Give a figure the look of the house, and the mark of demonstration data when any of it is."""
    figure.update_layout(
        font={"family": FONT, "size": 14},
        separators=",.",
        margin={"l": 8, "r": 8, "t": 28 if demonstration else 8, "b": 8},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT}},
        dragmode=False,
        uniformtext={"mode": "show", "minsize": 11},
    )
    if demonstration:
        figure.add_annotation(
            text=f"◆ {wording.DEMONSTRATION.upper()}",
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            xanchor="right",
            yanchor="bottom",
            showarrow=False,
            font={"size": 13, "color": palette.ORANGE_ON_BOTH},
        )
    return figure
