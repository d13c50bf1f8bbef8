"""Charts: figures in, a plotly figure out. No Streamlit here.

Every chart of bars starts at zero; all write their numbers as Italians do, take a fixed range from the whole
dataset, show my territory in the one accent colour, and cannot lose the mark of demonstration data.
"""

from dashboard.components.charts.bands import Band, Reference, bands
from dashboard.components.charts.bars import Bar, Pair, Part, bars, planned_and_actual, stacked
from dashboard.components.charts.base import FONT, REST, finish
from dashboard.components.charts.dots import Dot, Half, dots, strips
from dashboard.components.charts.dumbbell import Change, dumbbell
from dashboard.components.charts.funnel_plot import Guide, Spot, funnel_plot
from dashboard.components.charts.gantt import Span, gantt
from dashboard.components.charts.heat import grid
from dashboard.components.charts.money import Budget, Line, MoneyWords, budgets
from dashboard.components.charts.multiples import Small, multiples
from dashboard.components.charts.network import Body, network
from dashboard.components.charts.profile import profile
from dashboard.components.charts.targets import Target, targets

__all__ = [
    "FONT",
    "REST",
    "Band",
    "Bar",
    "Body",
    "Budget",
    "Change",
    "Dot",
    "Guide",
    "Half",
    "Line",
    "MoneyWords",
    "Pair",
    "Part",
    "Reference",
    "Small",
    "Span",
    "Spot",
    "Target",
    "bands",
    "bars",
    "budgets",
    "dots",
    "dumbbell",
    "finish",
    "funnel_plot",
    "gantt",
    "grid",
    "multiples",
    "network",
    "planned_and_actual",
    "profile",
    "stacked",
    "strips",
    "targets",
]
