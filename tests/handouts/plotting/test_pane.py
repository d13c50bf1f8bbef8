import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.pane import number, texts_of
from tests.handouts.plotting.reading import drawn


def test_the_texts_of_points_are_those_given_or_a_template_filled_in() -> None:
    assert texts_of(go.Bar(x=["a"], y=[1], text=["<b>1</b> su 2"]), 1) == ["1 su 2"]
    told = go.Bar(
        x=["a"], y=[0.5], text=["t"], customdata=[["z"]], texttemplate="%{text} %{y:.0%} %{customdata[0]}"
    )
    assert texts_of(told, 1) == ["t 50% z"]
    assert texts_of(go.Bar(x=[3.5], y=["a"], orientation="h", texttemplate="%{value:.1f}"), 1) == ["3,5"]
    with pytest.raises(Undrawable):
        texts_of(go.Bar(x=["a"], y=[1], texttemplate="%{boh}"), 1)


def test_a_number_that_is_missing_is_written_as_nothing() -> None:
    assert number(float("nan"), ".1f") == ""


def test_an_interval_goes_as_far_on_either_side_as_it_is_told() -> None:
    one = go.Scatter(
        x=[5],
        y=["a"],
        mode="markers",
        error_x={"type": "data", "array": [1], "arrayminus": [3], "color": "#ff0000"},
    )
    path = next(
        p for p in drawn(one).iter() if "stroke: #ff0000" in p.get("style", "") and "L" in p.get("d", "")
    )
    start, end = (float(part.split()[0]) for part in path.attrib["d"].replace("M", "").split("L"))
    point = next(
        float(p.attrib["x"])
        for p in drawn(one).iter()
        if p.tag.endswith("use") and "fill: #0066cc" in p.get("style", "")
    )
    assert point - start == pytest.approx(3 * (end - point), abs=1)
    with pytest.raises(Undrawable):
        drawn(go.Scatter(x=[1], y=[1], error_y={"type": "percent", "value": 10}))
