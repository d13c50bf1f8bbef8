"""A person at a browser, in words that a scenario can be read aloud with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tools.browser import HEIGHTS, picture, settle

PICTURES = Path(__file__).resolve().parent / ".artefatti"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

ENGLISH_LEFT_OVERS = (
    "Select all",
    "Choose an option",
    "Choose options",
    "No results",
    "No options",
    "Browse files",
    "Drag and drop",
    "Page not found",
    "Press Enter",
    "Loading",
    "Running",
    "Download",
    "Search",
    "Settings",
    "Deploy",
    "Error",
    "encountered an error",
    "Warning",
    "None",
    "nan",
    "True",
    "False",
)
"""Words that Streamlit, pandas or Python would leave on an Italian page."""

ENGLISH_NAMES = (*ENGLISH_LEFT_OVERS, "Sidebar", "Open", "Close", "Notifications", "Clear", "Menu items")
"""Words that would be left in the names of controls, which only a screen reader says."""


class Visitor:
    """Someone who looks at the dashboard through a browser window of a given width.

    Args:
        browser: a running browser.
        address: address of the server.
        width: width of the window, in pixels; 390 is a phone.
        scheme: `light` or `dark`, as the person's system asks for.
    """

    def __init__(self, browser: Browser, address: str, *, width: int, scheme: str) -> None:
        self.address = address
        self.name = f"{scheme}-{width}"
        self.console_errors: list[str] = []
        self.outside_requests: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=cast(Literal["light", "dark"], scheme),
            locale="it-IT",
            timezone_id="Europe/Rome",
            reduced_motion="reduce",
        )
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hears)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("request", self._notes)

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _notes(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname not in {"127.0.0.1", "localhost"}:
            self.outside_requests.append(request.url)

    # ---- what the person does ----

    def opens(self, path: str = "/") -> Visitor:
        """Enter by an address of the dashboard and wait until the page stands still."""
        self.page.goto(self.address + path)
        settle(self.page)
        return self

    def goes_to(self, title: str) -> Visitor:
        """Follow a link of the navigation."""
        self.page.get_by_role("link", name=title, exact=True).first.click()
        settle(self.page)
        return self

    def chooses(self, label: str, option: str) -> Visitor:
        """Choose an option of a list, found by its label."""
        self.page.get_by_role("combobox", name=label).first.click()
        self.page.get_by_role("option", name=option, exact=True).first.click()
        settle(self.page)
        return self

    def leaves(self) -> None:
        """Close the window."""
        self._context.close()

    # ---- what the person sees ----

    @property
    def text(self) -> str:
        """Everything that can be read on the page, place-holders of empty fields included."""
        body = self.page.locator("body").inner_text()
        return "\n".join(
            [body, *self.page.locator("[placeholder]").evaluate_all("l => l.map(e => e.placeholder)")]
        )

    @property
    def names(self) -> str:
        """The names of controls and regions, and what is told of them when a pointer rests on them."""
        told = "[aria-label], [title]"
        every = "l => l.flatMap(e => [e.getAttribute('aria-label'), e.getAttribute('title')]).filter(Boolean)"
        return "\n".join(self.page.locator(told).evaluate_all(every))

    @property
    def sections(self) -> list[str]:
        """The sections that the page offers to choose from, in order; the first is the one in sight."""
        buttons = self.page.locator(".st-key-filtro_sezione button")
        return [text.strip() for text in buttons.all_inner_texts()]

    def sees(self, words: str) -> Visitor:
        """Fail unless some words are on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def takes_a_picture(self, name: str) -> Path:
        """Keep a picture of the whole page in an ignored folder, and return its path."""
        return picture(self.page, PICTURES / f"{name}-{self.name}.png")

    def finds_no_english(self) -> None:
        """Fail where a word that a library left in English stands on the page."""
        for words, where in ((ENGLISH_LEFT_OVERS, self.text), (ENGLISH_NAMES, self.names)):
            left = [word for word in words if re.search(rf"\b{re.escape(word)}\b", where)]
            assert not left, f"parole rimaste in inglese: {left}"

    def finds_no_error(self) -> None:
        """Fail where the page shows the box of an error."""
        assert self.page.get_by_test_id("stException").count() == 0, "la pagina mostra un errore"

    def never_scrolls_sideways(self) -> None:
        """Fail where a page, or its main part, is wider than the window."""
        wider = self.page.evaluate(
            """() => ["html", "[data-testid=stMain]"].filter(name => {
                 const box = document.querySelector(name);
                 return box.scrollWidth > box.clientWidth + 1;
               })"""
        )
        assert not wider, f"più largo della finestra: {wider}"

    def meets_wcag(self) -> None:
        """Fail where axe-core finds a violation of WCAG, levels A and AA."""
        found = Axe().run(self.page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        said = [
            f"{violation['id']}: {violation['help']} → "
            + "; ".join(
                " ".join(map(str, node["target"])) + " " + node["html"][:160]
                for node in violation["nodes"][:4]
            )
            for violation in found.response["violations"]
        ]
        assert not said, "violazioni di accessibilità:\n" + "\n".join(said)
