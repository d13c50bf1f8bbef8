"""A grid of numbers along two dimensions."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from dashboard.components import palette
from dashboard.components.charts.heat import grid
from dashboard.data.cells import Cell, Status
from tests.components.test_palette import contrast

ROWS, COLUMNS = [("a", "Aurorale"), ("b", "Brumale")], [("x", "Ics"), ("y", "Ipsilon")]
CELLS = {
    ("a", "x"): Cell(10, Status.VALID),
    ("a", "y"): Cell(None, Status.SUPPRESSED),
    ("b", "x"): Cell(0, Status.ZERO, note="un dato su due"),
    ("b", "y"): Cell(None, Status.NOT_APPLICABLE),
}


def on_cells(figure: go.Figure) -> dict[tuple[str, str], tuple[str, str]]:
    """What is written on each cell, by (row, column), with its ink."""
    _, told = figure.data
    return {
        (y, x): (text, ink)
        for y, x, text, ink in zip(told.y, told.x, told.text, told.textfont.color, strict=True)
    }


def written(blank: Status | None = Status.NOT_APPLICABLE) -> dict[tuple[str, str], tuple[str, str]]:
    """What is written on each cell of the example, with its ink."""
    return on_cells(grid(ROWS, COLUMNS, CELLS, unit="", blank=blank))


def _hex(colour: str) -> str:
    return "#" + "".join(f"{round(float(part)):02x}" for part in colour.strip("rgb()").split(","))


def test_zero_hidden_and_too_early_are_told_apart() -> None:
    assert {at: text for at, (text, _) in written().items()} == {
        ("Aurorale", "Ics"): "10",
        ("Aurorale", "Ipsilon"): "c",
        ("Brumale", "Ics"): "0",
    }
    assert written(blank=None)["Brumale", "Ipsilon"][0] == "–"


def test_on_a_phone_a_percentage_has_no_sign_on_its_cell_and_the_pointer_still_tells_it() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="percento", narrow=True)
    assert figure.data[1].text == ("10", "c", "0")
    assert figure.data[0].customdata[0][0].endswith("10\u00a0%")


def test_every_number_can_be_read_on_its_cell() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="")
    for share in range(0, 101, 2):
        one = grid(ROWS, COLUMNS, {("a", "x"): Cell(share, Status.VALID)}, unit="", top=100)
        ((_, ink),) = on_cells(one).values()
        (fill,) = sample_colorscale([colour for _, colour in figure.data[0].colorscale], share / 100)
        assert contrast(ink, _hex(fill)) >= 4.5, share
    assert written()["Aurorale", "Ipsilon"][1] == palette.ON_BOTH, "a hidden cell has no fill"


def test_marks_take_the_place_of_the_numbers_and_the_pointer_still_tells_them() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="percento", top=100, marks={("a", "x"): "1 di 10"})

    assert figure.data[1].text == ("1 di 10",)
    assert figure.data[0].customdata[0][0] == "Aurorale, Ics: 10\u00a0%"
    assert figure.data[0].customdata[1][0].endswith("(un dato su due)")
    assert figure.data[0].zmax == 100


def test_a_grid_of_nothing_has_a_scale_and_says_that_there_are_no_data() -> None:
    figure = grid(ROWS, COLUMNS, {("a", "x"): Cell(0, Status.ZERO)}, unit="")

    assert (figure.data[0].zmin, figure.data[0].zmax) == (0, 1)
    assert figure.data[0].customdata[1][1] == "Brumale, Ipsilon: nessun dato"


def test_the_mark_of_demonstration_stands_under_the_grid_where_no_head_is() -> None:
    figure = grid(ROWS, COLUMNS, {("b", "y"): Cell(1, Status.VALID, demonstration=True)}, unit="")

    (mark,) = [note for note in figure.layout.annotations if note.text.startswith("◆")]
    assert (mark.y, mark.yanchor) == (0, "top")
    assert figure.layout.margin.b >= 24


def test_rows_of_one_name_stay_rows() -> None:
    cells = {(row, "x"): Cell(value, Status.VALID) for row, value in (("a", 1.0), ("b", 2.0))}

    figure = grid([("a", "Ente"), ("b", "Ente")], [("x", "Casa")], cells, unit="")

    names = list(figure.data[0].y)
    assert len(set(names)) == 2
    assert {name.rstrip("\u200b") for name in names} == {"Ente"}
    assert [row[0] for row in figure.data[0].z] == [1, 2]
