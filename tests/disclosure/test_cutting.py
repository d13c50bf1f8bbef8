from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from dashboard.disclosure.cutting import all_sums
from dashboard.disclosure.layout import Axis, Layout
from tests.disclosure.auditing import layout_of
from tests.examples import examples

REGIONS = {"Italia": ["Nord", "Sud"], "Nord": ["a", "b"], "Sud": ["c", "d"]}
SIZES = {"Tutti": ["grandi", "piccoli"], "grandi": ["a", "c"], "piccoli": ["b", "d"]}
ODD = {"Italia": ["Nord", "Sud"], "Nord": ["a", "b"], "Sud": ["c"], "c": ["d"]}


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    trees = draw(st.sampled_from([[REGIONS], [REGIONS, SIZES], [ODD], []]))
    leaves = ["a", "b", "d"] if trees == [ODD] else ["a", "b", "c", "d"]
    axes = [Axis.of("luogo", leaves, trees), Axis.of("sesso", ["f", "m"])]
    items = [[], ["sesso"], *([f"luogo@{n}"] for n in range(axes[0].depth + 1))]
    tables = [*items, *(["sesso", *one] for one in items[2:])]
    return Layout.of(axes, draw(st.lists(st.sampled_from(tables), min_size=1, max_size=4)))


@examples(25)
@given(layout=layouts(), seed=st.integers(0, 1000))
def test_every_inner_table_keeps_all_the_sums(layout: Layout, seed: int) -> None:
    counts = np.random.default_rng(seed).integers(0, 9, layout.size)
    assert not np.any(all_sums(layout) @ layout.add_up(np.arange(layout.size), counts))


@examples(25)
@given(layout=layouts())
def test_a_cell_that_inner_cells_tie_to_finer_ones_is_tied_by_the_sums(layout: Layout) -> None:
    # cells of a table that cuts another cell whole determine it, whatever levels lie between
    sums, inner = all_sums(layout).toarray(), layout.matrix(np.arange(layout.size)).toarray()
    for cell, parts in enumerate(inner):
        inside = [other for other, row in enumerate(inner) if other != cell and (row <= parts).all()]
        for block in layout.blocks:
            cut = [c for c in inside if c in block.grid]
            if len(cut) > 1 and np.array_equal(inner[cut].sum(axis=0), parts):
                row = np.zeros(len(layout))
                row[cell], row[cut] = -1, 1
                assert linprog(np.zeros(len(sums)), A_eq=sums.T, b_eq=row, bounds=(None, None)).status == 0


def test_a_missing_level_is_stepped_over() -> None:
    layout = Layout.of([Axis.of("luogo", ["a", "b", "c", "d"], [REGIONS])], [[], ["luogo"]])
    assert np.abs(all_sums(layout).toarray()).sum(axis=1).tolist() == [5]


def test_sums_that_follow_from_others_are_left_out() -> None:
    layout = Layout.of([Axis.of("luogo", ["a", "b", "c", "d"], [REGIONS])])
    assert sorted(np.abs(all_sums(layout).toarray()).sum(axis=1).tolist()) == [3, 3, 3]


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 2)])
def test_a_full_cross_has_one_sum_for_every_line(shape: tuple[int, ...]) -> None:
    lines = sum(int(np.prod([n + 1 for j, n in enumerate(shape) if j != i])) for i in range(len(shape)))
    assert all_sums(layout_of(shape)).shape[0] == lines
