"""Why a cell is hidden and what can be seen instead, over a country that does not exist."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.data.release import open_release
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.pages.context import Context, Selection
from dashboard.pages.hidden import published_in_words, why_hidden
from tests import erewhon
from tests.components.markup import Element, read
from tests.erewhon import RowsLedger, people
from tests.publishing import guards

WHOM = Selection(erewhon.catalogue().programmes["lanterne"], "ERE", {})


def hide_districts(problem: Problem, rule: Rule, **options: object) -> Pattern:
    """Hide every district of the first county."""
    layout = problem.layout
    assert layout is not None
    names = [layout.names(cell)[1] for cell in range(len(layout))]
    return Pattern(np.array([name in ("D0101", "D0102") for name in names]), problem.sensitive)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Context:
    state = tmp_path_factory.mktemp("hidden")
    rows = people(
        ("D0101", "con_lanterna", "f", "giovani", 30),
        ("D0102", "con_lanterna", "f", "giovani", 3),
        ("D0201", "con_lanterna", "m", "adulti", 40),
    )
    means = guards.guard(protect=hide_districts)
    erewhon.published(state, RowsLedger({"viandanti_stati": rows}), guard=means)
    release = open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)
    return Context(release, erewhon.catalogue(), erewhon.BASE / "territories")


def said(opened: Context, *areas: str) -> Element:
    view = opened.view(opened.catalogue.indicators["lanterne_accese"], level="distretto", selection=WHOM)
    return read(why_hidden(opened, WHOM, [view], list(areas)))


def test_a_hidden_district_leads_to_its_county(opened: Context) -> None:
    page = said(opened, "D0101", "D0201")
    assert "da 1 a 4 persone" in page.text
    (link,) = page.all("a")
    assert link.text == opened.names["01"]
    assert "33 " in page.text
    address = link.attributes["href"]
    assert address.startswith("territori?programma=lanterne&territorio=01&")
    assert "indicatore=lanterne_accese" in address
    assert "livello=contea" in address
    assert "rilascio=1" in address


def test_nothing_is_said_where_nothing_is_hidden(opened: Context) -> None:
    assert said(opened, "D0201").text == ""
    assert why_hidden(opened, WHOM, [], ["D0101"]) == ""


def test_the_published_tables_are_named_in_words(opened: Context) -> None:
    words = published_in_words(opened, "viandanti_stati")
    assert words[:2] == ["Regno", "Contea"]
    assert "Regno × Genere" in words
    assert published_in_words(opened, "risorse") == []
    assert "Distretto; " in said(opened, "D0101").text
