"""Planted numbers never reach the public: not on a page, not in a file, not in the artefact, not in a log."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.pages import DOORS
from tests import erewhon
from tests.attacks import canaries
from tests.attacks.conftest import Town, Walk, serving
from tests.attacks.crawler import Plan, crawl
from tests.attacks.reading import numbers_in

PUBLISHED_PAGES = {"" if door is DOORS[0] else door.address for door in DOORS}
FEWEST = 50
"""Canaries without which a test of canaries says little."""


def test_there_are_canaries_and_the_cabina_reads_them(town: Town) -> None:
    read = [canaries.cells_of(town.release("cabina", number)) for number in (1, 2)]
    exact = {value for cells in read for value in cells.values()}

    assert len(town.canaries) > FEWEST
    assert town.canaries <= exact


def test_no_canary_reaches_the_browser_of_the_public(town: Town, walk: Callable[..., Walk]) -> None:
    assert walk("pubblico").haul.holds(town.canaries) == {}


@pytest.mark.slow  # `test_crawler` proves, every time, that a number is brought home through every channel
def test_the_same_walk_brings_canaries_home_to_the_cabina(town: Town, walk: Callable[..., Walk]) -> None:
    found = walk("cabina").haul.holds(town.canaries)

    assert found


def test_no_canary_is_printed_by_the_server_of_the_public(town: Town, walk: Callable[..., Walk]) -> None:
    printed = walk("pubblico").log

    assert "Streamlit" in printed
    assert not numbers_in(printed) & town.canaries


def test_no_canary_stands_in_a_file_that_the_public_process_reads(town: Town) -> None:
    assert canaries.in_files(readable(town.state), town.canaries) == {}


def test_the_artefacts_of_the_cabina_would_not_pass_that_test(town: Town) -> None:
    hits = canaries.in_files((town.state / "releases").glob("rilascio-*-cabina.sqlite"), town.canaries)

    assert set().union(*hits.values()) == town.canaries


@pytest.mark.parametrize("number", [74_713, 70_001])
def test_a_number_is_found_in_bytes_as_digits_and_as_a_double(number: int) -> None:
    for content in (f"xx{number}", f"n {number:,}", f"n {number:,}".replace(",", ".")):
        assert canaries.in_raw_bytes(content.encode(), [number]) == {number}
    assert canaries.in_raw_bytes(str(number).encode("utf-16-le"), [number]) == {number}
    assert canaries.in_raw_bytes(b"\0" + float(number).hex().encode(), [number]) == set()


def readable(state: Path) -> list[Path]:
    """The files that the public, or its process, may read: all but exact artefacts and the office's own.

    The office's own are the ledger and whatever only its owner may open, in a folder beside the releases.
    """
    exact = set((state / "releases").glob("rilascio-*-cabina.*"))
    exact |= set((state / "releases").glob("rilascio-*-referente-*.*"))
    found = []
    for path in sorted(state.rglob("*")):
        office = path.name.startswith("ledger") or (
            not stat.S_IMODE(path.stat().st_mode) & 0o077 and "releases" not in path.parts
        )
        if path.is_file() and path not in exact and not office:
            found.append(path)
    return found


def test_what_is_published_tells_nothing_that_the_cabina_does_not_know(town: Town) -> None:
    exact, public = canaries.cells_of(town.release("cabina")), canaries.cells_of(town.release("pubblico"))

    wrong = {k: v for k, v in public.items() if v is not None and exact.get(k, v) != v}
    assert not wrong
    assert erewhon.catalogue().datasets["viandanti_stati"].confidential


@pytest.mark.slow
def test_no_canary_reaches_the_public_in_any_state_of_the_filters(town: Town, tmp_path: Path) -> None:
    with serving(town.state, "pubblico", log=tmp_path / "log") as port:
        haul = asyncio.run(crawl(port, Plan(everything=True, whole=frozenset({"", "territori"}))))

    assert haul.states > 1000
    assert not haul.failures
    assert haul.holds(town.canaries) == {}


# ---- the walk itself: nothing of the real app stays out of it ----


def test_every_option_of_every_list_of_the_real_app_is_tried(walk: Callable[..., Walk]) -> None:
    tried: dict[str, dict[str, set[str]]] = {}
    for page, widget, option in walk("pubblico").haul.options:
        tried.setdefault(page, {}).setdefault(widget, set()).add(option)

    assert set(tried) == PUBLISHED_PAGES
    assert {"filtro_programma", "filtro_territorio"} <= set(tried[""])
    assert {"filtro_indicatore", "filtro_livello", "filtro_confronto"} <= set(tried["territori"])
    assert all(len(options) > 1 for lists in tried.values() for options in lists.values())


@pytest.mark.parametrize("audience", ["pubblico", pytest.param("cabina", marks=pytest.mark.slow)])
def test_no_control_of_the_real_app_stays_untried(audience: str, walk: Callable[..., Walk]) -> None:
    haul = walk(audience).haul

    assert not haul.undriven
    assert not haul.failures


@pytest.mark.slow  # what is walked through is the same for the public
def test_an_older_release_is_walked_through_too(town: Town, walk: Callable[..., Walk]) -> None:
    haul = walk("cabina").haul
    only_then = set(exact_numbers(town, 1)) - set(exact_numbers(town, 2))

    assert haul.holds(only_then)


def exact_numbers(town: Town, number: int) -> list[float]:
    found = canaries.cells_of(town.release("cabina", number)).values()
    return [value for value in found if value is not None and value >= canaries.LEAST]


def test_every_kind_of_file_is_taken_home(walk: Callable[..., Walk]) -> None:
    kinds = {label.split()[0] for label in walk("pubblico").haul.files}

    assert kinds >= {"CSV", "XLSX", "SVG", "PNG"}


# ---- non-interference: what is served depends on the artefact of the audience alone ----


@pytest.mark.slow
def test_with_every_other_file_taken_away_the_same_things_are_served(walk: Callable[..., Walk]) -> None:
    whole, alone = walk("pubblico").haul, walk("pubblico", alone=True).haul

    assert whole.said() == alone.said()
