"""Outcomes as parts, and by year."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.panels import outcomes
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

PARTS = {"readable": "lanterne_accese", "unknown": "m"}


def find(monkeypatch: pytest.MonkeyPatch, **cells: float | None) -> None:
    """Let the look-up find these numbers, laid out by two dimensions (`giovani_f`)."""
    points = []
    for name, value in cells.items():
        codes = tuple(name.split("_"))
        points.append(Point(codes, codes, Cell(value, Status.SUPPRESSED if value is None else Status.VALID)))

    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        return Slice(self.indicators[0], tuple(points), place="Erewhon")

    monkeypatch.setattr(Ask, "slice", look)


def test_a_bar_of_parts_says_how_many_are_observed_of_those_expected(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(monkeypatch, giovani_f=12, giovani_x=18, giovani_m=10, adulti_f=3, adulti_x=1, adulti_m=0)
    unit = outcomes.observed_parts(
        ask(indicators=["lanterne_accese"], by=["fascia", "genere"], options=PARTS)
    )

    assert unit.title == "giovani: soprattutto «x» (18 su 30)"  # of the adults too few are told
    names = [str(name) for trace in unit.picture.data for name in trace.y]
    assert "giovani: rilevati 30 su 40" in names and "adulti: rilevati 4 su 4" in names
    assert {trace.name for trace in unit.picture.data if trace.name} >= {"f", "x"}
    assert "m" not in {trace.name for trace in unit.picture.data}


def test_a_bar_with_a_hidden_part_is_not_drawn(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, giovani_f=None, giovani_x=18, giovani_m=10)
    unit = outcomes.observed_parts(
        ask(indicators=["lanterne_accese"], by=["fascia", "genere"], options=PARTS)
    )

    assert unit.title == wording.ALL_HIDDEN and unit.picture is None
    assert ">c<" in unit.table


def test_the_kinds_of_the_last_year_are_said_and_those_without_rows_are_named(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(monkeypatch, **{"1971_f": 4, "1972_f": 6})
    unit = outcomes.by_year(ask(indicators=["lanterne_accese"], by=["reference_date", "genere"]))

    assert unit.title == "Con lanterna nel 1972: f 6"
    assert unit.note == "Senza righe in questo rilascio: Maschi."
