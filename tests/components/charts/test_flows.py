"""People who go through steps."""

from __future__ import annotations

from dashboard.components.charts.flows import Flow, Node, Step, funnel, sankey

NODES = [
    Node("in", "Entrati", 1000, 0, 0.5, "#111111"),
    Node("out", "Usciti", 300, 1, 0.2, "#222222"),
    Node("on", "In corso", 700, 1, 0.8, "#333333"),
]
FLOWS = [Flow("in", "on", 700, "#cccccc"), Flow("in", "out", 300, "#dddddd")]


def test_flows_join_the_nodes_that_they_name_and_say_how_many_go() -> None:
    drawn = sankey(NODES, FLOWS, narrow=False, demonstration=False).data[0]

    assert (list(drawn.link.source), list(drawn.link.target)) == ([0, 0], [2, 1])
    assert list(drawn.link.value) == [700, 300]
    assert list(drawn.link.customdata) == ["Entrati → In corso: 700", "Entrati → Usciti: 300"]
    assert list(drawn.node.label) == ["Entrati 1.000", "Usciti 300", "In corso 700"]


def test_on_a_phone_the_number_of_a_node_stands_under_its_name() -> None:
    drawn = sankey(NODES, FLOWS, narrow=True, demonstration=False).data[0]
    assert drawn.node.label[0] == "Entrati<br>1.000"


def test_a_funnel_tells_who_came_who_may_still_come_and_who_left() -> None:
    steps = [Step("Ingresso", 100, told="100"), Step("Progetto", 60, waiting=30, left=10, told="60 di 100")]

    came, waits, left, told = funnel(steps, demonstration=False).data

    assert [list(bar.x) for bar in (came, waits, left)] == [[100, 60], [0, 30], [0, 10]]
    assert list(told.x) == [100, 100]
    assert told.text[1].strip() == "60 di 100"
    assert waits.customdata[1] == "Progetto: alla tappa prima, ancora in corso 30"
    assert len({bar.marker.pattern.shape for bar in (came, waits, left)}) == 3


def test_a_funnel_begins_at_zero_and_of_nobody_has_still_an_axis() -> None:
    assert funnel([Step("Ingresso", 0)], demonstration=False).layout.xaxis.range == (0, 1)
    low, high = funnel([Step("Ingresso", 50)], demonstration=False).layout.xaxis.range
    assert low == 0 and high > 50


def test_both_bear_the_mark_of_demonstration_when_told_and_only_then() -> None:
    for demonstration in (True, False):
        for figure in (
            sankey(NODES, FLOWS, narrow=False, demonstration=demonstration),
            funnel([Step("Ingresso", 1)], demonstration=demonstration),
        ):
            assert any("◆" in note.text for note in figure.layout.annotations) is demonstration
