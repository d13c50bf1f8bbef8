"""What a panel is answered."""

from __future__ import annotations

from dashboard.components.panels.slices import Point, Slice
from tests.components.panels.conftest import HIDDEN, AskFor, valid


def test_a_hidden_number_is_not_known_and_is_said_to_be_there(ask: AskFor) -> None:
    indicator = ask(indicators=["lanterne_accese"]).indicators[0]
    found = Slice(indicator, (Point(("a",), ("A",), valid(0)), Point(("b",), ("B",), HIDDEN)))

    assert [point.code for point in found.known] == ["a"]
    assert found.hidden and found.demonstration
    assert found.points[0].label == "A"
