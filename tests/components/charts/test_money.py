"""Budgets: an axis in millions from zero, what is not there is not drawn."""

from __future__ import annotations

from dashboard.components.charts import Budget, Line, MoneyWords, budgets
from dashboard.components.charts.money import money_axis
from dashboard.data.cells import Cell, Status

WORDS = MoneyWords("stanziato", "cofinanziamento", "impegnato", "speso")
ABSENT = Cell(None, Status.NOT_COLLECTED)


def euro(value: float, *, demonstration: bool = False) -> Cell:
    return Cell(value, Status.VALID, demonstration)


def test_the_axis_is_in_millions_from_zero_on_round_steps() -> None:
    axis = money_axis(6_250_000)

    assert axis["range"][0] == 0  # type: ignore[index]
    assert axis["ticktext"] == ["0", "2", "4", "6"]


def test_small_amounts_are_told_in_thousands() -> None:
    assert money_axis(90_000)["title"]["text"] == "migliaia di euro"  # type: ignore[index]


def test_only_what_is_known_has_a_place_in_the_legend_and_the_mark_is_there() -> None:
    items = [Budget("2018", "2018", euro(5e6, demonstration=True), ABSENT, ABSENT, ABSENT)]
    figure = budgets(items, words=WORDS, lines=[Line(5e6, "fondo")])

    assert [t.name for t in figure.data if t.showlegend] == ["stanziato"]
    assert any(note.text.startswith("◆") for note in figure.layout.annotations)
