import plotly.graph_objects as go
import pytest

from dashboard.handouts.plotting import flows
from dashboard.handouts.plotting.inks import Undrawable
from tests.handouts.plotting.reading import boxes, drawn, place, texts


def flow(links: list[tuple[int, int, float]], **more: object) -> go.Sankey:
    source, target, value = zip(*links, strict=True)
    return go.Sankey(
        node={"label": ["Fondo", "Regioni", "Ambiti"], "color": ["#ff0000", "#00ff00", "#0000ff"]},
        link={"source": source, "target": target, "value": value, "color": "#cccccc"},
        **more,
    )


def test_a_node_stands_after_all_that_lead_to_it() -> None:
    assert flows.columns(3, [(0, 1, 1), (1, 2, 1), (0, 2, 1)]) == [0, 1, 2]
    with pytest.raises(Undrawable):
        flows.columns(2, [(0, 1, 1), (1, 0, 1)])


def test_nodes_are_as_tall_as_what_goes_through_and_named() -> None:
    root = drawn(flow([(0, 1, 30), (0, 2, 10)]))

    ((_, _, top, bottom),) = boxes(root, "#ff0000")
    heights = [b[3] - b[2] for colour in ("#00ff00", "#0000ff") for b in boxes(root, colour)]
    assert heights[0] == pytest.approx(3 * heights[1], rel=0.02)
    assert sum(heights) == pytest.approx(bottom - top, rel=0.02)
    assert {"Fondo", "Regioni", "Ambiti"} <= set(texts(root))
    assert place(root, "Fondo")[0] < place(root, "Regioni")[0]


def test_only_the_numbers_of_the_figure_are_written_and_no_sum() -> None:
    assert set(texts(drawn(flow([(0, 1, 1200), (0, 2, 1000.5)], valuesuffix=" €")))) == {
        "Fondo", "Regioni", "Ambiti", "1.200 €", "1.000,5 €",
    }  # fmt: skip


def test_a_flow_that_stands_is_not_drawn() -> None:
    with pytest.raises(Undrawable):
        drawn(flow([(0, 1, 1)], orientation="v"))
