"""Things done in time: when each was planned, when it was done, in which state it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go
from babel.dates import format_date

from dashboard.components import palette, wording
from dashboard.components.charts.bars import wrapped
from dashboard.components.charts.base import finish, lay_out

LOOKS = (
    (palette.BLUE, "", palette.BLUE),
    (palette.LIGHT_BLUE, "/", palette.INK),
    (palette.WHITE, "", palette.BLUE),
    ("#f0c48a", "\\", palette.INK),
    (palette.GREY, "x", palette.INK),
)
"""Fill, pattern and line of the states, in the order in which a picture names them."""
ROW = 21
GAP = 0.45
"""Room between two lanes, in rows."""
_DAY = 86_400_000
_MONTHS = 20
"""The most months that get a mark each."""


@dataclass(frozen=True)
class Span:
    """One thing: the lane it stands in, its two pairs of days (None: not known), its state, what is said."""

    lane: str
    planned: tuple[date, date] | None
    actual: tuple[date, date] | None
    state: str
    told: str

    @property
    def shown(self) -> tuple[date, date] | None:
        """When it was done or, failing that, when it was planned."""
        return self.actual or self.planned

    @property
    def whole(self) -> tuple[date, date]:
        """From its first day to its last, planned or actual."""
        days = [day for pair in (self.planned, self.actual) if pair for day in pair]
        return min(days), max(days)


def rows_of(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Give each thing a row inside its lane, so that no two overlap.

    Returns:
        Per thing, its lane (in order of first appearance) and its row in the lane, both from 0.
    """
    lanes = list(dict.fromkeys(span.lane for span in spans))
    taken: dict[str, list[date]] = {lane: [] for lane in lanes}
    rows: dict[int, int] = {}
    for index in sorted(range(len(spans)), key=lambda i: spans[i].whole):
        span, ends = spans[index], taken[spans[index].lane]
        start, end = span.whole
        row = next((number for number, last in enumerate(ends) if last < start), len(ends))
        ends[row : row + 1] = [end]
        rows[index] = row
    return [(lanes.index(span.lane), rows[index]) for index, span in enumerate(spans)]


