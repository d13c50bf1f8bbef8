"""A grid of numbers along two dimensions."""

from __future__ import annotations

from dashboard.components import palette
from dashboard.components.charts.heat import grid
from dashboard.data.cells import Cell, Status

ROWS, COLUMNS = [("a", "Aurorale"), ("b", "Brumale")], [("x", "Ics"), ("y", "Ipsilon")]
CELLS = {
    ("a", "x"): Cell(10, Status.VALID),
    ("a", "y"): Cell(None, Status.SUPPRESSED),
    ("b", "x"): Cell(0, Status.ZERO, note="un dato su due"),
    ("b", "y"): Cell(None, Status.NOT_APPLICABLE),
}


def written(**options: object) -> dict[tuple[int, int], tuple[str, str]]:
    """What is written on each cell, by (row, column), with its ink."""
    figure = grid(ROWS, COLUMNS, CELLS, unit="", **options)  # type: ignore[arg-type]
    return {(note.y, note.x): (note.text, note.font.color) for note in figure.layout.annotations}


def test_zero_hidden_and_too_early_are_told_apart() -> None:
    assert {at: text for at, (text, _) in written().items()} == {(0, 0): "10", (0, 1): "c", (1, 0): "0"}
    assert written(blank=None)[1, 1][0] == "–"


def test_the_ink_is_white_on_dark_cells_and_dark_on_light_ones() -> None:
    inks = {at: ink for at, (_, ink) in written().items()}
    assert inks == {(0, 0): palette.WHITE, (0, 1): palette.ON_BOTH, (1, 0): palette.DARK_BLUE}
    assert written(top=100)[0, 0][1] == palette.DARK_BLUE


def test_marks_take_the_place_of_the_numbers_and_the_pointer_still_tells_them() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="percento", top=100, marks={("a", "x"): "1 di 10"})

    assert [note.text for note in figure.layout.annotations] == ["1 di 10"]
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
