"""Planned and done: each pair said, the lowest year, the function furthest from its plan."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.panels import governance
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

MONEY = ["stanziato_annata", "speso_per_lanterna"]


def numbers(*pairs: tuple[str, float | None]) -> list[Point]:
    return [
        Point(
            tuple(code.split("/")),
            tuple(code.split("/")),
            Cell(value, Status.SUPPRESSED if value is None else Status.VALID),
        )
        for code, value in pairs
    ]


def find(monkeypatch: pytest.MonkeyPatch, **found: list[Point]) -> None:
    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        code = indicator.code  # type: ignore[attr-defined]
        return Slice(self.catalogue.indicators[code], tuple(found[code]), place="Erewhon")

    monkeypatch.setattr(Ask, "slice", look)


def test_each_pair_is_said_and_never_added_up(ask: AskFor) -> None:
    unit = governance.pairs(
        ask(indicators=MONEY, by=["annata"], area="01", options={"said": "Spesi", "names": "dati,spesi"})
    )

    assert unit.title == "Spesi: 1971 20 su 50"
    assert "Dati" in unit.table and "Spesi" in unit.table


def test_many_pairs_are_said_by_the_first_and_the_last(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    due = numbers(*((f"g{n}", 10.0) for n in range(5)))
    find(monkeypatch, stanziato_annata=due, speso_per_lanterna=numbers(*((f"g{n}", n) for n in range(5))))

    unit = governance.pairs(ask(indicators=MONEY, by=["annata"]))
    assert unit.title == "Incontri tenuti su previsti: da 0 su 10 (g0) a 4 su 10 (g4)"


def test_pairs_that_are_all_hidden_say_so(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = numbers(("g1", None))
    find(monkeypatch, stanziato_annata=hidden, speso_per_lanterna=hidden)

    unit = governance.pairs(ask(indicators=MONEY, by=["annata"]))
    assert unit.title == wording.ALL_HIDDEN and unit.picture is None


def test_the_year_that_is_lowest_for_most_is_named(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = numbers(
        ("01/1971", 80), ("01/1972", 40), ("02/1971", 90), ("02/1972", 70), ("03/1971", 50), ("03/1972", 50)
    )
    find(monkeypatch, quota_speso=shares)
    unit = governance.meeting_years(
        ask(indicators=["quota_speso"], by=["programma", "annata"], options={"things": "organo,organi"})
    )

    assert unit.title == "Il 1972 è l'anno con la quota più bassa per 2 organi su 2"


def test_functions_say_the_total_and_the_furthest_from_the_plan(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(
        monkeypatch,
        stanziato_annata=numbers(("1971", 10), ("1972", 20), ("1973", 5)),
        speso_per_lanterna=numbers(("1971", 9), ("1972", 10), ("1973", None)),
    )
    unit = governance.functions(ask(indicators=MONEY, by=["annata"], dataset="risorse"))

    assert unit.title == (
        "19 attività svolte su 30 previste in 2 funzioni; la più lontana dal programma è «1972» (10 su 20)"
    )


def test_nobody_below_the_plan_is_said_so() -> None:
    (due, done) = (numbers(("a", 5))[0], numbers(("a", 7))[0])

    assert governance._least([(done, due)], {"a": "A"}) == "nessuna è sotto il programma"
