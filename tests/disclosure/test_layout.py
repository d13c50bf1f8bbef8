from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import TOTAL, Axis, Layout, LayoutError, Tree
from tests.examples import examples

REGIONS = {"Italia": ["Nord", "Sud"], "Nord": ["a", "b"], "Sud": ["c", "d"]}
SIZES = {"Tutti": ["grandi", "piccoli"], "grandi": ["a", "c"], "piccoli": ["b", "d"]}
ODD = {"Italia": ["Nord", "c"], "Nord": ["a", "b"]}
PLACES = {
    "tree": Axis.of("luogo", list("abcd"), [REGIONS]),
    "two trees": Axis.of("luogo", list("abcd"), [REGIONS, SIZES]),
    "uneven": Axis.of("luogo", list("abc"), [ODD]),
    "plain": Axis.of("luogo", list("abcd")),
}
SEX = Axis.of("sesso", ["f", "m"])


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    place = PLACES[draw(st.sampled_from(sorted(PLACES)))]
    axes = [place, SEX]
    if draw(st.booleans()):
        axes = axes[::-1]
    items = [[], ["sesso"], ["luogo"], *([f"luogo@{n}"] for n in range(place.depth + 1))]
    tables = [*items, *([*one, "sesso"] for one in items[2:])]
    return Layout.of(axes, draw(st.none() | st.lists(st.sampled_from(tables), min_size=1, max_size=5)))


def counts_of(layout: Layout, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 9, layout.size)


@examples(30)
@given(layout=layouts(), seed=st.integers(0, 99))
def test_a_cell_adds_up_the_inner_cells_that_lie_in_its_nodes(layout: Layout, seed: int) -> None:
    counts = counts_of(layout, seed).reshape(layout.shape)
    values = layout.add_up(np.arange(layout.size), counts.ravel())
    for cell, nodes in enumerate(layout.cells.tolist()):
        members = [axis.members(node) for axis, node in zip(layout.axes, nodes, strict=True)]
        assert values[cell] == counts[np.ix_(*members)].sum()
        assert layout.find(nodes) == cell
        assert layout.names(cell) == tuple(a.nodes[n] for a, n in zip(layout.axes, nodes, strict=True))


@examples(30)
@given(layout=layouts(), seed=st.integers(0, 99))
def test_the_matrix_and_its_transpose_say_the_same(layout: Layout, seed: int) -> None:
    inner = np.arange(layout.size)
    matrix, counts = layout.matrix(inner), counts_of(layout, seed)
    weights = np.random.default_rng(seed).random(len(layout)) - 0.5
    assert np.array_equal(matrix @ counts, layout.add_up(inner, counts))
    assert np.allclose(layout.spread(weights).ravel(), matrix.T @ weights)
    assert not layout.spread(np.zeros(len(layout))).any()


@examples(30)
@given(layout=layouts())
def test_every_inner_cell_lies_in_exactly_one_cell_of_a_block(layout: Layout) -> None:
    found = layout.incidence(np.arange(layout.size))
    assert found.shape == (layout.size, len(layout.blocks))
    assert sorted(set(found[found >= 0].tolist())) == list(range(len(layout)))
    for number, block in enumerate(layout.blocks):
        assert (layout.table_of()[block.grid[block.grid >= 0]] == block.table).all()
        assert set(found[:, number].tolist()) <= {-1, *block.grid.ravel().tolist()}


@examples(30)
@given(layout=layouts(), seed=st.integers(0, 99))
def test_relations_hold_for_every_inner_table(layout: Layout, seed: int) -> None:
    values = layout.add_up(np.arange(layout.size), counts_of(layout, seed))
    assert not np.any(layout.relations @ values)
    assert layout.relations is layout.relations


@examples(30)
@given(layout=layouts())
def test_what_lies_in_a_node_lies_in_it_whole(layout: Layout) -> None:
    for dimension, axis in enumerate(layout.axes):
        for node in range(len(axis.nodes)):
            leaves, cells = layout.within(dimension, node)
            assert np.flatnonzero(leaves).tolist() == axis.members(node).tolist()
            for cell in range(len(layout)):
                members = axis.members(int(layout.cells[cell, dimension]))
                assert cells[cell] == bool(leaves[members].all())