def gantt(
    spans: Sequence[Span],
    *,
    states: Mapping[str, str],
    as_of: date,
    demonstration: bool,
    narrow: bool = False,
) -> go.Figure:
    """Draw a lane per name: a frame for when a thing was planned, a bar for when it was done.

    Args:
        spans: the things, each with at least one pair of days, in the order of the lanes.
        states: code → name of the states, in the order of `LOOKS`.
        as_of: the day up to which things are known: a line.
        demonstration: whether any of it is demonstration data.
        narrow: for a phone: fewer marks on the axis, names on more lines.
    """
    places = rows_of(spans)
    lanes = list(dict.fromkeys(span.lane for span in spans))
    depth = [1 + max(row for at, row in places if at == lane) for lane in range(len(lanes))]
    tops = [sum(depth[:lane]) + GAP * lane for lane in range(len(lanes))]
    heights = [tops[lane] + row for lane, row in places]
    figure = go.Figure(_frames(spans, heights))
    for look, (code, label) in zip(LOOKS, states.items(), strict=False):
        there = [(span, at) for span, at in zip(spans, heights, strict=True) if span.state == code]
        if there:
            figure.add_trace(_bars(there, label, look))
    first = min(span.whole[0] for span in spans)
    last = max(max(span.whole[1] for span in spans), as_of)
    days, texts = marks(first, last, most=6 if narrow else 12)
    bottom = tops[-1] + depth[-1] - 0.5
    lay_out(
        figure,
        barmode="overlay",
        xaxis={
            "type": "date",
            "range": [
                (first - timedelta(days=10)).isoformat(),
                (last + timedelta(days=max(10, (last - first).days // 40))).isoformat(),
            ],
            "tickvals": days,
            "ticktext": texts,
            "side": "bottom",
            "showgrid": True,
            "gridcolor": "rgba(125,139,153,.25)",
            "fixedrange": True,
        },
        yaxis={
            "range": [bottom + 0.1, -0.6],
            "tickvals": [top + (rows - 1) / 2 for top, rows in zip(tops, depth, strict=True)],
            "ticktext": [wrapped(lane, width=16 if narrow else 26) for lane in lanes],
            "tickfont": {"size": 12 if narrow else 13},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        legend={
            "orientation": "h",
            "y": -46 / (ROW * bottom + 60),
            "yanchor": "top",
            "x": 0,
            "xanchor": "left",
        },
        height=round(ROW * bottom + 142 + (20 if narrow else 0)),
        shapes=[_as_of(as_of), *(_rule(top - (1 + GAP) / 2) for top in tops[1:])],
    )
    figure = finish(figure, demonstration=demonstration)
    figure.add_annotation(
        text=f"dati al {wording.day(as_of)}",
        x=as_of.isoformat(),
        y=1,
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        xshift=2,
        showarrow=False,
        font={"size": 12, "color": palette.ON_BOTH},
    )
    return _lifted(figure) if demonstration else lay_out(figure, margin={"t": 28})


def marks(first: date, last: date, *, most: int) -> tuple[list[str], list[str]]:
    """Choose the days that the axis names: months (with the year in January) or years.

    Returns:
        ISO days and their texts.
    """
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    if len(months) > _MONTHS:
        starts = [day for day in months if day.month == 1] or months[:1]
        return [day.isoformat() for day in starts], [str(day.year) for day in starts]
    step = -(-len(months) // most) if months else 1
    chosen = months[::step]
    texts = [format_date(day, "LLL", locale=wording.LOCALE) for day in chosen]
    told = [
        f"{text}<br>{day.year}" if i == 0 or day.year != chosen[i - 1].year else text
        for i, (day, text) in enumerate(zip(chosen, texts, strict=True))
    ]
    return [day.isoformat() for day in chosen], told


def _frames(spans: Sequence[Span], heights: Sequence[float]) -> go.Bar:
    """When things were planned: an empty frame around the bar."""
    there = [(span.planned, at) for span, at in zip(spans, heights, strict=True) if span.planned]
    return go.Bar(
        x=[_length(planned) for planned, _ in there],
        base=[planned[0].isoformat() for planned, _ in there],
        y=[at for _, at in there],
        orientation="h",
        width=0.86,
        name="previsto",
        marker={"color": "rgba(125,139,153,.16)", "line": {"width": 1, "color": palette.ON_BOTH}},
        hoverinfo="skip",
    )


def _bars(there: Sequence[tuple[Span, float]], label: str, look: tuple[str, str, str]) -> go.Bar:
    """What is in one state."""
    fill, pattern, line = look
    pairs = [pair for span, _ in there if (pair := span.shown)]
    return go.Bar(
        x=[_length(pair) for pair in pairs],
        base=[pair[0].isoformat() for pair in pairs],
        y=[at for _, at in there],
        orientation="h",
        width=0.46,
        name=label.lower(),
        marker={
            "color": fill,
            "line": {"width": 1, "color": line},
            "pattern": {
                "shape": pattern,
                "fillmode": "overlay",
                "fgcolor": palette.INK,
                "fgopacity": 0.6,
                "size": 6,
            },
        },
        customdata=[span.told for span, _ in there],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _length(pair: tuple[date, date]) -> int:
    """Milliseconds from the first day to the end of the last."""
    return ((pair[1] - pair[0]).days + 1) * _DAY


def _as_of(day: date) -> dict[str, object]:
    return {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 2, "dash": "dot", "color": palette.ORANGE_ON_BOTH},
    }


def _rule(at: float) -> dict[str, object]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": at,
        "y1": at,
        "layer": "below",
        "line": {"width": 1, "color": "rgba(125,139,153,.3)"},
    }


def _lifted(figure: go.Figure) -> go.Figure:
    """Make room for two lines above the picture: the mark of demonstration data over the day."""
    for one in figure.layout.annotations:
        if wording.DEMONSTRATION.upper() in one.text:
            one.yshift = 18
    return lay_out(figure, margin={"t": 46})
