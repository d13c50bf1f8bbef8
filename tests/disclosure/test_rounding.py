from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import rounding
from dashboard.disclosure.layout import Axis, Ints, Layout
from dashboard.disclosure.rounding import METHOD, RoundingError, refuse_mixture, round_small, seed_from
from tests.examples import examples

AREAS = {"Nord": ["n1", "n2", "n3"], "Sud": ["s1", "s2"]}
SEED = seed_from(b"a key of sixteen bytes or more", "dataset", "1")


def three_way() -> Layout:
    return Layout.of(
        [Axis.of("area", [], [AREAS]), Axis.of("sex", ["f", "m"]), Axis.of("age", ["a", "b", "c"])]
    )


def people(layout: Layout, many: int, seed: int) -> tuple[Ints, Ints]:
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(n, many, p=rng.dirichlet(np.ones(n))) for n in layout.shape]
    inner, counts = np.unique(np.ravel_multi_index(tuple(drawn), layout.shape), return_counts=True)
    return inner.astype(np.int64), counts.astype(np.int64)


def sums(layout: Layout, inner: Ints, counts: Ints) -> Ints:
    return np.asarray(layout.add_up(inner, counts), dtype=np.int64)


tables = st.lists(st.integers(0, 9), min_size=30, max_size=30).map(
    lambda found: np.array(found, dtype=np.int64)
)


@given(tables, st.integers(2, 7), st.integers(0, 5))
def test_no_small_count_is_left_anywhere_and_large_ones_are_untouched(
    counts: Ints, base: int, seed: int
) -> None:
    layout = three_way()
    rounded = round_small(layout, np.arange(30), counts, base=base, seed=seed)
    dense = np.zeros(30, dtype=np.int64)
    dense[rounded.inner] = rounded.counts
    assert set(dense[(counts > 0) & (counts < base)].tolist()) <= {0, base}
    assert (dense[counts >= base] == counts[counts >= base]).all()
    assert (dense[counts == 0] == 0).all()
    values = rounded.values(layout)
    assert not ((values > 0) & (values < base)).any()


@given(tables, st.integers(2, 7), st.integers(0, 5))
def test_the_margins_add_up_and_the_total_stays_within_half_a_base(
    counts: Ints, base: int, seed: int
) -> None:
    layout = three_way()
    rounded = round_small(layout, np.arange(30), counts, base=base, seed=seed)
    values = rounded.values(layout)
    assert not (layout.relations @ values).any()
    assert rounded.total_error == rounded.counts.sum() - counts.sum()
    assert 2 * abs(rounded.total_error) <= base


@given(tables)
def test_the_deviations_it_reports_are_the_true_ones(counts: Ints) -> None:
    layout = three_way()
    rounded = round_small(layout, np.arange(30), counts, seed=SEED)
    errors = np.abs(rounded.values(layout) - sums(layout, np.arange(30), counts))
    assert rounded.largest == errors.max()
    assert rounded.mean == pytest.approx(errors.mean())


@examples(6)
@given(st.integers(0, 1000))
def test_margins_stay_closer_than_by_rounding_each_cell_alone(seed: int) -> None:
    layout = Layout.of(three_way().axes, [["area@1", "sex"], ["area", "age"], ["sex", "age"]])
    inner, counts = people(layout, 70, seed)
    rng = np.random.default_rng(seed)
    exact = sums(layout, inner, counts)
    small = counts < 5
    alone = []
    for _ in range(30):
        other = np.where(small, np.where(rng.random(len(counts)) < counts / 5, 5, 0), counts)
        alone.append(((sums(layout, inner, other) - exact) ** 2).sum())
    ours = ((round_small(layout, inner, counts, seed=seed).values(layout) - exact) ** 2).sum()
    assert ours <= np.median(alone)


@examples(8)
@given(st.integers(0, 1000))
def test_no_swap_of_two_cells_would_bring_the_margins_closer(seed: int) -> None:
    layout = three_way()
    inner, counts = people(layout, 60, seed)
    rounded = round_small(layout, inner, counts, seed=seed)
    exact = sums(layout, inner, counts)
    dense = np.zeros(layout.size, dtype=np.int64)
    dense[rounded.inner] = rounded.counts
    small = inner[counts < 5]
    reached = ((sums(layout, np.arange(layout.size), dense) - exact) ** 2).sum()
    for up in small[dense[small] == 5]:
        for down in small[dense[small] == 0]:
            other = dense.copy()
            other[up], other[down] = 0, 5
            assert ((sums(layout, np.arange(layout.size), other) - exact) ** 2).sum() >= reached


@examples(8)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_rows_leaves_tables_and_dimensions_changes_nothing(seed: int, shuffled: Random) -> None:
    menu = [["area@1", "sex"], ["area", "age"], ["sex", "age"]]
    layout = Layout.of(three_way().axes, menu)
    inner, counts = people(layout, 50, seed)
    axes = [Axis.of("age", ["c", "a", "b"]), Axis.of("sex", ["m", "f"]), layout.axes[0]]
    shuffled.shuffle(menu)
    other = Layout.of(axes, menu)
    place = [
        [other.axes[2 - d].position[axis.nodes[i]] for i in range(axis.leaf_count)]
        for d, axis in enumerate(layout.axes)
    ]
    at = np.unravel_index(inner, layout.shape)
    moved = np.ravel_multi_index(tuple(np.array(place[2 - d])[at[2 - d]] for d in range(3)), other.shape)
    order = list(range(len(inner)))
    shuffled.shuffle(order)
    first = round_small(layout, inner, counts, seed=seed)
    second = round_small(other, moved[order].astype(np.int64), counts[order], seed=seed)
    named = dict(zip(inner.tolist(), moved.tolist(), strict=True))
    assert {named[i]: n for i, n in zip(first.inner.tolist(), first.counts.tolist(), strict=True)} == dict(
        zip(second.inner.tolist(), second.counts.tolist(), strict=True)
    )


def test_another_key_gives_another_table() -> None:
    layout = three_way()
    inner, counts = people(layout, 40, 1)
    seeds = [seed_from(bytes([i]) * 16, "dataset") for i in range(6)]
    found = {tuple(round_small(layout, inner, counts, seed=seed).inner.tolist()) for seed in seeds}
    assert len(found) > 1


def test_many_cells_are_improved_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = three_way()
    inner, counts = people(layout, 40, 2)
    whole = round_small(layout, inner, counts, seed=SEED)
    search = rounding._Search(layout, inner[counts < 5], counts[counts < 5], 5, SEED)
    search.diffuse()
    begun = (search.errors**2).sum()
    monkeypatch.setattr(rounding, "TOGETHER", 7)
    parts = round_small(layout, inner, counts, seed=SEED)
    exact = sums(layout, inner, counts)
    reached = [((one.values(layout) - exact) ** 2).sum() for one in (parts, whole)]
    assert max(reached) <= begun
    assert parts.total_error == whole.total_error


def test_nine_hundred_people_in_many_areas_keep_their_margins() -> None:
    """Sparse: six variables over 130 areas, nearly every inner cell is one person."""
    rng = np.random.default_rng(5)
    cuts = [0, *sorted(rng.choice(np.arange(1, 130), 18, replace=False).tolist()), 130]
    tree = {f"R{r}": [f"a{i}" for i in range(a, b)] for r, (a, b) in enumerate(pairwise(cuts))}
    variables = [Axis.of(f"v{d}", [f"{d}.{i}" for i in range(n)]) for d, n in enumerate((2, 3, 5, 4, 3, 6))]
    names = [axis.name for axis in variables]
    menu = [["area"], ["area@1"], *([name, "area@1"] for name in names)]
    menu += [[one, other] for i, one in enumerate(names) for other in names[i + 1 :]]
    layout = Layout.of([Axis.of("area", [], [tree]), *variables], menu)
    inner, counts = people(layout, 900, 5)
    assert (counts < 5).mean() > 0.9
    rounded = round_small(layout, inner, counts, seed=SEED)
    exact = sums(layout, inner, counts)
    errors = np.abs(rounded.values(layout) - exact)
    nothing_up = np.abs(sums(layout, inner, np.where(counts < 5, 0, counts)) - exact)
    assert errors.mean() < 0.25 * nothing_up.mean()
    assert rounded.largest < 0.05 * counts.sum()
    assert 2 * abs(rounded.total_error) <= 5


def test_a_table_without_small_counts_stays_as_it_is() -> None:
    layout = three_way()
    inner, counts = np.array([3, 8]), np.array([5, 40])
    rounded = round_small(layout, inner, counts, seed=SEED)
    assert rounded.inner.tolist() == [3, 8] and rounded.counts.tolist() == [5, 40]
    assert (rounded.largest, rounded.mean, rounded.total_error) == (0, 0.0, 0)


def test_rounded_figures_bear_their_mark_and_stand_alone() -> None:
    rounded = round_small(three_way(), np.array([0]), np.array([1]), seed=SEED)
    refuse_mixture([rounded.method, METHOD])
    refuse_mixture(["suppression", "suppression"])
    with pytest.raises(RoundingError, match="non possono stare accanto"):
        refuse_mixture([rounded.method, "suppression"])


def test_a_seed_comes_from_a_secret_key_and_from_what_it_is_for() -> None:
    key = b"0123456789abcdef"
    assert seed_from(key, "a", "1") == seed_from(key, "a", "1")
    assert len({seed_from(key, "a", "1"), seed_from(key, "a1"), seed_from(key, "a", "2")}) == 3
    with pytest.raises(RoundingError, match="16 byte"):
        seed_from(b"short")


@pytest.mark.parametrize(
    ("inner", "counts", "base", "word"),
    [([0], [1], 1, "base"), ([0, 0], [1, 2], 5, "due volte"), ([0], [-1], 5, "negativi")],
)
def test_what_cannot_be_rounded_is_refused(inner: list[int], counts: list[int], base: int, word: str) -> None:
    with pytest.raises(RoundingError, match=word):
        round_small(three_way(), np.array(inner), np.array(counts), base=base, seed=SEED)
