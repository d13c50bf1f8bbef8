from __future__ import annotations

import io
import json
import zipfile

import pandas as pd

from dashboard.data.release import Release
from dashboard.handouts import open_data
from tests import erewhon

SITE = "https://cruscotto.example/app"


def test_a_plain_table_has_the_cells_of_the_screen(public: Release) -> None:
    catalogue = erewhon.catalogue()
    dataset = catalogue.datasets["risorse"]
    for named in public.published("risorse"):
        table = public.table("risorse", by=named)
        frame = open_data.plain_frame(public, catalogue, dataset, named, {"01": "Aurorale"})
        assert frame["valore"].fillna(-1).tolist() == table.frame["value"].fillna(-1).tolist()
        read = pd.read_csv(io.BytesIO(open_data.to_csv(frame)), dtype={"stato": str})
        assert len(read) == len(table)


def test_no_text_of_a_file_is_a_formula() -> None:
    written = open_data.to_csv(pd.DataFrame({"a": ["=1+1", "@x", "va bene"], "b": [1.5, -2.0, 0.0]})).decode()
    assert written.split("\r\n")[1:4] == ["'=1+1,1.5", "'@x,-2.0", "va bene,0.0"]


def test_the_archive_of_the_public_holds_data_dictionary_and_metadata(public: Release) -> None:
    packed = open_data.archive(public, erewhon.catalogue(), names={}, root="ERE", site=SITE)
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        names = set(found.namelist())
        read_me = found.read("LEGGIMI.txt").decode()
        told = json.loads(found.read("metadati/dcat-ap_it.jsonld"))
    tables = [name for name in names if name.startswith("csv/") and not name.endswith("__righe.csv")]
    assert len(tables) == len(public.manifest())
    assert {"dizionario/dizionario-dei-dati.xlsx", "metadati/dcat-ap_it.ttl"} <= names
    assert "CC BY 4.0" in read_me and "DATI DIMOSTRATIVI" in read_me
    assert told["@graph"][0]["dcat:dataset"]


def test_what_is_not_public_bears_no_licence_and_no_metadata(office: Release) -> None:
    packed = open_data.archive(office, erewhon.catalogue(), names={}, root="ERE")
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        assert not [name for name in found.namelist() if name.startswith("metadati/")]
        read_me = found.read("LEGGIMI.txt").decode()
    assert "USO RISERVATO" in read_me and "CC BY" not in read_me
    assert open_data.file_name(office, "x.csv").startswith("riservato-")
    assert "uso riservato" in open_data.attribution(office)
