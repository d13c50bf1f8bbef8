from __future__ import annotations

import ast
import json
from typing import Any

import pydeck as pdk
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import maps
from dashboard.components.deckgl import by_index, by_sides, mark
from dashboard.components.maps import Lines, View


def evaluated(expression: object, index: int, other: int = 0) -> Any:
    """Work an accessor out for the feature with an index, or the border of two, as deck.gl's expressions do.

    Knows lists, texts, numbers, `a[b]`, `properties.i`, and the areas `a` and `b` beside a border: nothing
    else may stand in an expression of ours.
    """
    text = str(expression)
    assert text.startswith("@@="), text

    def work(node: ast.expr) -> Any:
        if isinstance(node, ast.List):
            return [work(item) for item in node.elts]
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Subscript):
            return work(node.value)[int(work(node.slice))]  # a digit is a place too, as in JavaScript
        if isinstance(node, ast.Name):
            return {"a": index, "b": other}[node.id]
        assert isinstance(node, ast.Attribute), ast.dump(node)
        assert ast.unparse(node) == "properties.i"
        return index

    return work(ast.parse(text.removeprefix("@@="), mode="eval").body)


@given(st.lists(st.integers(0, 14) | st.just([0, 0, 0, 255]), min_size=1, max_size=30))
def test_each_area_takes_its_own_value(values: list[object]) -> None:
    written = by_index(values)

    if len({json.dumps(value) for value in values}) == 1:
        assert ast.literal_eval(written) == values[0]
    else:
        assert [evaluated(f"@@={written}", i) for i in range(len(values))] == values


@given(st.lists(st.integers(0, 2), min_size=1, max_size=12))
def test_a_border_takes_the_value_of_the_stronger_of_its_sides(kinds: list[int]) -> None:
    written = f"@@={by_sides(('chiaro', 'grigio', 'nero'), kinds)}"

    for one, kind in enumerate(kinds):
        for other, beside in enumerate(kinds):
            assert evaluated(written, one, other) == ("chiaro", "grigio", "nero")[max(kind, beside)]


def test_what_is_painted_again_is_told_by_the_values() -> None:
    assert mark([1, [2, 3]]) == mark([1, [2, 3]])
    assert mark([1, [2, 3]]) != mark([1, [3, 2]])


def test_a_map_is_written_without_blanks_and_says_the_same() -> None:
    deck = maps.deck([maps.outlines(Lines("linee", "/linee.json"))], view=View(12.5, 41.5, 4.7))

    spaced = pdk.Deck(layers=deck.layers, views=deck.views, map_provider=None)
    spaced.initial_view_state = deck.initial_view_state

    assert json.loads(deck.to_json()) == json.loads(spaced.to_json())
    assert len(deck.to_json()) < len(spaced.to_json())
    assert "\n" not in deck.to_json()
