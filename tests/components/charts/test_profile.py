"""Places as thin bars in order of size."""

from __future__ import annotations

from dashboard.components import palette
from dashboard.components.charts.bars import Bar
from dashboard.components.charts.base import REST
from dashboard.components.charts.profile import profile
from dashboard.data.cells import Cell, Status


def places(*values: float | None) -> list[Bar]:
    cells = [Cell(None, Status.SUPPRESSED) if v is None else Cell(v, Status.VALID) for v in values]
    return [Bar(str(i), f"luogo {i}", cell) for i, cell in enumerate(cells)]


def test_bars_go_up_and_a_place_without_a_number_is_left_to_the_table() -> None:
    bars = profile(places(3, None, 1, 2), unit="").data[0]

    assert list(bars.y) == [1, 2, 3]
    assert list(bars.customdata) == ["luogo 2: 1", "luogo 3: 2", "luogo 0: 3"]


def test_mine_is_in_colour_and_named_with_its_number_inside_the_frame() -> None:
    figure = profile(places(3, 1, 2), unit="", mine=["0"])

    assert list(figure.data[0].marker.color) == [REST, REST, palette.BLUE]
    (name,) = figure.layout.annotations
    assert (name.text, name.x, name.xanchor) == ("<b>luogo 0</b> 3", 2, "right")


def test_many_places_of_mine_are_coloured_without_names_that_would_cover_one_another() -> None:
    figure = profile(places(3, 1, 2, 4), unit="", mine=["0", "1", "2"])

    assert list(figure.data[0].marker.color).count(palette.BLUE) == 3
    assert not figure.layout.annotations


def test_the_mean_is_a_line_with_its_number_inside_the_axis() -> None:
    figure = profile(places(1, 2), unit="percento", decimals=1, mean=7.25)

    assert figure.layout.shapes[0].y0 == 7.25
    assert figure.layout.annotations[0].text in ("insieme 7,2\u00a0%", "insieme 7,3\u00a0%")
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 7.25
    assert (
        profile(places(1), unit="", top=10).layout.yaxis.range
        == profile(places(9), unit="", top=10).layout.yaxis.range
    )


def test_a_name_stands_neither_on_the_line_across_nor_on_the_name_of_that() -> None:
    def rise(mine: str, mean: float | None) -> float:
        figure = profile(places(10, 5, 9, 8, 7, 6), unit="", mine=[mine], mean=mean, top=10)
        return -float(figure.layout.annotations[0].ay)

    usual = rise("0", None)
    pixels = 244 / 12.2  # of one unit: the axis ends at 10 × 1.22
    for mine, value in (("0", 10), ("1", 5), ("5", 6)):
        for tenths in range(-40, 40):
            mean = value + tenths / 10
            middle = rise(mine, mean) - (mean - value) * pixels  # of the name, above the line
            assert abs(middle) >= 11 and (mine == "0" or not 0 <= middle <= 20), mean
    assert rise("0", 5) == rise("1", 10) == usual


def test_no_place_with_a_number_is_an_empty_chart_with_an_axis() -> None:
    figure = profile(places(None, None), unit="")
    assert list(figure.data[0].y) == [] and figure.layout.yaxis.range == (0, 1)
