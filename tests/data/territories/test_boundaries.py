from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from dashboard.data.territories import Territories, TerritoryError
from dashboard.data.territories.boundaries import (
    dissolve,
    leaf_geometries,
    load_boundaries,
    load_credits,
    view,
)

ENCLAVES = [(12.4526, 41.9034), (12.462, 43.939), (12.6539, 41.74)]
"""Where the country has true holes: Vatican City, San Marino, the papal villas of Castel Gandolfo."""


def holes(shapes: list[shapely.Geometry]) -> list[shapely.Geometry]:
    whole = shapely.get_parts(shapely.union_all(shapes))
    rings = [
        shapely.polygons(ring) for part in whole if part.geom_type == "Polygon" for ring in part.interiors
    ]
    return [ring for ring in rings if ring.area > 1e-9]


def test_the_boundaries_have_every_area_once_and_in_order(italia_dir: Path, territories: Territories) -> None:
    for level in ("ripartizione", "regione", "provincia"):
        assert load_boundaries(italia_dir, level).codes == tuple(one.code for one in territories.areas(level))
    for main in territories.areas("regione"):
        expected = tuple(one.code for one in territories.descendants(main.code, "comune"))
        assert load_boundaries(italia_dir, "comune", main.code).codes == expected


def test_the_lines_of_the_boundaries_are_their_borders_and_half_as_long(italia_dir: Path) -> None:
    read = load_boundaries(italia_dir, "regione")
    pieces = json.loads(gzip.decompress(read.packed_lines))
    lines = shapely.multilinestrings([shapely.linestrings([one["s"], one["t"]]) for one in pieces])
    borders = shapely.boundary(np.array(list(read.geometries.values()), dtype=object))

    assert lines.equals(shapely.union_all(borders))
    assert len(pieces) < 0.8 * shapely.get_num_coordinates(borders).sum()


def test_the_lines_between_groups_leave_out_the_borders_inside_them(italia_dir: Path) -> None:
    read = load_boundaries(italia_dir, "regione")
    north = {"01": "N", "02": "N", "03": "N"}

    pieces = json.loads(gzip.decompress(read.packed_lines_between(north)))

    lines = shapely.multilinestrings([shapely.linestrings([one["s"], one["t"]]) for one in pieces])
    others = [shape for code, shape in read.geometries.items() if code not in north]
    groups = [shapely.union_all([read.geometries[code] for code in north]), *others]
    assert lines.equals(shapely.union_all(shapely.boundary(np.array(groups, dtype=object))))


def test_the_closed_lines_of_an_area_are_its_border(italia_dir: Path) -> None:
    read = load_boundaries(italia_dir, "regione")

    lines = shapely.multilinestrings([shapely.linestrings(ring) for ring in read.rings("09")])

    assert lines.equals_exact(shapely.boundary(read.geometries["09"]), 1e-9, normalize=True)
    assert read.rings("99") == []


@pytest.mark.parametrize("level", ["ripartizione", "regione", "provincia"])
def test_no_hole_but_the_enclaves_and_no_overlap(italia_dir: Path, level: str) -> None:
    shapes = list(load_boundaries(italia_dir, level).geometries.values())
    assert all(one.is_valid for one in shapes)
    assert shapely.coverage_is_valid(np.array(shapes))
    found = holes(shapes)
    assert len(found) <= len(ENCLAVES)
    for hole in found:
        assert any(hole.distance(shapely.Point(point)) < 0.01 for point in ENCLAVES)


def test_the_comuni_leave_no_hole_but_the_enclaves(italia_dir: Path, territories: Territories) -> None:
    shapes = [
        one
        for main in territories.areas("regione")
        for one in load_boundaries(italia_dir, "comune", main.code).geometries.values()
    ]
    assert len(shapes) == 7904
    assert all(one.is_valid for one in shapes)
    assert len(holes(shapes)) == 3
    assert sum(one.area for one in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-6)


def test_islands_are_kept(italia_dir: Path, territories: Territories) -> None:
    mains = load_boundaries(italia_dir, "regione").geometries
    for name in (
        "Lampedusa e Linosa",
        "Capraia Isola",
        "Ustica",
        "Isola del Giglio",
        "Ventotene",
        "Isole Tremiti",
    ):
        leaf = next(one for one in territories.areas("comune") if one.name == name)
        main = territories.ancestor(leaf.code, "regione")
        assert main is not None
        assert mains[main.code].distance(shapely.Point(leaf.lon, leaf.lat)) < 0.01


def test_the_shipped_boundaries_are_light(italia_dir: Path) -> None:
    folder = italia_dir / "boundaries"
    assert (folder / "regione.geojson").stat().st_size < 150_000
    assert (folder / "provincia.geojson").stat().st_size < 350_000
    assert sum(path.stat().st_size for path in folder.glob("comune/*.geojson")) < 2_500_000


