"""Maps: a table of cells and where to find the boundaries in, a pydeck map out. No Streamlit, no tiles.

The boundaries are fetched by the browser from an address of ours, once; a change of figure or year sends
the colours alone. deck.gl reads them through an expression: the feature with index `i` takes the colour
number `i` of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pydeck as pdk

from dashboard.components import palette
from dashboard.components.deckgl import CompactDeck, by_index, by_sides, mark
from dashboard.components.legends import ABSENT, NOTHING, fill_of
from dashboard.components.palette import Classes, rgba
from dashboard.data.cells import Cell

FONT = "'Titillium Web', sans-serif"
CHARACTERS = "0123456789.,-–c%€ "
"""What labels are written with: always the same, so that the browser prepares the letters once."""
_NOWHERE = (0.0, -84.0)
_LINE = rgba(palette.WHITE)
_OUTLINE = rgba("#8f979e")
_FRAME = rgba("#6c7b8a", 240)
_STRONG = ((6, _LINE), (3, rgba(palette.INK)))


@dataclass(frozen=True)
class Place:
    """One area on the map: where its label stands and what it says.

    Attributes:
        cell: the figure; None for an area that is only an outline.
        text: what the label says; empty for no label.
    """

    code: str
    name: str
    lon: float
    lat: float
    cell: Cell | None = None
    text: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Shapes:
    """Boundaries by address: the codes of the features in the order of the file."""

    id: str
    url: str
    codes: Sequence[str]

    @property
    def lines(self) -> Lines:
        """The borders of the same areas."""
        return self._written("linee")

    def lines_between(self, level: str) -> Lines:
        """The borders of those areas of a level that the same areas form."""
        return self._written(f"linee-{level}")

    def _written(self, lines: str) -> Lines:
        return Lines(f"{self.id}-{lines}", self.url.replace(".geojson", f".{lines}.json"))


@dataclass(frozen=True)
class Lines:
    """Borders by address: straight pieces with ends `s`, `t` in degrees, areas `a`, `b` beside.

    The areas are told by their place in the file of the boundaries; twice the same at the outer border.
    """

    id: str
    url: str


@dataclass(frozen=True)
class View:
    """Where the map looks: centre in degrees, and zoom."""

    lon: float
    lat: float
    zoom: float


def choropleth(shapes: Shapes, places: Mapping[str, Place], *, classes: Classes | None) -> list[pdk.Layer]:
    """Build the layers of a map by classes: the areas, and their borders.

    A border is white between colours, grey beside an area without one.

    Args:
        shapes: the boundaries.
        places: the areas that have something to say, by code; the others keep only an outline.
        classes: the classes of the whole dataset.
    """
    cells = {code: place.cell for code, place in places.items()}
    fills = [fill_of(cells.get(code), classes) for code in shapes.codes]
    empty = [int(fill in (NOTHING, ABSENT)) for fill in fills]
    areas = pdk.Layer(
        "GeoJsonLayer",
        id=shapes.id,
        data=shapes.url,
        pickable=True,
        auto_highlight=True,
        highlight_color=rgba(palette.ORANGE, 110),
        stroked=False,
        filled=True,
        get_fill_color=by_index(fills),
        update_triggers={"getFillColor": [mark(fills)]},
    )
    # without a graphics card, to look for the pointer among the lines too took a click for a long press
    lines = shapes.lines
    return [areas, _lines(lines.id, lines.url, by_sides((_LINE, _OUTLINE), empty), [mark(empty)])]


def strong(layer_id: str, rings: Sequence[Sequence[Sequence[float]]]) -> list[pdk.Layer]:
    """Build the layers of the border of one area that stands out, on any colour and on a dark page.

    Args:
        layer_id: name of the layers.
        rings: its closed lines, in degrees.
    """
    return [_path(f"{layer_id}-{width}", rings, width, colour) for width, colour in _STRONG]


def frame(layer_id: str, rings: Sequence[Sequence[Sequence[float]]]) -> pdk.Layer:
    """Build the layer of the border of the one area in sight, under those that speak."""
    return _path(layer_id, rings, 1, _FRAME)


def _path(
    layer_id: str, rings: Sequence[Sequence[Sequence[float]]], width: int, colour: Sequence[int]
) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        id=layer_id,
        data=[{"p": ring} for ring in rings],
        pickable=False,
        get_path="p",
        get_color=colour,
        get_width=width,
        width_units=pdk.types.String("pixels"),
        joint_rounded=True,
        cap_rounded=True,
    )


def outlines(lines: Lines) -> pdk.Layer:
    """Build a layer of lines that are only guessed: the areas under the ones that speak.

    Straight pieces without joints are drawn in a fraction of the time of areas with a border, which tells
    where no graphics card helps.
    """
    return _lines(lines.id, lines.url, rgba("#8a99a8", 105), ["under"])


def _lines(layer_id: str, data: object, colour: list[int] | str, trigger: Sequence[object]) -> pdk.Layer:
    """Build a layer of lines; the same ones may be borders of a map, then lie under another."""
    return pdk.Layer(
        "LineLayer",
        id=layer_id,
        data=data,
        pickable=False,
        get_source_position="s",
        get_target_position="t",
        get_color=colour,
        get_width=1,
        width_units=pdk.types.String("pixels"),
        update_triggers={"getColor": trigger},
    )


def labels(layer_id: str, places: Mapping[str, Place], *, above: int = 0) -> list[pdk.Layer]:
    """Build the layer of the numbers written on the areas, or `above` a point by so many pixels."""
    rows = [
        {
            "p": [round(place.lon, 3), round(place.lat, 3)],
            "t": place.text,
        }
        for place in places.values()
        if place.text
    ]
    if not rows:
        return []
    return [
        pdk.Layer(
            "TextLayer",
            id=layer_id,
            data=rows,
            pickable=False,
            get_position="p",
            get_text="t",
            get_pixel_offset=[0, -above],
            get_color=rgba(palette.INK),
            get_size=13,
            background=True,
            get_background_color=rgba(palette.WHITE, 225),
            background_padding=[4, 1],
            background_border_radius=3,
            font_family=pdk.types.String(FONT),
            font_weight=600,
            character_set=pdk.types.String(CHARACTERS),
        )
    ]


def points(
    layer_id: str, places: Mapping[str, Place], *, classes: Classes | None = None, chosen: str = ""
) -> pdk.Layer:
    """Build a layer of points: areas whose members are not known, at their seat, or all areas from afar."""
    rows = [
        {
            "p": [round(place.lon, 4), round(place.lat, 4)],
            "code": place.code,
            "name": f"{place.name}: {place.tip}" if place.tip else place.name,
            "f": fill_of(place.cell, classes) if classes else rgba(palette.ORANGE),
            "r": 8 if place.code == chosen else 4,
        }
        for place in places.values()
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        id=layer_id,
        data=rows,
        pickable=True,
        auto_highlight=True,
        get_position="p",
        get_fill_color="f",
        get_line_color=rgba(palette.ON_BOTH) if classes else _LINE,
        stroked=True,
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1,
        radius_units=pdk.types.String("pixels"),
        get_radius="r",
    )


def _ready() -> list[pdk.Layer]:
    """Build layers that nobody sees, one of each kind, far outside of any map.

    Without a graphics card the browser takes a quarter of a second when it first draws a kind of layer: it
    takes them when a page opens, and not when somebody chooses the first area with a point or a border.
    """
    lon, lat = _NOWHERE
    path = [[lon, lat], [lon + 0.1, lat], [lon, lat + 0.1]]
    layers = [*strong("linea-pronta", [path]), points("punto-pronto", {"": Place("", "", lon, lat)})]
    for layer in layers:
        layer.pickable = layer.auto_highlight = False
    return [*layers, _lines("linee-pronte", [{"s": path[0], "t": path[1]}], _OUTLINE, ["ready"])]


def _ahead(url: str) -> pdk.Layer:
    """Build a layer that draws nothing of what it fetches: the browser keeps it for the next map."""
    return pdk.Layer(
        "GeoJsonLayer", id=f"prossimi-{url}", data=url, data_transform="[]", visible=False, pickable=False
    )


def deck(layers: Sequence[pdk.Layer], *, view: View, ahead: Sequence[str] = ()) -> pdk.Deck:
    """Put layers on a map that asks nothing of the net.

    `map_style` must stay unset: setting it to None switches a server of tiles on.

    Args:
        layers: what is drawn, from below.
        view: where the map looks.
        ahead: addresses of boundaries that the next choice may want.
    """
    return CompactDeck(
        layers=[*layers, *_ready(), *map(_ahead, ahead)],
        initial_view_state=pdk.ViewState(
            longitude=view.lon, latitude=view.lat, zoom=view.zoom, min_zoom=view.zoom - 1, max_zoom=12
        ),
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_provider=None,
        tooltip={
            "text": "{name}",
            "style": {"backgroundColor": palette.INK, "color": palette.WHITE, "fontFamily": FONT},
        },
    )
