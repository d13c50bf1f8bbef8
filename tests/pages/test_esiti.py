"""Outcomes on screen are those of the rows."""

from __future__ import annotations

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_share_who_studies_and_its_base_are_those_of_the_rows(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    page = screen("cabina").opens("esiti", sezione="In breve")

    indicator = catalogue.indicators["esito_studio"]
    assert indicator.denominator is not None
    rows = oracle.rows("outcomes")
    rows = rows[(rows["momento"] == "conclusione") & (rows["area_esito"] == "studio")]
    base = rows[rows["esito"].isin(indicator.denominator.where["esito"])]["care_leavers"].sum()
    top = rows[rows["esito"].isin(indicator.numerator.where["esito"])]["care_leavers"].sum()
    shown = page.table("Gli esiti alla conclusione")["Studia o ha conseguito un titolo"]
    assert shown[:2] == [f"{100 * top / base:.0f}\u00a0%", f"{base:.0f}"]
