"""By keyboard alone: whatever can be pointed at is reached with Tab, is seen to be reached, and lets go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.pages import DOORS
from tests.visitor import Visitor
from tools.browser import settle

pytestmark = pytest.mark.browser

VisitorFor = Callable[..., Visitor]

READY = """() => {
  const stops = `a[href], button, input, select, textarea, summary, iframe, [contenteditable=true],
                 [tabindex]:not([tabindex^="-"])`;
  const look = element => {
    const said = [];
    for (let at = element, up = 0; at && up < 5; at = at.parentElement, up++) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(at, part);
        said.push(style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
                  style.borderColor, style.borderWidth, style.backgroundColor);
      }
    }
    return said.join(" ");
  };
  const usable = element => {
    const box = element.getBoundingClientRect();
    return element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]") &&
      box.width > 0 && box.height > 0 && element.checkVisibility({visibilityProperty: true});
  };
  const name = element => (element.tagName + " " + (element.getAttribute("aria-label") ||
    element.innerText || element.getAttribute("data-testid") || element.outerHTML)).slice(0, 90);
  const wanted = [...document.querySelectorAll(stops)].filter(usable);
  const before = new Map(wanted.map(element => [element, look(element)]));
  const reached = new Set();
  window.steps = {
    wanted: wanted.length,
    last: async () => {
      const at = document.activeElement;
      const news = at !== document.body && !reached.has(at);
      reached.add(at);
      const alike = () => before.has(at) && look(at) === before.get(at);
      for (let frame = 0; frame < 30 && alike(); frame++) {
        await new Promise(requestAnimationFrame);  // it is drawn as reached a moment later
      }
      const unseen = alike();
      const choice = at.closest("[role=radiogroup], [role=tablist], [role=toolbar]");
      const more = choice ? wanted.filter(element => choice.contains(element) && !reached.has(element)) : [];
      return {name: name(at), news, unseen, more: more.length};
    },
    missed: () => wanted.filter(element => element.isConnected && !reached.has(element)).map(name),
  };
  document.activeElement.blur();
  return wanted.length;
}"""
"""Note all that can take the keyboard, and how it looks while it has not got it."""


def steps_through(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """Go through a page once: (each step, what was never reached).

    Tab goes from one thing to the next; among the buttons of one choice, arrows do, and Tab leaves it.
    """
    wanted = int(page.evaluate(READY))
    steps: list[dict[str, Any]] = []
    key = "Tab"
    while len(steps) < 2 * wanted + 20:
        page.keyboard.press(key)
        steps.append(page.evaluate("window.steps.last()"))
        if key == "Tab" and not steps[-1]["news"] and len(steps) > 1:
            break  # round once; or held fast, and the rest is missed
        key = "ArrowRight" if steps[-1]["more"] and steps[-1]["news"] else "Tab"
    return steps, list(page.evaluate("window.steps.missed()"))


@pytest.mark.slow  # several hundred steps a page
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
def test_tab_reaches_everything_on_a_page_and_is_seen_to(door: Any, visitor: VisitorFor) -> None:
    address = "/" if door is DOORS[0] else f"/{door.address}"
    someone = visitor(audience="cabina").opens(address)

    for view in [address, *(f"{address}?sezione={quote(name)}" for name in someone.sections[1:])]:
        someone.opens(view)
        steps, missed = steps_through(someone.page)

        assert len(steps) > 10
        assert missed == []
        assert [step["name"] for step in steps if step["unseen"]] == []


@pytest.mark.slow
def test_on_a_phone_nothing_is_out_of_reach_either(visitor: VisitorFor) -> None:
    steps, missed = steps_through(visitor(width=390).opens("/servizi").page)

    assert len(steps) > 10
    assert missed == []
    assert [step["name"] for step in steps if step["unseen"]] == []


@pytest.mark.slow
def test_whatever_is_reached_does_by_keyboard_what_it_does_by_pointer(visitor: VisitorFor) -> None:
    someone = visitor(audience="cabina").opens("/programmi")
    page = someone.page

    presses(page, page.get_by_role("link", name="Esiti", exact=True), "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Esiti")

    presses(page, page.get_by_role("radio", name="In breve"), "ArrowRight", "Space")
    assert "sezione=Area+per+area" in page.url

    summary = page.locator("summary", has_text="I dati in tabella").first
    presses(page, summary, "Enter")
    expect(page.locator("table.cr-table").first).to_be_visible()

    presses(page, page.get_by_role("button", name="Collegamento").first, "Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).not_to_be_visible()

    with page.expect_download() as waiting:
        presses(page, page.get_by_role("button", name="CSV").first, "Enter")
    assert waiting.value.suggested_filename.endswith(".csv")

    presses(page, page.get_by_role("link", name="Vai al contenuto principale"), "Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def presses(page: Page, on: Locator, *keys: str) -> None:
    """Press keys on something that has the keyboard, and wait until the page stands still."""
    on.focus()
    for key in keys:
        page.keyboard.press(key)
    settle(page)
