from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given

from dashboard.data.definitions import Dataset
from dashboard.data.release import Release
from dashboard.publishing.placing import Places
from dashboard.publishing.tabulating import MenuError, prepare, tabulate
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people, release
from tests.examples import examples
from tests.publishing.wild import AREAS, CELLS, opened


def test_districts_are_summed_into_counties_and_into_the_country(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina")
    counties = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert counties.cell(contea="01").value == 10
    assert counties.cell(contea="02").value == 40
    assert found.table("viandanti_stati", where={"stato": "avvistato"}).cell(regno="ERE").value == 52


def test_a_territory_that_is_not_additive_is_taken_as_delivered(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina").table("risorse")
    assert found.cell(regno="ERE", measure="stanziato").value == 100.5
    assert found.cell(regno="ERE", measure="speso").status == "not_collected"


def test_a_table_without_level_over_several_levels_is_refused() -> None:
    rows = prepare(
        erewhon.catalogue().datasets["risorse"],
        pd.DataFrame(money(("ERE", "1971", 1, 1))),
        erewhon.catalogue(),
        Places(erewhon.territories()),
    )
    with pytest.raises(MenuError, match="livelli diversi"):
        tabulate(rows, (), Places(erewhon.territories()))


def test_a_menu_that_names_what_is_not_there_is_refused() -> None:
    places = Places(erewhon.territories())
    rows = prepare(
        erewhon.catalogue().datasets["viandanti_stati"], pd.DataFrame(), erewhon.catalogue(), places
    )
    with pytest.raises(MenuError, match="statura"):
        tabulate(rows, ("regno", "statura"), places)


def test_a_score_appears_only_where_a_cell_is_one_row(tmp_path: Path) -> None:
    rows = money(("01", "1971", 5, 3), ("01", "1972", 5, 3))
    for row in rows:
        row["gradimento"] = 40
    found = release(tmp_path, "pubblico", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", annata="1971", measure="gradimento").value == 40


def test_a_value_missing_in_some_rows_is_told_beside_the_sum(tmp_path: Path) -> None:
    rows = [
        {**row, "distretti": None if row["ref_area"] == "D0102" else 1}
        for row in joined(("D0101", "1971"), ("D0102", "1971"))
    ]
    cell = release(tmp_path, "cabina", RowsLedger({"adesioni": rows})).table("adesioni", by="contea")
    assert cell.cell(contea="01").value == 1
    assert cell.cell(contea="01").note == "valore non comunicato in 1 riga su 2"


def test_a_provisional_row_makes_a_provisional_cell(tmp_path: Path) -> None:
    rows = [{**row, "obs_status": "P"} for row in money(("01", "1971", 5, 3))]
    found = release(tmp_path, "cabina", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", measure="speso").status == "provisional"


def test_the_note_of_a_row_stands_beside_its_cell(tmp_path: Path) -> None:
    rows = [{**row, "nota": "conto chiuso a marzo"} for row in money(("01", "1971", 5, 3))]
    found = release(tmp_path, "cabina", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", measure="speso").note == "conto chiuso a marzo"


def summed(found: Release, dataset: Dataset, level: str) -> pd.Series:
    frame = found.table(dataset.code, by=level, where={"reference_date": "1972-12-31"}).frame
    return frame.groupby("stato")["value"].sum(min_count=1)


@examples(6)
@given(CELLS)
def test_a_parent_is_the_sum_of_its_children_over_territory_and_dimensions(
    cells: dict[tuple[str, str, str, str], int],
) -> None:
    rows = {
        "adesioni": joined(*((area, "1971") for area in AREAS)),
        "viandanti_stati": people(*((*key, number) for key, number in cells.items())),
    }
    found, _ = opened(rows, "cabina")
    dataset = erewhon.catalogue().datasets["viandanti_stati"]
    whole = summed(found, dataset, "regno")
    for level in ("contea", "distretto"):
        pd.testing.assert_series_equal(summed(found, dataset, level), whole)
    for by in (["contea", "genere"], ["contea", "fascia"], ["contea", "genere", "fascia"]):
        parts = found.table(dataset.code, by=by).frame.groupby(["contea", "stato"])["value"].sum(min_count=1)
        totals = found.table(dataset.code, by="contea").frame.set_index(["contea", "stato"])["value"]
        pd.testing.assert_series_equal(parts, totals.sort_index(), check_names=False)
