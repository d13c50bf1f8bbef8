"""Bars of plotly: side by side, heaped, from a base; their patterns, texts and intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.pane import Pane, errors, texts_of
from dashboard.handouts.plotting.scales import Scale


def bars(pane: Pane, trace: Any, ink: str) -> None:
    """Draw bars: side by side, heaped or one over the other, standing or lying, from zero or from a base."""
    lying = trace.orientation == "h"
    along, across = (pane.y, pane.x) if lying else (pane.x, pane.y)
    names, numbers = (trace.y, trace.x) if lying else (trace.x, trace.y)
    count = max(len(names) if names is not None else 0, len(numbers) if numbers is not None else 0)
    places = along.at(names) if names is not None else np.arange(count, dtype=float)
    lengths = np.array([across.length(value) for value in (numbers if numbers is not None else ())])
    centres, widths = _slots(pane, trace, places, lying)
    bases = _bases(pane, trace, places, lengths, across)
    fills = inks.colours(
        trace.marker.color, count, default=ink, scale=trace.marker, opacity=trace.marker.opacity
    )
    lines = inks.colours(trace.marker.line.color, count, default="#ffffff00")
    thick = inks.many(trace.marker.line.width, count, 0.0)
    hatches = inks.many(trace.marker.pattern.shape, count, "")
    said, place_of_text = texts_of(trace, count), inks.many(trace.textposition, count, "auto")
    for i in range(count):
        if np.isnan(centres[i]):
            continue
        length = 0.0 if np.isnan(lengths[i]) else float(lengths[i])
        _bar(pane, lying, centres[i], widths[i], bases[i], length, fills[i], lines[i], thick[i], hatches[i])
        if said[i]:
            outside = place_of_text[i] != "inside" and not (place_of_text[i] == "auto" and length)
            on_lines = {"bbox": {"facecolor": fills[i], "edgecolor": "none", "pad": 1.5}}
            look = _look(trace, i, inks.TEXT if outside else inks.on(fills[i]), outside)
            look |= on_lines if hatches[i] and not outside else {}
            _bar_text(pane, lying, centres[i], bases[i], length, said[i], outside, look, trace)
    ends = bases + np.nan_to_num(lengths)
    points = (ends, centres) if lying else (centres, ends)
    errors(pane, trace, *points)
    if trace.base is None:
        pane.floor.add("x" if lying else "y")


def _slots(pane: Pane, trace: Any, places: np.ndarray, lying: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the centre and the width of each bar."""
    known = np.unique(places[~np.isnan(places)])
    room = float(np.min(np.diff(known))) if known.size > 1 else 1.0
    room = 1.0 if (pane.y if lying else pane.x).kind == "category" else room
    gap = 0.2 if pane.layout.bargap is None else float(pane.layout.bargap)
    mode = pane.layout.barmode or "group"
    groups = pane.slots.get("h" if lying else "v", []) if mode == "group" else []
    share = room * (1 - gap) / max(len(groups), 1)
    shift = 0.0
    if len(groups) > 1:
        shift = (groups.index(slot(trace)) - (len(groups) - 1) / 2) * share
    within = 1 - float(pane.layout.bargroupgap or 0)
    widths = np.array([float(w) for w in inks.many(trace.width, len(places), share * within)])
    if trace.offset is not None:
        return places + np.array(inks.many(trace.offset, len(places), 0.0), dtype=float) + widths / 2, widths
    return places + shift, widths


def slot(trace: Any) -> Any:
    """Return which bars stand in the same place of a group."""
    return trace.offsetgroup or trace.uid or id(trace)


def _bases(pane: Pane, trace: Any, places: np.ndarray, lengths: np.ndarray, across: Scale) -> np.ndarray:
    if trace.base is not None:
        return across.at(inks.many(trace.base, len(places), None))
    if pane.layout.barmode not in ("stack", "relative"):
        return np.zeros(len(places))
    found = []
    for place, length in zip(places, np.nan_to_num(lengths), strict=True):
        key = (str(trace.orientation or "v"), float(place), bool(length < 0))
        found.append(pane.heaps.get(key, 0.0))
        pane.heaps[key] = found[-1] + float(length)
    return np.array(found)


def _bar(
    pane: Pane, lying: bool, centre: float, width: float, base: float, length: float,
    fill: inks.RGBA, line: inks.RGBA, thick: float, hatch: str,
) -> None:  # fmt: skip
    from matplotlib.patches import Rectangle

    corner, size = (
        ((base, centre - width / 2), (length, width))
        if lying
        else ((centre - width / 2, base), (width, length))
    )
    patch = Rectangle(
        corner, *size, facecolor=fill, edgecolor=line, linewidth=thick, hatch=(hatch or "") * 2 or None
    )
    if hatch:
        patch.set_hatchcolor(inks.on(fill))
    pane.axes.add_patch(patch)
    # what has no length is seen by nobody, but keeps its place
    pane.axes.update_datalim([corner, (corner[0] + size[0], corner[1] + size[1])])


def _look(trace: Any, index: int, ink: str, outside: bool) -> dict[str, Any]:
    font = trace.outsidetextfont if outside else trace.insidetextfont
    own = inks.many(font.color or trace.textfont.color, index + 1, ink)[index]
    size = inks.many(font.size or trace.textfont.size, index + 1, 12.0)[index]
    return {"color": inks.colour(own), "fontsize": float(size)}


def _bar_text(
    pane: Pane, lying: bool, centre: float, base: float, length: float,
    text: str, outside: bool, look: Mapping[str, Any], trace: Any,
) -> None:  # fmt: skip
    scale = pane.x if lying else pane.y
    forward = (length >= 0) != scale.reversed
    end, shift = base + length, 4 if forward else -4
    near = ("left" if forward else "right") if lying else ("bottom" if forward else "top")
    if not outside:
        middle = trace.insidetextanchor == "middle"
        end = base + length / 2 if middle else base if trace.insidetextanchor == "start" else end
        opposite = {"left": "right", "right": "left", "bottom": "top", "top": "bottom"}
        near = "center" if middle else near if trace.insidetextanchor == "start" else opposite[near]
        shift = 0 if middle else shift if trace.insidetextanchor == "start" else -shift
    pane.axes.annotate(
        text,
        (end, centre) if lying else (centre, end),
        xytext=(shift, 0) if lying else (0, shift),
        textcoords="offset points",
        ha=near if lying else "center",
        va="center_baseline" if lying else near if near != "center" else "center_baseline",
        annotation_clip=False,
        zorder=5,
        **look,
    )
