"""Several numbers of one thing side by side."""

from __future__ import annotations

import pytest

from dashboard.components.charts.side_by_side import Dot, grouped, shares
from dashboard.data.cells import Cell, Status

HIDDEN = Cell(None, Status.SUPPRESSED)


def share(value: float, low: float, high: float, told: str = "") -> Dot:
    return Dot(Cell(value, Status.VALID), low, high, told)


def test_a_dot_has_its_interval_and_its_number_with_the_base_at_the_right() -> None:
    dots, told = shares(["Casa"], [("2022", [share(40, 25, 58, "(n = 30)")])]).data

    assert list(dots.x) == [40]
    assert (list(dots.error_x.arrayminus), list(dots.error_x.array)) == ([15], [18])
    assert list(told.text) == ["40\u00a0% (n = 30)"]


def test_a_hidden_share_has_no_dot_and_says_c_in_its_row() -> None:
    dots, told = shares(["Casa", "Lavoro"], [("2022", [Dot(HIDDEN), share(0, 0, 9)])]).data

    assert list(dots.x) == [0] and list(dots.y) == [1]
    assert list(told.text) == ["c", "0\u00a0%"]


def test_groups_have_marks_of_their_own_and_do_not_cover_one_another() -> None:
    groups = [(name, [share(50, 40, 60)]) for name in ("prima", "dopo")]

    first, _, second, _ = shares(["Casa"], groups).data

    assert first.marker.symbol != second.marker.symbol and first.marker.color != second.marker.color
    assert first.y[0] < second.y[0]
    assert first.showlegend and not shares(["Casa"], groups[:1]).data[0].showlegend


@pytest.mark.parametrize("narrow", [True, False])
def test_the_axis_of_shares_names_zero_to_one_hundred_and_long_names_are_broken(narrow: bool) -> None:
    figure = shares(["Ha un contratto di lavoro stabile"], [("", [share(50, 40, 60)])], narrow=narrow)

    assert list(figure.layout.xaxis.tickvals) == [0, 25, 50, 75, 100]
    lines = figure.layout.yaxis.ticktext[0].split("<br>")
    assert " ".join(lines) == "Ha un contratto di lavoro stabile"
    assert max(map(len, lines)) <= (14 if narrow else 24)


def test_bars_stand_beside_one_another_from_zero_each_with_its_number_or_its_mark() -> None:
    figure = grouped(
        ["A", "B"],
        [
            ("previsti", [Cell(4, Status.VALID), Cell(2, Status.VALID)]),
            ("fatti", [HIDDEN, Cell(0, Status.ZERO)]),
        ],
        unit="",
    )

    assert [list(bar.text) for bar in figure.data] == [["4", "2"], ["c", "0"]]
    assert figure.data[1].customdata[0] == "fatti, A: c"
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 4
    assert grouped([], [("x", [])], unit="").layout.yaxis.range == (0, 1)


def test_demonstration_data_are_marked_in_both_pictures() -> None:
    cell = Cell(3, Status.VALID, demonstration=True)
    for figure in (shares(["A"], [("", [Dot(cell)])]), grouped(["A"], [("", [cell])], unit="")):
        assert any("◆" in note.text for note in figure.layout.annotations)
