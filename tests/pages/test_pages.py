"""Every page for every audience: it is whole, it keeps what was chosen, it says what it does not have."""

from __future__ import annotations

import re

import pytest

from dashboard.components import wording
from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue
from dashboard.pages import DOORS
from tests.pages.conftest import AUDIENCES, ScreenFor, address

# ---- the frame ----


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_opens_for_every_audience_and_says_what_it_is(
    audience: str, door: type, screen: ScreenFor, catalogue: Catalogue
) -> None:
    page = screen(audience).opens(address(door.address))  # type: ignore[attr-defined]

    assert page.title == door.title  # type: ignore[attr-defined]
    assert set(page.facts) == {
        "Rilascio",
        "Dati al",
        "Stato",
        "Perimetro",
        "Prossimo aggiornamento",
        "Vista",
    }
    assert page.facts["Dati al"] == "31/12/2023"
    assert wording.DEMONSTRATION_LONG in page.html.text
    for code in catalogue.programmes:
        page.chooses("Programma", code)


@pytest.mark.parametrize(
    "audience", [pytest.param(one, marks=pytest.mark.slow if ":" in one else ()) for one in AUDIENCES]
)
def test_no_number_is_written_as_machines_do(audience: str, screen: ScreenFor) -> None:
    page = screen(audience)

    seen = 0
    for door in DOORS:
        page.opens(address(door.address))
        cells = [cell.text for cell in (*page.html.all("td"), *page.html.all("p", css="cr-card-value"))]
        seen += len(cells)
        assert not [text for text in cells if re.search(r"\d\.\d{1,2}(?!\d)|\bnan\b|\bNone\b|\de\+", text)]
    assert seen


# ---- what the public may not see ----


def test_the_public_gets_no_number_of_what_counts_people(
    screen: ScreenFor, catalogue: Catalogue, confidential: set[str]
) -> None:
    page = screen("pubblico")
    seen = 0

    for programme in catalogue.programmes.values():
        page.opens("", programma=programme.code)
        hidden = [catalogue.indicators[c] for c in programme.key_figures if c in confidential]
        for indicator in hidden:
            assert indicator.label not in page.cards
            assert any(f"«{indicator.label}»" in note for note in page.notes)
        page.opens("territori", programma=programme.code)
        for code in (c for c in programme.map_indicators if c in confidential):
            indicator = catalogue.indicators[code]
            page.chooses("Indicatore", code)
            sheet = page.table("indicatori della mappa")[indicator.short or indicator.label]
            assert set(sheet) == {wording.STATUS_MARK[Status.SUPPRESSED]}
            assert not page.maps
            assert "SVG" not in page.files  # no map to take home; what is worth a look has files of its own
            assert any("non è pubblicato in questa vista" in note for note in page.notes)
            seen += 1
    assert seen
