import json
import re
from typing import Any

import pydeck as pdk
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import maps, palette
from dashboard.components.legends import fill_of
from dashboard.components.maps import Lines, Place, Shapes, View
from dashboard.components.palette import Classes
from dashboard.data.cells import Cell, Status
from tests.components.test_deckgl import evaluated

CLASSES = Classes((1.0, 5.0, 20.0), 1.0)
LINES = Lines("contea-linee", "/confini/1973/contea.linee.json")
SHAPES = Shapes("contea", "/confini/1973/contea.geojson", ("01", "02", "03"))


def written(layer: pdk.Layer) -> dict[str, Any]:
    """A layer as it is sent to the browser."""
    found: dict[str, Any] = json.loads(maps.deck([layer], view=View(21, 41, 5)).to_json())["layers"][0]
    return found


def place(code: str, cell: Cell | None, text: str = "", tip: str = "") -> Place:
    return Place(code, f"Contea {code}", 20.5, 41.0, cell, text, tip)


def places(*cells: Cell | None) -> dict[str, Place]:
    return {code: place(code, cell) for code, cell in zip(SHAPES.codes, cells, strict=False)}


# ---- the layer of areas ----


@given(
    st.lists(
        st.sampled_from([Cell(0, Status.ZERO), Cell(1, Status.VALID), Cell(9, Status.VALID), None]),
        min_size=1,
        max_size=30,
    )
)
def test_each_feature_takes_the_colour_of_its_own_cell(cells: list[Cell | None]) -> None:
    codes = [f"{i:02}" for i in range(len(cells))]
    shapes = Shapes("contea", "/confini/contea.geojson", codes)
    spoken = {code: place(code, cell) for code, cell in zip(codes, cells, strict=True) if cell is not None}

    areas, borders = map(written, maps.choropleth(shapes, spoken, classes=CLASSES))

    fills = [fill_of(cell, CLASSES) for cell in cells]
    for i, fill in enumerate(fills):
        assert evaluated(areas["getFillColor"], i) == fill
        for other in {0, i, len(cells) - 1}:
            white = evaluated(borders["getColor"], i, other) == palette.rgba(palette.WHITE)
            assert white is (fill[3] == fills[other][3] == 255)


def test_the_border_of_my_area_is_ink_on_a_wider_white_and_is_not_picked() -> None:
    ring = [[20.0, 41.0], [21.0, 41.0], [20.0, 42.0], [20.0, 41.0]]

    under, over = map(written, maps.strong("mia", [ring]))

    assert under["data"] == over["data"] == [{"p": ring}]
    assert under["getWidth"] > over["getWidth"]
    assert (under["getColor"], over["getColor"]) == (palette.rgba(palette.WHITE), palette.rgba(palette.INK))
    assert under["id"] != over["id"]
    assert under["pickable"] is over["pickable"] is False


def test_the_area_in_sight_has_a_thin_border_of_its_own() -> None:
    ring = [[20.0, 41.0], [21.0, 41.0], [20.0, 42.0], [20.0, 41.0]]

    layer = written(maps.frame("intorno", [ring]))

    assert (layer["data"], layer["getWidth"], layer["pickable"]) == ([{"p": ring}], 1, False)


def test_every_map_draws_one_layer_of_each_kind_where_nobody_sees_it_and_nobody_can_pick_it() -> None:
    """What a browser without a graphics card prepares when it first draws a kind is ready from the start."""
    layers = json.loads(maps.deck([], view=View(12.5, 41.5, 4.7)).to_json())["layers"]

    assert {layer["@@type"] for layer in layers} == {"ScatterplotLayer", "PathLayer", "LineLayer"}
    for layer in layers:
        assert layer["pickable"] is False
        (row,) = layer["data"]
        place = row.get("p") or row["s"]
        lat = place[0][1] if isinstance(place[0], list) else place[1]
        assert lat < -80
    assert len({layer["id"] for layer in layers}) == len(layers)


def test_boundaries_that_may_be_wanted_next_are_fetched_and_nothing_of_them_is_drawn() -> None:
    urls = ["/confini/1973/contea.geojson", "/confini/1973/contea.linee.json"]
    plain = json.loads(maps.deck([], view=View(21, 41, 5)).to_json())["layers"]

    layers = json.loads(maps.deck([], view=View(21, 41, 5), ahead=urls).to_json())["layers"]

    assert layers[: len(plain)] == plain
    added = layers[len(plain) :]
    assert [layer["data"] for layer in added] == urls
    assert {layer["visible"] for layer in added} == {layer["pickable"] for layer in added} == {False}
    assert {layer["dataTransform"] for layer in added} == {"@@=[]"}


