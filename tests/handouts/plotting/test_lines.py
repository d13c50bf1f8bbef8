from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting.inks import Undrawable
from tests.handouts.plotting.reading import SVG, boxes, drawn, place

RED = "#ff0000"


def strokes(root: object, colour: str) -> list[str]:
    return [
        one.attrib["d"]
        for one in root.iter(f"{SVG}path")  # type: ignore[attr-defined]
        if f"stroke: {colour}" in one.get("style", "") and "fill: none" in one.get("style", "")
    ]


def line(y: list[float | None], **more: object) -> go.Scatter:
    return go.Scatter(x=[0, 1, 2, 3], y=y, mode="lines", line={"color": RED, **more.pop("line", {})}, **more)  # type: ignore[dict-item]


def test_a_line_breaks_where_there_is_no_number_unless_it_is_told_to_go_on() -> None:
    (broken,), (whole,) = (
        strokes(drawn(line([1, 2, None, 4])), RED),
        strokes(drawn(line([1, 2, None, 4], connectgaps=True)), RED),
    )

    assert (broken.count("M"), whole.count("M")) == (2, 1)
    assert (broken.count("L"), whole.count("L")) == (1, 2)


def test_steps_turn_at_right_angles() -> None:
    (step,) = strokes(drawn(line([1, 2, 3, 4], line={"shape": "hv"})), RED)

    points = [tuple(map(float, one.split())) for one in step.replace("M", "").replace("\n", "").split("L")]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_the_ground_is_drawn_between_two_lines_or_down_to_zero() -> None:
    low, high = line([1, 1, 1, 1]), line([2, 2, 2, 2], fill="tonexty", fillcolor="#00ff00")

    ((_, _, top, bottom),) = boxes(drawn(low, high), "#00ff00")
    ((_, _, top_zero, bottom_zero),) = boxes(
        drawn(line([2, 2, 2, 2], fill="tozeroy", fillcolor="#00ff00")), "#00ff00"
    )

    assert bottom - top < bottom_zero - top_zero


def test_texts_stand_beside_their_points() -> None:
    points = go.Scatter(
        x=[1, 2], y=[1, 2], mode="markers+text", text=["uno", "due"],
        textposition=["middle right", "top center"],
        marker={"size": 10, "symbol": ["circle", "diamond-open"], "color": [RED, "#0000ff"]},
    )  # fmt: skip
    root = drawn(points)

    assert place(root, "uno")[0] < place(root, "due")[0]
    assert place(root, "uno")[1] > place(root, "due")[1]


def test_what_is_not_drawn_says_so() -> None:
    with pytest.raises(Undrawable):
        drawn(line([1, 2, 3, 4], fill="toself"))
