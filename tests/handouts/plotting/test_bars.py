import plotly.graph_objects as go
import pytest

from tests.handouts.plotting.reading import boxes, drawn, place, texts

RED, BLUE = "#ff0000", "#0000ff"


def bar(values: list[float | None], colour: str = RED, **more: object) -> go.Bar:
    return go.Bar(x=["a", "b"], y=values, marker={"color": colour}, **more)


def test_bars_stand_on_zero_and_are_as_long_as_their_numbers() -> None:
    low, high = boxes(drawn(bar([1, 2])), RED)

    assert low[3] == high[3]
    assert high[3] - high[2] == pytest.approx(2 * (low[3] - low[2]), abs=0.5)


def test_bars_stand_side_by_side_or_on_one_another() -> None:
    beside = drawn(bar([1, 2]), bar([1, 2], BLUE))
    heaped = drawn(bar([1, 2]), bar([1, 2], BLUE), barmode="stack")

    assert boxes(beside, RED)[0][1] <= boxes(beside, BLUE)[0][0] + 0.1
    assert boxes(heaped, RED)[0][0] == boxes(heaped, BLUE)[0][0]
    assert boxes(heaped, BLUE)[0][3] == boxes(heaped, RED)[0][2]


def test_bars_of_one_place_in_the_group_lie_one_over_the_other() -> None:
    over = drawn(bar([1, 2], offsetgroup="1"), bar([1, 2], BLUE, offsetgroup="1"))

    assert boxes(over, RED) == boxes(over, BLUE)


def test_a_bar_lies_between_its_base_and_its_end_on_dates() -> None:
    work = go.Bar(
        base=["2024-01-01", "2024-07-01"],
        x=[181 * 86_400_000, 184 * 86_400_000],
        y=["bando", "corso"],
        orientation="h",
        marker={"color": RED},
        text=["fatto", "da fare"],
    )
    root = drawn(work, yaxis={"autorange": "reversed"}, xaxis={"type": "date"})

    first, second = boxes(root, RED)
    assert first[1] == pytest.approx(second[0], abs=2)  # a day
    assert place(root, "bando")[1] < place(root, "corso")[1]
    assert "gen 2024" in texts(root)


def test_texts_stand_inside_or_beyond_the_end() -> None:
    outside = drawn(bar([5, 9], text=["x", "y"], textposition="outside"))
    inside = drawn(bar([5, 9], text=["x", "y"], textposition="inside", insidetextanchor="middle"))

    assert place(outside, "y")[1] < boxes(outside, RED)[1][2]
    left, right, top, bottom = boxes(inside, RED)[1]
    x, y = place(inside, "y")
    assert left < x < right
    assert top < y < bottom


def test_a_bar_without_a_number_keeps_its_place_and_its_text() -> None:
    root = drawn(bar([None, 4], text=["c", "4"], textposition="outside"))

    assert {"a", "b", "c", "4"} <= set(texts(root))
    assert place(root, "c")[0] < place(root, "4")[0]


def test_a_pattern_is_drawn_and_its_text_can_be_read_on_it() -> None:
    root = drawn(bar([2, 3], text=["2", "3"], textposition="inside", marker_pattern_shape="/"))

    assert any("pattern" in one.tag for one in root.iter())
    assert {"2", "3"} <= set(texts(root))
