"""Observations in SDMX-CSV."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from dashboard.data.cells import Status, Table
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release
from dashboard.handouts import sdmx
from tests import erewhon


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


def table(**columns: Sequence[object]) -> Table:
    """A table of walkers, one row a cell."""
    rows = len(columns["value"])
    rest = {"measure": ["viandanti"] * rows, "demonstration": [False] * rows, "note": [None] * rows}
    dims = tuple(name for name in columns if name not in ("value", "status", "demonstration", "note"))
    return Table("viandanti_stati", dims, pd.DataFrame({**rest, **columns}), {"viandanti": "viandanti"})


def test_what_a_table_does_not_break_down_is_the_total_and_an_empty_code_is_not_known() -> None:
    walkers = erewhon.catalogue().datasets["viandanti_stati"]

    found = sdmx.frame(walkers, table(genere=["f", ""], value=[7, 3], status=["valid"] * 2), root="ERE")

    assert list(found["GENERE"]) == ["f", "_U"]
    assert set(found["FASCIA"]) == {"_T"} and set(found["REF_AREA"]) == {"ERE"}
    assert set(found["UNIT_MEASURE"]) == {"viandanti"}


def test_zero_hidden_provisional_and_outside_are_told_apart_and_bear_their_origin() -> None:
    walkers = erewhon.catalogue().datasets["viandanti_stati"]
    cells = table(
        contea=["01", "02", "03", "04"],
        value=[0, np.nan, 1234567.5, np.nan],
        status=["zero", "suppressed", "provisional", "not_participating"],
        demonstration=[False, False, True, False],
    )

    found = sdmx.frame(walkers, cells, root="ERE")

    assert list(found["REF_AREA"]) == ["01", "02", "03", "04"]
    assert list(found["OBS_VALUE"]) == ["0", "", "1234567.5", ""]
    assert list(found["OBS_STATUS"]) == ["A", "Q", "P", "M"]
    assert list(found["ORIGINE_CELLA"]) == ["", "", "dimostrativo", ""]


@pytest.mark.parametrize(
    ("dataset", "dimension", "name"),
    [
        ("viandanti_stati", "ref_area", "REF_AREA"),
        ("viandanti_stati", "reference_date", "TIME_PERIOD"),
        ("viandanti_stati", "genere", "GENERE"),
        ("botteghe", "piano", "PIANO"),
    ],
)
def test_territory_and_time_have_the_names_of_the_standard(dataset: str, dimension: str, name: str) -> None:
    definition = erewhon.catalogue().datasets[dataset]
    assert sdmx.component(definition.dimension(dimension), definition) == name
