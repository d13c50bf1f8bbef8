"""One pair of axes, and what every kind of trace needs on it: texts of points, intervals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.handouts import lettering
from dashboard.handouts.plotting import inks
from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.scales import Scale, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEMPLATE = re.compile(r"%\{(?P<name>\w+)(?:\[(?P<index>\d+)\])?(?::(?P<pattern>[^}]*))?\}")


@dataclass
class Pane:
    """One pair of axes, and what its traces share."""

    axes: Axes
    x: Scale
    y: Scale
    layout: Any
    slots: dict[str, list[Any]] = field(default_factory=dict)
    heaps: dict[tuple[str, float, bool], float] = field(default_factory=dict)
    last: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    floor: set[str] = field(default_factory=set)


def texts_of(trace: Any, count: int) -> list[str]:
    """Return what stands beside each point: its text, or its template filled in.

    Raises:
        Undrawable: the template asks for something we do not know.
    """
    told = inks.many(trace.text, count, "")
    if trace.texttemplate is None:
        return [lettering.plain(text) for text in told]
    templates = inks.many(trace.texttemplate, count, "")
    return [lettering.plain(_filled(one, trace, i, told[i])) for i, one in enumerate(templates)]


def _filled(template: str, trace: Any, index: int, text: Any) -> str:
    def word(found: re.Match[str]) -> str:
        name = found["name"]
        if name == "text":
            value: Any = text
        elif name == "value":
            value = (trace.x if trace.orientation == "h" else trace.y)[index]
        elif name in ("x", "y", "customdata") and (held := getattr(trace, name)) is not None:
            value = held[index]
        else:
            raise Undrawable(f"testo «{template}»")
        if found["index"]:
            value = value[int(found["index"])]
        if isinstance(value, int | float | np.number):
            return "".join(number(float(value), found["pattern"] or ""))
        return "" if value is None else str(value)

    return TEMPLATE.sub(word, template)


def number(value: float, pattern: str) -> str:
    """Write a number by a pattern of d3; nothing for one that is missing."""
    return "" if np.isnan(value) else written([value], pattern)[0]


def errors(pane: Pane, trace: Any, x: np.ndarray, y: np.ndarray, line: str = inks.TEXT) -> None:
    """Draw the bars of an interval, as far as it goes on either side."""
    for name, scale in (("x", pane.x), ("y", pane.y)):
        told = trace[f"error_{name}"]
        if told.visible is False or told.array is None:
            if told.type in ("percent", "constant", "sqrt"):
                raise Undrawable(f"intervallo di tipo «{told.type}»")
            continue
        more = np.nan_to_num(np.array([scale.length(one) for one in told.array]))
        one_sided = told.symmetric is False or told.arrayminus is not None
        less = more if not one_sided else np.zeros(len(more))
        if told.arrayminus is not None:
            less = np.nan_to_num(np.array([scale.length(one) for one in told.arrayminus]))
        pane.axes.errorbar(
            x,
            y,
            **{f"{name}err": np.abs(np.array([less, more]))},
            fmt="none",
            ecolor=inks.colour(told.color or line),
            elinewidth=2.0 if told.thickness is None else float(told.thickness),
            capsize=4.0 if told.width is None else float(told.width),
            zorder=4,
        )
