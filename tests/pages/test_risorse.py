"""Money on screen is that of the rows."""

from __future__ import annotations

from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_money_of_a_regione_is_that_of_its_rows(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("risorse", territorio="16", sezione="Per annualità")

    rows = oracle.rows("funding")
    mine = rows[(rows["programma"] == "care_leavers") & (rows["ref_area"] == "16")]
    years = mine.groupby("annualita")[["stanziato", "speso"]].sum()
    table = page.table("Stanziato, cofinanziato, impegnato e speso")
    shown = {
        year: [int(cells[n].replace(".", "").removesuffix("\u00a0€")) for n in (0, 3)]
        for year, cells in table.items()
    }
    assert len(shown) > 1
    assert shown == {year: [round(float(str(v))) for v in years.loc[year]] for year in shown}
