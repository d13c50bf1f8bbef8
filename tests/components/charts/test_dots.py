from __future__ import annotations

from dashboard.components import charts, palette
from dashboard.components.charts import Dot, Half
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval, poisson_rate

MINE = Dot("a", "Alfa", Cell(40.0, Status.VALID), Interval(20, 70), "(n = 10)")
HIDDEN = Dot("b", "Beta", Cell(None, Status.SUPPRESSED))


def test_mine_is_in_colour_with_its_interval_and_what_is_hidden_says_so() -> None:
    figure = charts.dots([MINE, HIDDEN], unit="percento", chosen="a", top=100, band=Half(30, 45, 60))

    assert figure.data[0].marker.color == palette.BLUE
    assert list(figure.data[0].error_x.array) == [30]
    assert list(figure.data[0].error_x.arrayminus) == [20]
    assert figure.data[2].text[1].strip() == "c"
    assert len(figure.data[1].x) == 0
    assert figure.layout.xaxis.range[0] == 0


def test_the_places_keep_the_order_they_are_given_in() -> None:
    figure = charts.dots([MINE, HIDDEN], unit="percento", chosen="a")

    assert list(figure.layout.yaxis.categoryarray) == ["Alfa", "Beta"]


def test_strips_draw_what_is_far_away_at_the_edge() -> None:
    scores = {"x": {"a": 0.5, "b": 12.0}}
    figure = charts.strips(
        [("x", "Variabile")],
        scores,
        names={"a": "Alfa", "b": "Beta"},
        chosen="a",
        near=["b"],
        texts={},
        reach=4,
    )

    assert list(figure.data[1].x) == [4]
    assert list(figure.data[2].x) == [0.5]


def test_a_rate_on_few_events_has_the_exact_interval() -> None:
    none, ten = poisson_rate(0, 1000, scale=1000), poisson_rate(10, 1000, scale=1000)

    assert none is not None
    assert none.low == 0
    assert round(none.high, 2) == 3.69  # Garwood's table
    assert ten is not None
    assert (round(ten.low, 2), round(ten.high, 2)) == (4.80, 18.39)
    assert poisson_rate(1.5, 1000, scale=1000) is None
    assert poisson_rate(1, 0, scale=1000) is None
