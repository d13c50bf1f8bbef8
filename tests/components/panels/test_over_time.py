"""A number over its time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.components import panels, wording
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

HIDDEN = Cell(None, Status.SUPPRESSED)


def years(monkeypatch: pytest.MonkeyPatch, ask: Ask, *cells: Cell) -> None:
    """Answer what is asked with a cell a year, from 1971 on."""
    points = tuple(Point((str(1971 + i),), (str(1971 + i),), cell) for i, cell in enumerate(cells))
    found = Slice(ask.indicators[0], points, place="Erewhon")
    monkeypatch.setattr(Ask, "slice", lambda *_, **__: replace(found))


def trend(ask: AskFor, **options: Any) -> Ask:
    return ask(picture="trend", indicators=["speso_per_lanterna"], **options)


def test_the_way_is_told_from_the_first_year_to_the_last(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = trend(ask)
    years(monkeypatch, asked, Cell(20, Status.VALID), Cell(35, Status.VALID), Cell(1500, Status.VALID))

    unit = panels.draw(asked)

    assert unit.title == "Speso nell'annata: da 20 (1971) a 1.500 scudi (1973)"
    drawn = unit.picture.data[0]
    assert (list(drawn.x), list(drawn.y)) == (["1971", "1972", "1973"], [20, 35, 1500])


def test_a_hidden_year_is_no_end_of_the_way(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = trend(ask)
    years(monkeypatch, asked, HIDDEN, Cell(0, Status.ZERO), Cell(5, Status.VALID), HIDDEN)

    unit = panels.draw(asked)

    assert unit.title == "Speso nell'annata: da 0 (1972) a 5 scudi (1973)"
    assert unit.data is not None and len(unit.data) == 4 and ">c<" in unit.table


def test_a_year_alone_is_told_alone_and_none_says_why(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = trend(ask)
    years(monkeypatch, asked, Cell(5, Status.VALID), HIDDEN)
    assert panels.draw(asked).title == "Speso nell'annata, 1971: 5 scudi"

    years(monkeypatch, asked, HIDDEN, HIDDEN)
    unit = panels.draw(asked)
    assert unit.title == wording.ALL_HIDDEN and unit.picture is None and unit.table


def test_the_time_is_the_own_one_of_the_dataset_and_a_county_is_not_the_whole(ask: AskFor) -> None:
    unit = panels.draw(trend(ask, area="01"))

    assert unit.title == "Speso nell'annata, 1971: 20 scudi"
    assert unit.data is not None and list(unit.data["Annata"]) == ["1971"]
    assert unit.caption.startswith("Una prova · scudi · Aurorale")


def test_a_place_without_a_number_says_who_inside_it_has_one(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = trend(ask)

    def look(
        self: Ask, indicator: object, by: object = (), *, level: str | None = None, **_: object
    ) -> Slice:
        codes = [] if level == "" else ["01", "02"]
        points = tuple(Point((c, "1971"), (c, "1971"), Cell(3, Status.VALID)) for c in codes)
        return Slice(asked.indicators[0], points, place="Erewhon", refusal="" if codes else "Niente.")

    monkeypatch.setattr(Ask, "slice", look)
    unit = panels.draw(asked)

    assert unit.picture is None
    assert (
        unit.empty == "Erewhon non ha un valore proprio: lo hanno 2 Contee. Si vede scegliendo il territorio."
    )
