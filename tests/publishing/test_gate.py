from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.definitions import Dataset, Measure
from dashboard.publishing.gate import PARTLY, Published, counted, public_tables, with_followers
from dashboard.publishing.grouping import groups_of
from dashboard.publishing.placing import Places
from dashboard.publishing.populations import Chosen, Group
from dashboard.publishing.tabulating import CellTable, prepare
from tests import erewhon
from tests.erewhon import people

DATASET = erewhon.catalogue().datasets["viandanti_stati"]
TABLES: tuple[Chosen, ...] = (("regno",), ("contea",), ("distretto",), ("regno", "genere"))


def group_of(*rows: tuple[str, str, str, str, float]) -> Group:
    places = Places(erewhon.territories())
    ready = prepare(DATASET, pd.DataFrame(people(*rows, origin="dimostrativo")), erewhon.catalogue(), places)
    (found,) = groups_of(ready, DATASET.measures[0], TABLES, erewhon.catalogue(), places)
    return found


def shown(group: Group, hidden: np.ndarray, passed: tuple[bool, ...] | None = None) -> Published:
    return Published(
        group.shape,
        np.where(hidden, np.nan, group.values.astype(float)),
        passed or tuple(True for _ in group.shape.keys),
        group.demonstration,
        group.provisional,
    )


ROWS = (
    ("D0101", "avvistato", "f", "giovani", 7),
    ("D0102", "avvistato", "m", "giovani", 3),
    ("D0201", "avvistato", "f", "adulti", 9),
    ("D0101", "con_lanterna", "f", "giovani", 6),
)


def test_every_cell_of_who_delivered_is_a_row_with_its_number_its_zero_or_nothing() -> None:
    group = group_of(*ROWS)
    hidden = (group.values > 0) & (group.values < 5)
    tables = public_tables(DATASET, TABLES, [shown(group, hidden)])
    assert [table.chosen for table in tables] == list(TABLES)
    frame = tables[2].frame
    told = {(row.distretto, row.stato): (row.status, row.value) for row in frame.itertuples()}
    assert told[("D0101", "avvistato")] == ("valid", 7.0)
    assert told[("D0102", "con_lanterna")] == ("zero", 0.0)
    assert told[("D0102", "avvistato")][0] == "suppressed"
    assert frame["value"].isna().sum() == 1
    assert len(frame) == 3 * 2
    assert set(frame["note"]) == {""}
    assert frame["demonstration"].all()


def test_primary_and_secondary_cells_bear_one_mark() -> None:
    group = group_of(*ROWS)
    primary = (group.values > 0) & (group.values < 5)
    everything = np.ones(len(primary), dtype=bool)
    rows = pd.concat(t.frame for t in public_tables(DATASET, TABLES, [shown(group, everything)]))
    marks = rows.drop(columns=["regno", "contea", "distretto", "genere", "stato", "reference_date"])
    assert len(marks.drop_duplicates()) == 1


def test_a_population_that_did_not_pass_is_in_no_table() -> None:
    group = group_of(*ROWS)
    nothing = np.zeros(len(group.values), dtype=bool)
    tables = public_tables(DATASET, TABLES, [shown(group, nothing, (True, False))])
    assert {state for table in tables for state in table.frame["stato"]} == {"avvistato"}


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_other_true_values_behind_the_hidden_cells_change_nothing(counts: list[int], chance: object) -> None:
    """Non-interference: with the same pattern and the same published values, the same rows."""
    group = group_of(*ROWS)
    other = replace(group, counts=np.array(counts, dtype=np.int64))
    hidden = group.values != other.values
    first = public_tables(DATASET, TABLES, [shown(group, hidden)])
    second = public_tables(DATASET, TABLES, [shown(other, hidden)])
    for one, two in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(one.frame, two.frame)


def without_fixed() -> Dataset:
    """The dataset with months beside its people, and no dimension that is never summed."""
    months = Measure(code="mesi", label="Mesi", unit="viandanti", required=False, shown_with="viandanti")
    told = {**DATASET.model_dump(), "measures": [DATASET.measures[0].model_dump(), months.model_dump()]}
    free = [d for d in told["dimensions"] if d["additive"]]
    return Dataset.model_validate({**told, "dimensions": free, "example": {}})


@pytest.mark.parametrize(
    ("people_value", "people_status", "own", "expected"),
    [
        (8.0, "valid", 40.0, ("valid", 40.0, "")),
        (None, "suppressed", 40.0, ("suppressed", None, "")),
        (None, "suppressed", None, ("suppressed", None, "")),
        (0.0, "zero", None, ("zero", 0.0, "")),
        (0.0, "zero", 2.0, ("valid", 2.0, "")),
        (8.0, "valid", None, ("not_collected", None, "")),
        (8.0, "valid", 0.0, ("zero", 0.0, "")),
        (8.0, "provisional", 40.0, ("provisional", 40.0, "")),
    ],
)
def test_what_counts_no_people_is_shown_only_beside_the_people(
    people_value: float | None,
    people_status: str,
    own: float | None,
    expected: tuple[str, float | None, str],
) -> None:
    def cells(measure: str, value: float | None, status: str) -> pd.DataFrame:
        line = {"regno": "ERE", "measure": measure, "value": value, "status": status}
        return pd.DataFrame([{**line, "demonstration": False, "note": ""}]).astype({"value": float})

    table = CellTable(
        DATASET.code, "regno", ("regno",), ("regno",), cells("viandanti", people_value, people_status)
    )
    found = with_followers(without_fixed(), table, cells("mesi", own, "valid")).frame.set_index("measure")
    status, value, note = expected
    assert found.loc["mesi", "status"] == status
    assert found.loc["mesi", "note"] == note
    assert found["value"].fillna(-1).loc["mesi"] == (-1 if value is None else value)


def test_a_sum_that_lacks_somebody_says_so_without_saying_how_many() -> None:
    line = {"regno": "ERE", "measure": "viandanti", "value": 8.0, "status": "valid", "demonstration": False}
    table = CellTable(DATASET.code, "regno", ("regno",), ("regno",), pd.DataFrame([{**line, "note": ""}]))
    exact = pd.DataFrame([{**line, "measure": "mesi", "note": "valore non comunicato in 1 riga su 3"}])
    found = with_followers(without_fixed(), table, exact).frame
    assert found[found["measure"] == "mesi"]["note"].tolist() == [PARTLY]


def test_a_table_is_counted_by_cells_hidden_and_zero() -> None:
    group = group_of(*ROWS)
    hidden = (group.values > 0) & (group.values < 5)
    assert counted([shown(group, hidden)], ("distretto",)) == {"cells": 6, "hidden": 1, "zero": 2}
