from __future__ import annotations

import json

import numpy as np

from dashboard.publishing.populations import Line, Shape
from tests.erewhon import people
from tests.publishing.test_grouping import ROWS, groups


def test_a_shape_survives_the_way_to_text_and_back() -> None:
    (group,) = groups(people(*ROWS))
    again = Shape.from_json(json.loads(json.dumps(group.shape.to_json())))
    assert again == group.shape
    assert np.array_equal(again.layout.cells, group.shape.layout.cells)


def test_an_axis_has_its_tree_or_one_total() -> None:
    assert Line("colore", ("rosso", "blu"), {}).axis.nodes == ("rosso", "blu", "Total")
    tree = Line("luogo", ("a", "b", "c"), {"x": ("a", "b"), "r": ("x", "c")}).axis
    assert tree.depth == 2


def test_a_population_by_itself_has_the_cells_that_it_has_in_its_group() -> None:
    (group,) = groups(people(*ROWS))
    assert len(group.shape.keys) == 2
    for number, key in enumerate(group.shape.keys):
        single = group.of(number)
        assert single.shape.keys == (key,)
        assert np.array_equal(single.values, group.values[group.shape.cells_in(number)])
    assert sum(int(group.of(number).counts.sum()) for number in range(2)) == int(group.counts.sum())


def test_every_cell_of_the_menu_is_in_a_row_where_everything_is_delivered_below() -> None:
    (group,) = groups(people(*ROWS))
    assert len(group.shape.unlisted()) == 0
    listed = {cell for chosen in group.shape.tables for _, cell in group.shape.cells_of(chosen)}
    assert listed == set(range(len(group.shape.layout)))
