"""Two dimensions at once: a grid of cells, each with its number written on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import finish, lay_out, told_apart
from dashboard.data.cells import Cell, Status

_SCALE = [[i / (len(palette.CLASSES) - 1), colour] for i, colour in enumerate(palette.CLASSES)]
_AXIS = {"type": "category", "fixedrange": True, "automargin": True}
_DARK_FROM = 0.62
"""Share of the scale from which white ink is read more easily than black: both have 4.5 there."""


def grid(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Cell],
    *,
    unit: str,
    decimals: int = 0,
    top: float | None = None,
    blank: Status | None = Status.NOT_APPLICABLE,
    marks: Mapping[tuple[str, str], str] | None = None,
    row_title: str = "",
    column_title: str = "",
    narrow: bool = False,
) -> go.Figure:
    """Draw a cell per row and column: blue by its number, with the number or its mark on it.

    Args:
        rows: (code, label) from the top.
        columns: (code, label) from the left.
        cells: the numbers by (row code, column code); what is absent is left blank.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        top: end of the scale; None takes the largest value.
        blank: a status that is left blank instead of being written (too early to say).
        marks: what is written on a cell in the place of its number.
        row_title: what the rows are.
        column_title: what the columns are.
        narrow: on a phone: percentages without their sign, which would touch the next cell.
    """
    found = [[cells.get((row, column)) for column, _ in columns] for row, _ in rows]
    values = [[c.value if c else None for c in line] for line in found]
    written = "" if narrow and unit == "percento" else unit
    texts = [[_text(c, written, decimals, blank) for c in line] for line in found]
    if marks is not None:
        texts = [[marks.get((row, column), "") for column, _ in columns] for row, _ in rows]
    highest = top or max((v for line in values for v in line if v is not None), default=1) or 1
    names = told_apart(wrapped(label) for _, label in rows)
    heads = told_apart(label for _, label in columns)
    hover = [
        [f"{r}, {c}: {_meaning(cell, unit, decimals)}" for (_, c), cell in zip(columns, line, strict=True)]
        for (_, r), line in zip(rows, found, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            x=heads,
            y=names,
            z=values,
            zmin=0,
            zmax=highest,
            colorscale=_SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    told = [
        (head, name, text, _ink(value, value is not None and value / highest >= _DARK_FROM))
        for name, line in zip(names, zip(values, texts, strict=True), strict=True)
        for head, value, text in zip(heads, *line, strict=True)
        if text
    ]
    # one trace: a note for each cell is measured by the browser, in five times as long
    figure.add_trace(
        go.Scatter(
            x=[one[0] for one in told],
            y=[one[1] for one in told],
            text=[one[2] for one in told],
            mode="text",
            textfont={"size": 12, "color": [one[3] for one in told]},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    lay_out(
        figure,
        # an empty title takes the room of one
        xaxis={**_AXIS, "side": "top", **({"title": {"text": column_title}} if column_title else {})},
        yaxis={**_AXIS, "autorange": "reversed", **({"title": {"text": row_title}} if row_title else {})},
        height=max(160, 40 * len(rows) + 80),
    )
    demonstration = any(c.demonstration for line in found for c in line if c)
    # above the picture stand the heads of the columns, however tall: the mark goes below
    return finish(figure, demonstration=demonstration, mark_below=True)


def _ink(value: float | None, dark: bool) -> str:
    if value is None:
        return palette.ON_BOTH
    return palette.WHITE if dark else palette.BLACK


def _text(cell: Cell | None, unit: str, decimals: int, blank: Status | None) -> str:
    if cell is None or cell.status is blank:
        return ""
    return wording.cell_text(cell, unit=unit, decimals=decimals)


def _meaning(cell: Cell | None, unit: str, decimals: int) -> str:
    if cell is None:
        return "nessun dato"
    told = wording.cell_description(cell, unit=unit, decimals=decimals)
    return f"{told} ({cell.note})" if cell.note else told
