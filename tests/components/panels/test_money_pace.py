"""Spending beside time, co-financing beside what is due."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components.panels import money_pace
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator
from tests.components.panels.conftest import AskFor
from tests.components.panels.test_accounts import FOUR

FOUR_YEARS = {"clock": "annata", "months": "48"}


def test_the_window_of_a_year_is_as_long_as_the_panel_says(ask: AskFor) -> None:
    found = money_pace.window_of(ask(options=FOUR_YEARS), "1971")

    assert found is not None
    assert (found.start, found.end) == (date(1971, 1, 1), date(1975, 1, 1))
    assert found.gone == pytest.approx(100 * 731 / 1461)  # at the end of 1972
    assert money_pace.window_of(ask(options=FOUR_YEARS), "1900") is None


def test_time_gone_stays_between_nothing_and_all(ask: AskFor) -> None:
    over = money_pace.window_of(ask(options={"clock": "annata", "months": "12"}), "1971")
    coming = money_pace.window_of(ask(options=FOUR_YEARS), "1973")

    assert over is not None and over.gone == 100
    assert coming is not None and coming.gone == 0


def test_spending_behind_time_is_said_with_both_shares(ask: AskFor) -> None:
    unit = money_pace.pace(ask(indicators=FOUR, by=["annata"], area="01", options=FOUR_YEARS))

    assert unit.title == (
        "Spesa indietro rispetto al tempo in 1 annualità su 1: la più indietro è la 1971, "
        "speso il 40% con il 50% del tempo trascorso"
    )
    assert unit.data is not None and list(unit.data["speso_percento"]) == [40]
    assert "01/1971-12/1974" in unit.table
    assert "31/12/1972" in unit.note


def test_spending_in_step_or_unknown_is_said_plainly() -> None:
    half, unknown = Cell(50, Status.VALID), Cell(None, Status.NOT_COLLECTED)

    assert money_pace._message_of_pace([("1971", half, half)]).startswith("In nessuna annualità")
    assert money_pace._message_of_pace([("1971", unknown, half)]).startswith("Nessun dato")


def test_the_areas_behind_time_are_counted_not_ranked(ask: AskFor) -> None:
    unit = money_pace.pace_areas(ask(indicators=["quota_speso"], level="main", options=FOUR_YEARS))

    assert unit.title == "Con il 50% del tempo trascorso, 2 Contee su 2 con la spesa indietro"
    assert unit.picture.data


@pytest.mark.parametrize(("due", "met"), [(None, None), (50.0, 1), (60.0, 0)])
def test_cofinancing_is_judged_only_where_the_part_due_is_known(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, due: float | None, met: int | None
) -> None:
    look = Ask.slice

    def with_part_due(self: Ask, indicator: Indicator, *args: object, **more: object) -> Slice:
        if indicator.code == "quota_speso":
            cell = Cell(due, Status.NOT_COLLECTED if due is None else Status.VALID)
            return Slice(indicator, (Point(("ERE",), ("Erewhon",), cell),))
        return look(self, indicator, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Ask, "slice", with_part_due)
    unit = money_pace.cofinancing(
        ask(indicators=[*FOUR, "quota_speso"], by=["annata"], area="01", options=FOUR_YEARS)
    )

    if due is None:
        assert unit.title == "Cofinanziamento noto in 1 annualità"
    else:
        wanted = f"almeno la parte dovuta ({due:.0f}% del costo) in {met} annualità su 1"
        assert unit.title == f"Cofinanziamento: {wanted}"
        assert "fonte: Tesoro del regno" in unit.note
    assert "50,0\u00a0%" in unit.table and unit.picture is not None
