"""A drawing read again: what is written on it, and where."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import plotly.graph_objects as go

from dashboard.handouts.plotting import chart_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*traces: Any, width: float = 600, height: float = 300, **layout: Any) -> ET.Element:
    """The drawing of some traces."""
    return ET.fromstring(chart_svg(go.Figure(list(traces), layout), width=width, height=height))


def texts(root: ET.Element) -> list[str]:
    """Everything written on a drawing, in the order in which it is drawn."""
    return ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]


def place(root: ET.Element, text: str) -> tuple[float, float]:
    """Where a text stands, from the left and from the top."""
    one = next(one for one in root.iter(f"{SVG}text") if "".join(one.itertext()).strip() == text)
    if one.get("x"):
        return float(one.attrib["x"]), float(one.attrib["y"])
    x, y = re.findall(r"translate\((-?[\d.]+) (-?[\d.]+)\)", one.attrib["transform"])[0]
    return float(x), float(y)


def fills(root: ET.Element) -> list[str]:
    """The colours of the areas, in the order in which they are drawn."""
    return re.findall(r"fill: (#[0-9a-f]{6})", " ".join(p.get("style", "") for p in root.iter(f"{SVG}path")))


def boxes(root: ET.Element, colour: str) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of the areas of a colour."""
    found = []
    for path in root.iter(f"{SVG}path"):
        if f"fill: {colour}" in path.get("style", ""):
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.attrib["d"])]
            x, y = numbers[0::2], numbers[1::2]
            found.append((min(x), max(x), min(y), max(y)))
    return found
