"""Programmi: what is on screen is what the activities of the ledger are."""

from __future__ import annotations

from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_calendar_lists_the_activities_of_the_programme_alone(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("activities")
    mine = rows[rows["programma"] == "rete_cpi"]
    page = screen("pubblico").opens("programmi", programma="rete_cpi", sezione="Azioni e tempi")

    listed = {name.removesuffix("◆") for name in page.table("Cronoprogramma")}

    assert listed == set(mine["attivita"])
    assert f"Cronoprogramma · {len(mine)} attività" in page.html.text
    done = int((mine["stato_attivita"] == "conclusa").sum())
    assert f"{done} conclus" in page.html.text