def test_areas_are_picked_and_the_lines_between_them_are_not() -> None:
    areas, borders = map(written, maps.choropleth(SHAPES, places(), classes=CLASSES))
    assert areas["pickable"] is True
    assert borders["pickable"] is False


def test_the_map_fetches_its_boundaries_by_address_and_carries_none() -> None:
    areas, borders = map(written, maps.choropleth(SHAPES, places(), classes=CLASSES))

    assert (areas["data"], areas["id"]) == (SHAPES.url, SHAPES.id)
    assert (borders["data"], borders["id"]) == (SHAPES.lines.url, SHAPES.lines.id)
    assert areas["stroked"] is False, "a border of an area costs three times a line"


def test_other_figures_on_the_same_boundaries_are_painted_again() -> None:
    def triggers(value: float) -> Any:
        cells = places(Cell(value, Status.VALID), Cell(1, Status.VALID))
        return written(maps.choropleth(SHAPES, cells, classes=CLASSES)[0])["updateTriggers"]

    assert triggers(1)["getFillColor"] != triggers(9)["getFillColor"]
    assert triggers(9) == triggers(10)  # the same class, the same picture


def test_borders_that_were_those_of_a_map_and_now_lie_under_another_are_painted_again() -> None:
    (_, mine), under = maps.choropleth(SHAPES, {}, classes=CLASSES), maps.outlines(SHAPES.lines)
    one, other = written(mine), written(under)

    assert one["id"] == other["id"]
    assert one["updateTriggers"]["getColor"] != other["updateTriggers"]["getColor"]


def test_lines_under_the_map_are_straight_pieces_that_cannot_be_picked() -> None:
    layer = written(maps.outlines(LINES))

    assert layer["pickable"] is False
    assert layer["data"] == LINES.url
    assert (layer["getSourcePosition"], layer["getTargetPosition"]) == ("@@=s", "@@=t")


# ---- points and labels ----


def test_a_point_says_code_name_and_figure_and_the_chosen_one_is_larger() -> None:
    spoken = {
        "01": place("01", Cell(0, Status.ZERO), tip="0 viandanti"),
        "02": place("02", Cell(9, Status.VALID)),
    }

    rows = written(maps.points("sedi", spoken, classes=CLASSES, chosen="02"))["data"]

    assert [(row["code"], row["name"]) for row in rows] == [
        ("01", "Contea 01: 0 viandanti"),
        ("02", "Contea 02"),
    ]
    assert rows[0]["f"] == fill_of(Cell(0, Status.ZERO), CLASSES)
    assert rows[1]["r"] > rows[0]["r"]


def test_points_without_a_scale_only_say_where() -> None:
    rows = written(maps.points("punti", {"01": place("01", None)}))["data"]

    assert rows[0]["f"] == palette.rgba(palette.ORANGE)


def test_labels_are_drawn_with_the_characters_they_need_and_not_for_silent_areas() -> None:
    spoken = {
        "01": place("01", Cell(12, Status.VALID), text="12,5"),
        "02": place("02", Cell(None, Status.NOT_COLLECTED)),
    }

    layer = written(maps.labels("etichette", spoken, above=14)[0])

    assert [row["t"] for row in layer["data"]] == ["12,5"]
    assert set("12,5") <= set(layer["characterSet"])
    assert layer["getPixelOffset"] == [0, -14]
    assert maps.labels("etichette", {"02": spoken["02"]}) == []


# ---- the deck ----


def test_a_map_asks_nothing_of_the_net() -> None:
    written_deck = maps.deck([maps.outlines(LINES)], view=View(12.5, 41.5, 4.7)).to_json()
    specification = json.loads(written_deck)

    assert specification["initialViewState"]["longitude"] == 12.5
    assert specification.get("mapProvider") is None
    assert specification["mapStyle"]  # null would switch a server of tiles on
    assert "http" not in written_deck


def test_what_is_said_of_an_area_is_text_and_names_only_what_every_area_has() -> None:
    tooltip = maps.deck([maps.outlines(LINES)], view=View(12.5, 41.5, 4.7))._tooltip

    assert "html" not in tooltip  # a name is no tag
    assert set(re.findall(r"{(\w+)}", tooltip["text"])) <= {"code", "name", "i"}
