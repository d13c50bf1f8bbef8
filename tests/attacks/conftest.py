"""The invented country, published with planted counts, and real servers over it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.release import Release, open_release
from dashboard.publishing.guarding import Guard
from tests import erewhon
from tests.attacks import canaries
from tests.attacks.crawler import Haul, Plan, crawl
from tools.browser import ROOT, free_port, python_at_work

LATER = date(1973, 5, 1)
QUICK = Plan(pairs=6, releases=(1,), whole=frozenset({"", "territori"}))


@dataclass(frozen=True)
class Town:
    """A state folder with two releases of planted counts.

    Attributes:
        state: the folder.
        canaries: numbers that the public may never meet.
    """

    state: Path
    canaries: frozenset[float]

    def release(self, audience: str, number: int | None = None) -> Release:
        """Open a release for an audience, the last one by default."""
        return open_release(erewhon.settings(self.state), audience, number, today=LATER)


@contextmanager
def serving(
    state: Path, audience: str, *, log: Path, script: Path = ROOT / "streamlit_app.py"
) -> Iterator[int]:
    """Serve the invented country to an audience; yields the port."""
    port = free_port()
    command = ["-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    settings = {
        "AUDIENCE": audience,
        "STATE_DIR": str(state),
        "PORT": str(port),
        "DEFINITIONS_DIR": str(erewhon.BASE / "definitions"),
        "TERRITORIES_DIR": str(erewhon.BASE / "territories"),
    }
    with python_at_work(command, settings, log=log, answers_at=f"http://127.0.0.1:{port}/_stcore/health"):
        yield port


def guard(state: Path, **options: Any) -> Guard:
    """The guard that publishing has, with the offices of the counties as insiders."""
    told = {"workers": 1, "evidence": state / "evidence", "insider_levels": ("contea",)}
    return Guard(**{**told, **options})


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The invented country with planted counts, published twice for everybody."""
    state = tmp_path_factory.mktemp("town")
    first = canaries.planted()
    erewhon.published(state, first, guard=guard(state))
    erewhon.published(state, canaries.stirred(first), guard=guard(state), today=LATER)
    made = Town(state, frozenset())
    exact, public = ([made.release(whom, number) for number in (1, 2)] for whom in ("cabina", "pubblico"))
    return Town(state, frozenset(canaries.hidden_numbers(exact, public)))


@dataclass(frozen=True)
class Walk:
    """What a crawl through a server brought home.

    Attributes:
        haul: what was collected.
        log: what the server printed meanwhile.
    """

    haul: Haul
    log: str


@pytest.fixture(scope="session")
def walk(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Walk]:
    """Crawl as an audience, once per test run: `walk("pubblico")`; `alone` keeps only its own artefact."""
    made: dict[tuple[str, bool], Walk] = {}
    logs = tmp_path_factory.mktemp("logs")

    def crawled(audience: str, *, alone: bool = False) -> Walk:
        key = (audience, alone)
        if key not in made:
            with ExitStack() as stack:
                state = town.state
                if alone:
                    state = tmp_path_factory.mktemp("alone")
                    (state / "releases").mkdir()
                    for path in _own_files(town.state, audience):
                        shutil.copy2(path, state / "releases" / path.name)
                log = logs / f"{audience}-{alone}.log"
                port = stack.enter_context(serving(state, audience, log=log))
                haul = asyncio.run(crawl(port, QUICK))
            made[key] = Walk(haul, log.read_text(encoding="utf-8"))
        return made[key]

    return crawled


def _own_files(state: Path, audience: str) -> list[Path]:
    releases = state / "releases"
    return [releases / "register.sqlite", *releases.glob(f"rilascio-*-{audience}.sqlite")]