@pytest.mark.parametrize("name", sorted(PLACES))
def test_families_are_parents_with_all_their_children(name: str) -> None:
    axis = PLACES[name]
    for parent, children in axis.families:
        parts = [axis.members(child).tolist() for child in children]
        assert sorted(itertools.chain(*parts)) == axis.members(parent).tolist()
    assert axis.position[axis.nodes[-1]] == len(axis.nodes) - 1


def test_levels_go_from_the_total_to_the_leaves_and_every_tree_has_its_own() -> None:
    axis = PLACES["two trees"]
    assert axis.depth == 2
    names = [{tuple(axis.nodes[i] for i in one) for one in axis.maps(level)} for level in range(3)]
    assert names[0] == {("Italia",) * 4, ("Tutti",) * 4}
    assert names[1] == {("Nord", "Nord", "Sud", "Sud"), ("grandi", "piccoli", "grandi", "piccoli")}
    assert names[2] == {("a", "b", "c", "d")}


def test_a_leaf_that_only_the_tree_names_counts_nothing_and_is_there() -> None:
    axis = Axis.of("luogo", ["b"], [REGIONS])
    assert axis.nodes[: axis.leaf_count] == ("a", "b", "c", "d")


def test_several_roots_and_no_tree_get_a_total() -> None:
    assert TOTAL in Axis.of("x", ["a", "b"]).nodes
    two = Axis.of("x", list("abc"), [{"p": ["a", "b"], "q": ["c"]}])
    assert two.maps(0)[0].tolist() == [two.position[TOTAL]] * 3


def test_the_full_cross_shows_every_level_with_every_other() -> None:
    layout = Layout.of([PLACES["tree"], SEX])
    assert len(layout) == 7 * 3
    assert len(layout.menu) == 3 * 2


def test_a_cell_of_two_tables_belongs_to_the_first() -> None:
    layout = Layout.of([PLACES["tree"], SEX], [["luogo"], ["luogo@2", "sesso@0"], ["luogo@0"]])
    assert len(layout) == 5
    assert layout.table_of().tolist() == [0, 0, 0, 0, 2]
    assert layout.find([99, 0]) is None


@pytest.mark.parametrize(
    ("leaves", "trees", "says"),
    [
        ([], [], "non ha valori"),
        (["z"], [REGIONS], "«z» di «x» non è nella gerarchia"),
        (["Nord"], [REGIONS], "«Nord» di «x» è un totale"),
        (["Italia"], [REGIONS], "«Italia» di «x» è un totale"),
        (["a", TOTAL], [], "«Total» di «x» è un totale"),
        (["a"], [REGIONS, {"p": ["b"], "a": ["c", "d"]}], "«a» di «x» è un totale"),
        (["a"], [{"p": ["a"], "q": ["a"]}], "«a» ha due genitori"),
        (["a"], [{"p": ["q"], "q": ["p", "a"]}], "gira in tondo"),
        (["a"], [REGIONS, {"p": ["a"]}], "non è nella gerarchia"),
    ],
)
def test_hierarchies_that_do_not_fit_are_refused_with_a_sentence(
    leaves: Sequence[str], trees: Sequence[Tree], says: str
) -> None:
    with pytest.raises(LayoutError, match=says):
        Axis.of("x", leaves, trees)


@pytest.mark.parametrize(
    ("menu", "says"),
    [
        ([], "non ha tabelle"),
        ([["età"]], "nomina «età», che non è fra le dimensioni: luogo, sesso"),
        ([["luogo@x"]], "numero di un livello"),
        ([["luogo@3"]], "ha i livelli da 0 a 2"),
        ([["sesso", "sesso@0"]], "due volte"),
    ],
)
def test_menus_that_do_not_fit_are_refused_with_a_sentence(menu: list[list[str]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        Layout.of([PLACES["tree"], SEX], menu)


def test_a_dimension_may_have_an_at_in_its_name() -> None:
    axis = Axis.of("e@mail", ["si", "no"])
    assert len(Layout.of([axis], [["e@mail"], ["e@mail@0"]])) == 3
