"""How many pixels a map has on a page."""

from __future__ import annotations

import pytest

from dashboard.components.sizes import DESK, map_width


@pytest.mark.parametrize(
    ("window", "pixels"),
    [(1920, 600), (1440, 600), (1280, 500), (768, 200), (700, 360), (640, 600), (390, 358)],
)
def test_a_map_has_its_share_of_the_page(window: int, pixels: int) -> None:
    assert map_width(600, window=window) == pixels


def test_a_narrower_window_never_makes_a_map_wider_while_the_page_is_laid_out_alike() -> None:
    for windows in (range(100, 641), range(641, 768), range(768, DESK + 1)):
        widths = [map_width(600, window=window) for window in windows]
        assert widths == sorted(widths)
