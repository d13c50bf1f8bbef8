from __future__ import annotations

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

import dashboard.components
from dashboard.handouts.plotting import KINDS, Undrawable, chart_svg
from tests.handouts.plotting.reading import ET, drawn, place, texts

COMPONENTS = Path(dashboard.components.__file__).parent
NO_TRACES = {"Figure", "FigureWidget", "Layout"}


def test_every_kind_of_trace_that_a_chart_of_ours_uses_has_a_drawing() -> None:
    used = {
        node.func.attr.lower()
        for path in COMPONENTS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "go"
        and node.func.attr not in NO_TRACES
    }

    assert {"bar", "scatter"} <= used
    assert used <= KINDS, "da disegnare in dashboard/handouts/plotting"


@pytest.mark.parametrize("trace", [go.Pie(values=[1]), go.Box(y=[1]), go.Treemap(labels=["a"], parents=[""])])
def test_a_kind_without_a_drawing_says_so(trace: object) -> None:
    with pytest.raises(Undrawable, match="grafico di tipo"):
        drawn(trace)


def test_small_multiples_stand_in_their_places_and_write_a_shared_axis_once() -> None:
    one = make_subplots(2, 2, subplot_titles=["nord", "centro", "sud", "isole"], shared_xaxes=True)
    for i in range(4):
        one.add_trace(go.Scatter(x=["2020", "2021"], y=[i, i + 1]), i // 2 + 1, i % 2 + 1)
    one.update_xaxes(type="category")
    root = ET.fromstring(chart_svg(one, width=600, height=400))

    nord, centro, sud = (place(root, name) for name in ("nord", "centro", "sud"))
    assert nord[1] == centro[1] < sud[1]
    assert nord[0] == sud[0] < centro[0]
    assert texts(root).count("2020") == 2


def test_what_is_hidden_in_the_figure_is_not_in_the_drawing() -> None:
    assert "99" not in texts(
        drawn(go.Bar(x=["a"], y=[99], text=["99"], visible="legendonly"), go.Bar(x=["a"], y=[1]))
    )


def test_a_drawing_is_the_same_every_time_also_when_several_ask_at_once() -> None:
    one = go.Figure(go.Bar(x=["a", "b"], y=[1, 2], text=["1", "2"]))

    with ThreadPoolExecutor(4) as several:
        made = set(several.map(lambda _: chart_svg(one, width=300, height=200), range(8)))

    assert len(made) == 1


def test_a_text_is_never_read_as_a_formula() -> None:
    assert "5 $ e 6 $" in texts(drawn(go.Bar(x=["5 $ e 6 $"], y=[1])))


def test_coordinates_have_one_decimal_so_that_none_reads_as_thousands() -> None:
    svg = chart_svg(go.Figure(go.Scatter(x=[1, 2, 3], y=[1.123456, 2, 1 / 3])), width=301, height=207)

    assert not re.search(r"\d[.,]\d{3}", svg)
    assert "metadata" not in svg
