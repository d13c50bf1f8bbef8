from __future__ import annotations

import csv
import json
from pathlib import Path

from shapely.geometry import box

from dashboard.data.territories import Territories
from dashboard.data.territories.edition import AREA_COLUMNS, AreaRow, Credits, Edition, write_edition

CREDITS = Credits(1900, "inventato", "nessuna", "Confini inventati 1900")


def edition() -> Edition:
    rows = [
        AreaRow("W", "Mondo", "regno"),
        AreaRow("N", "Nord", "quadrante", "W"),
        AreaRow("01", "Uno", "contea", "N", flags=("corona",)),
        AreaRow("001", "Baliato", "baliato", "01"),
        AreaRow("001001", "Casa", "villaggio", "001", "Q1", 10),
        AreaRow("001002", "Chiesa", "villaggio", "001", "Q2"),
    ]
    return Edition(
        CREDITS,
        rows,
        {
            "001001": box(500_000, 4_600_000, 510_000, 4_610_000),
            "001002": box(510_000, 4_600_000, 520_000, 4_610_000),
        },
    )


def test_lineage_goes_up_by_level() -> None:
    assert edition().lineage("001002") == {
        "villaggio": "001002",
        "baliato": "001",
        "contea": "01",
        "quadrante": "N",
        "regno": "W",
    }


def test_every_level_with_polygons_gets_its_file(tmp_path: Path, erewhon: Territories) -> None:
    written = write_edition(edition(), erewhon.levels, tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in written) == [
        "areas.csv",
        "boundaries/baliato.geojson",
        "boundaries/contea.geojson",
        "boundaries/edition.json",
        "boundaries/quadrante.geojson",
        "boundaries/villaggio/01.geojson",
    ]
    leaves = json.loads((tmp_path / "boundaries/villaggio/01.geojson").read_text(encoding="utf-8"))
    assert [one["properties"]["name"] for one in leaves["features"]] == ["Casa", "Chiesa"]
    assert json.loads((tmp_path / "boundaries/edition.json").read_text(encoding="utf-8"))["year"] == 1900


def test_the_register_has_a_point_for_every_area(tmp_path: Path, erewhon: Territories) -> None:
    write_edition(edition(), erewhon.levels, tmp_path)
    with (tmp_path / "areas.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == AREA_COLUMNS
    assert all(8 < float(row["lon"]) < 10 and 41 < float(row["lat"]) < 42 for row in rows)
    assert [row["residents"] for row in rows] == ["", "", "", "", "10", ""]
    assert rows[2]["flags"] == "corona"
