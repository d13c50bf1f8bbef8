"""Little bars over time, one chart per place."""

from __future__ import annotations

import pytest

from dashboard.components import palette
from dashboard.components.charts.base import REST
from dashboard.components.charts.multiples import ROW, TALL, Small, multiples
from dashboard.data.cells import Cell, Status

YEARS = ["2019", "2020", "2021"]
HIDDEN, ABSENT = Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_COLLECTED)
OUTSIDE = Cell(None, Status.NOT_PARTICIPATING)


def valid(value: float) -> Cell:
    return Cell(value, Status.VALID)


def test_all_places_are_on_one_axis_whose_end_is_the_largest_number() -> None:
    items = [
        Small("a", "A", [valid(5), valid(10), valid(20)]),
        Small("b", "B", [valid(1), valid(2), valid(4)]),
    ]

    bars = multiples(items, YEARS, unit="").data[0]

    assert [float(y) for y in bars.y] == pytest.approx([v / 20 * TALL for v in (5, 10, 20, 1, 2, 4)])
    wider = multiples(items, YEARS, unit="", top=40).data[0]
    assert float(wider.y[2]) == pytest.approx(TALL / 2)
    assert bars.customdata[2] == "A, 2021: 20"


def test_the_last_number_is_written_and_what_is_missing_says_why_in_its_place() -> None:
    items = [Small("a", "A", [HIDDEN, ABSENT, valid(20)]), Small("b", "B", [OUTSIDE] * 3)]

    figure = multiples(items, YEARS, unit="")

    assert list(figure.data[0].customdata) == ["A, 2021: 20"]
    assert sorted(figure.data[3].text) == sorted(["c", "n.d.", "20", "non aderente"])


def test_the_chosen_place_is_in_colour_and_bold_the_rest_grey() -> None:
    items = [Small("a", "A", [valid(5)] * 3), Small("b", "B & C", [valid(4)] * 3)]

    figure = multiples(items, YEARS, unit="", chosen="b")

    assert list(figure.data[0].marker.color) == [REST] * 3 + [palette.BLUE] * 3
    assert list(figure.data[2].text) == ["A", "<b>B &amp; C</b>"]
    assert set(multiples(items, YEARS, unit="").data[0].marker.color) == {palette.BLUE}


def test_places_fill_rows_and_only_the_lowest_of_a_column_names_the_moments() -> None:
    items = [Small(str(i), str(i), [valid(1)] * 3) for i in range(5)]

    figure = multiples(items, YEARS, unit="", columns=2)

    assert figure.layout.height == ROW * 3 + 40
    assert list(figure.data[0].base)[::3] == [2, 2, 1, 1, 0]
    assert list(figure.data[4].text) == ["2019", "2021"] * 2


def test_places_without_any_number_are_an_empty_picture_not_an_error() -> None:
    figure = multiples([Small("a", "A", [HIDDEN] * 3)], YEARS, unit="")
    assert list(figure.data[0].x) == [] and list(figure.data[3].text) == ["c"] * 3
