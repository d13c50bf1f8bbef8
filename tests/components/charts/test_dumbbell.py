"""From a first value to a second."""

from __future__ import annotations

from dashboard.components import palette
from dashboard.components.charts.dumbbell import Change, dumbbell
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval

HIDDEN = Cell(None, Status.SUPPRESSED)


def valid(value: float, *, demonstration: bool = False) -> Cell:
    return Cell(value, Status.VALID, demonstration)


def test_a_line_goes_from_the_first_value_to_the_second_and_is_lifted_between_things() -> None:
    items = [Change("", "uno", valid(2.5), valid(4)), Change("", "due", valid(3), valid(1.5))]

    ways, before, after = dumbbell(items, ends=(0, 5), names=("prima", "dopo"), unit="").data

    assert list(ways.x) == [2.5, 4, None, 3, 1.5, None]
    assert (before.name, list(before.x), list(after.x)) == ("prima", [2.5, 3], [4, 1.5])
    assert before.marker.color == palette.WHITE and after.marker.color == palette.BLUE
    assert list(after.customdata) == ["uno: dopo 4,0", "due: dopo 1,5"]


def test_what_lacks_a_value_keeps_its_line_and_its_words_but_has_no_marks() -> None:
    items = [Change("", "uno", HIDDEN, valid(4), told="coperto"), Change("", "due", valid(3), valid(1))]

    figure = dumbbell(items, ends=(0, 5), names=("prima", "dopo"), unit="")

    assert list(figure.layout.yaxis.ticktext) == ["uno", "due"]
    assert list(figure.data[1].y) == list(figure.data[2].y) == [1]
    assert "coperto" in [note.text for note in figure.layout.annotations]


def test_a_group_is_named_once_above_its_first_thing() -> None:
    items = [
        Change("Persona", "uno", valid(1), valid(2)),
        Change("Persona", "due", valid(1), valid(2)),
        Change("Servizi", "tre", valid(1), valid(2)),
    ]

    figure = dumbbell(items, ends=(0, 5), names=("prima", "dopo"), unit="")

    heads = [(note.text, note.y) for note in figure.layout.annotations if note.text.startswith("<b>")]
    first, second, third = figure.layout.yaxis.tickvals
    assert [text for text, _ in heads] == ["<b>Persona</b>", "<b>Servizi</b>"]
    assert heads[0][1] < first < second < heads[1][1] < third


def test_only_the_second_value_has_an_interval_and_it_never_turns_back() -> None:
    items = [Change("", "uno", valid(1), valid(3), Interval(2, 4.5)), Change("", "due", valid(1), valid(3))]

    figure = dumbbell(items, ends=(0, 5), names=("prima", "dopo"), unit="")

    assert figure.data[1].error_x.array is None
    assert list(figure.data[2].error_x.array) == [1.5, 0]
    assert list(figure.data[2].error_x.arrayminus) == [1, 0]
    assert tuple(figure.layout.xaxis.range) == (0, 5)


def test_one_demonstration_value_marks_the_whole_picture() -> None:
    for demonstration in (True, False):
        items = [Change("", "uno", valid(1), valid(2, demonstration=demonstration))]
        figure = dumbbell(items, ends=(0, 5), names=("prima", "dopo"), unit="")
        assert any("◆" in note.text for note in figure.layout.annotations) is demonstration
