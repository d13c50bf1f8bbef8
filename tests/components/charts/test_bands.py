"""Bands: a dot in its interval, no number where there is none."""

from __future__ import annotations

from dashboard.components.charts import REST, Band, Reference, bands, grid
from dashboard.components.palette import BLUE
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval
from dashboard.handouts import lettering


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
    assert figure.layout.shapes[0].layer == "below" and "--cr-page" in figure.data[1].textfont.shadow


def test_numbers_of_a_grid_stand_on_their_own_columns_even_when_those_are_years() -> None:
    cells = {("a", "2019"): Cell(3.0, Status.VALID)}
    figure = grid([("a", "A")], [("2018", "2018"), ("2019", "2019")], cells, unit="")

    told = figure.data[1]
    assert (told.x, told.text, figure.layout.xaxis.type) == (("2019",), ("3",), "category")


def test_the_words_beside_the_farthest_dot_end_inside_the_picture_on_a_phone() -> None:
    items = [
        Band("a", "Sardegna", Cell(48_100, Status.VALID), told="(n = 19)"),
        Band("b", "Puglia", Cell(20_500, Status.VALID), told="(n = 48)"),
    ]
    figure = bands(items, unit="euro")
    end = figure.layout.xaxis.range[1]

    for at, text in zip(figure.data[1].x, figure.data[1].text, strict=True):
        assert 200 * at / end + lettering.length(text, size=12) <= 200
    assert bands([Band("a", "Uno", Cell(10, Status.VALID))], unit="").layout.xaxis.range[1] < 13
