from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting import chart_svg, furniture
from dashboard.handouts.plotting.inks import Undrawable
from tests.handouts.plotting.reading import ET, boxes, drawn, place, texts


def figure(**layout: Any) -> go.Figure:
    return go.Figure(go.Bar(x=["a", "b"], y=[1, 2], marker={"color": "#ff0000"}), layout)


def root_of(one: go.Figure) -> ET.Element:
    return ET.fromstring(chart_svg(one, width=600, height=300))


def test_titles_of_axes_are_written_and_an_axis_that_is_not_seen_is_not() -> None:
    shown = texts(root_of(figure(xaxis_title="anno", yaxis_title="persone")))
    hidden = texts(root_of(figure(yaxis={"visible": False, "title": "persone"}, xaxis_showticklabels=False)))

    assert {"anno", "persone", "a", "b"} <= set(shown)
    assert not {"persone", "a", "b"} & set(hidden)


def test_labels_that_would_touch_lie_aslant() -> None:
    names = [f"un nome piuttosto lungo {i}" for i in range(9)]
    root = drawn(go.Bar(x=names, y=[1] * 9))

    assert "rotate" in str([one.get("transform") for one in root.iter() if one.text == names[0]])


def test_lines_and_areas_stand_where_they_are_told() -> None:
    one = figure()
    one.add_hrect(y0=0.5, y1=1, fillcolor="#00ff00", line_width=0, layer="below")
    one.add_vline(x=1, line_dash="dot", annotation_text="qui")
    root = root_of(one)

    ((left, right, top, bottom),) = boxes(root, "#00ff00")
    bar = boxes(root, "#ff0000")[0]
    assert (right - left > 400, abs(top - bar[2]) < 1, bottom < bar[3]) == (True, True, True)
    assert "qui" in texts(root)


def test_notes_stand_at_their_point_or_on_the_sheet_with_or_without_an_arrow() -> None:
    one = figure()
    one.add_annotation(x="b", y=2, text="<b>massimo</b>", ax=0, ay=-30, bgcolor="#ffffff")
    one.add_annotation(
        x=0, y=1, xref="paper", yref="paper", text="in alto", showarrow=False, yanchor="bottom"
    )
    root = root_of(one)

    assert place(root, "massimo")[0] > place(root, "in alto")[0]
    assert "massimo" in texts(root)
    assert "in alto" not in texts(ET.fromstring(chart_svg(one, width=600, height=300, without=["in alto"])))


def test_what_is_not_drawn_says_so() -> None:
    for wrong in (
        {"shapes": [{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]},
        {"annotations": [{"text": "z", "x": 0, "y": 0, "xref": "x7", "yref": "y7"}]},
    ):
        with pytest.raises(Undrawable):
            root_of(figure(**wrong))
    with pytest.raises(Undrawable):
        furniture.axis_name("z")
    assert furniture.axis_name("x2") == "xaxis2"
