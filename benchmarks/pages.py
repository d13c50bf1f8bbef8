"""A change of territory on every page: the run of the script, the bytes, and the repaint in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser

from benchmarks import browser, our_load
from benchmarks.browser import Side
from benchmarks.report import Line
from benchmarks.samples import percentile
from dashboard.pages import DOORS

FILTER = "territorio"
GOAL, GOAL_TENFOLD = 300.0, 400.0
"""Milliseconds from a choice to the repainted page: with the release shipped, and ten times as large."""


def lines(
    port: int, areas: Sequence[str], *, seconds: float, what: str, running: Browser | None, changes: int
) -> Iterator[Line]:
    """Measure every page of a server.

    Args:
        port: port of the server.
        areas: labels of the territories to go between.
        seconds: how long each page is visited without a browser.
        what: name of the release, for the lines.
        running: a browser; None measures without one.
        changes: changes seen in the browser, a page.
    """
    goal = GOAL if what == "fornito" else GOAL_TENFOLD
    for door in DOORS:
        address = "" if door is DOORS[0] else door.address
        load = our_load.load(port, address, FILTER, areas, clients=1, seconds=seconds)
        yield Line(f"{door.title} ({what}): esecuzione, mediana", "ms", load.sample.median, goal=goal)
        size = percentile([one.received for one in load.answers], 0.5) / 1000
        yield Line(f"{door.title} ({what}): websocket", "kB", size)
        if running is None:
            continue
        side = Side(
            f"http://127.0.0.1:{port}/{address}",
            picture="[data-testid=stMainBlockContainer]",
            useful="h1",
            opener=f".st-key-filtro_{FILTER} [role=combobox]",
        )
        seen = browser.changes(running, side, areas, count=changes)
        took = percentile(seen.seconds, 0.5) * 1000
        yield Line(f"{door.title} ({what}): ridipinta, mediana", "ms", took, goal=goal)
