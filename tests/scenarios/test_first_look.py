"""The first look: whoever opens the dashboard, on whatever screen, finds it whole, quiet and in Italian."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from dashboard.data.definitions import load_catalogue
from dashboard.settings import Settings
from tests.visitor import Visitor
from tools.browser import doors

pytestmark = pytest.mark.browser

AUDIENCES = ["pubblico", "cabina", "referente:16"]
PROGRAMMES = sorted(load_catalogue(Settings({}).definitions_dir).programmes)

Pages = list[tuple[str, str]]


@pytest.fixture(scope="module")
def pages_for(chromium: Browser, live_server: Callable[[str], str]) -> Callable[[str], Pages]:
    """The pages that the navigation offers to an audience: (title, path)."""

    @cache
    def look(audience: str) -> Pages:
        someone = Visitor(chromium, live_server(audience), width=1440, scheme="light")
        found = doors(someone.opens("/").page)
        someone.leaves()
        return found

    return look


@pytest.mark.slow  # without a browser `tests/pages` opens every page of every audience
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_finds_a_door_to_the_overview_and_one_to_the_territories(
    audience: str, pages_for: Callable[[str], Pages]
) -> None:
    titles = [title for title, _ in pages_for(audience)]

    assert "Panoramica" in titles
    assert "Territori" in titles


ALL_LOOKS = [
    (audience, width, scheme)
    for audience in ("pubblico", "cabina")
    for width in (1440, 390)
    for scheme in ("light", "dark")
]
QUICK_LOOKS = {("pubblico", 390, "dark")}
QUICK_PAGES = {"Coorti"}
"""What every run looks at, in its first section; `make test-all` looks at everything."""


@pytest.mark.parametrize(
    ("audience", "width", "scheme"),
    [pytest.param(*look, marks=() if look in QUICK_LOOKS else pytest.mark.slow) for look in ALL_LOOKS],
)
def test_every_page_is_whole_in_italian_and_accessible(
    audience: str,
    width: int,
    scheme: str,
    visitor: Callable[..., Visitor],
    pages_for: Callable[[str], Pages],
) -> None:
    someone = visitor(audience, width=width, scheme=scheme)

    deep = bool(os.environ.get("DEEP"))
    seen = [(title, path) for title, path in pages_for(audience) if deep or title in QUICK_PAGES]
    assert len(seen) >= len(QUICK_PAGES)
    for title, path in seen:
        someone.opens(path)
        assert someone.page.evaluate("window.location.pathname") == path
        assert someone.page.get_by_role("heading", level=1).all_inner_texts() == [title]
        assert someone.page.locator("html").get_attribute("lang") == "it"
        rest = someone.sections[1:] if deep else []
        for number, view in enumerate([path, *(f"{path}?sezione={quote(name)}" for name in rest)]):
            if number:
                someone.opens(view)
            someone.takes_a_picture(f"{audience}-{path.strip('/') or 'home'}-{number}")
            someone.finds_no_error()
            someone.finds_no_english()
            someone.never_scrolls_sideways()
            someone.meets_wcag()


@pytest.mark.slow
def test_a_referente_finds_every_page_whole(
    visitor: Callable[..., Visitor], pages_for: Callable[[str], Pages]
) -> None:
    someone = visitor("referente:16")

    for _, path in pages_for("referente:16"):
        someone.opens(path).finds_no_error()


@pytest.mark.slow  # without a browser `tests/pages` opens them all, every time
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_opens_on_every_page(
    programme: str, visitor: Callable[..., Visitor], pages_for: Callable[[str], Pages]
) -> None:
    someone = visitor("pubblico")

    for _, path in pages_for("pubblico"):
        someone.opens(f"{path}?programma={programme}")
        someone.finds_no_error()
        someone.finds_no_english()
