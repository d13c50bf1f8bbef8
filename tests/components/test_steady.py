"""The names of charts: by key, whatever they hold."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.steady import name_charts_by_key


def _page() -> None:
    import plotly.graph_objects as go
    import streamlit as st

    bars = st.session_state.get("bars", 1)
    st.plotly_chart(go.Figure(go.Bar(y=[bars])), key="one")
    st.plotly_chart(go.Figure(go.Bar(y=[bars + 1])), key="two")
    st.plotly_chart(go.Figure(go.Bar(y=[bars + 2])))


@pytest.fixture(autouse=True)
def _named_by_key() -> None:
    name_charts_by_key()


def names(app: AppTest) -> list[str]:
    return [chart.proto.id for chart in app.get("plotly_chart")]


def test_charts_with_a_key_keep_their_names_when_what_they_hold_changes() -> None:
    app = AppTest.from_function(_page).run()
    before = names(app)
    held = [chart.proto.spec for chart in app.get("plotly_chart")]
    app.session_state["bars"] = 5
    app.run()

    assert names(app)[:2] == before[:2]
    assert all(new.proto.spec != old for new, old in zip(app.get("plotly_chart"), held, strict=True))


def test_charts_without_a_key_are_named_by_what_they_hold() -> None:
    app = AppTest.from_function(_page).run()
    before = names(app)
    app.session_state["bars"] = 5
    app.run()

    assert len(set(before)) == 3
    assert names(app)[2] != before[2]
