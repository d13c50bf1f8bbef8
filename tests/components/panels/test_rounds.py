"""Two rounds of a survey compared, only where both were answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import rounds
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
FIRST, LAST = "1971-12-31", "1972-12-31"
ANSWERS = [
    ("01", FIRST, "f", 20.0),
    ("01", LAST, "f", 30.0),
    ("01", FIRST, "m", 10.0),
    ("01", LAST, "m", 8.0),
    ("02", FIRST, "f", 5.0),
    ("02", LAST, "f", 5.0),
    ("03", LAST, "f", 100.0),
    ("03", FIRST, "f", None),
]


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    def make(answers: list[tuple[str, str, str, float | None]], *, area: str = "ERE") -> Unit:
        told = ask(area=area, picture="rounds", indicators=["lanterne_accese"], by=["genere"], level="main")
        points = tuple(
            Point(
                (place, day, kind),
                (told.names[place], day, {"f": "Femmine", "m": "Maschi"}[kind]),
                Cell(value, Status.NOT_COLLECTED if value is None else Status.VALID, True),
            )
            for place, day, kind, value in answers
        )
        found = Slice(told.indicators[0], points, place="contee, Erewhon")
        monkeypatch.setattr(Ask, "slice", lambda *_, **__: found)
        return rounds.rounds(told)

    return make


def test_who_answered_only_once_is_left_out_of_the_comparison(draw: Draw) -> None:
    unit = draw(ANSWERS)

    assert unit.title == (
        "Dove hanno risposto a entrambe (2 Contee): da 35 a 43 viandanti (+23%); la variazione più grande è "
        "di Femmine (+10)"
    )
    assert "su 3 – 31/12/1971: 2; 31/12/1972: 3" in unit.note
    assert unit.caption.endswith("2 Contee")
    for figure in ("25", "35", "10", "8"):
        assert f">{figure}" in unit.table
    assert "100" not in unit.table
    assert unit.demonstration


def test_one_area_speaks_of_itself(draw: Draw) -> None:
    unit = draw(ANSWERS, area="01")

    assert unit.title == (
        "Aurorale: da 30 a 38 viandanti (+27%); la variazione più grande è di Femmine (+10)"
    )
    assert not unit.note


def test_a_percentage_is_not_told_of_few_and_nothing_moved_is_not_a_change(draw: Draw) -> None:
    assert draw(ANSWERS, area="02").title == "Brumale: da 5 a 5 viandanti"


@pytest.mark.parametrize("answers", [ANSWERS[::2][:3], [("01", LAST, "f", None)]])
def test_one_round_is_no_comparison(draw: Draw, answers: list[tuple[str, str, str, float | None]]) -> None:
    unit = draw(answers, area="03")

    assert "due rilevazioni" in unit.empty
    assert unit.title == "Una prova"
    assert unit.picture is None
