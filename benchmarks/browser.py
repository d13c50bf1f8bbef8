"""What a person at a browser waits for, ours and Dash's, seen in the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.film import Box, Film, alike, painted
from benchmarks.subject import Subject

WINDOW = {"width": 1440, "height": 1300}
PATIENCE = 30_000

_NOTES_ACTS = """
addEventListener("click", event => { window.__act = performance.timeOrigin + event.timeStamp; }, true);
"""
_NOTES_FIRST_USE = """
(() => {
  const seen = () => {
    const found = document.querySelector(SELECTOR);
    const box = found && found.getBoundingClientRect();
    if (box && box.width > 0 && box.height > 0 && box.top < innerHeight) {
      requestAnimationFrame(() => { window.__useful = performance.now(); });
    } else requestAnimationFrame(seen);
  };
  requestAnimationFrame(seen);
})();
"""


@dataclass(frozen=True)
class Side:
    """A page to look at, and how to work it.

    Attributes:
        address: of the page.
        picture: selector of the map.
        useful: selector of what a visitor comes for.
        opener: selector of the list of moments; empty where its options stand open.
        option: how an option is found, with `{}` for its label.
        types: whether the label is typed into the list first, which shows only some of its options.
    """

    address: str
    picture: str
    useful: str
    opener: str = ""
    option: str = 'role=option[name="{}"]'
    types: bool = False


def our_territori(address: str, subject: Subject) -> Side:
    """The page of the national map."""
    return Side(
        f"{address}/territori",
        picture="[data-testid=stDeckGlJsonChart] canvas",
        useful="[data-testid=stDeckGlJsonChart] canvas",
        opener=f".st-key-filtro_{subject.clock} [role=combobox]",
    )


def our_panoramica(address: str) -> Side:
    """The first page: key figures first, then the map."""
    return Side(f"{address}/", picture="[data-testid=stDeckGlJsonChart] canvas", useful=".cr-card")


def dash_map(address: str) -> Side:
    """The peer's only page."""
    return Side(
        f"{address}/",
        picture="#mappa .main-svg",
        useful="#mappa .choroplethlayer path",
        opener="#momento",
        option='.dash-dropdown-option:has-text("{}")',
    )


@dataclass
class Wire:
    """Bytes that came to a page, as they came: compressed where they were, websocket messages too."""

    http: int = 0
    socket: int = 0
    requests: int = 0
    _messages: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.http + self.socket

    def listen(self, page: Page) -> None:
        """Begin to count."""
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._message)
        session.send("Network.enable")

    def reset(self) -> None:
        """Begin again from nothing."""
        self.http = self.socket = self.requests = 0

    def _loaded(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])
        self.requests += 1

    def _message(self, event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        binary = event["response"]["opcode"] == 2
        self.socket += len(payload) * 3 // 4 if binary else len(payload.encode())


@dataclass(frozen=True)
class FirstView:
    """A page opened with nothing kept: seconds to what a visitor comes for, seconds to whole, bytes."""

    useful: float
    whole: float
    wire: int
    requests: int


@dataclass(frozen=True)
class Changes:
    """Many changes of a filter: seconds to the repainted picture, bytes that came for each."""

    seconds: tuple[float, ...]
    wire: tuple[int, ...]


@contextmanager
def _window(browser: Browser, script: str = "") -> Iterator[Page]:
    context = browser.new_context(viewport=WINDOW, locale="it-IT", reduced_motion="reduce")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.add_init_script(_NOTES_ACTS)
        if script:
            page.add_init_script(script)
        yield page
    finally:
        context.close()


def first_view(browser: Browser, side: Side) -> FirstView:
    """Open a page in a new window, with an empty cache, and watch it until it stands still."""
    with _window(browser, _NOTES_FIRST_USE.replace("SELECTOR", json.dumps(side.useful))) as page:
        film, wire = Film(page), Wire()
        wire.listen(page)
        film.start()
        page.goto(side.address)
        page.wait_for_selector(side.useful, timeout=PATIENCE)
        page.wait_for_selector(side.picture, timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        film.until_quiet(at_least=1500)
        # not wait_for_function: our content security policy forbids the eval that it is made of
        start, useful = page.evaluate("[performance.timeOrigin / 1000, window.__useful / 1000]")
        whole = painted(film.frames(), start)
        return FirstView(useful, whole if whole is not None else float("nan"), wire.total, wire.requests)


def changes(
    browser: Browser, side: Side, labels: Sequence[str], *, count: int, at_least: int = 600
) -> Changes:
    """Choose one moment after the other, and see when the map is repainted.

    Args:
        browser: where.
        side: the page.
        labels: what is chosen, in turn.
        count: how many changes.
        at_least: milliseconds that are filmed after each, however still the page stands.

    Raises:
        RuntimeError: more than a fifth of the changes left the picture as it was.
    """
    seconds: list[float] = []
    wire_of: list[int] = []
    with _window(browser) as page:
        wire = Wire()
        wire.listen(page)
        page.goto(side.address)
        page.wait_for_selector(side.picture, timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        page.wait_for_timeout(1500)
        film = Film(page)
        film.start()
        film.until_quiet(at_least=1000)
        for number in range(count + 1):
            film.cut_here()
            before = film.frames()[-1:]
            label = labels[(number + 1) % len(labels)]  # both pages open on one that is not the second
            if side.opener:
                page.locator(side.opener).first.click()
            if side.types:
                page.keyboard.type(label)
            option = page.locator(side.option.format(label)).first
            option.wait_for(timeout=PATIENCE)
            film.until_quiet(at_most=1500)
            film.cut_here()
            wire.reset()
            film.beat(at_least)
            option.click()
            page.mouse.move(2, 2)
            film.until_quiet(at_least=at_least)
            place = page.locator(side.picture).first.bounding_box()
            act = page.evaluate("window.__act / 1000")
            box = Box(place["x"], place["y"], place["width"], place["height"]) if place else None
            frames = film.frames()
            same = before and alike(before[0].cut(box), frames[-1].cut(box))
            took = None if same else painted(frames, act, box)
            if number and took is not None:  # the first change is for warmth
                seconds.append(took)
                wire_of.append(wire.total)
    if len(seconds) < 0.8 * count:
        raise RuntimeError(f"{side.address}: solo {len(seconds)} cambi su {count} hanno mutato la mappa")
    return Changes(tuple(seconds), tuple(wire_of))
