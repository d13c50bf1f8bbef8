"""Heat maps of plotly: a grid of colours with its texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.handouts import lettering
from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.pane import TEMPLATE, Pane, number


def heatmap(pane: Pane, trace: Any, ink: str) -> None:
    """Draw a grid of colours, with its texts; a cell without a number stays blank."""
    from matplotlib.patches import Rectangle

    rows = [[float("nan") if one is None else float(one) for one in row] for row in trace.z]
    known = [one for row in rows for one in row if not np.isnan(one)]
    shared = trace.coloraxis and pane.layout[trace.coloraxis]
    held = shared or trace
    low_name, high_name = ("cmin", "cmax") if shared else ("zmin", "zmax")
    low, high = held[low_name], held[high_name]
    stops = held.colorscale
    if held["reversescale"] and stops is not None:
        stops = [(1 - at, one) for at, one in reversed(list(stops))]
    ramp = inks.Ramp(
        stops, min(known, default=0) if low is None else low, max(known, default=1) if high is None else high
    )
    x = pane.x.at(trace.x) if trace.x is not None else np.arange(len(rows[0]) if rows else 0, dtype=float)
    y = pane.y.at(trace.y) if trace.y is not None else np.arange(len(rows), dtype=float)
    wide, tall = _cell(x), _cell(y)
    font = trace.textfont
    for j, row in enumerate(rows):
        for i, value in enumerate(row):
            corner = (x[i] - wide / 2, y[j] - tall / 2)
            pane.axes.update_datalim([corner, (corner[0] + wide, corner[1] + tall)])
            fill = (1.0, 1.0, 1.0, 0.0) if np.isnan(value) else ramp(value)
            gap = max(float(trace.xgap or 0), float(trace.ygap or 0))
            pane.axes.add_patch(
                Rectangle(corner, wide, tall, facecolor=fill, edgecolor="white", linewidth=gap)
            )
            text = _cell_text(trace, j, i, value)
            if text:
                pane.axes.text(
                    x[i], y[j], text, ha="center", va="center_baseline", zorder=5,
                    color=inks.colour(font.color) if font.color else inks.on(fill), fontsize=font.size or 12,
                )  # fmt: skip


def _cell(places: np.ndarray) -> float:
    return float(np.min(np.diff(np.unique(places)))) if len(np.unique(places)) > 1 else 1.0


def _cell_text(trace: Any, row: int, column: int, value: float) -> str:
    if trace.texttemplate is None:
        return ""
    if trace.texttemplate == "%{text}":
        told = trace.text[row][column] if trace.text is not None else ""
        return lettering.plain("" if told is None else told)
    found = TEMPLATE.search(trace.texttemplate)
    if found is None or found["name"] != "z":
        raise Undrawable(f"testo «{trace.texttemplate}»")
    shown = "" if np.isnan(value) else number(value, found["pattern"] or "")
    return lettering.plain(TEMPLATE.sub(shown, trace.texttemplate)) if shown else ""
