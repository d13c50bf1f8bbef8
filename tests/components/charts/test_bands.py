"""Bands: a dot in its interval, no number where there is none."""

from __future__ import annotations

from dashboard.components.charts import REST, Band, Reference, bands, grid
from dashboard.components.palette import BLUE
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval


def test_mine_is_in_colour_the_rest_grey_and_what_is_hidden_says_so() -> None:
    items = [
        Band("a", "A", Cell(4.0, Status.VALID), Interval(2, 7)),
        Band("b", "B", Cell(None, Status.SUPPRESSED)),
    ]
    figure = bands(items, unit="", chosen="a", references=[Reference(5, "tutti: 5")])

    assert list(figure.data[0].marker.color) == [BLUE, REST]
    assert figure.data[1].text[1].strip() == "c"
    assert figure.layout.xaxis.range[0] == 0
    assert any(note.text == "tutti: 5" for note in figure.layout.annotations)


def test_numbers_of_a_grid_stand_on_their_own_columns_even_when_those_are_years() -> None:
    cells = {("a", "2019"): Cell(3.0, Status.VALID)}
    figure = grid([("a", "A")], [("2018", "2018"), ("2019", "2019")], cells, unit="")

    told = figure.data[1]
    assert (told.x, told.text, figure.layout.xaxis.type) == (("2019",), ("3",), "category")
