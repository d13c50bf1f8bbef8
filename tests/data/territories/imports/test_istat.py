from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely

from dashboard.data.territories import Territories, TerritoryError
from dashboard.data.territories.edition import write_edition
from dashboard.data.territories.imports import import_istat

Repack = Callable[..., Path]
LAYERS = ("Reg", "ProvCM", "Com")


@pytest.fixture
def repack(tmp_path: Path, istat_zip: Path) -> Repack:
    """Unpack the fixture, let the test change a layer or a name, and pack it again."""

    def make(
        change: Callable[[str, geopandas.GeoDataFrame], geopandas.GeoDataFrame] = lambda _, table: table,
        rename: Callable[[str], str | None] = lambda name: name,
    ) -> Path:
        with zipfile.ZipFile(istat_zip) as archive:
            archive.extractall(tmp_path / "a")
        for layer in LAYERS:
            (path,) = (tmp_path / "a").rglob(f"{layer}0*.shp")
            table = change(layer, geopandas.read_file(path))
            table.to_file(path, encoding="utf-8")
        out = tmp_path / "limiti.zip"
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((tmp_path / "a").rglob("*.*")):
                name = rename(path.name)
                if name:
                    archive.write(path, name)
        return out

    return make


def on(
    layer: str, function: Callable[[geopandas.GeoDataFrame], geopandas.GeoDataFrame]
) -> Callable[..., object]:
    return lambda name, table: function(table.copy()) if name == layer else table


def test_the_zip_of_istat_is_read_whole(
    istat_zip: Path, territories: Territories, italia_dir: Path, tmp_path: Path
) -> None:
    edition, report = import_istat(istat_zip, territories, italia_dir)
    assert report.clean
    assert edition.credits.year == 2022
    assert len(edition.geometries) == 565
    levels = [row.level for row in edition.rows]
    assert [
        levels.count(level) for level in ("italia", "ripartizione", "regione", "provincia", "comune")
    ] == [
        1,
        2,
        3,
        11,
        565,
    ]
    assert all(row.alt_code for row in edition.rows if row.level == "comune")
    names = {row.code: row.name for row in edition.rows if row.level == "provincia"}
    assert (names["010"], names["072"]) == ("Genova", "Bari"), "cities are joined on the stable code"
    assert shapely.coverage_is_valid(list(edition.geometries.values()))
    write_edition(edition, territories.levels, tmp_path)
    (tmp_path / "levels.yaml").write_bytes((italia_dir / "levels.yaml").read_bytes())
    assert len(Territories.load(tmp_path).areas("comune")) == 565


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        (r"ProvCM.*\.shp", r"manca lo strato ProvCM0101AAAA_g_WGS84 \(\.shp\)"),
        (r"Com.*\.dbf", r"manca lo strato Com0101AAAA_g_WGS84 \(\.dbf\)"),
        (r"Reg.*", r"manca lo strato Reg0101AAAA_g_WGS84 \(\.shp, \.shx, \.dbf, \.prj\)"),
    ],
)
def test_a_missing_layer_is_named(
    repack: Repack, territories: Territories, italia_dir: Path, gone: str, message: str
) -> None:
    path = repack(rename=lambda name: None if re.match(gone, name) else name)
    with pytest.raises(TerritoryError, match=message):
        import_istat(path, territories, italia_dir)


def test_layers_of_different_years_are_refused(
    repack: Repack, territories: Territories, italia_dir: Path
) -> None:
    path = repack(rename=lambda name: name.replace("Com01012022", "Com01012023"))
    with pytest.raises(TerritoryError, match=r"anni diversi \(2022, 2023\)"):
        import_istat(path, territories, italia_dir)


def test_a_missing_column_is_named(repack: Repack, territories: Territories, italia_dir: Path) -> None:
    path = repack(on("Com", lambda table: table.drop(columns=["PRO_COM_T"])))
    with pytest.raises(TerritoryError, match="mancano le colonne PRO_COM_T"):
        import_istat(path, territories, italia_dir)


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        (r".*Reg.*\.prj", "manca il sistema di riferimento"),
        (r".*\.shp", "lo strato non si legge"),
    ],
)
def test_a_layer_that_cannot_be_used_is_told(
    tmp_path: Path, istat_zip: Path, territories: Territories, italia_dir: Path, spoiled: str, message: str
) -> None:
    path = tmp_path / "rotto.zip"
    with zipfile.ZipFile(istat_zip) as source, zipfile.ZipFile(path, "w") as out:
        for member in source.infolist():
            broken = re.fullmatch(spoiled, member.filename)
            out.writestr(member.filename, b" " if broken else source.read(member))
    with pytest.raises(TerritoryError, match=message):
        import_istat(path, territories, italia_dir)


def test_unmatched_duplicate_detached_and_unassigned_comuni_are_told(
    repack: Repack, territories: Territories, italia_dir: Path
) -> None:
    def spoil(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        table.loc[0, "COD_PROV"] = 999
        table.loc[1, "COD_REG"] = 99
        table.loc[2, "PRO_COM_T"] = table.loc[3, "PRO_COM_T"]
        table.loc[4, "COD_PROV"] = 75
        table.loc[5, "geometry"] = None
        gone = (table["COD_PROV"] == 110).to_numpy()
        return table[~gone]

    _, report = import_istat(repack(on("Com", spoil)), territories, italia_dir)
    assert [one.row for one in report.of("unmatched")] == [1, 2]
    assert "Provincia 999" in report.of("unmatched")[0].text
    assert "Regione 99" in report.of("unmatched")[1].text
    assert [one.row for one in report.of("duplicate")] == [4]
    assert [one.row for one in report.of("incomplete")] == [6]
    assert len(report.of("detached")) == 1 and "007005" in report.of("detached")[0].text
    assert [one.text for one in report.of("unassigned")] == [
        "la Provincia 110 Barletta-Andria-Trani non ha Comuni"
    ]
    assert len(report.of("removed")) == 10 + 4
    assert not report.clean


def test_new_gone_and_recoded_comuni_are_told(
    repack: Repack, territories: Territories, italia_dir: Path
) -> None:
    def recode(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        table.loc[0, "PRO_COM_T"] = "007901"
        table.loc[1, ["PRO_COM_T", "COMUNE"]] = ["007902", "Appena Nato"]
        return table

    edition, report = import_istat(repack(on("Com", recode)), territories, italia_dir)
    assert [one.text for one in report.of("recoded")] == [
        "007001 → 007901 Allein (stesso nome: da verificare)"
    ]
    assert [one.text for one in report.of("added")] == ["007902 Appena Nato"]
    assert [one.text for one in report.of("removed")] == ["007002 Antey-Saint-André"]
    rows = {row.code: row for row in edition.rows}
    assert rows["007901"].alt_code == territories.get("007001").alt_code
    assert (rows["007902"].alt_code, rows["007902"].residents) == ("", None)
    assert "residents_incomplete" in rows["02"].flags


def test_a_zip_without_usable_comuni_is_refused(
    repack: Repack, territories: Territories, italia_dir: Path
) -> None:
    path = repack(on("Com", lambda table: table.assign(COD_PROV=999)))
    with pytest.raises(TerritoryError, match="nessun Comune utilizzabile"):
        import_istat(path, territories, italia_dir)
