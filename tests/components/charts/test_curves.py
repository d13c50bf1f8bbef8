"""A curve of permanence and lines over days."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.components import palette
from dashboard.components.charts.curves import Line, lines, permanence
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Survival

CURVE = Survival(
    tuple(range(13)), (1.0,) * 6 + (0.8,) * 7, (1.0,) * 6 + (0.7,) * 7, (1.0,) * 6 + (0.9,) * 7, (1200,) * 13
)


def valid(value: float, *, demonstration: bool = False) -> Cell:
    return Cell(value, Status.VALID, demonstration)


def test_permanence_is_a_stair_in_percent_with_who_is_still_followed_under_the_axis() -> None:
    figure = permanence(CURVE, label="Erewhon")

    low, high, curve = figure.data
    assert (curve.y[5], curve.y[6], low.y[6], high.y[6]) == (100, 80, 70, 90)
    assert curve.line.shape == "hv" and high.fill == "tonexty"
    assert curve.customdata[6] == "Erewhon, mese 6: 80%"
    assert list(figure.layout.xaxis.ticktext) == ["0<br>1.200", "6<br>1.200", "12<br>1.200"]
    assert list(permanence(CURVE, label="", narrow=True).layout.xaxis.tickvals) == [0, 12]


def test_a_curve_to_compare_with_is_grey_and_ends_where_the_first_does() -> None:
    longer = Survival(tuple(range(20)), (0.5,) * 20, (0.5,) * 20, (0.5,) * 20, (9,) * 20)

    figure = permanence(CURVE, label="io", other=longer, other_label="tutti")

    other = figure.data[2]
    assert other.name == "tutti" and list(other.x) == list(range(13)) and set(other.y) == {50}
    assert other.line.color != palette.BLUE and figure.layout.showlegend
    assert not permanence(CURVE, label="io").layout.showlegend


def test_a_line_has_a_gap_where_there_is_no_number_and_its_last_one_is_written_at_its_end() -> None:
    points = [
        ("2021-12-31", valid(5)),
        ("2022-12-31", Cell(None, Status.SUPPRESSED)),
        ("2023-12-31", valid(8)),
    ]

    figure = lines([Line("a", "Aurorale", points)], unit="percento")

    assert list(figure.data[0].y) == [5, None, 8]
    assert [note.text for note in figure.layout.annotations] == ["Aurorale 8\u00a0%"]
    assert "coperto" in figure.data[0].customdata[1] and "31/12/2022" in figure.data[0].customdata[1]
    assert list(figure.layout.xaxis.ticktext) == ["12/21", "12/22", "12/23"]
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 8


def test_names_of_lines_that_end_together_are_moved_apart_in_order() -> None:
    items = [Line(str(i), f"linea {i}", [("2022-12-31", valid(50 + i / 10))]) for i in (2, 0, 1)]

    notes = lines(items, unit="").layout.annotations

    assert [note.text.split()[1] for note in notes] == ["0", "1", "2"]
    heights = [note.y for note in notes]
    assert min(b - a for a, b in pairwise(heights)) > 2


@pytest.mark.parametrize("cell", [Cell(None, Status.NOT_COLLECTED), Cell(0, Status.ZERO)])
def test_no_number_or_only_zeros_still_have_an_axis(cell: Cell) -> None:
    figure = lines([Line("a", "A", [("2022-12-31", cell)])], unit="")
    assert figure.layout.yaxis.range == (0, 1)
    assert len(figure.layout.annotations) == (cell.value is not None)


def test_demonstration_data_are_marked() -> None:
    assert "◆" in permanence(CURVE, label="", demonstration=True).layout.annotations[0].text
    figure = lines([Line("a", "A", [("2022-12-31", valid(1, demonstration=True))])], unit="")
    assert any("◆" in note.text for note in figure.layout.annotations)
