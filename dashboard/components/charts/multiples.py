"""Small multiples: the same little bars over time for each place, on the same axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import REST, finish, lay_out
from dashboard.data.cells import Cell, Status

ROW = 104
"""Pixels of a row of places."""
TALL = 0.48
"""Part of a row that the tallest bar takes; the name stands above it, the moments below."""
GAP = 1.4
"""Widths of a bar between two places."""
_SHORT = {status: wording.STATUS_MARK[status] for status in (Status.SUPPRESSED, Status.NOT_COLLECTED)}


@dataclass(frozen=True)
class Small:
    """One place: its name and a cell per moment."""

    code: str
    label: str
    cells: Sequence[Cell]


def multiples(
    items: Sequence[Small],
    moments: Sequence[str],
    *,
    unit: str,
    decimals: int = 0,
    chosen: str = "",
    columns: int = 5,
    top: float | None = None,
) -> go.Figure:
    """Draw a small chart of bars per place, all on the same axes, the last number written.

    Args:
        items: the places, row by row.
        moments: names of the moments, earliest first.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        chosen: code of the place in the accent colour; the rest grey (all in blue when none is chosen).
        columns: places a row.
        top: end of the common axis; None takes the largest number.
    """
    largest = max((c.value or 0 for item in items for c in item.cells), default=0)
    end = top or largest or 1
    wide = len(moments) + GAP
    rows = math.ceil(len(items) / columns)
    x, y, base, colours, hover = [], [], [], [], []
    names, marks, feet = _Texts(12, "middle right"), _Texts(11, "middle center"), _Texts(10, "middle center")
    for number, item in enumerate(items):
        left, floor = (number % columns) * wide, (rows - 1 - number // columns) * 1.0
        mine = chosen in ("", item.code)
        bold = bool(chosen) and mine
        names.add(left - 0.7, floor + 0.8, f"<b>{wording.escape(item.label)}</b>" if bold else item.label)
        for at, (moment, cell) in enumerate(zip(moments, item.cells, strict=True)):
            if cell.value is None:
                continue
            x.append(round(left + at, 3))
            y.append(round(cell.value / end * TALL, 4))
            base.append(floor)
            colours.append(palette.BLUE if mine else REST)
            told = wording.cell_text(cell, unit=unit, decimals=decimals)
            hover.append(f"{item.label}, {moment}: {told}")
        for at_, text, up in _marks(item, unit=unit, decimals=decimals, end=end):
            marks.add(left + at_, floor + up, text)
        if number + columns >= len(items):
            for place in dict.fromkeys((0, len(moments) - 1)):
                feet.add(left + place, floor - 0.1, moments[place])
    figure = go.Figure(
        [
            go.Bar(
                x=x,
                y=y,
                base=base,
                width=0.82,
                marker={"color": colours},
                customdata=hover,
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
            ),
            _floors(items, moments, columns, rows, wide),
            *(texts.trace() for texts in (names, marks, feet)),
        ]
    )
    lay_out(
        figure,
        xaxis={"range": [-0.8, columns * wide - GAP + 0.3], "visible": False, "fixedrange": True},
        yaxis={"range": [-0.22, rows], "visible": False, "fixedrange": True},
        height=ROW * rows + 40,
        barmode="overlay",
    )
    return finish(figure, demonstration=any(c.demonstration for item in items for c in item.cells))


@dataclass
class _Texts:
    """Short texts of one size: one trace, which is drawn much faster than as many annotations."""

    size: int
    position: str
    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def add(self, x: float, y: float, text: str) -> None:
        self.x.append(round(x, 3))
        self.y.append(round(y, 3))
        self.text.append(text)

    def trace(self) -> go.Scatter:
        return go.Scatter(
            x=self.x,
            y=self.y,
            text=self.text,
            mode="text",
            textposition=self.position,
            textfont={"size": self.size},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )


def _marks(item: Small, *, unit: str, decimals: int, end: float) -> list[tuple[float, str, float]]:
    """The last number over its bar, and what is hidden or missing in its place: position, text, height."""
    if {cell.status for cell in item.cells} == {Status.NOT_PARTICIPATING}:
        middle = (len(item.cells) - 1) / 2
        return [(middle, wording.STATUS_MARK[Status.NOT_PARTICIPATING], 0.08)]
    marks = [
        (float(at), _SHORT.get(cell.status, "–"), 0.08)
        for at, cell in enumerate(item.cells)
        if cell.value is None
    ]
    known = [(at, cell) for at, cell in enumerate(item.cells) if cell.value is not None]
    if known:
        at, cell = known[-1]
        text = wording.cell_text(cell, unit=unit, decimals=decimals)
        marks.append((float(at), text, (cell.value or 0) / end * TALL + 0.09))
    return marks


def _floors(
    items: Sequence[Small], moments: Sequence[str], columns: int, rows: int, wide: float
) -> go.Scatter:
    """The line under the bars of each place."""
    x: list[float | None] = []
    y: list[float | None] = []
    for number in range(len(items)):
        left, floor = (number % columns) * wide, (rows - 1 - number // columns) * 1.0
        x += [round(left - 0.5, 3), round(left + len(moments) - 0.5, 3), None]
        y += [floor, floor, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": palette.ON_BOTH, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )
