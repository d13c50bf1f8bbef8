"""How many pixels a map has on a page, by the width of the window."""

from __future__ import annotations

STACKED, FOLDED, DESK = 640, 768, 1440
"""Widths of a window in pixels: up to the first columns stand on one another, from the second on the menu is
beside the page, and the third is what pages are laid out for."""
BESIDE = 380
"""Pixels that the menu and the margins take beside a page."""
PAGE_MARGIN = 16
"""Pixels left free on either side of a phone's screen."""


def map_width(most: int, *, window: int) -> int:
    """Return the pixels that a map has.

    Args:
        most: what it has in a window of 1440 pixels; in a narrower one it has the same share of the page, on
            a phone the whole of it. In steps of 20 pixels but on a phone, for what is made is kept.
        window: pixels of the window.
    """
    if window >= DESK:
        return most
    if window <= STACKED:
        return min(most, window - 2 * PAGE_MARGIN)
    beside = BESIDE if window >= FOLDED else 4 * PAGE_MARGIN
    return int(most * (window - beside) / (DESK - BESIDE)) // 20 * 20
