"""Method, quality and listening: every section opens, the search finds, the statement is the document."""

from __future__ import annotations

import pytest

from dashboard.components import statement
from dashboard.data.definitions import Catalogue
from dashboard.settings import ROOT
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle

SECTIONS = ("Definizioni", "Glossario", "Protezione", "Rilasci", "Scarica i dati", "Accessibilità")


@pytest.mark.parametrize("audience", ["pubblico", "cabina"])
def test_every_section_of_the_method_opens_and_the_public_alone_gets_metadata(
    audience: str, screen: ScreenFor
) -> None:
    page = screen(audience)
    for section in SECTIONS:
        page.opens("metodologia", sezione=section)
        assert page.html.all("h2"), section
        if section == "Scarica i dati":
            assert ("DCAT-AP_IT (Turtle)" in page.files) is (audience == "pubblico")
            assert {"Tutto (ZIP)", "Dataset (SDMX-CSV 2.0)", "Tabella (CSV)"} <= set(page.files)


def test_a_definition_is_found_by_its_words(screen: ScreenFor, catalogue: Catalogue) -> None:
    page = screen("pubblico").opens("metodologia", sezione="Definizioni", voce="TUTOR ore")

    shown = [one.text for one in page.html.all("summary")]
    assert catalogue.indicators["ore_tutor"].label in shown
    assert len(shown) < 10


def test_a_search_finds_the_statements_that_plain_python_finds(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("statements")
    mine = rows[(rows["programma"] == "care_leavers") & rows["testo"].str.contains("affitto")]
    page = screen("pubblico").opens(
        "ascolto", programma="care_leavers", sezione="Voci e buone prassi", cerca="AFFITTO"
    )

    assert len(mine)
    assert [one.text for one in page.html.all("blockquote")] == mine["testo"].tolist()


def test_the_deliveries_told_are_those_of_the_ledger(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("qualita", programma="humus", sezione="Consegne")
    told = page.table("Chi consegna che cosa")

    label = oracle.catalogue.datasets["focus_groups"].label
    assert told[f"{label}◆"][3] == str(len(oracle.rows("focus_groups")))


def test_the_statement_of_the_page_is_the_document() -> None:
    assert (ROOT / "docs" / "ACCESSIBILITY.md").read_text(encoding="utf-8") == statement.to_markdown()
