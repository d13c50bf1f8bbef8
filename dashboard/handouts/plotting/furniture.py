"""What stands around the traces of a pane: axes, lines and areas, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components import palette
from dashboard.handouts import lettering
from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.pane import Pane
from dashboard.handouts.plotting.scales import Scale

_SIDE = {"left": "left", "center": "center", "right": "right", "auto": "center"}
_RANK = {"top": "top", "middle": "center", "bottom": "bottom", "auto": "center"}


def dress(
    pane: Pane,
    *,
    limits: Mapping[str, tuple[float, float]],
    owner: Mapping[str, bool],
    size: Mapping[str, float],
) -> None:
    """Put ends, ticks, grid, title and zero line of both axes of a pane.

    Args:
        pane: the pane, with its traces on it.
        limits: from where to where each axis (`x`, `y`) goes.
        owner: whether this pane is the one that shows the ticks of each axis.
        size: pixels that each axis is long.
    """
    axes = pane.axes
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for name, scale in (("x", pane.x), ("y", pane.y)):
        if scale.kind == "log":
            axes.set(**{f"{name}scale": "log"})
        low, high = limits[name]
        axes.set(**{f"{name}lim": (low, high)})
        line = axes.xaxis if name == "x" else axes.yaxis
        places, texts = scale.ticks(low, high, room=size[name])
        seen = scale.axis.visible is not False
        written = seen and owner[name] and scale.axis.showticklabels is not False
        line.set_ticks(places, [lettering.plain(text) for text in texts] if written else [""] * len(places))
        line.set_ticks([], minor=True)
        _labels(pane, name, scale, texts if written else [], room=size[name])
        if seen and owner[name] and scale.axis.title.text:
            line.set_label_text(
                lettering.plain(scale.axis.title.text),
                fontsize=scale.axis.title.font.size or 13,
                color=palette.INK,
            )
        if seen and scale.axis.showgrid is not False and scale.kind != "category":
            line.grid(True, color=inks.GRID, linewidth=1, zorder=0)
        _edges(pane, name, scale, (min(low, high), max(low, high)))


def _labels(pane: Pane, name: str, scale: Scale, texts: Sequence[str], *, room: float) -> None:
    """Give the labels of the ticks their look; those that would touch lie aslant, as on screen."""
    font, side = scale.axis.tickfont, scale.axis.side
    look: dict[str, Any] = {"length": 0, "labelsize": font.size or 12, "pad": 6}
    look["labelcolor"] = inks.colour(font.color or inks.TEXT)
    if side in ("top", "right"):
        far, near = ("top", "bottom") if name == "x" else ("right", "left")
        look |= {f"label{far}": True, f"label{near}": False}
        line: Any = pane.axes.xaxis if name == "x" else pane.axes.yaxis
        line.set_label_position(far)
    turned = float(scale.axis.tickangle or 0)
    longest = max((lettering.length(text, size=font.size or 12) for text in texts), default=0.0)
    if name == "x" and scale.axis.tickangle is None and longest + 8 > room / max(len(texts), 1):
        turned = 35.0
    look["labelrotation"] = -turned
    pane.axes.tick_params(axis="x" if name == "x" else "y", which="both", **look)
    if name == "y":
        for label in pane.axes.get_yticklabels():
            label.set_verticalalignment("center")
    if name == "x" and turned and abs(turned) < 90:
        for label in pane.axes.get_xticklabels():
            label.set(ha="left" if turned > 0 else "right", rotation_mode="anchor")


def _edges(pane: Pane, name: str, scale: Scale, ends: tuple[float, float]) -> None:
    """Draw the line of the axis, and that of zero, where they are wanted."""
    seen = scale.axis.visible is not False
    if seen and scale.axis.showline:
        spine = pane.axes.spines["bottom" if name == "x" else "left"]
        spine.set(visible=True, color=inks.colour(scale.axis.linecolor or palette.SLATE))
        spine.set_linewidth(float(scale.axis.linewidth or 1))
    zero = scale.kind == "linear" and seen and scale.axis.zeroline is not False
    if zero and ends[0] <= 0 <= ends[1]:
        draw = pane.axes.axvline if name == "x" else pane.axes.axhline
        draw(0, color="#9aa7b4", linewidth=1, zorder=0.9)


# ---- lines, areas, notes ----


class Sheet:
    """Where things stand that are told by the axes of a pane, or by the sheet (`paper`), or by both."""

    def __init__(self, figure: Any, panes: Mapping[tuple[str, str], Pane], frame: Any) -> None:
        self.figure, self.panes, self.frame = figure, panes, frame

    def first(self, name: str) -> str:
        """Return the reference of what tells none: the first axis, or the sheet where there are no axes."""
        return min((key["xy".index(name)] for key in self.panes), default="paper")

    def pane(self, xref: str, yref: str) -> Pane | None:
        """Return the pane of two references, or of the only one that is told."""
        x, y = xref.split(" ")[0], yref.split(" ")[0]
        wanted = [
            pane
            for (own_x, own_y), pane in self.panes.items()
            if x in (own_x, "paper") and y in (own_y, "paper")
        ]
        if not wanted and (x, y) != ("paper", "paper"):
            raise Undrawable(f"riferimento «{xref}», «{yref}»")
        return wanted[0] if wanted else None

    def transform(self, xref: str, yref: str) -> Any:
        """Return how matplotlib finds a place told by two references."""
        from matplotlib.transforms import blended_transform_factory

        pane = self.pane(xref, yref)
        found = []
        for ref in (xref, yref):
            if ref == "paper":
                found.append(self.frame.transAxes)
            elif ref.endswith(" domain"):
                assert pane is not None
                found.append(pane.axes.transAxes)
            else:
                assert pane is not None
                found.append(pane.axes.transData)
        return blended_transform_factory(*found)

    def place(self, ref: str, other: str, value: Any, *, name: str) -> float:
        """Return where a value of a reference stands."""
        if ref == "paper" or ref.endswith(" domain"):
            return float(value)
        pane = self.pane(ref, other) if name == "x" else self.pane(other, ref)
        assert pane is not None
        return (pane.x if name == "x" else pane.y).one(value)


def shape(sheet: Sheet, told: Any) -> None:
    """Draw a line or a rectangle.

    Raises:
        Undrawable: it is something else.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    if told.type not in ("line", "rect"):
        raise Undrawable(f"forma «{told.type}»")
    xref, yref = told.xref or sheet.first("x"), told.yref or sheet.first("y")
    x0, x1 = (sheet.place(xref, yref, one, name="x") for one in (told.x0, told.x1))
    y0, y1 = (sheet.place(yref, xref, one, name="y") for one in (told.y0, told.y1))
    strength = 1.0 if told.opacity is None else float(told.opacity)
    line = inks.colour(told.line.color or inks.TEXT, opacity=strength)
    look: dict[str, Any] = {
        "linewidth": 2.0 if told.line.width is None else float(told.line.width),
        "linestyle": inks.dash(told.line.dash),
        "transform": sheet.transform(xref, yref),
        "zorder": 0.5 if told.layer in ("below", "between") else 3.5,
        "clip_on": False,
    }
    if told.type == "line":
        drawn: Any = Line2D([x0, x1], [y0, y1], color=line, **look)
    else:
        fill = inks.colour(told.fillcolor or "#ffffff00", opacity=strength)
        drawn = Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=fill, edgecolor=line, **look)
    pane = sheet.pane(xref, yref)
    (pane.axes if pane else sheet.frame).add_artist(drawn)
    if told.label.text:
        font = told.label.font
        sheet.figure.text(
            (x0 + x1) / 2, (y0 + y1) / 2, lettering.plain(told.label.text), ha="center", va="center_baseline",
            transform=sheet.transform(xref, yref), fontsize=font.size or 12,
            color=inks.colour(font.color or inks.TEXT), zorder=6,
        )  # fmt: skip


