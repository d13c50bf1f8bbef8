"""Money: what is there, what is bound, what is spent, one bar inside the other, on an axis in millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import finish, lay_out
from dashboard.data.cells import Cell

TICKS = 4
"""Steps of the axis: few, on round numbers."""
MILLION = 1_000_000


@dataclass(frozen=True)
class Budget:
    """The four numbers of one line (an annualità, a place)."""

    code: str
    label: str
    allocated: Cell
    cofinanced: Cell
    committed: Cell
    spent: Cell


@dataclass(frozen=True)
class MoneyWords:
    """How the four numbers are called."""

    allocated: str
    cofinanced: str
    committed: str
    spent: str


@dataclass(frozen=True)
class Line:
    """A value that the bars are compared with: how much, and its name."""

    value: float
    label: str


def budgets(
    items: Sequence[Budget],
    *,
    words: MoneyWords,
    lines: Sequence[Line] = (),
    top: float | None = None,
    chosen: str = "",
) -> go.Figure:
    """Draw a line per item: a light bar for what is allocated, what others add to it, what is spent inside.

    Args:
        items: from the top; a number that is not there is not drawn, and is told in the table.
        words: names of the four numbers.
        lines: vertical lines with their names (what the law gives).
        top: end of the axis, fixed; None takes the largest value.
        chosen: code of the line whose name is set off.
    """
    labels = [f"<b>{item.label}</b>" if item.code == chosen else item.label for item in items]
    allocated = [item.allocated.value or 0 for item in items]
    wholes = [a + (item.cofinanced.value or 0) for a, item in zip(allocated, items, strict=True)]
    reached = [max(whole, item.spent.value or 0) for whole, item in zip(wholes, items, strict=True)]
    highest = max([*reached, *(line.value for line in lines), top or 0], default=0) or 1
    traces = [
        _bar(
            items,
            labels,
            allocated,
            words.allocated,
            fill=palette.LIGHT_BLUE,
            cells=[i.allocated for i in items],
        ),
        _bar(
            items,
            labels,
            [item.cofinanced.value or 0 for item in items],
            words.cofinanced,
            fill=palette.WHITE,
            pattern="/",
            base=allocated,
            cells=[i.cofinanced for i in items],
        ),
        _bar(
            items,
            labels,
            [i.spent.value or 0 for i in items],
            words.spent,
            fill=palette.DARK_BLUE,
            width=0.26,
            cells=[i.spent for i in items],
        ),
        go.Scatter(
            x=[item.committed.value for item in items],
            y=labels,
            mode="markers",
            name=words.committed,
            marker={
                "symbol": "line-ns",
                "size": 18,
                "line": {"width": 3, "color": palette.ORANGE_ON_BOTH},
                "color": palette.ORANGE_ON_BOTH,
            },
            customdata=[wording.cell_text(item.committed, unit="euro") for item in items],
            hovertemplate=f"%{{y}}: {words.committed} %{{customdata}}<extra></extra>",
            showlegend=any(item.committed.value is not None for item in items),
        ),
    ]
    figure = go.Figure(traces)
    for line in lines:
        figure.add_vline(x=line.value, line={"color": palette.ON_BOTH, "width": 2, "dash": "dot"})
        figure.add_annotation(
            x=line.value,
            y=0,
            yref="paper",
            text=line.label,
            showarrow=False,
            yanchor="top",
            yshift=-22,
            xanchor="right",
            font={"size": 12},
        )
    lay_out(
        figure,
        barmode="overlay",
        xaxis={**money_axis(highest), "fixedrange": True, "gridcolor": "rgba(125,139,153,.22)"},
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"size": 12 if len(items) > 8 else 13},
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        height=(25 if len(items) > 8 else 38) * len(items) + 130 + (20 if lines else 0),
    )
    cells = [c for i in items for c in (i.allocated, i.cofinanced, i.committed, i.spent)]
    return finish(figure, demonstration=any(cell.demonstration for cell in cells)).update_layout(
        margin={"b": 60 if lines else 36}
    )


def money_axis(highest: float) -> dict[str, object]:
    """An axis of euro from zero on round steps: in millions, or in thousands where all is small."""
    step = _step(highest / TICKS)
    values = [step * number for number in range(int(highest * 1.02 / step) + 1)]
    unit, name = (MILLION, "milioni di euro") if highest >= MILLION else (1000, "migliaia di euro")
    decimals = next((d for d in (0, 1, 2) if all(round(v / unit, d) == v / unit for v in values)), 2)
    return {
        "range": [0, highest * 1.06],
        "tickvals": values,
        "ticktext": [wording.number(value / unit, decimals=decimals) for value in values],
        "title": {"text": name, "font": {"size": 12}, "standoff": 4},
    }


def _step(rough: float) -> float:
    """The round number (1, 2 or 5 and zeros) next above a step."""
    power = 10.0 ** (len(str(max(1, int(rough)))) - 1)
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough)


def _bar(
    items: Sequence[Budget],
    labels: Sequence[str],
    values: Sequence[float],
    name: str,
    *,
    fill: str,
    cells: Sequence[Cell],
    pattern: str = "",
    base: Sequence[float] | None = None,
    width: float = 0.64,
) -> go.Bar:
    texts = [wording.cell_text(cell, unit="euro") for cell in cells]
    return go.Bar(
        x=values,
        y=labels,
        base=base,
        orientation="h",
        name=name,
        width=width,
        marker={
            "color": fill,
            "line": {"width": 1, "color": palette.SLATE},
            "pattern": palette.pattern(pattern, fill, ink=palette.SLATE, opacity=1),
        },
        customdata=[f"{item.label}: {name} {text}" for item, text in zip(items, texts, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=any(cell.value is not None for cell in cells),
    )
