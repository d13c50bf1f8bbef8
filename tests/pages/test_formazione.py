"""Formazione: the year chosen on the page keeps the editions of that year."""

from __future__ import annotations

from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_calendar_has_the_editions_of_the_chosen_year(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("training_calendar")
    mine = rows[rows["programma"] == "humus"]
    page = screen("pubblico").opens("formazione", programma="humus", sezione="Calendario")
    year = page.stands_on("Anno solare")
    within = mine[mine["inizio_previsto"].str[:4].eq(year) | mine["inizio_effettivo"].str[:4].eq(year)]

    assert 0 < len(within) < len(mine)
    listed = {name.removesuffix("◆") for name in page.table("Calendario delle edizioni")}
    assert listed == set(within["edizione"])


def test_the_years_to_choose_are_those_with_editions(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("training_editions")
    mine = rows[(rows["programma"] == "rete_cpi") & rows["edizioni_svolte"].notna()]
    page = screen("pubblico").opens("formazione", programma="rete_cpi")

    assert {f"Anno {year}" for year in mine["anno"].astype(str)} <= set(page.options("Anno solare"))
    assert page.options("Anno solare") == sorted(page.options("Anno solare"), reverse=True)
