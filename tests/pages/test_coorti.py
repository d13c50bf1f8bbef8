"""The path of those who came in, on screen, is that of the rows."""

from __future__ import annotations

from dashboard.pages.coorti import READINGS, SAYS
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_who_came_in_ended_left_and_goes_on_are_those_of_the_rows(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("coorti")

    ends = oracle.rows("path_positions").groupby("situazione")["care_leavers"].sum()
    wanted = (
        f"{ends.sum():.0f} persone entrate: percorso concluso {ends['conclusione']:.0f}, "
        f"percorso ancora in corso {ends['in_corso']:.0f} e uscita anticipata {ends['uscita_anticipata']:.0f}"
    )
    assert page.html.all("h2")[0].text == wanted
    assert page.table("Imbuto")["Individuazione"][0] == f"{ends.sum():.0f}"


def test_each_reading_has_its_own_explanation() -> None:
    assert set(SAYS) == set(READINGS)
    assert len(set(SAYS.values())) == len(READINGS)
