"""The network is drawn with one line style a kind of tie."""

from __future__ import annotations

from dashboard.components.charts import Body, network


def test_each_kind_of_tie_has_a_look_of_its_own_and_says_how_many() -> None:
    bodies = [Body("A", "1", 0, 0, 2, named=True), Body("B", "2", 1, 1, 1), Body("C", "3", -1, 0, 1)]
    figure = network(bodies, {"Invio": [("A", "B")], "Progetto": [("A", "C")]}, demonstration=True)

    assert [trace.name for trace in figure.data[:2]] == ["Invio (1)", "Progetto (1)"]
    assert figure.data[0].line.dash != figure.data[1].line.dash
    assert figure.data[2].marker.size[0] > figure.data[2].marker.size[1]
