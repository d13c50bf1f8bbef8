"""What all charts share."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.components import wording
from dashboard.components.charts.base import FONT, finish


def test_demonstration_data_bear_one_mark_above_the_picture_with_room_for_it() -> None:
    plain, marked = finish(go.Figure(), demonstration=False), finish(go.Figure(), demonstration=True)

    assert [note.text for note in marked.layout.annotations] == [f"◆ {wording.DEMONSTRATION.upper()}"]
    assert marked.layout.annotations[0].yanchor == "bottom"
    assert not plain.layout.annotations
    assert marked.layout.margin.t > plain.layout.margin.t


def test_a_legend_above_the_picture_stands_above_the_mark() -> None:
    figure = go.Figure().update_layout(height=200, legend={"y": 1.02})
    plain = finish(go.Figure(figure), demonstration=False)
    marked = finish(go.Figure(figure), demonstration=True)

    assert plain.layout.legend.y == 1.02
    assert (marked.layout.legend.y - 1) * (marked.layout.height - 48) >= 18  # the letters of the mark


def test_what_a_chart_has_said_already_stays_when_it_is_finished() -> None:
    figure = go.Figure().add_annotation(text="tutti: 5").update_layout(height=123)

    finished = finish(figure, demonstration=True)

    assert finished.layout.annotations[0].text == "tutti: 5"
    assert finished.layout.height == 123
    assert (finished.layout.separators, finished.layout.dragmode) == (",.", False)
    assert finished.layout.font.family == finished.layout.hoverlabel.font.family == FONT
