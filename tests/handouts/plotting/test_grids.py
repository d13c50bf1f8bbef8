import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting.inks import Undrawable
from tests.handouts.plotting.reading import boxes, drawn, place, texts

SCALE = [[0, "#ffff00"], [1, "#ff0000"]]


def test_every_cell_has_the_colour_of_its_number_and_one_without_stays_blank() -> None:
    grid = go.Heatmap(
        z=[[0, 10, None]], x=["a", "b", "c"], y=["r"], colorscale=SCALE, text=[["0", "10", "c"]],
        texttemplate="%{text}",
    )  # fmt: skip
    root = drawn(grid)

    assert (len(boxes(root, "#ffff00")), len(boxes(root, "#ff0000"))) == (1, 1)
    assert texts(root).count("c") == 2  # the name of the column, and why there is no number
    assert place(root, "0")[0] < place(root, "10")[0]


def test_a_scale_may_be_shared_and_turned_round_and_numbers_written_by_a_pattern() -> None:
    grid = go.Heatmap(z=[[0, 10]], coloraxis="coloraxis", texttemplate="%{z:.1f}")
    root = drawn(grid, coloraxis={"colorscale": SCALE, "cmin": 0, "cmax": 20, "reversescale": True})

    assert len(boxes(root, "#ff0000")) == 1
    assert "10,0" in texts(root)
    with pytest.raises(Undrawable):
        drawn(go.Heatmap(z=[[1]], texttemplate="%{boh}"))
