"""Flows of plotly (sankey): nodes in columns, and between them bands as thick as what goes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.components import palette, wording
from dashboard.handouts import lettering
from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.inks import Undrawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTERS = 13.0
LEAST_BAND = 14.0
"""Pixels of a band on which its number is written."""


@dataclass
class Node:
    """One node: its column, from where to where it goes (pixels from the top), and how full it is."""

    label: str
    column: int
    size: float
    top: float = 0.0
    out: float = 0.0
    into: float = 0.0


def columns(count: int, links: Sequence[tuple[int, int, float]]) -> list[int]:
    """Put each node one column after the last of those that lead to it.

    Args:
        count: of the nodes.
        links: (from, to, how much).

    Raises:
        Undrawable: a flow comes back to where it started.
    """
    at = [0] * count
    for _ in range(count):
        moved = False
        for source, target, _value in links:
            if at[target] <= at[source]:
                at[target], moved = at[source] + 1, True
        if not moved:
            return at
    raise Undrawable("un flusso torna da dove è partito")


def place(
    nodes: Sequence[Node], links: Sequence[tuple[int, int, float]], *, height: float, pad: float
) -> float:
    """Give every node its top, each column in the order of what leads there; return pixels per unit."""
    last = max((node.column for node in nodes), default=0)
    ranks = [[i for i, node in enumerate(nodes) if node.column == column] for column in range(last + 1)]
    fullest = [(sum(nodes[i].size for i in rank), len(rank)) for rank in ranks if rank]
    unit = min(((height - pad * (many - 1)) / size for size, many in fullest if size > 0), default=1.0)
    for number, rank in enumerate(ranks):
        if number:
            middle = {i: _middle(i, nodes, links, unit) for i in rank}
            rank.sort(key=lambda i: middle[i])
        used = sum(nodes[i].size for i in rank) * unit + pad * max(len(rank) - 1, 0)
        top = (height - used) / 2
        for i in rank:
            nodes[i].top = top
            top += nodes[i].size * unit + pad
    return unit


def _middle(index: int, nodes: Sequence[Node], links: Sequence[tuple[int, int, float]], unit: float) -> float:
    """Return where what leads to a node comes from, on average."""
    before = [(nodes[s].top + nodes[s].size * unit / 2, v) for s, t, v in links if t == index]
    total = sum(value for _, value in before)
    return sum(place * value for place, value in before) / total if total else 0.0


def sankey(axes: Axes, trace: Any, *, width: float, height: float) -> None:
    """Draw a flow on axes that count pixels from the top left corner.

    What is written are the labels of the nodes and the numbers of the bands, as the figure has them: no sum.

    Raises:
        Undrawable: the flow stands, or comes back to where it started.
    """
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    if trace.orientation == "v":
        raise Undrawable("flusso in piedi")
    values = [float(value) for value in trace.link.value or ()]
    links = list(zip(trace.link.source or (), trace.link.target or (), values, strict=True))
    count = max([len(trace.node.label or ()), *(max(s, t) + 1 for s, t, _ in links)], default=0)
    labels = [lettering.plain(one) for one in inks.many(trace.node.label, count, "")]
    ranks = columns(count, links)
    nodes = [
        Node(
            labels[i],
            ranks[i],
            max(sum(v for s, _, v in links if s == i), sum(v for _, t, v in links if t == i)),
        )
        for i in range(count)
    ]
    pad = float(trace.node.pad or 20)
    unit = place(nodes, links, height=height, pad=min(pad, height / max(count, 1) / 2))
    thick = float(trace.node.thickness or 20)
    last = max((node.column for node in nodes), default=0)
    left = [node.column * (width - thick) / max(last, 1) for node in nodes]
    fills = inks.colours(trace.node.color, count, default=palette.BLUE)
    bands = inks.colours(trace.link.color, len(links), default="rgba(92,111,130,0.35)")
    told = inks.many(trace.link.label, len(links), "")
    order = sorted(range(len(links)), key=lambda i: (nodes[links[i][0]].top, nodes[links[i][1]].top))
    for i in order:
        source, target, value = links[i]
        a, b, size = nodes[source], nodes[target], value * unit
        x0, x1 = left[source] + thick, left[target]
        y0, y1 = a.top + a.out * unit, b.top + b.into * unit
        a.out, b.into, bend = a.out + value, b.into + value, (x0 + x1) / 2
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        line = [
            (x0, y0), (bend, y0), (bend, y1), (x1, y1),
            (x1, y1 + size), (bend, y1 + size), (bend, y0 + size), (x0, y0 + size), (x0, y0),
        ]  # fmt: skip
        axes.add_patch(PathPatch(Path(line, codes), facecolor=bands[i], edgecolor="none", zorder=1))
        if size >= LEAST_BAND and value:
            said = lettering.plain(told[i]) or _number(value, trace.valuesuffix)
            axes.text(
                x0 + 6, y0 + size / 2, said, va="center_baseline", fontsize=12, color=inks.TEXT, zorder=4
            )
    for i, node in enumerate(nodes):
        box = Rectangle((left[i], node.top), thick, node.size * unit, facecolor=fills[i], zorder=3)
        axes.add_patch(box)
        _name(axes, node, left[i], unit, thick, last)


def _number(value: float, suffix: str | None) -> str:
    return f"{wording.number(value, decimals=0 if value == round(value) else 1)}{suffix or ''}"


def _name(axes: Axes, node: Node, left: float, unit: float, thick: float, last: int) -> None:
    """Write the label of a node: over it, and beside it on the last column."""
    at_end = node.column == last and last > 0
    axes.text(
        left - 6 if at_end else left,
        node.top + node.size * unit / 2 if at_end else node.top - 4,
        node.label,
        ha="right" if at_end else "left",
        va="center_baseline" if at_end else "bottom",
        fontsize=LETTERS,
        fontweight=lettering.SEMIBOLD,
        color=palette.INK,
        zorder=5,
    )
