"""What every page starts from, over a country that does not exist."""

from __future__ import annotations

import pytest

from dashboard.data.audience import Audience
from dashboard.pages import context
from dashboard.pages.context import Context, Selection
from tests import erewhon


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Context:
    release = erewhon.release(tmp_path_factory.mktemp("context"), "cabina")
    return Context(release, erewhon.catalogue(), erewhon.BASE / "territories")


def chosen(area: str, **clocks: str) -> Selection:
    return Selection(erewhon.catalogue().programmes["lanterne"], area, clocks)


def test_levels_are_found_by_their_role_and_said_in_words(opened: Context) -> None:
    assert opened.level("main").code == "contea"
    assert opened.level("operating").noun == ("Distretto", "Distretti")
    assert opened.level_label("D0101") == "Distretto"
    assert opened.level_label("nessuno") == ""


def test_the_whole_country_is_the_root_and_a_programme_of_all_of_it_is_national(opened: Context) -> None:
    assert opened.root == "ERE"
    assert opened.is_national(erewhon.catalogue().programmes["lanterne"])


def test_the_figures_are_of_the_chosen_place_or_of_the_whole_scope() -> None:
    inside = erewhon.catalogue().programmes["lanterne"].model_copy(update={"scope": ("02",)})

    assert chosen("01").place("ERE") == "01"
    assert Selection(inside, "ERE", {}).place("ERE") == "02"


def test_what_is_made_for_one_choice_is_not_given_to_another() -> None:
    keys = {chosen("01").key, chosen("02").key, chosen("01", annata="1971").key, chosen("01", annata="").key}

    assert len(keys) == 4


def test_a_view_is_looked_up_once_for_each_choice(opened: Context) -> None:
    indicator = opened.catalogue.indicators["lanterne_accese"]
    first = opened.view(indicator, level="contea", selection=chosen("ERE"))

    assert opened.view(indicator, level="contea", selection=chosen("01")) is first
    assert opened.view(indicator, level="distretto", selection=chosen("ERE")) is not first
    assert opened.view(indicator, level="contea", selection=chosen("ERE"), annata="1971") is not first


def test_a_process_serves_the_audience_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIENCE", "referente:16")

    assert context.audience() == Audience("referente", "16")
