"""`make pictures`: every page, 1440 and 390 px wide, light and dark, as the public and the Cabina see it.

The pictures go to `pictures/` (ignored by git), to be looked at before a page is called done.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from dashboard.settings import Settings
from tools.browser import HEIGHTS, NO_CHROMIUM, ROOT, chromium, chromium_path, doors, picture, server, settle

AUDIENCES = ("pubblico", "cabina")
SCHEMES = ("light", "dark")
FOLDER = ROOT / "pictures"


def take_all(browser: Browser, *, audience: str, address: str, folder: Path) -> Iterator[Path]:
    """Write a picture of every page that an audience may open, and yield the path of each.

    Args:
        browser: a running browser.
        audience: name that goes into the file names.
        address: address of a server for that audience.
        folder: where the pictures go.
    """
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="it-IT") as context:
        first = context.new_page()
        first.goto(address)
        settle(first)
        pages = doors(first)
    for scheme in SCHEMES:
        for width, height in HEIGHTS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="it-IT",
                reduced_motion="reduce",
            )
            with context:
                for _, path in pages:
                    page = context.new_page()
                    page.goto(address + path)
                    settle(page)
                    name = path.strip("/") or "home"
                    yield picture(page, folder / audience / f"{name}-{width}-{scheme}.png")
                    page.close()


def main() -> int:
    """Prepare the release, serve it to each audience in turn, and take the pictures."""
    if chromium_path() is None:
        print(NO_CHROMIUM, file=sys.stderr)
        return 1
    subprocess.run([sys.executable, "-m", "dashboard", "prepare"], cwd=ROOT, check=True)
    FOLDER.mkdir(exist_ok=True)
    state = Settings().state_dir
    with chromium() as browser:
        for audience in AUDIENCES:
            with server(audience=audience, state_dir=state, log=FOLDER / f"{audience}.log") as address:
                for path in take_all(browser, audience=audience, address=address, folder=FOLDER):
                    print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
