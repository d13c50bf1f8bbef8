"""Qualità dei dati: the figure whose origin is told, and what corrects what."""

from __future__ import annotations

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ScreenFor


def test_the_origin_is_told_of_the_figure_that_is_chosen(screen: ScreenFor, catalogue: Catalogue) -> None:
    page = screen("pubblico").opens("qualita", programma="humus", sezione="Da dove viene una cifra")
    first, other = page.stands_on("Cifra"), "posti_per_1000_0_17"
    labels = {code: catalogue.indicators[code].label for code in (first, other)}

    assert first != other
    assert labels[first] in page.html.text and labels[other] not in page.html.text
    page.chooses("Cifra", other)
    assert labels[other] in page.html.text


def test_corrections_have_the_releases_that_correct_others_beside_them(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("qualita", programma="humus", sezione="Correzioni")

    assert "Rilasci che ne correggono altri" in [one.text for one in page.html.all("h2")]
    assert any("Nessun rilascio ne corregge un altro" in note for note in page.notes)
