"""What every test may ask for: the catalogue, the territories, a prepared release, the app, a browser."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from dashboard.data.definitions.loader import load_catalogue
from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories
from dashboard.settings import Settings
from tests.visitor import Visitor
from tools import browser

pytest_plugins = ["tests.postgres"]

settings.register_profile("quick", deadline=None, max_examples=25)  # no test asserts a time
settings.register_profile("deep", deadline=None, max_examples=200)
settings.load_profile("deep" if os.environ.get("DEEP") else "quick")

MAIN = sys.modules["__main__"]
ROOT = Path(__file__).resolve().parent.parent
PREPARE_SECONDS = 900


LONGEST = (
    "tests/scenarios/test_exploring",  # makes the release that others wait for
    "tests/attacks/",
    "tests/scenarios/",
    "tests/pages/test_pages",
    "tests/test_preparation",
    "tests/demonstration/",
    "tests/disclosure/",
)
"""Files to begin with: a long one that begins last leaves the other workers idle at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within a file nothing moves."""

    def rank(item: pytest.Item) -> int:
        return next((n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))

    items.sort(key=rank)


@pytest.fixture(autouse=True)
def _own_main() -> None:
    """Give back what AppTest puts in the place of the main module: processes that a test starts import it."""
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue shipped with the program."""
    return load_catalogue(Settings({}).definitions_dir)


@pytest.fixture(scope="session")
def territories() -> Territories:
    """The territories shipped with the program."""
    return Territories.load(Settings({}).territories_dir)


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One temporary folder for the whole run, the same for all the workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def prepared_state(shared_root: Path) -> Path:
    """A state folder with the demonstration release, made once per run as `make run` makes it.

    `PREPARED_STATE` names one that is ready, for whoever runs a few tests again and again.
    """
    if given := os.environ.get("PREPARED_STATE"):
        return Path(given)
    state, ready = shared_root / "state", shared_root / "state.ready"
    with _one_at_a_time(shared_root / "state.lock"):
        if not ready.exists():
            done = subprocess.run(
                [sys.executable, "-m", "dashboard", "prepare"],
                cwd=ROOT,
                env={**os.environ, "STATE_DIR": str(state)},
                capture_output=True,
                text=True,
                timeout=PREPARE_SECONDS,
            )
            assert done.returncode == 0, f"python -m dashboard prepare: {done.stdout}\n{done.stderr}"
            ready.touch()
    return state


@pytest.fixture
def app(prepared_state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """Make the app for an audience, without a browser: `app("pubblico").run()`."""

    def make(audience: str = "pubblico") -> AppTest:
        monkeypatch.setenv("STATE_DIR", str(prepared_state))
        monkeypatch.setenv("AUDIENCE", audience)
        return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)

    return make


@pytest.fixture(scope="session")
def live_server(
    prepared_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """Address of a real server for an audience; each is started once per worker, when first asked for."""
    addresses: dict[str, str] = {}
    logs = tmp_path_factory.mktemp("servers")
    with ExitStack() as servers:

        def address(audience: str = "pubblico") -> str:
            if audience not in addresses:
                log = logs / f"{audience.replace(':', '-')}.log"
                running = browser.server(audience=audience, state_dir=prepared_state, log=log)
                addresses[audience] = servers.enter_context(running)
            return addresses[audience]

        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; without one, the test is skipped with a sentence that cannot be missed."""
    if browser.chromium_path() is None:
        pytest.skip(browser.NO_CHROMIUM)
    with browser.chromium() as running:
        yield running


@pytest.fixture
def visitor(chromium: Browser, live_server: Callable[[str], str]) -> Iterator[Callable[..., Visitor]]:
    """A person at a browser: `visitor("pubblico", width=390, scheme="dark").opens("/")`.

    At the end of the test, an error in the console or a request that left this machine fails it.
    """
    people: list[Visitor] = []

    def arrive(audience: str = "pubblico", *, width: int = 1440, scheme: str = "light") -> Visitor:
        people.append(Visitor(chromium, live_server(audience), width=width, scheme=scheme))
        return people[-1]

    yield arrive
    for person in people:
        person.leaves()
    for person in people:
        assert not person.console_errors, f"errori nella console: {person.console_errors}"
        assert not person.outside_requests, f"richieste uscite da questa macchina: {person.outside_requests}"
