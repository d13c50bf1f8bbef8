"""The legend of a figure: a small drawing and the name of each series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.handouts import lettering
from dashboard.handouts.plotting import inks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LISTED = frozenset({"bar", "scatter", "scattergl"})
"""The kinds of traces that a legend lists by name."""


def legend(
    sheet: Figure, figure: go.Figure, traces: Sequence[Any], own: Mapping[int, str], width: float
) -> float:
    """Write the legend over the panes, and return how tall it is."""
    named = [
        trace for trace in traces if trace.type in LISTED and trace.showlegend is not False and trace.name
    ]
    told = figure.layout.showlegend
    if told is False or (told is None and len(named) < 2 and not any(one.showlegend for one in named)):
        return 0.0
    shown: dict[str, Any] = {}
    for trace in named:
        shown.setdefault(lettering.plain(trace.name), key_of(trace, own[id(trace)]))
    if not shown:
        return 0.0
    widest = max(lettering.length(name, size=13) for name in shown) + 46
    columns = max(1, min(len(shown), int((width - 16) / widest)))
    drawn = sheet.legend(
        list(shown.values()), list(shown), loc="upper left", bbox_to_anchor=(0, 1), ncols=columns,
        frameon=False, fontsize=13, handlelength=1.6, columnspacing=1.6, borderaxespad=0.1,
        labelcolor=inks.TEXT,
    )  # fmt: skip
    drawn.set_in_layout(False)
    return 22.0 * -(-len(shown) // columns) + 8


def key_of(trace: Any, ink: str) -> Any:
    """Return the small drawing that stands before a name in the legend."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marker = trace.marker
    first = inks.colours(marker.color, 1, default=ink, scale=marker, opacity=marker.opacity)[0]
    if trace.type == "bar":
        hatch = inks.many(marker.pattern.shape, 1, "")[0]
        patch = Patch(facecolor=first, edgecolor=inks.colours(marker.line.color, 1, default="#ffffff00")[0])
        if hatch:
            patch.set(hatch=hatch * 2, hatchcolor=inks.on(first))
        return patch
    mode = trace.mode or "lines"
    line = trace.line.color or (marker.color if isinstance(marker.color, str) else None) or ink
    if mode == "none" or (trace.fill not in (None, "none") and trace.line.width == 0):
        return Patch(facecolor=inks.colour(trace.fillcolor or line), edgecolor="none")
    symbol, filled = inks.mark(inks.many(marker.symbol, 1, "circle")[0])
    thin = symbol in "|_x+"
    edge = inks.colours(marker.line.color, 1, default="#ffffff00")[0]
    return Line2D(
        [], [],
        color=inks.colour(line),
        linestyle=inks.dash(trace.line.dash) if "lines" in mode else "none",
        linewidth=2.0 if trace.line.width is None else float(trace.line.width),
        marker=symbol if "markers" in mode else "none",
        markersize=min(float(inks.many(marker.size, 1, 7.0)[0]), 12),
        markerfacecolor=(first if "markers" in mode else inks.colour(line)) if filled else "none",
        markeredgecolor=first if thin or not filled else edge,
        markeredgewidth=2.0 if thin or not filled else 0.0,
    )  # fmt: skip
