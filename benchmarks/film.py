"""When a picture is on the screen: frames of the browser's compositor, with the time at which each was shown.

The same observation for whatever draws (WebGL canvas, SVG, HTML): Chromium's screencast sends every frame
that the compositor put on the screen, and only when something changed, with its own clock. A change counts
as repainted at the first frame from which on the place looks as it will look in the end. Taking the frames
costs both sides the same.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PageError

DIFFERENT = 24
"""A channel of a pixel that differs by more than this (of 255) has changed: below it is JPEG's noise."""
SHARE = 0.0005
"""Two pictures are alike when less than this share of their pixels has changed."""
QUIET_MS = 500
"""A page stands still when no frame has come for so long."""

_BEAT = """
(milliseconds => {
  const dot = document.createElement("div"), end = performance.now() + milliseconds;
  Object.assign(dot.style, {position: "fixed", left: 0, top: 0, width: "3px", height: "3px", zIndex: 1e7});
  document.body.append(dot);
  const canvas = WebGL2RenderingContext.prototype, clear = canvas.clear;
  let next;
  const beat = () => {
    dot.style.background = dot.style.background === "black" ? "white" : "black";
    if (performance.now() < end) next = setTimeout(beat, 100);
    else { watch.disconnect(); canvas.clear = clear; dot.remove(); }
  };
  const rest = () => { clearTimeout(next); next = setTimeout(beat, 80); };
  const watch = new MutationObserver(changes => changes.every(change => change.target === dot) || rest());
  watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  canvas.clear = function (mask) { rest(); return clear.call(this, mask); };
  rest();
})
"""


@dataclass(frozen=True)
class Box:
    """A rectangle in CSS pixels of the window."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Frame:
    """One frame: seconds since 1970, pixels (height × width × 3), and CSS pixels across."""

    time: float
    pixels: np.ndarray
    width: float

    def cut(self, box: Box | None) -> np.ndarray:
        """Return the pixels of a part of the window (all of them without a box)."""
        if box is None:
            return self.pixels
        scale = self.pixels.shape[1] / self.width
        x, y = round(box.x * scale), round(box.y * scale)
        return self.pixels[y : y + round(box.height * scale), x : x + round(box.width * scale)]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two pictures of the same place show the same, but for the noise of their compression."""
    if one.shape != other.shape:
        return False
    changed = (np.abs(one.astype(np.int16) - other.astype(np.int16)) > DIFFERENT).any(axis=2)
    return bool(changed.mean() < SHARE)


def painted(frames: Sequence[Frame], since: float, box: Box | None = None) -> float | None:
    """Return the seconds from an act to the frame from which on a place looks as it does in the end.

    Args:
        frames: in order of time; the last one shows the end.
        since: when the act was done, in seconds since 1970.
        box: the place; the whole window without one.

    Returns:
        None when the place has not changed since the act.
    """
    if not frames:
        return None
    end = frames[-1].cut(box)
    last_other = next((i for i in reversed(range(len(frames))) if not alike(frames[i].cut(box), end)), None)
    if last_other is None:
        return None
    shown = frames[last_other + 1].time
    return shown - since if shown >= since else None


@dataclass
class Film:
    """What the compositor of a page shows, from `start` on."""

    page: Page
    _raw: list[dict[str, Any]] = field(default_factory=list)
    _session: CDPSession | None = None

    def start(self) -> None:
        """Begin to take frames."""
        self._session = self.page.context.new_cdp_session(self.page)
        self._session.on("Page.screencastFrame", self._keep)
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "maxWidth": 720})

    def _keep(self, frame: dict[str, Any]) -> None:
        self._raw.append(frame)
        if self._session is not None:
            with suppress(PageError):  # closed while the last frame was on its way
                self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def beat(self, milliseconds: int) -> None:
        """Let a dot in the corner change whenever the page has just come to rest, for a while.

        The browser drops a frame that comes while others are on their way, and sends none after it until
        something changes again: the last change of a page would be seen as late as the next blink of a caret.
        The dot changes 80 ms after the page or a map on it last did, then every 100 ms; while the page is
        at work it stays as it is, for each frame is drawn by the processors that are to be measured.
        """
        self.page.evaluate(f"{_BEAT.strip()}({milliseconds})")

    def cut_here(self) -> None:
        """Forget what was taken, but for the last frame: how things stand before the next act."""
        del self._raw[:-1]

    def until_quiet(self, *, at_least: int = 300, at_most: int = 8000) -> None:
        """Wait until nothing has moved for a while."""
        waited, seen, quiet = 0, len(self._raw), 0
        while waited < at_most and (quiet < QUIET_MS or waited < at_least):
            self.page.wait_for_timeout(50)
            waited += 50
            quiet = quiet + 50 if len(self._raw) == seen else 0
            seen = len(self._raw)

    def frames(self) -> list[Frame]:
        """Return what was taken."""
        found = []
        for raw in self._raw:
            with Image.open(io.BytesIO(base64.b64decode(raw["data"]))) as image:
                pixels = np.asarray(image.convert("RGB"))
            about = raw["metadata"]
            found.append(Frame(float(about["timestamp"]), pixels, float(about["deviceWidth"])))
        return sorted(found, key=lambda frame: frame.time)
