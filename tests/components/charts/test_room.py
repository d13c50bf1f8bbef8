"""How much room the labels of the axes take."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.components.charts.room import WIDTHS, length, room
from dashboard.handouts import lettering


def test_no_letter_is_wider_than_said_and_none_much_narrower() -> None:
    for letter, width in WIDTHS.items():
        drawn = 1000 * lettering.length(letter, size=1)
        assert drawn <= width + 1, letter
        assert width <= 1.18 * drawn + 1, letter


def test_a_label_is_as_long_as_its_longest_line_without_markup() -> None:
    assert length("Torino", size=14) == pytest.approx(lettering.length("Torino", size=14), rel=0.1)
    assert length("<b>Torino</b><br>e cintura", size=10) == length("e cintura", size=10)
    assert length("漢", size=10) == 9


def test_names_along_an_axis_take_their_length_beside_it() -> None:
    bars: list[dict[str, Any]] = [{"x": [1, 2], "y": ["Aosta", "Emilia-Romagna"]}, {"x": [1]}]
    axis = {"type": "category", "tickfont": {"size": 13}}

    beside = room({"yaxis": axis}, bars)

    assert set(beside) == {"l"}
    assert length("Emilia-Romagna", size=13) + 10 < beside["l"] < length("Emilia-Romagna", size=13) + 20
    assert room({"yaxis": axis}, [{"y": ["Aosta"]}])["l"] < beside["l"]
    assert room({"yaxis": {**axis, "side": "right"}}, bars) == {"r": beside["l"]}
    assert (
        room({"yaxis": {**axis, "title": {"text": "Regioni", "standoff": 4}}}, bars)["l"] == beside["l"] + 22
    )


def test_under_an_axis_lie_its_lines_and_its_title() -> None:
    one = room({"xaxis": {}}, [])["b"]

    assert one > 14 + 8
    assert room({"xaxis": {"ticktext": ["gen<br>2024", "feb"]}}, [])["b"] > one + 14
    assert room({"xaxis": {"title": {"text": "mesi", "standoff": 6}}}, [])["b"] > one + 14
    assert room({"xaxis": {"title": {"text": ""}, "side": "top"}}, []) == {"t": one}


def test_numbers_take_the_length_of_the_largest() -> None:
    axis = {"range": [0, 100.4]}

    assert room({"yaxis": axis}, [])["l"] == room({"yaxis": {"ticktext": ["100"]}}, [])["l"]
    assert room({"yaxis": {"range": [0, 9]}}, [])["l"] < room({"yaxis": axis}, [])["l"]


def test_an_axis_that_is_not_seen_takes_nothing() -> None:
    assert room({"xaxis": {"visible": False}, "yaxis": {"showticklabels": False}}, [{"y": ["a"]}]) == {}
    assert room({"yaxis": {"type": "category"}}, []) == {}
    assert room({}, []) == {}
