"""What was asked for beside what was offered."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import answers, rows
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.rows import Rows
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor


def compared(
    ask: AskFor,
    monkeypatch: pytest.MonkeyPatch,
    asked: dict[str, float | None],
    offered: list[tuple[str, str]],
    place: str = "Erewhon",
) -> Unit:
    points = [
        Point((name,), (name,), Cell(value, Status.SUPPRESSED if value is None else Status.VALID))
        for name, value in asked.items()
    ]

    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        return Slice(self.indicators[0], tuple(points), place="Erewhon", when="anno 1972")

    frame = pd.DataFrame(offered, columns=["mestiere", "verificata_il"]).assign(demonstration=True)
    monkeypatch.setattr(Ask, "slice", look)
    monkeypatch.setattr(rows, "rows_of", lambda ask: Rows(frame, place))
    options = {"column": "mestiere", "starts": "verificata_il", "offered": ["lezione", "lezioni"]}
    return answers.answers(
        ask(dataset="botteghe", indicators=["lanterne_accese"], by=["genere"], options=options)
    )


def test_each_theme_has_its_share_of_what_was_asked_and_of_what_was_offered(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = [("casa", "1972-01-01"), ("lavoro", "1972-02-01"), ("lavoro", "1972-03-01"), ("", "1972-03-01")]
    before = [("casa", "1971-01-01")] * 5
    unit = compared(ask, monkeypatch, {"casa": 60, "lavoro": 20, "studio": 20}, offered + before)

    told = "Il tema più segnalato, casa, è il 60% delle segnalazioni e il 33% delle lezioni"
    assert unit.title.startswith(told)
    assert unit.data is not None and unit.demonstration
    assert list(unit.data["offerte"]) == [1, 2, 0]
    assert list(unit.data["segnalazioni, %"]) == [60, 20, 20]


def test_the_widest_gap_is_said_when_it_is_of_another_theme(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = [("casa", "1972-01-01")] * 3 + [("lavoro", "1972-01-01")]
    unit = compared(ask, monkeypatch, {"casa": 60, "studio": 40}, [*offered])

    assert unit.title.endswith("la distanza maggiore è su studio (40% contro 0%)")


@pytest.mark.parametrize(
    ("asked", "place"),
    [({"casa": 60, "studio": None}, "Erewhon"), ({"casa": 60}, "Brumale"), ({}, "Erewhon")],
)
def test_nothing_is_compared_with_a_hidden_theme_or_with_another_place(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, asked: dict[str, float | None], place: str
) -> None:
    unit = compared(ask, monkeypatch, asked, [("casa", "1972-01-01")], place)

    assert unit.picture is None and unit.data is None
    assert "il confronto comparirà quando ci saranno entrambe" in unit.empty
