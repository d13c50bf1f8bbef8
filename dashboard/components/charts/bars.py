"""Bars: one a thing, planned beside actual, parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.base import REST, finish, lay_out
from dashboard.data.cells import Cell
from dashboard.data.statistics import Interval


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, its cell, the interval of its value, and what else is said of it."""

    code: str
    label: str
    cell: Cell
    interval: Interval | None = None
    told: str = ""


def bars(
    items: Sequence[Bar],
    *,
    unit: str,
    decimals: int = 0,
    top: float | None = None,
    chosen: str = "",
    horizontal: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Draw one bar per item in the order given, with its number written on it and its interval as a whisker.

    Args:
        items: the bars; one without a number keeps its place and says why there is none.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        top: end of the axis, fixed on the whole dataset; None takes the largest value.
        chosen: code of the one in the accent colour, the rest grey; empty: all in the accent colour.
        horizontal: bars that lie down, for long names.
        narrow: on a phone: names on more lines, more room for the words after the bars.
    """
    values = [item.cell.value or 0 for item in items]
    texts = [_text(item, unit, decimals, lying=horizontal) for item in items]
    colours = [palette.BLUE if chosen in ("", item.code) else REST for item in items]
    labels = [wrapped(item.label, width=16 if narrow else 30) if horizontal else item.label for item in items]
    hover = [f"{item.label}: {_hover(item, unit, decimals)}" for item in items]
    axes = {"x": values, "y": labels} if horizontal else {"x": labels, "y": values}
    spans = [item.interval for item in items]
    figure = go.Figure(
        go.Bar(
            **axes,
            orientation="h" if horizontal else "v",
            marker={"color": colours, "cornerradius": 3},
            text=None if any(spans) else texts,
            textposition="outside",
            cliponaxis=False,
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
            width=0.62 if horizontal else None,
            showlegend=False,
            **{f"error_{'x' if horizontal else 'y'}": _whiskers(items)} if any(spans) else {},
        )
    )
    ends = [max(v, span.high if span else 0) for v, span in zip(values, spans, strict=True)]
    longest = max((len(text) for text in texts), default=0)
    lying = max(1.45, 1.18 + (0.05 if narrow else 0.024) * longest)  # words take room by their length
    if any(item.told for item in items):
        room = lying if horizontal else 1.3
    else:
        room = max(1.18, 1.05 + 0.04 * longest) if narrow and horizontal else 1.18
    end = (top if top is not None else max(ends, default=0)) * room or 1
    if any(spans):
        _write_at_ends(figure, labels, ends, texts, horizontal=horizontal)
    numbers, names = ("xaxis", "yaxis") if horizontal else ("yaxis", "xaxis")
    lay_out(
        figure,
        **{
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
        height=max(160, (40 if any("<br>" in label for label in labels) else 32) * len(items) + 40)
        if horizontal
        else 260,
    )
    return finish(figure, demonstration=any(item.cell.demonstration for item in items))


def wrapped(label: str, *, width: int = 30) -> str:
    """Break a long name in two lines."""
    if len(label) <= width:
        return label
    cut = label.rfind(" ", 0, width)
    return f"{label[:cut]}<br>{label[cut + 1 :]}" if cut > 0 else label


def _text(item: Bar, unit: str, decimals: int, *, lying: bool = True) -> str:
    """The number beside a bar, with what else is said of it: over a standing bar small, on its own line."""
    text = wording.cell_text(item.cell, unit=unit, decimals=decimals)
    if not item.told:
        return text
    return f"{text}  {item.told}" if lying else f'{text}<br><span style="font-size:10px">{item.told}</span>'


def _hover(item: Bar, unit: str, decimals: int) -> str:
    if item.interval is None or item.cell.value is None:
        return _text(item, unit, decimals)
    return f"{_text(item, unit, decimals)}, {wording.between(item.interval, unit=unit)}"


def _whiskers(items: Sequence[Bar]) -> dict[str, object]:
    """The intervals as plotly wants them: how far up and down from the value."""
    known = [(item.cell.value, item.interval) for item in items]
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(0, i.high - v) if i and v is not None else 0 for v, i in known],
        "arrayminus": [max(0, v - i.low) if i and v is not None else 0 for v, i in known],
        "color": palette.ON_BOTH,
        "thickness": 1.5,
        "width": 4,
    }


def _write_at_ends(
    figure: go.Figure, labels: Sequence[str], ends: Sequence[float], texts: Sequence[str], *, horizontal: bool
) -> None:
    """Write the numbers beyond the whiskers, where they cover nothing."""
    axes = {"x": ends, "y": labels} if horizontal else {"x": labels, "y": ends}
    figure.add_trace(
        go.Scatter(
            **axes,
            mode="text",
            text=[f"  {text}" for text in texts] if horizontal else texts,
            textposition="middle right" if horizontal else "top center",
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )


@dataclass(frozen=True)
class Part:
    """One kind of part in stacked bars: its name, and a cell per bar, in the order of the bars."""

    code: str
    label: str
    cells: Sequence[Cell]


def stacked(
    labels: Sequence[str], parts: Sequence[Part], *, unit: str, decimals: int = 0, share: bool = False
) -> go.Figure:
    """Draw bars made of parts, lying down, one a label; each part has a colour, a pattern and its number.

    Args:
        labels: names of the bars.
        parts: what they are made of, in order; a hidden part takes no room and is told in the table.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        share: whether each bar is drawn as a hundred.
    """
    traces = []
    for number, part in enumerate(parts):
        fill, pattern, ink = palette.PARTS[number % len(palette.PARTS)]
        texts = [wording.cell_text(cell, unit=unit, decimals=decimals) for cell in part.cells]
        traces.append(
            go.Bar(
                x=[cell.value or 0 for cell in part.cells],
                y=[wrapped(label) for label in labels],
                orientation="h",
                name=part.label,
                marker={
                    "color": fill,
                    "line": {"width": 1, "color": palette.INK},
                    "pattern": palette.pattern(pattern, fill, opacity=0.32),
                },
                text=[text if cell.value else "" for text, cell in zip(texts, part.cells, strict=True)],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": ink},
                constraintext="inside",
                customdata=[
                    f"{label}, {part.label}: {text}" for label, text in zip(labels, texts, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    figure = go.Figure(traces)
    lay_out(
        figure,
        barmode="stack",
        barnorm="percent" if share else None,
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True, "automargin": True},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        height=46 * len(labels) + 90,
    )
    cells = [cell for part in parts for cell in part.cells]
    figure = finish(figure, demonstration=any(cell.demonstration for cell in cells))
    return lay_out(figure, uniformtext={"mode": "hide", "minsize": 10})


@dataclass(frozen=True)
class Pair:
    """What was planned and what was done, of one thing."""

    label: str
    planned: Cell
    actual: Cell


def planned_and_actual(
    items: Sequence[Pair],
    *,
    unit: str,
    decimals: int = 0,
    names: tuple[str, str] = ("previsto", "realizzato"),
    narrow: bool = False,
) -> go.Figure:
    """Draw a bar for what was done and a mark for what was planned, one line per item.

    Beside them stand both numbers (`31 su 34`); of two percentages only the one of the bar.

    Args:
        items: the pairs, from the top.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.
        names: what the mark and the bar are called.
        narrow: on a phone: more room for the words after the bars.
    """
    due, done = names

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
                name=done,
                marker={"color": palette.LIGHT_BLUE, "cornerradius": 3},
                customdata=texts([item.actual for item in items]),
                hovertemplate=f"%{{y}}: {done} %{{customdata}}<extra></extra>",
            ),
            go.Scatter(
                x=planned,
                y=labels,
                mode="markers",
                name=due,
                marker={
                    "symbol": "line-ns",
                    "size": 20,
                    "line": {"width": 3, "color": palette.ORANGE},
                    "color": palette.ORANGE,
                },
                customdata=texts([item.planned for item in items]),
                hovertemplate=f"%{{y}}: {due} %{{customdata}}<extra></extra>",
            ),
        ]
    )
    largest = max([*actual, *(value or 0 for value in planned)], default=0)
    ends = [max(value, mark or 0) for value, mark in zip(actual, planned, strict=True)]
    told = texts([item.actual for item in items])
    if unit != "percento":
        both = zip(told, texts([item.planned for item in items]), strict=True)
        told = [f"{reached} su {wanted}" for reached, wanted in both]
    _write_at_ends(figure, labels, ends, told, horizontal=True)  # beyond the mark, which would cover them
    longest = max((len(text) for text in told), default=0)
    room = max(1.35, 1.1 + 0.05 * longest) if narrow else 1.35
    lay_out(
        figure,
        xaxis={"range": [0, largest * room or 1], "visible": False, "fixedrange": True},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True, "automargin": True},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": {"text": ""}},
        height=44 * len(items) + 70,
    )
    cells = [cell for item in items for cell in (item.planned, item.actual)]
    return finish(figure, demonstration=any(cell.demonstration for cell in cells))
