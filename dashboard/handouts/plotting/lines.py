"""Lines and points of plotly, steps, and the ground between two lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.pane import Pane, errors, texts_of
from dashboard.handouts.plotting.scales import Scale


def scatter(pane: Pane, trace: Any, ink: str) -> None:
    """Draw a line, points, their texts, or the ground between two lines."""
    if trace.stackgroup or trace.fill in ("toself", "tonext"):
        raise Undrawable("linee in pila o campiture chiuse")
    x, y = _along(pane.x, trace.x, trace.y), _along(pane.y, trace.y, trace.x)
    mode = trace.mode or ("lines+markers" if len(x) < 20 else "lines")
    line = trace.line.color or (trace.marker.color if isinstance(trace.marker.color, str) else None) or ink
    strength = 1.0 if trace.opacity is None else float(trace.opacity)
    _ground(pane, trace, x, y, line)
    pane.last[str(trace.legendgroup or "")] = pane.last[""] = (x, y)
    whole = ~(np.isnan(x) | np.isnan(y))
    if "lines" in mode:
        kept = (x[whole], y[whole]) if trace.connectgaps else (x, y)
        steps = {"hv": "steps-post", "vh": "steps-pre", "hvh": "steps-mid"}.get(trace.line.shape, "default")
        pane.axes.plot(
            *kept,
            color=inks.colour(line, opacity=strength),
            linewidth=2.0 if trace.line.width is None else float(trace.line.width),
            linestyle=inks.dash(trace.line.dash),
            drawstyle=steps,
            zorder=3,
            clip_on=trace.cliponaxis is not False,
        )
    if "markers" in mode:
        _points(pane, trace, x, y, ink)
    errors(pane, trace, x, y, line)
    if "text" in mode:
        _point_texts(pane, trace, x, y)
    pane.axes.update_datalim([(a, b) for a, b in zip(x[whole], y[whole], strict=True)])


def _along(scale: Scale, values: Any, others: Any) -> np.ndarray:
    if values is None:
        return np.arange(len(others if others is not None else ()), dtype=float)
    return scale.at(values)


def _ground(pane: Pane, trace: Any, x: np.ndarray, y: np.ndarray, line: str) -> None:
    if trace.fill in (None, "none"):
        return
    fill = inks.colour(trace.fillcolor) if trace.fillcolor else inks.colour(line, opacity=0.3)
    step = {"hv": "post", "vh": "pre", "hvh": "mid"}.get(trace.line.shape)
    look: dict[str, Any] = {"facecolor": fill, "edgecolor": "none", "linewidth": 0, "zorder": 1, "step": step}
    before = pane.last.get(str(trace.legendgroup or "")) or pane.last.get("")
    if trace.fill == "tozeroy" or (trace.fill == "tonexty" and before is None):
        pane.axes.fill_between(x, y, 0, **look)
        pane.floor.add("y")
    elif trace.fill == "tonexty" and before is not None:
        if before[0].shape == x.shape and np.allclose(before[0], x, equal_nan=True):
            pane.axes.fill_between(x, before[1], y, **look)
        else:
            pane.axes.fill([*before[0], *x[::-1]], [*before[1], *y[::-1]], facecolor=fill, zorder=1)
    elif trace.fill == "tozerox" or before is None:
        pane.axes.fill_betweenx(y, x, 0, **look)
    else:
        pane.axes.fill_betweenx(y, before[0], x, **look)


def _points(pane: Pane, trace: Any, x: np.ndarray, y: np.ndarray, ink: str) -> None:
    marker, count = trace.marker, len(x)
    fills = inks.colours(
        marker.color, count, default=trace.line.color or ink, scale=marker, opacity=marker.opacity
    )
    edges = inks.colours(marker.line.color, count, default="#ffffff00")
    widths, sizes = inks.many(marker.line.width, count, 0.0), inks.many(marker.size, count, 6.0)
    symbols = inks.many(marker.symbol, count, "circle")
    for i in range(count):
        if np.isnan(x[i]) or np.isnan(y[i]):
            continue
        shape, filled = inks.mark(symbols[i])
        thin = shape in "|_x+"
        pane.axes.plot(
            [x[i]],
            [y[i]],
            linestyle="none",
            marker=shape,
            markersize=float(sizes[i]),
            markerfacecolor=fills[i] if filled else "none",
            markeredgecolor=fills[i] if not filled or (thin and not edges[i][3]) else edges[i],
            markeredgewidth=max(float(widths[i]), 1.5) if thin or not filled else float(widths[i]),
            zorder=4,
            clip_on=False,
        )


def _point_texts(pane: Pane, trace: Any, x: np.ndarray, y: np.ndarray) -> None:
    places = inks.many(trace.textposition, len(x), "middle center")
    inside = inks.many(trace.textfont.color, len(x), inks.TEXT)
    sizes = inks.many(trace.textfont.size, len(x), 12.0)
    for i, text in enumerate(texts_of(trace, len(x))):
        if text and not (np.isnan(x[i]) or np.isnan(y[i])):
            up, side = str(places[i]).split()
            pane.axes.annotate(
                text,
                (x[i], y[i]),
                xytext=({"left": -7, "right": 7}.get(side, 0), {"top": 6, "bottom": -6}.get(up, 0)),
                textcoords="offset points",
                ha={"left": "right", "right": "left"}.get(side, "center"),
                va={"top": "bottom", "bottom": "top"}.get(up, "center_baseline"),
                color=inks.colour(inside[i]),
                fontsize=float(sizes[i]),
                annotation_clip=False,
                zorder=5,
            )
