import gzip
import json

import pytest

from dashboard.components.atlas import Atlas
from dashboard.data.release import Release
from dashboard.data.territories.boundaries import load_boundaries
from tests import erewhon

FRAME = {"width": 600, "height": 500}


def test_the_shapes_of_a_level_have_the_codes_in_the_order_of_the_file(atlas: Atlas) -> None:
    shapes = atlas.shapes("contea")

    assert shapes is not None
    raw = json.loads(load_boundaries(erewhon.BASE / "territories", "contea", None).raw)
    assert [f["properties"]["code"] for f in raw["features"]] == list(shapes.codes)
    assert [f["properties"]["i"] for f in raw["features"]] == list(range(len(shapes.codes)))
    assert "/contea.geojson?v=" in shapes.url


def test_the_groups_are_those_drawn_in_the_release_under_its_number(atlas: Atlas, cabina: Release) -> None:
    shapes = atlas.shapes("distretto")

    assert shapes is not None
    assert f"rilascio-{cabina.number}/distretto" in shapes.url
    drawn = cabina.boundaries_json("distretto")
    assert drawn is not None
    assert list(shapes.codes) == [f["properties"]["code"] for f in json.loads(drawn)["features"]]


def test_the_leaves_come_one_main_area_at_a_time(atlas: Atlas) -> None:
    one, other = atlas.shapes("villaggio", "01"), atlas.shapes("villaggio", "02")

    assert one is not None
    assert other is not None
    assert set(one.codes).isdisjoint(other.codes)
    assert one.id != other.id
    assert one.url != other.url
    assert atlas.shapes("villaggio") is None
    assert atlas.shapes("regno") is None


def test_the_lines_of_a_level_come_alone_but_for_those_that_the_release_draws(atlas: Atlas) -> None:
    lines, areas = atlas.lines("villaggio", "01"), atlas.shapes("villaggio", "01")

    assert lines is not None
    assert areas is not None
    assert lines.url == areas.url.replace("villaggio/01.geojson", "villaggio/01.linee.json")
    assert lines.id != areas.id
    assert atlas.lines("distretto") is None
    assert atlas.lines("regno") is None


def test_with_one_main_area_in_sight_its_own_groups_alone_are_painted(atlas: Atlas, cabina: Release) -> None:
    whole, part = atlas.shapes("distretto"), atlas.painted("distretto", "01")

    assert whole is not None
    assert part is not None
    assert list(part.codes) == [c for c in whole.codes if cabina.ancestor(c, "contea") == "01"]
    assert len(part.codes) < len(whole.codes)
    assert f"rilascio-{cabina.number}/distretto/01.geojson" in part.url
    raw = cabina.boundaries("distretto/01")
    assert raw is not None
    drawn = json.loads(gzip.decompress(raw))["features"]
    assert [(one["properties"]["i"], one["properties"]["code"]) for one in drawn] == list(
        enumerate(part.codes)
    )
    assert atlas.painted("distretto", "99") is None
    assert "distretto/99" not in cabina._boundaries_within, "an address that nobody has must not be kept"
    assert atlas.painted("contea", "01") == atlas.shapes("contea")
    assert atlas.painted("distretto", "") == whole


def test_an_area_has_closed_lines_around_it_and_an_unknown_one_none(atlas: Atlas) -> None:
    groups = atlas.shapes("distretto")
    assert groups is not None
    for level, code in (("contea", "01"), ("distretto", groups.codes[0])):
        rings = atlas.rings(level, code)
        assert rings
        assert all(len(ring) > 3 and ring[0] == ring[-1] for ring in rings)
    assert atlas.rings("contea", "99") == atlas.rings("regno", "01") == []


def test_under_a_map_lie_the_main_areas_or_the_leaves_of_the_one_in_sight_with_its_border(
    atlas: Atlas,
) -> None:
    assert atlas.background("contea", "") is None
    assert atlas.background("distretto", "") == atlas.lines("contea")
    assert atlas.background("distretto", "01") == atlas.lines("villaggio", "01")
    assert atlas.around("distretto", "01") == atlas.rings("contea", "01") != []


def test_leaves_too_many_to_be_told_apart_give_way_to_their_provinces(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = atlas.shapes("villaggio", "01")
    assert leaves is not None
    monkeypatch.setattr("dashboard.components.atlas.CROWDED", len(leaves.codes))

    under = atlas.background("distretto", "01")

    assert under is not None
    assert under == leaves.lines_between("baliato")
    assert "villaggio/01.linee-baliato.json?v=" in str(under.url)
    assert under.id not in (leaves.lines.id, leaves.id)
    monkeypatch.setattr(atlas, "_province", "")
    assert atlas.background("distretto", "01") == atlas.lines("villaggio", "01"), "no provinces"


def test_the_whole_country_has_no_border_around_a_map(atlas: Atlas) -> None:
    assert atlas.around("distretto", "") == atlas.around("contea", "01") == []


@pytest.mark.parametrize(("place", "level", "region"), [("ERE", "contea", ""), ("02", "distretto", "02")])
def test_the_addresses_of_a_map_are_those_that_it_will_ask_for(
    place: str, level: str, region: str, atlas: Atlas
) -> None:
    addresses = atlas.addresses(place)

    areas, under = atlas.painted(level, region), atlas.background(level, region)
    assert areas is not None
    assert addresses == [areas.url, areas.lines.url, *([under.url] if under else [])]
    assert len(addresses) == (3 if region else 2)


def test_where_no_areas_are_drawn_there_is_no_address_of_them(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    under = atlas.background("distretto", "02")
    monkeypatch.setattr(Atlas, "painted", lambda *_: None)

    assert under is not None
    assert atlas.addresses("02") == [under.url]
    assert atlas.addresses("ERE") == [], "an empty address would be that of the page"


def test_an_area_is_a_place_with_its_point_and_a_name(atlas: Atlas) -> None:
    place = atlas.place("01", "Aurorale")

    assert place is not None
    assert (place.lon, place.lat) == atlas.point("01") == (20.5, 41.0)
    assert (place.cell, place.text, place.tip) == (None, "", "")
    assert atlas.place("99", "Nessuno") is None


def test_the_map_looks_at_the_area_and_the_wider_the_area_the_farther_it_stands(atlas: Atlas) -> None:
    country, county, group = (atlas.view(code, **FRAME) for code in ("ERE", "01", "D0101"))

    assert country.zoom <= county.zoom < group.zoom
    assert (country.lon, county.lon) == (21.5, 20.5)


def test_a_smaller_frame_stands_farther(atlas: Atlas) -> None:
    assert atlas.view("ERE", width=300, height=250).zoom < atlas.view("ERE", **FRAME).zoom


@pytest.mark.parametrize("code", ["D0203", "99"])
def test_an_area_without_boundaries_is_looked_at_around_its_seat(code: str, atlas: Atlas) -> None:
    view = atlas.view(code, **FRAME)

    assert [view.lon, view.lat] == pytest.approx(atlas.point(code) or (0, 0), abs=0.01)


def test_the_boundaries_say_who_made_them_and_of_which_year(atlas: Atlas) -> None:
    assert atlas.attribution == "Confini inventati di Erewhon, 1972"
