"""Ascolto: the words that are looked for, and the question that is chosen."""

from __future__ import annotations

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_without_words_every_approved_statement_of_the_programme_is_told(
    screen: ScreenFor, oracle: Oracle
) -> None:
    rows = oracle.rows("statements")
    mine = rows[(rows["programma"] == "care_leavers") & (rows["approvata_il"] <= "2023-12-31")]
    page = screen("pubblico").opens("ascolto", programma="care_leavers", sezione="Voci e buone prassi")

    assert len(mine)
    assert sorted(one.text for one in page.html.all("blockquote")) == sorted(mine["testo"])


def test_themes_are_those_of_the_question_that_is_chosen(screen: ScreenFor, catalogue: Catalogue) -> None:
    asked = next(p for p in catalogue.panels_of("ascolto", "humus") if p.picture == "themes")
    dataset = catalogue.datasets[catalogue.indicators[asked.indicators[0]].numerator.dataset]
    codes = catalogue.codelists[str(dataset.dimension(str(asked.options["question"])).codelist)].codes
    page = screen("pubblico").opens(
        "ascolto", programma="humus", sezione=asked.section, domanda=codes[1].code
    )

    assert codes[1].label in page.html.text
    assert codes[0].label not in page.html.text
