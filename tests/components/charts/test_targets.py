"""What was reached against what was wanted."""

from __future__ import annotations

from dashboard.components import palette
from dashboard.components.charts.base import REST
from dashboard.components.charts.targets import Target, targets
from dashboard.data.cells import Cell, Status

ABSENT = Cell(None, Status.NOT_COLLECTED)
NAMES = ("raggiunti", "previsti")


def valid(value: float, *, demonstration: bool = False) -> Cell:
    return Cell(value, Status.VALID, demonstration)


def test_in_one_unit_bars_and_marks_stand_at_their_own_numbers() -> None:
    items = [Target("a", "A", valid(30), valid(40), "30 di 40"), Target("b", "B", valid(50), ABSENT, "50")]

    reached, wanted, told = targets(items, names=NAMES).data

    assert (reached.name, list(reached.x)) == ("raggiunti", [30, 50])
    assert (wanted.name, list(wanted.x)) == ("previsti", [40, None])
    assert list(told.x) == [40, 50]  # beyond the mark, which would cover them
    assert [text.strip() for text in told.text] == ["30 di 40", "50"]


def test_in_several_units_each_bar_is_a_share_of_what_was_wanted() -> None:
    items = [
        Target("a", "A", valid(30), valid(40), ""),
        Target("b", "B", valid(900), valid(600), ""),
        Target("c", "C", valid(5), ABSENT, ""),
        Target("d", "D", valid(5), Cell(0, Status.ZERO), ""),
    ]

    reached, wanted, _ = targets(items, names=NAMES, shared=False).data

    assert list(reached.x) == [75, 150, 0, 0]
    assert list(wanted.x) == [100, 100, None, None]


def test_the_chosen_one_is_in_colour_the_rest_grey() -> None:
    items = [Target("a", "A", valid(1), valid(2), ""), Target("b", "B", valid(1), valid(2), "")]

    assert list(targets(items, names=NAMES, chosen="b").data[0].marker.color) == [REST, palette.BLUE]
    assert set(targets(items, names=NAMES).data[0].marker.color) == {palette.LIGHT_BLUE}


def test_on_a_phone_long_names_and_long_words_leave_room_for_each_other() -> None:
    name = "progetti individualizzati sottoscritti"
    items = [Target("a", name, valid(573), valid(700), "573 su 700 persone")]
    short = [Target("a", "tutor", valid(573), valid(700), "573")]

    long, brief = (targets(one, names=NAMES, narrow=True).layout for one in (items, short))

    assert long.yaxis.ticktext[0].split("<br>") == ["progetti", "individualizzati", "sottoscritti"]
    assert long.height > brief.height
    assert long.xaxis.range[1] > brief.xaxis.range[1]


def test_the_axis_begins_at_zero_leaves_room_for_the_words_and_is_never_empty() -> None:
    full = targets([Target("a", "A", valid(10), valid(40), "")], names=NAMES)
    bare = targets([Target("a", "A", ABSENT, ABSENT, "n.d.")], names=NAMES)

    assert full.layout.xaxis.range[0] == 0 and full.layout.xaxis.range[1] > 40
    assert bare.layout.xaxis.range[1] > 0


def test_what_was_wanted_bears_the_mark_of_demonstration_too() -> None:
    for demonstration in (True, False):
        items = [Target("a", "A", valid(1), valid(2, demonstration=demonstration), "")]
        notes = targets(items, names=NAMES).layout.annotations
        assert any("◆" in note.text for note in notes) is demonstration


def test_the_legend_names_only_what_is_there() -> None:
    only_reached = targets([Target("a", "A", valid(10), ABSENT, "10")], names=NAMES).data
    only_wanted = targets([Target("a", "A", ABSENT, valid(2), "n.d. su 2")], names=NAMES, shared=False).data

    assert [trace.showlegend for trace in only_reached[:2]] == [True, False]
    assert [trace.showlegend for trace in only_wanted[:2]] == [False, True]
