"""The doors: what keeps the dashboard shut is said in words, never by a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.data.definitions import Catalogue
from dashboard.pages import panoramica
from dashboard.settings import ROOT
from tests.pages.conftest import ScreenFor


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("AUDIENCE", "foo", "«foo» non è un pubblico"),
        ("AUDIENCE", "referente:99", "referente:99"),
        ("RELEASE", "abc", "Impostazione RELEASE: trovato «abc»"),
        ("RELEASE", "99", "Il rilascio 99 non esiste"),
        ("DEFINITIONS_DIR", "/nowhere", "Catalogo non valido"),
    ],
)
def test_a_setting_that_opens_nothing_is_said_on_screen(
    setting: str, value: str, said: str, prepared_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(prepared_state))
    monkeypatch.setenv(setting, value)

    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()

    assert not app.exception
    assert [said in error.value for error in app.error] == [True]
    assert not app.selectbox


def test_every_door_has_an_address_of_its_own_and_somebody_who_may_open_it() -> None:
    addresses = [door.address for door in pages.DOORS]

    assert len(set(addresses)) == len(addresses)
    assert all(door.audiences for door in pages.DOORS)


def test_what_is_made_ahead_is_what_the_first_visitor_of_each_programme_sees(
    screen: ScreenFor, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = screen("cabina")
    st.cache_resource.clear()
    pages.warm_up()
    pages.warm_up_programmes()

    def late(*_: object) -> None:
        pytest.fail("not made ahead")

    for name in ("_figures", "_map_unit", "_chart_units"):
        monkeypatch.setattr(panoramica, name, late)
    for programme in catalogue.programmes:
        page = visitor.opens("", programma=programme)
        assert page.stands_on("Programma") == programme
