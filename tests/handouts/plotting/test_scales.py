from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting.inks import Undrawable
from dashboard.handouts.plotting.scales import Scale, day_number, in_words, written


def scale(values: list[Any], **axis: Any) -> Scale:
    return Scale(go.layout.XAxis(**axis), values)


def test_the_kind_of_an_axis_is_told_or_read_from_its_values() -> None:
    assert scale([1, None, 2.5]).kind == scale(["2020", "2021"]).kind == "linear"
    assert scale(["2020", "2021"], type="category").kind == scale(["a", 1]).kind == "category"
    assert scale(["2020-01-31"]).kind == scale([date(2020, 1, 31)]).kind == "date"
    with pytest.raises(Undrawable):
        scale([["a", "b"], ["c", "d"]])


def test_categories_stand_in_the_order_given_or_asked() -> None:
    assert list(scale(["b", "a", "b"]).at(["a", "b", 1])) == [1, 0, 1]
    assert scale(["b", "a"], categoryarray=["a", "b"], categoryorder="array").names == ["a", "b"]
    assert scale(["a", "b"], categoryorder="category descending").names == ["b", "a"]
    with pytest.raises(Undrawable):
        scale(["a"], categoryorder="total ascending")
    with pytest.raises(Undrawable):
        scale(["a"]).one("z")


def test_an_axis_goes_backwards_when_it_is_asked_to() -> None:
    assert scale(["a", "b"], autorange="reversed").ends(0, 1) == (1.5, -0.5)
    assert scale([1], range=[10, 0]).ends(0, 1) == (10, 0)
    assert scale([1], range=[0, None]).ends(-3, 7) == (0, 7)
    assert scale([3], rangemode="tozero").ends(2, 7) == (0, 7)
    assert scale([1], type="log", range=[0, 2]).ends(3, 4) == (1, 100)


def test_ticks_are_written_as_italians_do() -> None:
    assert scale([0, 2000]).ticks(0, 2000, room=150)[1] == ["0", "1.000", "2.000"]
    assert scale([0, 1], tickformat=".0%").ticks(0, 1, room=400)[1][-1] == "100%"
    assert scale([0, 12], dtick=6, ticksuffix=" mesi").ticks(0, 12, room=9)[1] == [
        "0 mesi",
        "6 mesi",
        "12 mesi",
    ]
    told = scale([0, 9], tickvals=[0, 5, 50], ticktext=["niente", "metà", "fuori"])
    assert told.ticks(0, 9, room=100) == ([0, 5], ["niente", "metà"])
    assert written([1.25, 3], "") == ["1,25", "3,00"]
    assert written([0.125], "+.1%") == ["+12,5%"]
    with pytest.raises(Undrawable):
        written([1], "$.2f")


def test_dates_are_written_in_italian_as_far_apart_as_they_fit() -> None:
    low, high = day_number("2024-01-01"), day_number("2024-12-31")

    assert scale([], type="date").ticks(low, high, room=400)[1] == [
        "gen 2024",
        "apr 2024",
        "lug 2024",
        "ott 2024",
    ]
    years = scale([], type="date").ticks(day_number("2019-06-01"), high, room=300)[1]
    assert years[:2] == ["2020", "2022"]
    assert scale([], type="date", dtick="M6").ticks(low, high, room=900)[1] == ["gen 2024", "lug 2024"]
    assert in_words(date(2024, 3, 1), "%d %B %Y") == "01 marzo 2024"


def test_lengths_on_dates_are_thousandths_of_a_second() -> None:
    assert scale([], type="date").length(86_400_000) == 1
    assert day_number(86_400_000) == day_number("1970-01-02") == 1
