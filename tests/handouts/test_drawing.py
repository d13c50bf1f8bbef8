from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

import dashboard.components
from dashboard.components import charts, wording
from dashboard.components.charts import Bar
from dashboard.components.figures import Unit
from dashboard.data.cells import Cell, Status
from dashboard.handouts import drawing
from tests.attacks.reading import in_bytes

STRIP = [("Rilascio", "1 del 01/02/1973"), ("Stato", "provvisorio")]
SVG = "{http://www.w3.org/2000/svg}"
MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 960"><path d="M0 0H480V960z"/><text x="2" y="9">◆ DATI DIMOSTRATIVI · Confini inventati</text></svg>'  # noqa: E501


def a_unit(**changes: Any) -> Unit:
    bars = [Bar("a", "Brumale", Cell(7, Status.VALID)), Bar("b", "Aurorale", Cell(None, Status.SUPPRESSED))]
    told: dict[str, Any] = {
        "key": "viandanti",
        "title": "7 viandanti in 1 contea & nessuno altrove: una frase lunga che va a capo perché non ci sta",
        "caption": "Viandanti · al 31 dicembre 1972",
        "alt": "Viandanti. 7 a Brumale",
        "picture": charts.bars(bars, unit="viandanti"),
        "reading": [("Fonte", "Registro dei lampionai"), ("Limiti", "non conta i gatti")],
    }
    return Unit(**(told | changes))


def root_of(unit: Unit) -> ET.Element:
    return ET.fromstring(drawing.to_svg(unit, strip=STRIP))


def texts(unit: Unit) -> list[str]:
    return ["".join(one.itertext()) for one in root_of(unit).iter(f"{SVG}text")]


def test_a_picture_says_message_caption_release_and_source() -> None:
    unit = a_unit()
    said = texts(unit)

    assert " ".join(said).startswith(unit.title)  # on two lines
    assert said[0] != unit.title
    assert {
        unit.caption,
        "Rilascio: 1 del 01/02/1973 · Stato: provvisorio",
        "Fonte: Registro dei lampionai",
    } <= set(said)
    assert {"Brumale", "7", "c"} <= set(said)


def test_who_does_not_see_the_picture_is_told() -> None:
    root = root_of(a_unit())

    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == a_unit().title
    assert root.findtext(f"{SVG}desc") == a_unit().alt


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_mark_of_demonstration_data_stands_first_and_only_on_them(demonstration: bool) -> None:
    said = texts(a_unit(demonstration=demonstration))

    assert said[0].startswith(f"◆ {wording.DEMONSTRATION.upper()}") is demonstration
    assert sum(wording.DEMONSTRATION.upper() in one for one in said) == demonstration


def test_a_map_is_its_sketch_with_its_legend_and_says_once_whose_boundaries_they_are() -> None:
    legend = [("#d6e9fb", "1 – 3"), ("hidden", "c, coperto"), ("outside", "non aderente"), ("point", "sede")]
    unit = a_unit(
        picture=object(),
        sketch=lambda: MAP,
        legend=legend,
        attribution="Confini inventati",
        demonstration=True,
    )
    said, root = texts(unit), root_of(unit)

    assert [said.count(text) for _, text in legend] == [1, 1, 1, 1]
    assert said.count("Confini inventati") == 1
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert (inner.get("viewBox"), inner.get("width"), inner.get("height")) == (
        "0 0 480 960",
        "380.0",
        "760.0",
    )


def test_every_mark_of_a_legend_on_screen_has_its_drawing() -> None:
    style = (Path(dashboard.components.__file__).parent / "style.css").read_text(encoding="utf-8")

    assert set(re.findall(r"\.cr-key i\.cr-([a-z]+)", style)) <= set(drawing.SWATCHES)


def test_a_long_legend_goes_on_the_next_line() -> None:
    short, long = (a_unit(legend=[("zero", f"voce {i}") for i in range(n)]) for n in (2, 20))

    assert float(root_of(long).attrib["height"]) > float(root_of(short).attrib["height"]) + 19


def test_a_png_is_the_same_page_in_twice_the_pixels_and_holds_no_words() -> None:
    unit = a_unit()
    content = drawing.to_png(unit, strip=STRIP)
    width, height = struct.unpack(">II", content[16:24])

    assert (width, height) == (1600, 2 * int(root_of(unit).attrib["height"]))
    assert list(in_bytes(content)) == []


def test_a_png_is_not_blank() -> None:
    from PIL import Image

    inks = (
        Image.open(io.BytesIO(drawing.to_png(a_unit(), strip=STRIP))).convert("RGB").getcolors(1 << 20) or []
    )

    assert (0, 0x66, 0xCC) in {ink for _, ink in inks}
    assert max(inks)[1] == (255, 255, 255)


def test_what_has_no_picture_has_no_drawing() -> None:
    for unit in (a_unit(picture=None), a_unit(empty="niente"), a_unit(picture=object())):
        assert not drawing.can_draw(unit)
        with pytest.raises(ValueError, match="viandanti"):
            drawing.to_svg(unit, strip=STRIP)


def test_a_figure_is_as_high_as_on_screen() -> None:
    low, high = (a_unit(picture=go.Figure(layout={"height": h})) for h in (200, 400))

    assert float(root_of(high).attrib["height"]) - float(root_of(low).attrib["height"]) == 200
