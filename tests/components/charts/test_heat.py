"""A grid of numbers along two dimensions."""

from __future__ import annotations

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


def written(**options: object) -> dict[tuple[int, int], tuple[str, str]]:
    """What is written on each cell, by (row, column), with its ink."""
    figure = grid(ROWS, COLUMNS, CELLS, unit="", **options)  # type: ignore[arg-type]
    return {(note.y, note.x): (note.text, note.font.color) for note in figure.layout.annotations}


def _hex(colour: str) -> str:
    return "#" + "".join(f"{round(float(part)):02x}" for part in colour.strip("rgb()").split(","))


def test_zero_hidden_and_too_early_are_told_apart() -> None:
    assert {at: text for at, (text, _) in written().items()} == {(0, 0): "10", (0, 1): "c", (1, 0): "0"}
    assert written(blank=None)[1, 1][0] == "–"


def test_on_a_phone_a_percentage_has_no_sign_on_its_cell_and_the_pointer_still_tells_it() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="percento", narrow=True)
    assert [note.text for note in figure.layout.annotations] == ["10", "c", "0"]
    assert figure.data[0].customdata[0][0].endswith("10\u00a0%")


def test_every_number_can_be_read_on_its_cell() -> None:
    figure = grid(ROWS, COLUMNS, CELLS, unit="")
    for share in range(0, 101, 2):
        (ink,) = {
            note.font.color
            for note in grid(
                ROWS, COLUMNS, {("a", "x"): Cell(share, Status.VALID)}, unit="", top=100
            ).layout.annotations
        }
        (fill,) = sample_colorscale([colour for _, colour in figure.data[0].colorscale], share / 100)
        assert contrast(ink, _hex(fill)) >= 4.5, share
    assert written()[0, 1][1] == palette.ON_BOTH, "a hidden cell has no fill"


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
