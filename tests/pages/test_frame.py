"""What is around every page: the view, what was chosen, links to a release."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest

from dashboard.components import wording
from dashboard.pages import frame
from tests.pages.conftest import AUDIENCES, ScreenFor


def test_each_audience_is_told_whose_view_it_has(screen: ScreenFor) -> None:
    views = [screen(audience).opens().facts["Vista"] for audience in AUDIENCES]

    assert views == ["pubblica", "Cabina di regia", "referente Puglia"]


def test_a_referente_starts_from_the_own_territory(screen: ScreenFor) -> None:
    assert screen("referente:16").opens().stands_on("Territorio") == "16"
    assert screen("pubblico").opens().stands_on("Territorio") == "IT"


@pytest.mark.parametrize(
    ("told", "window", "pixels"),
    [("", 1440, 600), ("1280", 1280, 500), ("390", 390, 358), ("boh", 1440, 600)],
)
def test_a_map_fits_the_window_that_the_visitor_told(
    told: str, window: int, pixels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Visit:
        cookies: ClassVar = {frame.WIDTH_COOKIE: told}

    monkeypatch.setattr(frame.st, "context", Visit)

    assert frame.window_width() == window
    assert frame.map_width(600) == pixels


def test_who_takes_part_is_said_with_two_counts(screen: ScreenFor) -> None:
    page = screen("pubblico").opens()

    assert re.fullmatch(r"\d+ Regioni, \d+ Ambiti", page.facts["Perimetro"])


def test_an_address_opens_what_it_names(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", programma="humus", territorio="16")

    assert (page.stands_on("Programma"), page.stands_on("Territorio")) == ("humus", "16")
    assert "Puglia" in [heading.text for heading in page.html.all("h2")]


def test_what_an_address_asks_for_in_vain_is_told(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("territori", programma="care_leavers", territorio="9Z", indicatore="boh")

    warnings = [warning.value for warning in page.app.warning]
    assert [next(w for w in ("9Z", "boh") if w in text) for text in warnings] == ["9Z", "boh"]
    assert page.stands_on("Territorio") == "IT"


def test_what_was_chosen_is_kept_from_page_to_page_and_written_in_the_address(screen: ScreenFor) -> None:
    page = screen("cabina").opens().chooses("Programma", "humus").chooses("Territorio", "16")

    page.goes_to("territori")
    assert (page.stands_on("Programma"), page.stands_on("Territorio")) == ("humus", "16")
    assert page.app.query_params["territorio"] == "16"
    page.chooses("Territorio", "IT").goes_to("")
    assert page.stands_on("Territorio") == "IT"
    assert page.app.query_params["programma"] == "humus"


def test_a_choice_that_another_programme_has_not_falls_back_without_an_error(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", programma="humus", indicatore="sedi_csf")

    page.chooses("Programma", "care_leavers")

    assert page.stands_on("Indicatore") == "ambiti_partecipanti"


def test_an_annualita_inside_a_triennio_offers_only_its_own(screen: ScreenFor) -> None:
    page = screen("cabina").opens()
    everything = page.options("Annualità")

    page.chooses("Triennio", "2018-2020")

    assert page.options("Annualità") == [wording.LATEST, "2018", "2019", "2020"]
    assert set(page.options("Annualità")) < set(everything)
    assert "2020" in page.html.all("p", css="cr-caption")[0].text


def test_a_link_to_this_release_opens_it_and_says_nothing_more(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("", rilascio="1")

    assert page.facts["Rilascio"].startswith("1 del ")
    assert not any("più recente" in note for note in page.notes)


@pytest.mark.parametrize("number", ["99", "0", "²", "-1", "ultimo"])
def test_a_link_to_a_release_that_is_not_there_is_told_and_opens_the_last(
    number: str, screen: ScreenFor
) -> None:
    page = screen("pubblico").opens("", rilascio=number)

    assert page.facts["Rilascio"].startswith("1 del ")
    assert any(number in warning.value for warning in page.app.warning)
