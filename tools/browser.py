"""Start the real server and a real Chromium: what the scenarios, the pictures and the benchmarks share."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
NO_CHROMIUM = (
    "MANCA CHROMIUM: nulla di ciò che serve un browser è stato provato. "
    "Su Debian: sudo apt-get install chromium (oppure make test come root)."
)
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # maps are drawn by WebGL: without a graphics card, in software (the page itself as Chromium then does)
    "--enable-unsafe-swiftshader",
)
RUN_ENDED = "[data-testid=stApp][data-test-script-state=notRunning]"
START_SECONDS = 90.0
SETTLE_MILLISECONDS = 60_000
REST_MILLISECONDS = 600
_AT_REST = """([ended, wanted]) => {
  const marked = document.querySelector("[data-testid$=NavLink][aria-current=page]");
  const here = !marked || new URL(marked.href).pathname === location.pathname;
  const drawn = document.querySelector("[data-testid=stMain] [data-testid=stElementContainer]");
  const awaited = document.querySelector("[data-stale=true], [data-testid=stMain] [data-testid=stSkeleton]");
  if (!document.querySelector(ended) || !here || !drawn || awaited) {
    window.atRestSince = 0;
    return false;
  }
  window.atRestSince = window.atRestSince || performance.now();
  return performance.now() - window.atRestSince >= wanted;
}"""
HEIGHTS = {390: 844, 1440: 900}
"""Height of the window that goes with a width: a phone, a desk."""


def chromium_path() -> str | None:
    """Return where Chromium is installed, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium that speaks to nobody but the pages it opens.

    Raises:
        RuntimeError: no Chromium is installed.
    """
    path = chromium_path()
    if path is None:
        raise RuntimeError(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(*, audience: str, state_dir: Path, log: Path) -> Iterator[str]:
    """Serve the dashboard to one audience, out of one state folder.

    Args:
        audience: what the setting AUDIENCE names.
        state_dir: folder with a prepared release.
        log: file that receives what the server prints.

    Yields:
        The address of the server.

    Raises:
        RuntimeError: the server does not answer in time; the end of its log is told.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = ["-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    settings = {"AUDIENCE": audience, "STATE_DIR": str(state_dir), "PORT": str(port)}
    with python_at_work(command, settings, log=log, answers_at=f"{address}/_stcore/health"):
        yield address


@contextmanager
def python_at_work(
    command: Sequence[str], settings: Mapping[str, str], *, log: Path, answers_at: str
) -> Iterator[int]:
    """Run a Python server until the block ends, whatever happens in it.

    Args:
        command: what follows `python` on the command line.
        settings: environment variables besides those at hand.
        log: file that receives what the server prints.
        answers_at: address that answers when the server is ready.

    Yields:
        The number of the process.

    Raises:
        RuntimeError: the server does not answer in time; the end of its log is told.
    """
    with log.open("w", encoding="utf-8") as output:
        # a session of its own: Ctrl-C reaches us alone, and we stop it
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_it_answers(answers_at, process, log)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    tail = log.read_text(encoding="utf-8")[-2000:]
    raise RuntimeError(f"Il server non risponde su {address}. Ultime righe del suo diario:\n{tail}")


def settle(page: Page) -> None:
    """Wait until a page has run, its charts and maps are fetched, and nothing is about to move.

    What was there before the page began to run is not settled: the page marked in the navigation must be the
    one of the address, and the script must have been at rest for a while without a break. Nor is a page with
    the grey place of a chart whose program is still being read.
    """
    page.wait_for_selector(RUN_ENDED, timeout=SETTLE_MILLISECONDS)
    page.wait_for_load_state("networkidle", timeout=SETTLE_MILLISECONDS)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("window.atRestSince = 0")
    page.wait_for_function(
        _AT_REST, arg=[RUN_ENDED, REST_MILLISECONDS], polling=50, timeout=SETTLE_MILLISECONDS
    )


def doors(page: Page) -> list[tuple[str, str]]:
    """Return the pages that the navigation of an open page offers: (title, path)."""
    links = page.locator("[data-testid=stSidebarNavLink], [data-testid=stTopNavLink]")
    found = links.evaluate_all("all => all.map(a => [a.innerText.trim(), new URL(a.href).pathname])")
    return [(_without_icon(title), path) for title, path in found]


def _without_icon(text: str) -> str:
    """Take away the name of a Material icon, which is text to the browser, from before a title."""
    first, _, rest = text.partition("\n")
    return rest.strip() or first


def picture(page: Page, path: Path) -> Path:
    """Write a picture of a whole page, from its first line to its last, and return its path.

    The main part scrolls inside the window, so the window is made as tall as the page first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size or {"width": 1440, "height": 900}
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(int(height), size["height"])})
    settle(page)
    page.screenshot(path=path)
    page.set_viewport_size(size)
    return path
