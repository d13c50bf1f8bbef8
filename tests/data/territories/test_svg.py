from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dashboard.data.territories.boundaries import Boundaries, load_boundaries, load_credits
from dashboard.data.territories.svg import svg_map

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def counties(erewhon_dir: Path) -> Boundaries:
    return load_boundaries(erewhon_dir, "contea")


def paths(svg: str) -> dict[str, ET.Element]:
    return {
        one.get("data-code", ""): one for one in ET.fromstring(svg).iter(f"{SVG}path") if one.get("data-code")
    }


def test_every_area_has_its_colour_and_a_tooltip(counties: Boundaries) -> None:
    drawn = paths(
        svg_map(counties, fills={"01": "#0066cc"}, title="Mappa", labels={"02": "Brumale: 3 & più"})
    )
    assert set(drawn) == {"01", "02", "03"}
    assert drawn["01"].get("fill") == "#0066cc"
    assert drawn["03"].get("fill") == "#ffffff"
    assert drawn["01"].findtext(f"{SVG}title") == "Aurorale"
    assert drawn["02"].findtext(f"{SVG}title") == "Brumale: 3 & più"


def test_suppressed_and_not_participating_do_not_look_alike(counties: Boundaries) -> None:
    svg = svg_map(counties, fills={"01": "#0066cc"}, title="Mappa", hatched=["01"], outlined=["02"])
    drawn = paths(svg)
    assert drawn["02"].get("stroke-dasharray")
    assert drawn["01"].get("stroke-dasharray") is None
    assert svg.count('fill="url(#map-hatch)"') == 1
    assert svg_map(counties, fills={}, title="Mappa").count('fill="url(#map-hatch)"') == 0


def test_the_chosen_area_is_drawn_last_with_a_strong_border(counties: Boundaries) -> None:
    svg = svg_map(counties, fills={}, title="Mappa", highlight="01")
    assert list(paths(svg))[-1] == "01"
    *_, area, casing, line = ET.fromstring(svg).iter(f"{SVG}path")
    assert area.get("data-code") == "01"
    assert area.get("d") == casing.get("d") == line.get("d")
    assert (casing.get("stroke"), line.get("stroke")) == ("#ffffff", "#17324d")
    assert float(casing.get("stroke-width", 0)) > float(line.get("stroke-width", 0)) > 1
    assert casing.get("fill") == line.get("fill") == "none"


def test_it_says_what_it_is_to_those_who_cannot_see(counties: Boundaries) -> None:
    root = ET.fromstring(
        svg_map(counties, fills={}, title="Chi partecipa", description="Due su tre", name="a")
    )
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-title a-desc"
    assert root.findtext(f"{SVG}title") == "Chi partecipa"
    assert root.findtext(f"{SVG}desc") == "Due su tre"
    same = ET.fromstring(svg_map(counties, fills={}, title="Chi partecipa"))
    assert same.findtext(f"{SVG}desc") == "Chi partecipa"


def test_points_fall_inside_their_area(counties: Boundaries) -> None:
    svg = svg_map(counties, fills={}, title="M", points={"P": (21.5, 41.0, "#995c00")}, width=300)
    circle = ET.fromstring(svg).find(f"{SVG}circle")
    assert circle is not None
    assert 100 < float(circle.get("cx", "")) < 200
    assert circle.findtext(f"{SVG}title") == "P"


def test_hostile_text_is_escaped(counties: Boundaries) -> None:
    svg = svg_map(counties, fills={"01": '"/><script>'}, title="<script>", labels={"01": "</title><script>"})
    assert "<script>" not in svg
    assert ET.fromstring(svg).findtext(f"{SVG}title") == "<script>"


def test_the_national_map_is_light_and_signed(italia_dir: Path) -> None:
    boundaries = load_boundaries(italia_dir, "regione")
    signed = load_credits(italia_dir).attribution
    svg = svg_map(
        boundaries, fills=dict.fromkeys(boundaries.codes, "#0066cc"), title="Mappa", attribution=signed
    )
    assert len(svg.encode()) < 40_000
    assert len(paths(svg)) == 20
    assert signed in svg


def test_the_drawing_fits_its_box(italia_dir: Path) -> None:
    boundaries = load_boundaries(italia_dir, "ripartizione")
    root = ET.fromstring(svg_map(boundaries, fills={}, title="Mappa", width=300))
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    assert width == 300
    assert 300 < height < 450
