"""Rates against the size of the place."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dashboard.components import palette
from dashboard.components.charts.funnel_plot import Guide, Spot, funnel_plot

SPOTS = [
    Spot("a", "Aurorale", 1000, 5.25),
    Spot("b", "Brumale", 4000, 3, mine=True),
    Spot("c", "Calma", 2000, 4),
]


def drawn(spots: list[Spot] = SPOTS, **options: Any) -> go.Figure:
    told = {"centre": 4, "scale": 1000, "unit": "", "decimals": 1, "base_unit": "residenti", **options}
    return funnel_plot(spots, **told)


def test_places_are_points_at_their_base_and_rate_and_mine_is_another_mark_with_its_name() -> None:
    rest, mine = drawn().data[2:]

    assert (list(rest.x), list(rest.y)) == ([1000, 2000], [5.25, 4])
    assert (list(mine.x), list(mine.y), list(mine.text)) == ([4000], [3], ["<b>Brumale</b>"])
    assert mine.marker.color == palette.BLUE and mine.marker.symbol != rest.marker.symbol
    assert mine.customdata[0] == "Brumale: 3,0, 4.000 residenti"


def test_the_limits_hold_the_common_rate_and_narrow_as_the_base_grows() -> None:
    for band in drawn().data[:2]:
        half = len(band.y) // 2
        lows, highs = band.y[:half], list(reversed(band.y[half:]))
        assert all(low <= 4 <= high for low, high in zip(lows, highs, strict=True))
        assert highs[0] - lows[0] > highs[-1] - lows[-1]
    wide, tight = drawn().data[:2]
    large = len(wide.y) // 2 - 1  # the low end at the largest base; the high one comes after it
    assert wide.y[large] < tight.y[large] < 4 < tight.y[large + 1] < wide.y[large + 1]


def test_the_mean_and_what_the_law_asks_are_named_lines_inside_the_axis() -> None:
    figure = drawn(guides=[Guide(9, "livello di legge: 9")])

    assert [note.text for note in figure.layout.annotations] == ["media 4,0", "livello di legge: 9"]
    assert [shape.y0 for shape in figure.layout.shapes] == [4, 9]
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 9


def test_the_name_of_a_line_stands_where_it_covers_the_fewest_points_and_lines_and_no_other_name() -> None:
    crowd = [Spot(str(n), f"Posto {n}", 3900 + n, 9.1) for n in range(3)]
    law, wish = Guide(9, "livello di legge: 9"), Guide(9.2, "obiettivo: 9,2")

    def corners(spots: list[Spot], *guides: Guide) -> list[tuple[str, str]]:
        return [(note.xanchor, note.yanchor) for note in drawn(spots, guides=guides).layout.annotations]

    assert corners(SPOTS[1:2], law) == [("left", "bottom"), ("right", "bottom")]
    assert corners([*SPOTS[:2], *crowd], law)[1] == ("left", "bottom")
    assert corners([*SPOTS[:2], *crowd], law, wish)[1:] == [("right", "top"), ("right", "bottom")]
    assert corners(SPOTS) == [("right", "bottom")], "a point stands on the mean, on the left"


def test_very_different_sizes_are_on_a_logarithmic_axis_with_round_marks() -> None:
    figure = drawn([Spot("a", "A", 900, 5), Spot("b", "B", 120_000, 3)])

    assert figure.layout.xaxis.type == "log"
    assert set(figure.layout.xaxis.tickvals) >= {1000, 10_000, 100_000}
    assert drawn().layout.xaxis.type == "linear"


def test_one_place_alone_is_drawn_and_demonstration_data_are_marked() -> None:
    figure = drawn([Spot("a", "A", 900, 0, demonstration=True)])
    assert list(figure.data[2].y) == [0]
    assert any("◆" in note.text for note in figure.layout.annotations)
    assert not any("◆" in note.text for note in drawn().layout.annotations)
