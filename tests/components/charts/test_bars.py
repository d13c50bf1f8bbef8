import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import charts, palette, wording
from dashboard.components.charts import Bar, Pair
from dashboard.data.cells import Cell, Status

MARK = wording.DEMONSTRATION.upper()


def valid(value: float, *, demonstration: bool = False) -> Cell:
    return Cell(value, Status.VALID, demonstration)


def marks(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations if MARK in note.text]


CELLS = st.one_of(
    st.builds(valid, st.floats(min_value=0.01, max_value=1e9), demonstration=st.booleans()),
    st.builds(
        lambda status, demo: Cell(None, status, demo),
        st.sampled_from([status for status in Status if not status.has_value]),
        st.booleans(),
    ),
    st.builds(lambda demo: Cell(0, Status.ZERO, demo), st.booleans()),
)


@given(st.lists(CELLS, min_size=1, max_size=12))
def test_a_chart_bears_the_mark_of_demonstration_when_any_cell_does_and_only_then(cells: list[Cell]) -> None:
    items = [Bar(str(i), f"voce {i}", cell) for i, cell in enumerate(cells)]

    assert bool(marks(charts.bars(items, unit="persone"))) == any(cell.demonstration for cell in cells)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_planned_and_actual_bear_it_too_whichever_of_the_two_is_demonstration(
    cells: list[tuple[Cell, Cell]],
) -> None:
    figure = charts.planned_and_actual([Pair(f"voce {i}", *pair) for i, pair in enumerate(cells)], unit="ore")

    assert bool(marks(figure)) == any(cell.demonstration for pair in cells for cell in pair)


@given(st.lists(CELLS, min_size=1, max_size=12), st.booleans())
def test_bars_start_at_zero_and_end_inside_the_frame(cells: list[Cell], horizontal: bool) -> None:
    items = [Bar(str(i), f"voce {i}", cell) for i, cell in enumerate(cells)]

    figure = charts.bars(items, unit="persone", horizontal=horizontal)

    axis = figure.layout.xaxis if horizontal else figure.layout.yaxis
    low, high = axis.range
    assert low == 0
    assert all((cell.value or 0) < high for cell in cells)


def test_bars_lie_down_or_stand_with_the_names_in_the_order_given() -> None:
    items = [Bar("b", "Brumale", valid(3)), Bar("a", "Aurorale", valid(7))]

    standing, lying = charts.bars(items, unit="persone"), charts.bars(items, unit="persone", horizontal=True)

    assert list(standing.data[0].x) == list(lying.data[0].y) == ["Brumale", "Aurorale"]
    assert list(standing.data[0].y) == list(lying.data[0].x) == [3, 7]
    assert lying.layout.yaxis.autorange == "reversed"


def test_a_bar_without_a_number_keeps_its_place_and_says_why() -> None:
    items = [Bar("1", "uno", Cell(None, Status.NOT_COLLECTED)), Bar("2", "due", Cell(0, Status.ZERO))]

    trace = charts.bars(items, unit="persone").data[0]

    assert list(trace.text) == ["n.d.", "0"]
    assert list(trace.customdata) == ["uno: n.d.", "due: 0"]


def test_what_else_is_said_of_a_standing_bar_is_on_a_line_of_its_own() -> None:
    items = [Bar("1", "uno", valid(1), told="(n = 359)"), Bar("2", "due", valid(2))]

    told, plain = charts.bars(items, unit="").data[0].text
    assert "<br>" in told and "(n = 359)" in told
    assert plain == "2"
    assert charts.bars(items, unit="", horizontal=True).data[0].text[0] == "1  (n = 359)"


def test_my_bar_has_the_accent_and_the_rest_is_grey() -> None:
    items = [Bar("1", "uno", valid(1)), Bar("2", "due", valid(2))]

    assert list(charts.bars(items, unit="persone").data[0].marker.color) == [palette.BLUE, palette.BLUE]
    with_mine = list(charts.bars(items, unit="persone", chosen="2").data[0].marker.color)
    assert with_mine[1] == palette.BLUE
    assert with_mine[0] != palette.BLUE


def test_the_axis_is_fixed_on_the_whole_dataset_when_it_is_told() -> None:
    small, large = [Bar("1", "uno", valid(1))], [Bar("1", "uno", valid(100))]

    ranges = [charts.bars(items, unit="persone", top=100).layout.yaxis.range for items in (small, large)]

    assert ranges[0] == ranges[1]


def test_nothing_to_draw_is_an_empty_chart_with_an_axis() -> None:
    assert charts.bars([], unit="persone").layout.yaxis.range == (0, 1)
    assert charts.planned_and_actual([], unit="persone").layout.xaxis.range == (0, 1)


def test_on_a_phone_the_words_after_the_bars_have_room_by_their_length() -> None:
    def end(number: int, narrow: bool) -> float:
        pair = [Pair("Équipe", valid(number), valid(number))]
        return float(charts.planned_and_actual(pair, unit="", narrow=narrow).layout.xaxis.range[1]) / number

    assert end(12345, True) > end(370, True) > end(370, False)
    assert end(12345, False) == end(370, False)


def test_on_a_phone_long_amounts_are_not_cut_off() -> None:
    def end(value: float, narrow: bool) -> float:
        figure = charts.bars([Bar("a", "A", valid(value))], unit="euro", horizontal=True, narrow=narrow)
        return float(figure.layout.xaxis.range[1]) / value

    assert end(280_000, True) > end(280_000, False) == end(9, True)


def test_what_was_planned_is_a_mark_and_what_was_done_a_bar() -> None:
    figure = charts.planned_and_actual(
        [Pair("Conferenza", valid(34), valid(31)), Pair("Corso", Cell(None, Status.NOT_COLLECTED), valid(5))],
        unit="persone",
    )

    done, planned, numbers = figure.data
    assert (done.name, list(done.x), list(done.customdata)) == ("realizzato", [31, 5], ["31", "5"])
    assert list(numbers.x) == [34, 5]  # beyond the mark, which would cover them
    assert (planned.name, list(planned.x), list(planned.customdata)) == (
        "previsto",
        [34, None],
        ["34", "n.d."],
    )
    assert figure.layout.xaxis.range[1] > 34


@pytest.mark.parametrize("demonstration", [True, False])
def test_every_chart_writes_numbers_as_italians_do_and_has_the_look_of_the_house(demonstration: bool) -> None:
    figure = charts.finish(go.Figure(), demonstration=demonstration)

    assert figure.layout.separators == ",."
    assert figure.layout.font.family == charts.FONT
    assert bool(marks(figure)) is demonstration