def note(sheet: Sheet, told: Any) -> None:
    """Write an annotation, with its arrow if it has one."""
    if told.visible is False or not told.text:
        return
    xref, yref = told.xref or sheet.first("x"), told.yref or sheet.first("y")
    x = sheet.place(xref, yref, told.x, name="x")
    y = sheet.place(yref, xref, told.y, name="y")
    arrow = told.showarrow is not False
    shift = (float(told.xshift or 0), float(told.yshift or 0))
    if arrow:
        shift = (
            shift[0] + float(told.ax if told.ax is not None else -10),
            shift[1] - float(told.ay if told.ay is not None else -30),
        )
    strength = 1.0 if told.opacity is None else float(told.opacity)
    box = None
    if told.bgcolor or told.bordercolor:
        box = {
            "facecolor": inks.colour(told.bgcolor or "#ffffff00"),
            "edgecolor": inks.colour(told.bordercolor or "#ffffff00"),
            "pad": float(told.borderpad or 1) + 1,
        }
    pane = sheet.pane(xref, yref)
    written = (pane.axes if pane else sheet.frame).annotate(
        lettering.plain(told.text),
        (x, y),
        xycoords=sheet.transform(xref, yref),
        xytext=shift,
        textcoords="offset points",
        ha=_anchor(told.xanchor, x, paper=_part(xref), names=_SIDE, thirds=("left", "center", "right")),
        va=_anchor(told.yanchor, y, paper=_part(yref), names=_RANK, thirds=("bottom", "center", "top")),
        multialignment=told.align or "center",
        rotation=-float(told.textangle or 0),
        fontsize=told.font.size or 12,
        fontweight=lettering.weight_of(told.text),
        color=inks.colour(told.font.color or inks.TEXT, opacity=strength),
        bbox=box,
        annotation_clip=False,
        zorder=6,
        arrowprops={
            "arrowstyle": "-|>" if told.arrowhead != 0 else "-",
            "color": inks.colour(told.arrowcolor or told.font.color or inks.TEXT),
            "linewidth": float(told.arrowwidth or 1),
            "shrinkA": 2,
            "shrinkB": float(told.standoff or 0),
        }
        if arrow
        else None,
    )
    written.set_clip_on(False)


def _part(ref: str) -> bool:
    return ref == "paper" or ref.endswith(" domain")


def _anchor(
    told: str | None, place: float, *, paper: bool, names: Mapping[str, str], thirds: tuple[str, str, str]
) -> str:
    """Return which side of a text stands at its place; left alone, plotly chooses by thirds of the sheet."""
    if told not in (None, "auto"):
        return names[str(told)]
    if not paper:
        return "center"
    return thirds[0] if place < 1 / 3 else thirds[1] if place < 2 / 3 else thirds[2]


def axis_name(short: str) -> str:
    """Return the name in the layout of an axis as a trace names it: `x2` → `xaxis2`."""
    found = re.fullmatch(r"([xy])(\d*)", short)
    if found is None:
        raise Undrawable(f"asse «{short}»")
    return f"{found[1]}axis{'' if found[2] == '1' else found[2]}"
