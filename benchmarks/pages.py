"""A change of a filter on every page: the run of the script, the bytes, and the repaint in the browser.

What was made for a territory is kept for all visitors. The figure that counts is therefore that of the first
visit of a territory, by anybody; the second one is told beside it. Of the other filters of a page the browser
is shown the one whose script takes longest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as NotThere

from benchmarks import browser
from benchmarks.browser import Side
from benchmarks.report import Line
from benchmarks.samples import percentile
from benchmarks.streamlit_client import Answer, Visitor
from dashboard.pages import DOORS
from dashboard.pages.board import SECTION
from tools.browser import chromium

FILTER = "territorio"
FILMED = 2000
"""Milliseconds that are filmed after a choice: a page may stand still while the server is at work."""
CHOICES = 3
"""Options of another filter than the territory that are tried, on each section."""
MOVED = 0.02
"""Share of the bytes that must differ between two choices, for a filter to be taken to change the page."""
ATTEMPTS = 3
"""Filters that the browser is shown, until one changes what is in sight."""
GOAL, GOAL_TENFOLD = 300.0, 400.0
"""Milliseconds from a choice to the repainted page: with the release shipped, and ten times as large."""


@dataclass(frozen=True)
class Other:
    """What it cost to change another filter, on a section of a page.

    Attributes:
        section: its name; empty where the page has none.
        name: name of the filter.
        labels: what was chosen, and last of all what stood before.
        row: whether its options stand open, as buttons.
        seconds: of a run (median).
    """

    section: str
    name: str
    labels: Sequence[str]
    row: bool
    seconds: float


@dataclass(frozen=True)
class Visits:
    """What it cost to go round some territories, on a section of a page.

    Attributes:
        section: its name; empty where the page has none.
        first: each territory for the first time.
        again: the same ones again.
        others: the other filters of the section.
    """

    section: str
    first: list[Answer]
    again: list[Answer]
    others: list[Other]

    @property
    def median(self) -> float:
        """Seconds of a first visit."""
        return percentile([one.seconds for one in self.first], 0.5)


def lines(port: int, *, what: str, visits: int, changes: int) -> Iterator[Line]:
    """Measure every page of a server that nobody has visited yet: its slowest section.

    Args:
        port: port of the server.
        what: name of the release, for the lines.
        visits: territories visited on each section without a browser.
        changes: changes seen in the browser, a page.

    Raises:
        RuntimeError: some pages were not seen to change; it comes after all the others.
    """
    goal = GOAL if what == "fornito" else GOAL_TENFOLD
    slowest: list[tuple[str, str, str, list[str], list[Other]]] = []
    for door in DOORS:
        address = "" if door is DOORS[0] else door.address
        sections, unseen = asyncio.run(_visit(port, address, visits, changes))
        worst = max(sections, key=lambda one: one.median)
        by_name = {  # the slowest section of each filter
            one.name: one
            for one in sorted(
                (one for visit in sections for one in visit.others), key=lambda one: one.seconds
            )
        }
        others = sorted(by_name.values(), key=lambda one: -one.seconds)
        slowest.append((door.title, address, worst.section, unseen, others[:ATTEMPTS]))
        where = f"{door.title}{f', {worst.section}' if worst.section else ''} ({what})"
        again = percentile([one.seconds for one in worst.again], 0.5)
        size = percentile([one.received for one in worst.first], 0.5) / 1000
        yield Line(f"{where}: esecuzione, prima visita", "ms", worst.median * 1000, goal=goal)
        yield Line("  la stessa, di nuovo", "ms", again * 1000)
        yield Line("  websocket", "kB", size)
    lost: list[str] = []
    with chromium() as running:
        for title, address, section, unseen, others in slowest:
            took = _repaint(running, _side(port, address, section, FILTER), unseen, changes)
            if took is None:  # a page that failed must not hide the others
                lost.append(title)
            else:
                yield Line(f"{title} ({what}): ridipinta, prima visita", "ms", took, goal=goal)
            for one in others:  # not every filter changes what is in sight
                side = _side(port, address, one.section, one.name, row=one.row)
                took = _repaint(running, side, one.labels, changes)
                if took is not None:
                    where = f"{one.section}, {one.name}" if one.section else one.name
                    yield Line(f"{title} ({what}): {where}", "ms", took, goal=goal)
                    break
    if lost:
        raise RuntimeError(f"non ridipinte ({what}): {', '.join(lost)}")


def _side(port: int, address: str, section: str, name: str, *, row: bool = False) -> Side:
    query = f"?{SECTION}={quote(section)}" if section else ""
    key = f".st-key-filtro_{name}"
    return Side(
        f"http://127.0.0.1:{port}/{address}{query}",
        picture="[data-testid=stMainBlockContainer]",
        useful="h1",
        opener="" if row else f"{key} [role=combobox]",
        option=f'{key} >> role=radio[name="{{}}"]' if row else Side.option,
        types=not row,
    )


def _repaint(running: Browser, side: Side, labels: Sequence[str], changes: int) -> float | None:
    """Return the milliseconds to the repainted page, or None where it was not seen to change."""
    try:
        seen = browser.changes(running, side, labels, count=changes, at_least=FILMED)
    except (RuntimeError, NotThere):
        return None
    return percentile(seen.seconds, 0.5) * 1000


async def _visit(port: int, page: str, visits: int, changes: int) -> tuple[list[Visits], list[str]]:
    """Go round some territories on each section of a page, and tell which ones nobody has visited."""
    visitor = Visitor(port, page)
    await visitor.arrive()
    areas = spread(visitor.options(FILTER)[1:], visits + 1 + changes + 2)
    first, areas, unseen = areas[0], areas[1 : visits + 1], areas[visits + 1 :]
    found = []
    for section in visitor.options(SECTION) or [""]:
        if section:
            await visitor.choose(SECTION, section)
        await visitor.choose(FILTER, first)  # what is prepared once for all territories
        fresh, again = [[await visitor.choose(FILTER, area) for area in areas] for _ in range(2)]
        found.append(Visits(section, fresh, again, await other_filters(visitor, section)))
    await visitor.leave()
    return found, unseen


async def other_filters(visitor: Visitor, section: str) -> list[Other]:
    """Change every other filter of a section to some of its options and back; list those that change it."""
    found = []
    for name in dict.fromkeys(visitor.filters()):
        before = visitor.standing(name)
        labels = [one for one in visitor.options(name) if one != before]
        if name in (FILTER, SECTION) or not labels or not before:
            continue
        labels = spread(labels, CHOICES)
        answers = [await visitor.choose(name, label) for label in [*labels, before]]
        sizes = [one.received for one in answers]
        if max(sizes) - min(sizes) < MOVED * max(sizes):
            continue  # whatever is chosen, the same comes
        seconds = [one.seconds for one in answers]
        row = any(key.endswith(f"filtro_{name}") for key in visitor.rows)
        found.append(Other(section, name, [*labels, before], row, percentile(seconds, 0.5)))
    return found


def spread(options: Sequence[str], count: int) -> list[str]:
    """Choose some options, as far from each other as can be, in an order that jumps between them.

    Args:
        options: all of them.
        count: how many; fewer when there are not so many.
    """
    step = max(1, len(options) // count)
    chosen = list(options[::step][:count])
    return chosen[::2] + chosen[1::2]
