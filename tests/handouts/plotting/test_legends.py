import plotly.graph_objects as go

from tests.handouts.plotting.reading import drawn, place, texts


def series(name: str, **more: object) -> go.Scatter:
    return go.Scatter(x=[1, 2], y=[1, 2], name=name, **more)


def test_a_legend_lists_what_has_a_name_once_over_the_panes() -> None:
    root = drawn(
        series("uno", legendgroup="1"),
        series("uno", legendgroup="1"),
        series("due", mode="markers", marker_symbol="line-ns"),
        series("tre", fill="tozeroy", line_width=0),
        go.Bar(x=[1], y=[1], name="quattro", marker_pattern_shape="x"),
        series("zitto", showlegend=False),
    )

    assert [texts(root).count(one) for one in ("uno", "due", "tre", "quattro", "zitto")] == [1, 1, 1, 1, 0]
    assert place(root, "uno")[1] < 40


def test_one_series_alone_needs_no_legend_unless_it_asks_for_one() -> None:
    assert "uno" not in texts(drawn(series("uno")))
    assert "uno" in texts(drawn(series("uno", showlegend=True)))
    assert "uno" not in texts(drawn(series("uno"), series("due"), showlegend=False))
