"""A figure of plotly drawn by matplotlib, as SVG text: offline, without a browser, the same every time.

What a figure has and a drawing cannot show raises `Undrawable`: nothing is left out in silence.
"""

from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.sheet import KINDS, chart_svg

__all__ = ["KINDS", "Undrawable", "chart_svg"]
