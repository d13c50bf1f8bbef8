"""Import Istat's official zip of the administrative boundaries (``Limiti0101AAAA_g.zip``)."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import shapely
import yaml

from .. import geometry
from ..build import area_rows
from ..edition import SLIVER, Credits, Edition
from ..model import Territories, TerritoryError
from .archive import extract, open_archive
from .report import ImportReport

if TYPE_CHECKING:
    import geopandas as gpd

LAYERS: Mapping[str, tuple[str, ...]] = {
    "Reg": ("COD_RIP", "COD_REG", "DEN_REG"),
    "ProvCM": ("COD_REG", "COD_PROV", "DEN_UTS"),
    "Com": ("COD_REG", "COD_PROV", "PRO_COM_T", "COMUNE"),
}
"""Layers of the zip and columns read. ``COD_PROV`` is the stable key (``COD_CM`` is 200 more)."""
PARTS = (".shp", ".shx", ".dbf", ".prj")
_LAYER = re.compile(r"^(Reg|ProvCM|Com)(\d{2})(\d{2})(\d{4})(_g)?_WGS84\.(\w+)$", re.IGNORECASE)


def import_istat(path: Path, territories: Territories, reference: Path) -> tuple[Edition, ImportReport]:
    """Read the boundaries of a year.

    Args:
        path: the zip as Istat publishes it.
        territories: the register in use, to carry over second keys and residents and to tell the changes.
        reference: folder with ``reference.yaml`` (names of root and groups).

    Returns:
        The edition, ready for `write_edition`, and what was found: unmatched, duplicate, detached,
        unassigned, recoded, new and removed leaves.

    Raises:
        TerritoryError: the zip is unsafe, damaged, or lacks a layer or a column.
    """
    report = ImportReport(f"Confini Istat da {path.name}")
    with open_archive(path) as archive, tempfile.TemporaryDirectory() as folder:
        year, members = _layers(archive, path.name)
        extract(archive, [one for parts in members.values() for one in parts.values()], Path(folder))
        tables = {layer: _read(Path(folder), layer, parts) for layer, parts in members.items()}
    known = yaml.safe_load((reference / "reference.yaml").read_text(encoding="utf-8"))
    mains = {f"{row.COD_REG:02d}": row for row in tables["Reg"].itertuples()}
    provinces = {f"{row.COD_PROV:03d}": row for row in tables["ProvCM"].itertuples()}
    groups = [
        {**group, "members": [code for code, row in mains.items() if str(row.COD_RIP) == group["code"]]}
        for group in known["groups"]
    ]
    grouped = {code for group in groups for code in group["members"]}
    leaves: dict[str, dict[str, Any]] = {}
    shapes: dict[str, list[shapely.Geometry]] = {}
    for number, row in enumerate(tables["Com"].itertuples(), start=1):
        code, main, province = row.PRO_COM_T, f"{row.COD_REG:02d}", f"{row.COD_PROV:03d}"
        if row.geometry is None or row.geometry.is_empty:
            report.add("incomplete", f"{code} {row.COMUNE}: manca il confine", number)
        elif main not in grouped or province not in provinces:
            missing = f"Regione {main}" if main not in grouped else f"Provincia {province}"
            report.add("unmatched", f"{code} {row.COMUNE}: la {missing} non è nell'archivio", number)
        elif code in leaves:
            report.add("duplicate", f"{code} {row.COMUNE} compare due volte: le due parti sono unite", number)
            shapes[code].append(row.geometry)
        else:
            names = {"main_name": mains[main].DEN_REG, "province_name": provinces[province].DEN_UTS}
            leaves[code] = {"code": code, "name": row.COMUNE, "main": main, "province": province, **names}
            shapes[code] = [row.geometry]
            if not row.geometry.is_valid:
                report.add("repaired", f"{code} {row.COMUNE}", number)
    if not leaves:
        raise TerritoryError(f"{path.name}: nessun Comune utilizzabile")
    _bridge(leaves, territories, report)
    _check_places(leaves, shapes, provinces, report)
    rows = area_rows(
        leaves.values(), territories.levels, {**known, "groups": [g for g in groups if g["members"]]}
    )
    edition = Edition(_credits(year, path.name), rows)
    codes = sorted(leaves)
    whole = [geometry.unite(shapes[code]) if len(shapes[code]) > 1 else shapes[code][0] for code in codes]
    edition.geometries = dict(zip(codes, geometry.clean(whole, gap_area=SLIVER), strict=True))
    report.summary.append(
        f"Anno {year}: {len(mains)} Regioni, {len(provinces)} Province, {len(leaves)} Comuni letti."
    )
    return edition, report


def _credits(year: int, name: str) -> Credits:
    return Credits(
        year=year,
        source=f"Istat, confini delle unità amministrative a fini statistici al 1° gennaio {year} ({name})",
        licence="CC BY 4.0",
        attribution=f"Confini amministrativi Istat {year}, semplificati, CC BY 4.0",
    )


def _layers(archive: zipfile.ZipFile, name: str) -> tuple[int, dict[str, dict[str, zipfile.ZipInfo]]]:
    """Return the year and, by layer and extension, the files that are needed."""
    by_lower = {layer.lower(): layer for layer in LAYERS}
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    years: set[int] = set()
    for member in archive.infolist():
        match = _LAYER.match(PurePosixPath(member.filename).name)
        if match:
            found.setdefault(by_lower[match[1].lower()], {})["." + match[6].lower()] = member
            years.add(int(match[4]))
    for layer in LAYERS:
        missing = [part for part in PARTS if part not in found.get(layer, {})]
        if missing:
            wanted = f"{layer}01012022_g_WGS84".replace("2022", "AAAA")
            raise TerritoryError(f"{name}: manca lo strato {wanted} ({', '.join(missing)})")
    if len(years) != 1:
        raise TerritoryError(
            f"{name}: gli strati sono di anni diversi ({', '.join(map(str, sorted(years)))})"
        )
    return years.pop(), found


def _read(folder: Path, layer: str, parts: Mapping[str, zipfile.ZipInfo]) -> gpd.GeoDataFrame:
    """Read one layer in metres, with its codes as numbers but for the one that is text."""
    import geopandas

    name = PurePosixPath(parts[".shp"].filename).name
    try:
        table = geopandas.read_file(folder / name)
        missing = [column for column in LAYERS[layer] if column not in table.columns]
        if missing:
            raise TerritoryError(f"{name}: mancano le colonne {', '.join(missing)}")
        if table.crs is None:
            raise TerritoryError(f"{name}: manca il sistema di riferimento (.prj)")
        for column in LAYERS[layer]:
            if column.startswith("COD_"):
                table[column] = table[column].astype(int)
        return table.to_crs(geometry.METRIC_CRS)
    except TerritoryError:
        raise
    except Exception as error:  # every reader has its own exceptions, none of which a user can act upon
        raise TerritoryError(f"{name}: lo strato non si legge ({error})") from error


def _bridge(leaves: dict[str, dict[str, Any]], territories: Territories, report: ImportReport) -> None:
    """Carry second keys and residents over from the register, and tell what is new, gone or recoded.

    The zip has no cadastral code. A new code is taken for the old one of a leaf that is gone only where both
    have the same name in the same main area, once; every such case is told, to be checked.
    """
    leaf, main = territories.level(role="leaf").code, territories.level(role="main").code
    present = {one["main"] for one in leaves.values()}
    gone = {
        area.code: area
        for area in territories.areas(leaf)
        if area.code not in leaves
        and (above := territories.ancestor(area.code, main))
        and above.code in present
    }
    by_name: dict[tuple[str, str], list[str]] = {}
    for code, area in gone.items():
        above = territories.ancestor(code, main)
        by_name.setdefault((above.code if above else "", area.name), []).append(code)
    for code, one in leaves.items():
        before = territories.get(code) if code in territories else None
        if before is None:
            candidates = by_name.get((one["main"], one["name"]), [])
            if len(candidates) == 1:
                before = gone.pop(candidates[0])
                report.add("recoded", f"{before.code} → {code} {one['name']} (stesso nome: da verificare)")
            else:
                report.add("added", f"{code} {one['name']}")
        one["alt_code"] = before.alt_code if before else ""
        one["residents"] = before.residents if before else None
    for code, area in gone.items():
        report.add("removed", f"{code} {area.name}")


def _check_places(
    leaves: Mapping[str, Mapping[str, Any]],
    shapes: Mapping[str, list[shapely.Geometry]],
    provinces: Mapping[str, Any],
    report: ImportReport,
) -> None:
    """Tell the leaves drawn outside the Provincia their code names, and the Province without leaves."""
    for code, leaf in leaves.items():
        around = shapely.make_valid(provinces[leaf["province"]].geometry)
        if not any(shapely.intersects(around, shape) for shape in shapes[code]):
            report.add("detached", f"{code} {leaf['name']}: il confine è fuori dalla sua Provincia")
    used = {leaf["province"] for leaf in leaves.values()}
    for code in sorted(set(provinces) - used):
        report.add("unassigned", f"la Provincia {code} {provinces[code].DEN_UTS} non ha Comuni")
