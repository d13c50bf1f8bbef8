from __future__ import annotations

import numpy as np
import pytest

from benchmarks.film import Box, Frame, alike, painted

OLD, NEW, NOISE = 40, 200, 5


def frame(time: float, colour: int, *, corner: int | None = None) -> Frame:
    pixels = np.full((60, 80, 3), colour, dtype=np.uint8)
    if corner is not None:
        pixels[:20, :20] = corner
    return Frame(time, pixels, width=160)


def test_the_noise_of_compression_is_no_change() -> None:
    assert alike(frame(0, OLD).pixels, frame(0, OLD + NOISE).pixels)
    assert not alike(frame(0, OLD).pixels, frame(0, NEW).pixels)


def test_pictures_of_different_size_are_not_alike() -> None:
    assert not alike(frame(0, OLD).pixels, frame(0, OLD).pixels[:10])


def test_a_place_is_repainted_at_the_first_frame_that_looks_like_the_end() -> None:
    frames = [frame(9.0, OLD), frame(10.1, OLD), frame(10.3, NEW), frame(10.9, NEW + NOISE)]

    assert painted(frames, 10.0) == pytest.approx(0.3)


def test_a_picture_that_passes_through_others_is_repainted_at_its_last() -> None:
    frames = [frame(9.0, OLD), frame(10.1, NEW), frame(10.2, 120), frame(10.4, NEW)]

    assert painted(frames, 10.0) == pytest.approx(0.4)


def test_what_never_changes_is_never_repainted() -> None:
    assert painted([], 10.0) is None
    assert painted([frame(9.0, OLD), frame(11.0, OLD)], 10.0) is None


def test_a_change_before_the_act_is_not_its_effect() -> None:
    assert painted([frame(8.0, OLD), frame(9.0, NEW)], 10.0) is None


def test_only_the_place_counts_in_css_pixels_of_the_window() -> None:
    frames = [frame(9, OLD, corner=OLD), frame(10.2, OLD, corner=NEW), frame(10.7, NEW, corner=NEW)]

    assert painted(frames, 10.0, Box(0, 0, 40, 40)) == pytest.approx(0.2)
    assert painted(frames, 10.0, Box(80, 60, 40, 40)) == pytest.approx(0.7)
