"""Charts: figures in, a plotly figure out. No Streamlit here.

Every chart of bars starts at zero; all write their numbers as Italians do, take a fixed range from the whole
dataset, show my territory in the one accent colour, and cannot lose the mark of demonstration data.
"""

from dashboard.components.charts.bands import Band, Reference, bands
from dashboard.components.charts.bars import Bar, Pair, Part, bars, planned_and_actual, stacked
from dashboard.components.charts.base import FONT, REST, finish
from dashboard.components.charts.dots import Dot, Half, dots, strips
from dashboard.components.charts.dumbbell import Change, dumbbell
from dashboard.components.charts.gantt import Span, gantt
from dashboard.components.charts.heat import grid
from dashboard.components.charts.money import Budget, Line, MoneyWords, budgets
from dashboard.components.charts.network import Body, network
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
    "Half",
    "Line",
    "MoneyWords",
    "Pair",
    "Part",
    "Reference",
    "Span",
    "Target",
    "bands",
    "bars",
    "budgets",
    "dots",
    "dumbbell",
    "finish",
    "gantt",
    "grid",
    "network",
    "planned_and_actual",
    "stacked",
    "strips",
    "targets",
]
