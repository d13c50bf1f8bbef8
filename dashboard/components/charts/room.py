"""The room that the labels of the axes take, said ahead.

Plotly finds out how long labels are when it has drawn them, and then draws the whole picture again. Where the
margin is wide enough from the start, it draws once. A margin that is guessed too narrow does no harm: plotly
widens it, as it would have done.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

UNSEEN = "\u200b"
"""A space without width."""
WIDTHS = {
    letter: width
    for width, letters in {
        220: " '.:ij·ì’",
        247: "!,Il|Ì",
        290: "();J",
        353: "[]frt{}",
        420: '"*/',
        456: "-?\\cxz",
        483: "Lksvy",
        514: "aegàèé",
        545: "CFSTYZbdhnopqu«»òù",
        570: "#$%+0123456789<=>EKX^~°ÈÉ€≤≥",
        600: "APVÀ",
        646: "BDGRU_Ù–",
        690: "&HNOQÒ",
        770: "w…◆",
        841: "Mm",
        887: "W",
        978: "@",
        1132: "—",
    }.items()
    for letter in letters
} | {UNSEEN: 0}
"""How wide the letters of Titillium Web are, in thousandths of their size: not less, up to a sixth more."""
UNKNOWN = 900
"""How wide any other letter is taken to be."""
SIZE = 14
"""Size of the letters of an axis where none is said, in pixels."""
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^<>]*>")
_BESIDE, _OVER, _TITLE, _STANDOFF = 17, 22, 18, 28
"""Pixels that plotly leaves beside labels and over or under them, takes for a title, and leaves before it."""
_LINE = 1.3
"""Height of a line of text, in its size."""


def room(layout: Mapping[str, Any], traces: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the margins that the labels of the axes take: side (`l`, `r`, `t`, `b`) → pixels.

    Args:
        layout: of a figure, as plain dictionaries; of its axes the first across and the first upwards.
        traces: its data.
    """
    found: dict[str, int] = {}
    traces = list(traces)
    for name, plain_side in (("xaxis", "bottom"), ("yaxis", "left")):
        axis = layout.get(name)
        if axis is None or axis.get("visible") is False or axis.get("showticklabels") is False:
            continue
        size = axis.get("tickfont", {}).get("size", SIZE)
        title = axis.get("title", {})
        beside = _TITLE + title.get("standoff", _STANDOFF) if title.get("text") else 0
        labels = _labels(axis, traces, name[0])
        if name == "yaxis":
            longest = max((length(label, size=size) for label in labels), default=0)
            taken = math.ceil(longest) + _BESIDE if longest else 0
        else:
            lines = max((len(_BREAK.split(label)) for label in labels), default=1)
            taken = math.ceil(lines * size * _LINE) + _OVER
        if taken:
            found[axis.get("side", plain_side)[0]] = taken + beside
    return found


def _labels(axis: Mapping[str, Any], traces: Iterable[Mapping[str, Any]], letter: str) -> list[str]:
    """The labels of an axis: as they are given, or the names along it; of numbers the longest end."""
    given = axis.get("ticktext")
    if given is not None:
        return [str(text) for text in given]
    if axis.get("type") == "category":
        return [str(name) for trace in traces for name in trace.get(letter, ())]
    numbers = [end for end in axis.get("range") or () if isinstance(end, int | float)]
    return [f"{max(numbers):.0f}"] if numbers else []


def length(text: str, *, size: float) -> float:
    """Return how long the longest line of a label is, in pixels, or a little more."""
    lines = (_TAG.sub("", line) for line in _BREAK.split(text))
    return max(sum(WIDTHS.get(letter, UNKNOWN) for letter in line) for line in lines) * size / 1000
