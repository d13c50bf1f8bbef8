"""A whole figure of plotly: its panes, legend and margins, written as SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.handouts import lettering
from dashboard.handouts.plotting import bars, flows, furniture, grids, inks, lines
from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.legends import legend
from dashboard.handouts.plotting.pane import Pane
from dashboard.handouts.plotting.scales import Scale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Key = tuple[str, str]
CARTESIAN: dict[str, Callable[[Pane, Any, str], None]] = {
    "bar": bars.bars,
    "scatter": lines.scatter,
    "scattergl": lines.scatter,
    "heatmap": grids.heatmap,
}
KINDS = frozenset({*CARTESIAN, "sankey"})
"""The kinds of traces that have a drawing."""
MARGIN = 8.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_COORDINATES = re.compile(r'\b(d|transform|x|y|width|height|viewBox|points)="([^"]*)"')


def chart_svg(figure: go.Figure, *, width: float, height: float, without: Collection[str] = ()) -> str:
    """Draw a figure of plotly.

    Args:
        figure: the figure; it is only read.
        width: pixels of the drawing.
        height: pixels of the drawing.
        without: notes of the figure that stand elsewhere on the page.

    Returns:
        One `<svg>` element whose texts are texts.

    Raises:
        Undrawable: the figure has something that a drawing cannot show.
    """
    from matplotlib import font_manager, rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with lettering.LOCK:
        for path in lettering.FILES.values():
            if path.name not in _KNOWN:
                font_manager.fontManager.addfont(path)
                _KNOWN.add(path.name)
        with rc_context(_SETTINGS):
            sheet = Figure(figsize=(width / 72, height / 72), dpi=72)
            FigureCanvasSVG(sheet)
            _fill(sheet, figure, width, height, without)
            written = io.StringIO()
            sheet.savefig(written, format="svg", transparent=True, metadata=_SILENT)
    return _short(written.getvalue())


_KNOWN: set[str] = set()
_SILENT = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "disegno",
    "text.parse_math": False,
    "font.family": [lettering.FAMILY, lettering.FALLBACK],
    "axes.unicode_minus": True,
    "hatch.linewidth": 1.0,
    "path.simplify": False,
}


def _fill(sheet: Figure, figure: go.Figure, width: float, height: float, without: Collection[str]) -> None:
    traces = [trace for trace in figure.data if trace.visible in (None, True)]
    for trace in traces:
        if trace.type not in KINDS:
            raise Undrawable(f"grafico di tipo «{trace.type}»")
    frame = sheet.add_axes((0, 0, 1, 1), zorder=-1)
    frame.set_axis_off()
    layout, colourway = figure.layout, list(figure.layout.colorway or inks.CATEGORIES)
    own = {id(trace): colourway[i % len(colourway)] for i, trace in enumerate(traces)}
    cartesian = [trace for trace in traces if trace.type in CARTESIAN]
    panes = _panes(sheet, layout, cartesian)
    for key, pane in panes.items():
        for trace in [one for one in cartesian if _key(one) == key]:
            CARTESIAN[trace.type](pane, trace, own[id(trace)])
    table = furniture.Sheet(sheet, panes, frame)
    for told in layout.shapes:
        furniture.shape(table, told)
    for told in layout.annotations:
        if told.text not in without:
            furniture.note(table, told)
    top = legend(sheet, figure, traces, own, width)
    limits = _limits(panes)
    margins = [MARGIN, MARGIN, MARGIN + top, MARGIN]
    flow = [(sheet.add_axes((0, 0, 1, 1)), one) for one in traces if one.type == "sankey"]
    for _ in range(2):
        _put(frame, panes, layout, margins, width, height)
        for key, pane in panes.items():
            box = pane.axes.get_position()
            own_size = {"x": box.width * width, "y": box.height * height}
            told = {"x": limits[key[0]], "y": limits[key[1]]}
            furniture.dress(pane, limits=told, owner=_owner(key, panes, layout), size=own_size)
        margins = _grown(sheet, margins, width, height)
    _put(frame, panes, layout, margins, width, height)
    for axes, trace in flow:
        _flow(axes, trace, [margins[0], margins[1], margins[2] + 20, margins[3]], width, height)


def _flow(axes: Any, trace: Any, margins: Sequence[float], width: float, height: float) -> None:
    wide, tall = width - margins[0] - margins[1], height - margins[2] - margins[3]
    axes.set_position((margins[0] / width, margins[3] / height, wide / width, tall / height))
    axes.set_axis_off()
    axes.set(xlim=(0, wide), ylim=(tall, 0))
    flows.sankey(axes, trace, width=wide, height=tall)


# ---- panes ----


def _key(trace: Any) -> Key:
    return str(trace.xaxis or "x"), str(trace.yaxis or "y")


def _panes(sheet: Figure, layout: Any, traces: Sequence[Any]) -> dict[Key, Pane]:
    scales: dict[str, Scale] = {}
    for name in dict.fromkeys(name for trace in traces for name in _key(trace)):
        values = [one for trace in traces if name in _key(trace) for one in _values(trace, name[0])]
        scales[name] = Scale(layout[furniture.axis_name(name)], values)
    found: dict[Key, Pane] = {}
    for trace in traces:
        key = _key(trace)
        if key not in found:
            found[key] = Pane(sheet.add_axes((0, 0, 1, 1)), scales[key[0]], scales[key[1]], layout)
        if trace.type == "bar":
            slots = found[key].slots.setdefault("h" if trace.orientation == "h" else "v", [])
            if (slot := bars.slot(trace)) not in slots:
                slots.append(slot)
    return found


def _values(trace: Any, name: str) -> Iterable[Any]:
    if trace.type == "bar" and trace.base is not None and name == ("x" if trace.orientation == "h" else "y"):
        return inks.many(trace.base, 1, None)
    told = trace[name]
    return told if told is not None else ()


def _limits(panes: Mapping[Key, Pane]) -> dict[str, tuple[float, float]]:
    """Return from where to where every axis goes: all that is drawn on it, in whichever pane."""
    spans: dict[str, list[float]] = {}
    linked: dict[str, str] = {}
    for key, pane in panes.items():
        box = pane.axes.dataLim
        for name, scale, low, high in (
            (key[0], pane.x, box.x0, box.x1),
            (key[1], pane.y, box.y0, box.y1),
        ):
            linked[name] = str(scale.axis.matches or name)
            ends = [one for one in (low, high) if abs(one) != float("inf")] or [0.0, 1.0]
            if name[0] in pane.floor:
                ends.append(0.0)
            spans.setdefault(linked[name], []).extend(ends)
    found = {}
    for key, pane in panes.items():
        for name, scale in ((key[0], pane.x), (key[1], pane.y)):
            low, high = min(spans[linked[name]]), max(spans[linked[name]])
            found[name] = scale.ends(*_with_air(low, high, scale, pane, name[0]))
    return found


def _with_air(low: float, high: float, scale: Scale, pane: Pane, name: str) -> tuple[float, float]:
    if scale.kind == "log":
        return low / 1.2, high * 1.2
    air = (high - low) * 0.06
    floor = name in pane.floor
    return (low if floor and low == 0 else low - air), (high if floor and high == 0 else high + air)


def _owner(key: Key, panes: Mapping[Key, Pane], layout: Any) -> dict[str, bool]:
    """Tell which axes of a pane write their ticks there: an axis of several panes writes them once."""
    told = {}
    for place, name in enumerate(key):
        sharing = [one for one in panes if one[place] == name]
        anchor = layout[furniture.axis_name(name)].anchor or ("y", "x")[place]
        at_anchor = [one for one in sharing if one[1 - place] == anchor]
        told["xy"[place]] = key == (at_anchor or sharing)[0]
    return told


def _put(
    frame: Any, panes: Mapping[Key, Pane], layout: Any, margins: Sequence[float], width: float, height: float
) -> None:
    """Put the frame inside the margins, and every pane in its part of the frame."""
    left, right, top, bottom = margins
    wide, tall = max(width - left - right, 20) / width, max(height - top - bottom, 20) / height
    x, y = left / width, bottom / height
    frame.set_position((x, y, wide, tall))
    for (of_x, of_y), pane in panes.items():
        ends = [_domain(layout, one) for one in (of_x, of_y)]
        (x0, x1), (y0, y1) = ends
        pane.axes.set_position((x + x0 * wide, y + y0 * tall, (x1 - x0) * wide, (y1 - y0) * tall))


def _domain(layout: Any, name: str) -> tuple[float, float]:
    axis = layout[furniture.axis_name(name)]
    if axis.overlaying and axis.domain is None:
        return _domain(layout, str(axis.overlaying))
    told = axis.domain or (0.0, 1.0)
    return float(told[0]), float(told[1])


def _grown(sheet: Figure, margins: Sequence[float], width: float, height: float) -> list[float]:
    """Return margins that leave room for all that is written outside the panes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    box = sheet.get_tightbbox(FigureCanvasAgg(sheet).get_renderer())
    over = [-box.x0 * 72, box.x1 * 72 - width, box.y1 * 72 - height, -box.y0 * 72]
    most = [width * 0.45, width * 0.3, height * 0.4, height * 0.5]
    return [
        min(margin + max(0.0, past + MARGIN / 2), limit)
        for margin, past, limit in zip(margins, over, most, strict=True)
    ]


# ---- text of the SVG ----


def _short(svg: str) -> str:
    """Return the element alone, its coordinates in tenths of a pixel.

    More digits nobody sees; and a coordinate with three would read as a number of thousands.
    """
    body = svg[svg.index("<svg") :]

    def rounded(found: re.Match[str]) -> str:
        numbers = _NUMBER.sub(lambda one: f"{float(one[0]):.1f}", found[2])
        return f'{found[1]}="{numbers}"'

    return _COORDINATES.sub(rounded, body).strip()
