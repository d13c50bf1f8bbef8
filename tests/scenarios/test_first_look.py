"""The first look: whoever opens the dashboard, on whatever screen, finds it whole, quiet and in Italian."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.visitor import Visitor
from tools.browser import doors

pytestmark = pytest.mark.browser

AUDIENCES = ["pubblico", "cabina", "referente:16"]


def pages_offered_to(someone: Visitor) -> list[tuple[str, str]]:
    return doors(someone.opens("/").page)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_finds_a_door_to_the_overview_and_one_to_the_territories(
    audience: str, visitor: Callable[..., Visitor]
) -> None:
    titles = [title for title, _ in pages_offered_to(visitor(audience))]

    assert any("Panoramica" in title for title in titles), titles
    assert any("Territori" in title for title in titles), titles


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("audience", ["pubblico", "cabina"])
def test_every_page_is_whole_in_italian_and_accessible(
    audience: str, width: int, scheme: str, visitor: Callable[..., Visitor]
) -> None:
    pages = pages_offered_to(visitor(audience))
    someone = visitor(audience, width=width, scheme=scheme)

    for title, path in pages:
        someone.opens(path)
        someone.takes_a_picture(f"{audience}-{path.strip('/') or 'home'}")
        someone.finds_no_error()
        someone.finds_no_english()
        someone.never_scrolls_sideways()
        someone.meets_wcag()
        assert someone.page.get_by_role("heading", level=1).count() == 1, (
            f"{title}: un solo titolo per pagina"
        )


def test_the_document_says_that_it_is_in_italian(visitor: Callable[..., Visitor]) -> None:
    someone = visitor().opens("/")

    assert someone.page.locator("html").get_attribute("lang") == "it"


def test_an_address_of_a_page_leads_to_that_page(visitor: Callable[..., Visitor]) -> None:
    someone = visitor()
    for _, path in pages_offered_to(someone):
        someone.opens(path)
        assert someone.page.evaluate("window.location.pathname") == path
