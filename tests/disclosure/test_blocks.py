from __future__ import annotations

import numpy as np

from dashboard.disclosure.blocks import Blocks

# cells: total | region A, its areas a, b | region B, its area c
OWNED = np.array(
    [
        [0, 0, 0, 0, 0, 0],  # the outsider
        [0, 0, 1, 0, 0, 0],  # a
        [0, 1, 1, 1, 0, 0],  # A
        [0, 0, 0, 0, 0, 1],  # c
        [0, 0, 0, 0, 1, 1],  # B
        [0, 0, 0, 0, 0, 0],  # one who owns no whole cell
    ],
    dtype=bool,
)


def test_the_largest_parts_are_the_blocks_and_who_knows_less_lies_in_one() -> None:
    blocks = Blocks.of_owners(OWNED)
    assert blocks.count == 2
    assert blocks.home.tolist() == [-1, 0, 0, 0, 1, 1]
    assert blocks.of.tolist() == [-1, 0, 0, 1, 1, -1]


def test_parts_that_overlap_share_a_block() -> None:
    owned = np.array([[0, 0, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
    blocks = Blocks.of_owners(owned)
    assert blocks.count == 1
    assert blocks.home.tolist() == [0, 0, 0, -1]
    assert blocks.of.tolist() == [-1, 0, 0]


def test_without_insiders_there_is_no_block() -> None:
    blocks = Blocks.of_owners(np.zeros((1, 3), dtype=bool))
    assert (blocks.count, blocks.home.tolist(), blocks.of.tolist()) == (0, [-1, -1, -1], [-1])
