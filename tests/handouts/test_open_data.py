from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release, open_release
from dashboard.handouts import dcat, dictionary, open_data, sdmx
from tests import erewhon

SITE = "https://cruscotto.example/app"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aperti")
    erewhon.published(folder, erewhon.small_ledger())
    return folder


@pytest.fixture(scope="module")
def public(state: Path) -> Release:
    return open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)


@pytest.fixture(scope="module")
def office(state: Path) -> Release:
    return open_release(erewhon.settings(state), "cabina", today=erewhon.TODAY)


def observations(release: Release, code: str) -> pd.DataFrame:
    dataset = erewhon.catalogue().datasets[code]
    written = sdmx.to_csv(release, dataset, root="ERE")
    return pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)


def test_an_sdmx_file_begins_with_its_structure_and_has_every_published_cell_once(public: Release) -> None:
    for dataset in erewhon.catalogue().datasets.values():
        if not public.has(dataset.code) or not public.published(dataset.code):
            continue
        found = observations(public, dataset.code)
        assert list(found)[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
        assert set(found["STRUCTURE"]) == {"dataflow"}
        assert set(found["STRUCTURE_ID"]) == {f"CRUSCOTTO:{dataset.code.upper()}(1.0.0)"}
        assert set(found["ACTION"]) == {"I"}
        assert len(set(sdmx.header(dataset))) == len(sdmx.header(dataset))
        key = list(found)[3 : list(found).index("OBS_VALUE")]
        assert not found.duplicated(key).any(), dataset.code
        cells = sum(len(public.table(dataset.code, by=named)) for named in public.published(dataset.code))
        assert len(found) == cells


def test_a_hidden_cell_has_no_value_in_any_file_and_says_that_it_is_suppressed(public: Release) -> None:
    found = observations(public, "viandanti_stati")
    hidden = found[found["STATO_CELLA"] == "suppressed"]

    assert len(hidden)
    assert set(hidden["OBS_STATUS"]) == {"Q"}
    assert set(hidden["OBS_VALUE"]) == {""}
    assert not (found.loc[found["OBS_STATUS"].isin(["Q", "O", "M"]), "OBS_VALUE"] != "").any()
    assert (found.loc[found["OBS_STATUS"].isin(["A", "P"]), "OBS_VALUE"] != "").all()


def test_no_column_of_a_real_dataset_is_called_like_another(catalogue: Catalogue) -> None:
    for dataset in catalogue.datasets.values():
        names = sdmx.header(dataset)
        assert len(set(names)) == len(names), dataset.code


def test_every_status_has_a_code_of_the_list() -> None:
    assert set(sdmx.OBS_STATUS) == set(Status)
    assert set(sdmx.OBS_STATUS.values()) <= {"A", "P", "Q", "O", "M"}


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


def test_the_metadata_have_every_mandatory_field_of_the_profile(public: Release) -> None:
    nodes = dcat.graph(public, erewhon.catalogue(), site=SITE)
    must = {
        "dcatapit:Catalog": {"dct:title", "dct:description", "dct:publisher", "dct:modified", "dcat:dataset"},
        "dcatapit:Dataset": {
            "dct:identifier",
            "dct:title",
            "dct:description",
            "dct:modified",
            "dcat:theme",
            "dct:rightsHolder",
            "dct:accrualPeriodicity",
            "dcat:distribution",
        },
        "dcatapit:Distribution": {"dct:format", "dcat:accessURL", "dct:license"},
        "dcatapit:Agent": {"dct:identifier", "foaf:name"},
        "dcatapit:Organization": {"vcard:fn", "vcard:hasEmail"},
    }
    seen = set()
    for node in nodes:
        seen.add(node.classes[0])
        assert must.get(node.classes[0], set()) <= {name for name, _ in node.properties}, node.iri
    assert set(must) <= seen
    described = {node.iri for node in nodes}
    for node in nodes:
        for name, value in node.properties:
            if name in ("dcat:dataset", "dcat:distribution", "dct:rightsHolder", "dcat:contactPoint"):
                assert isinstance(value, dcat.Iri) and value.text in described
    assert b"DA COMPILARE" in dcat.to_turtle(nodes)


@pytest.mark.parametrize(
    ("told", "code"), [("semestrale (30 giugno)", "ANNUAL_2"), ("annuale", "ANNUAL"), ("boh", "UNKNOWN")]
)
def test_a_rhythm_in_words_becomes_a_code(told: str, code: str) -> None:
    assert dcat.frequency(told) == code


def test_the_dictionary_explains_every_column_code_and_status(public: Release) -> None:
    catalogue = erewhon.catalogue()
    made = dictionary.sheets(public, catalogue)
    columns = set(zip(made["colonne"]["dataset"], made["colonne"]["colonna"], strict=True))

    for code, dataset in catalogue.datasets.items():
        if public.has(code):
            assert {(code, name) for name in dataset.columns} <= columns
    assert set(made["stati"]["stato"]) == {str(s) for s in Status}
    assert set(made["indicatori"]["indicatore"]) == set(catalogue.indicators)
    assert dictionary.to_xlsx(made)[:2] == b"PK"
