"""The notes of the territories beside the figures that they explain."""

from __future__ import annotations

from dashboard.pages.notes import LABEL
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_notes_of_a_place_are_counted_beside_the_figures_of_their_topic(
    screen: ScreenFor, oracle: Oracle
) -> None:
    rows = oracle.rows("territory_notes")
    rows = rows[(rows["programma"] == "care_leavers") & (rows["argomento"] == "risorse")]
    above = [oracle.territories.ancestor(code, "regione") for code in rows["ref_area"]]
    mine = rows[[area is not None and area.code == "16" for area in above]]
    assert len(mine)

    page = screen("cabina").opens("risorse", territorio="16")

    shown = [box.label for box in page.app.expander if box.label.startswith(LABEL)]
    assert shown == [f"{LABEL} ({len(mine)})"]
    assert mine["testo"].iloc[0] in page.html.text