def test_packed_bytes_are_the_same_bytes_and_always_equal(erewhon_dir: Path) -> None:
    boundaries = load_boundaries(erewhon_dir, "contea")
    assert gzip.decompress(boundaries.packed) == boundaries.raw
    again = load_boundaries(erewhon_dir, "contea")
    assert again is boundaries, "read once"
    assert again.packed == boundaries.packed


def test_bounds_names_and_points_come_from_the_polygons(erewhon_dir: Path) -> None:
    boundaries = load_boundaries(erewhon_dir, "baliato")
    assert boundaries.bounds == (20.0, 40.0, 23.0, 42.0)
    assert boundaries.names["001"] == "Selvabianca"
    assert boundaries.points["001"] == (20.5, 40.5)


def test_some_of_the_areas_can_be_taken(erewhon_dir: Path) -> None:
    some = load_boundaries(erewhon_dir, "baliato").only(["003", "001", "003", "999"])
    assert some.codes == ("001", "003")
    assert [one["properties"]["i"] for one in json.loads(some.raw)["features"]] == [0, 1]


def test_a_changed_file_is_read_again(country: Path) -> None:
    path = country / "boundaries" / "contea.geojson"
    before = load_boundaries(country, "contea")
    content = json.loads(path.read_bytes())
    content["features"].pop()
    path.write_text(json.dumps(content), encoding="utf-8")
    assert len(load_boundaries(country, "contea").codes) == len(before.codes) - 1


def test_missing_or_broken_boundaries_are_an_error(country: Path) -> None:
    with pytest.raises(TerritoryError, match=r"mare\.geojson: i confini mancano"):
        load_boundaries(country, "mare")
    (country / "boundaries" / "contea.geojson").write_text("[]", encoding="utf-8")
    with pytest.raises(TerritoryError, match="non è una raccolta GeoJSON"):
        load_boundaries(country, "contea")
    (country / "boundaries" / "edition.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TerritoryError, match="l'edizione dei confini non si legge"):
        load_credits(country)


def test_the_credits_name_year_and_licence(italia_dir: Path) -> None:
    credits = load_credits(italia_dir)
    assert credits.year == 2022
    assert "CC BY 4.0" in credits.attribution and "2022" in credits.attribution


def test_groups_are_united_from_their_members(erewhon_dir: Path, erewhon: Territories) -> None:
    groups = dissolve(erewhon_dir, erewhon, [one.code for one in erewhon.areas("distretto")])
    assert "D0203" not in groups.codes, "its members are not known"
    leaves = load_boundaries(erewhon_dir, "villaggio", "02").geometries
    united = shapely.union_all([leaves["003001"], leaves["003002"]])
    assert groups.geometries["D0201"].equals(united)
    assert groups.level == "distretto"
    assert groups.names["D0201"] == "Nebbiolago"


def test_groups_are_those_of_the_day(erewhon_dir: Path, erewhon: Territories) -> None:
    assert dissolve(erewhon_dir, erewhon, ["D0302"], date(1975, 1, 1)).codes == ()
    assert dissolve(erewhon_dir, erewhon, ["D0302"], date(1971, 1, 1)).codes == ("D0302",)
    assert dissolve(erewhon_dir, erewhon, []).codes == ()


def test_all_the_known_groups_of_the_country_can_be_drawn(italia_dir: Path, territories: Territories) -> None:
    codes = [one.code for one in territories.areas("ambito")]
    drawn = dissolve(italia_dir, territories, codes)
    assert set(drawn.codes) == {code for code in codes if territories.members(code)}
    assert all(one.is_valid for one in drawn.geometries.values())


def test_comuni_united_give_the_province_back(italia_dir: Path, territories: Territories) -> None:
    united = dissolve(italia_dir, territories, [one.code for one in territories.areas("provincia")])
    drawn = load_boundaries(italia_dir, "provincia").geometries
    assert set(united.codes) == set(drawn)
    for code, one in united.geometries.items():
        assert one.is_valid
        assert one.area == pytest.approx(drawn[code].area, rel=0.03)


def test_leaves_without_a_polygon_are_left_out(erewhon_dir: Path, erewhon: Territories) -> None:
    assert set(leaf_geometries(erewhon_dir, erewhon, ["001001", "ERE"])) == {"001001"}


def test_a_view_shows_the_whole_box() -> None:
    seen = view((6.6, 35.5, 18.5, 47.1), width=800, height=700)
    assert 4.5 < seen.zoom < 5.5
    assert seen.lon == pytest.approx(12.55)
    assert 41 < seen.lat < 42
    wide = view((6.6, 35.5, 18.5, 47.1), width=390, height=700)
    assert wide.zoom < seen.zoom
    assert view((10, 40, 10, 40), width=800, height=700).zoom == 14
    assert view((-180, -80, 180, 80), width=100, height=100).zoom == 0
