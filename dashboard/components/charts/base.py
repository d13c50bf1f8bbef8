"""What all charts share: font, colours of the rest, the mark of demonstration data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.charts.room import UNSEEN, room

FONT = "Titillium Web, Segoe UI, sans-serif"
_MARK = 24
"""Pixels that the mark of demonstration data takes above a picture."""
HALO = ", ".join(f"{x}px {y}px 1px var(--cr-page)" for x in (-2, 0, 2) for y in (-1, 1))
"""The colour of the page around letters that a line may cross (`style.css`)."""
REST = "#9aa7b4"
"""What is not mine, beside the one accent colour."""


def finish(
    figure: go.Figure,
    *,
    demonstration: bool,
    notes: Sequence[Mapping[str, Any]] = (),
    mark_below: bool = False,
) -> go.Figure:
    """Give a figure the look of the house, and the mark of demonstration data when any of it is.

    Args:
        figure: what is drawn.
        demonstration: whether any of it is demonstration data.
        notes: annotations to write besides those that it has.
        mark_below: whether the mark stands under the picture instead of above it.
    """
    labels = room(figure._layout, figure._data)
    lay_out(
        figure,
        font={"family": FONT, "size": 14},
        separators=",.",
        margin={
            "l": labels.get("l", 8),
            "r": labels.get("r", 8),
            "t": labels.get("t", 8) + (20 if demonstration else 0),
            "b": labels.get("b", 28 if demonstration and mark_below else 8),
        },
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT}},
        dragmode=False,
        uniformtext={"mode": "show", "minsize": 11},
    )
    if demonstration:
        _raise_legend(figure)
        notes = [*notes, _mark(below=mark_below)]
    if notes:
        # as they are: plotly would make an object of each one and check it, in a fifth of the time of a page
        figure._layout["annotations"] = [*figure._layout.get("annotations", ()), *map(dict, notes)]
        figure.layout._compound_array_props.pop("annotations", None)  # those that it had read before
    return figure


def told_apart(labels: Iterable[str]) -> list[str]:
    """Make equal labels different, by characters that nobody sees: plotly would draw them as one."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        found.append(label + UNSEEN * seen[label])
        seen[label] += 1
    return found


def lay_out(figure: go.Figure, **changes: Any) -> go.Figure:
    """Change the layout of a figure as `update_layout` does, in a quarter of the time; lists are replaced.

    The changes are checked by themselves, then put beside what is there. Plotly would go through all again,
    and tell it to widgets that nobody has.
    """
    _put(figure._layout, go.Layout(**changes)._props)
    return figure


def upright(at: float, *, below: bool = False, **line: object) -> dict[str, Any]:
    """A shape of the layout: a line from the foot to the head of the picture, at a number of its x axis."""
    ends = {"x0": at, "x1": at, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
    return {"type": "line", **ends, "line": line, "layer": "below" if below else "above"}


def across(at: float, **line: object) -> dict[str, Any]:
    """A shape of the layout: a line from side to side of the picture, at a number of its y axis."""
    ends = {"x0": 0, "x1": 1, "y0": at, "y1": at, "xref": "x domain", "yref": "y"}
    return {"type": "line", **ends, "line": line}


def _put(there: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(there.get(name), dict):
            _put(there[name], value)
        else:
            there[name] = value


def _mark(*, below: bool) -> dict[str, Any]:
    return {
        "text": f"◆ {wording.DEMONSTRATION.upper()}",
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0 if below else 1,
        "xanchor": "right",
        "yanchor": "top" if below else "bottom",
        "showarrow": False,
        "font": {"size": 13, "color": palette.ORANGE_ON_BOTH},
    }


def _raise_legend(figure: go.Figure) -> None:
    """Put a legend that stands above the picture above the mark too, however many lines it takes."""
    layout = figure.layout
    if (layout.legend.y or 0) > 1 and layout.height:
        layout.legend.y = 1 + _MARK / (layout.height - 2 * _MARK)
