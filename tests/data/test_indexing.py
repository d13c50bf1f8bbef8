"""A published table, indexed once: what is asked of it comes in order, with what nobody delivered."""

import pandas as pd

from dashboard.data.filling import Filler
from dashboard.data.indexing import TableIndex
from tests.data.test_filling import CELLS, DIMS, WORDS, columns, covered, info, selected


def covering(*areas: str) -> Filler:
    return Filler(info(), "distretto", pd.DataFrame([covered(area) for area in areas]), words=WORDS)


def test_only_the_areas_and_values_asked_for_are_filled() -> None:
    filler = Filler(info(), "distretto", pd.DataFrame([covered("D1"), covered("D2")]), words=WORDS)
    index = TableIndex(info(), DIMS, columns(CELLS), filler)

    assert selected(index, {"genere": ["z"]}).empty
    assert selected(index, {"genere": ["m"]}, ["D2", "D9"])["distretto"].tolist() == ["D2"]
    assert selected(index, {}, []).empty


def test_cells_stand_by_area_then_in_the_order_of_the_lists_those_nobody_lists_last_as_they_came() -> None:
    cells = [
        ("D2", "1972", "z", "n", 1.0, "valid", False, ""),
        ("D1", "1972", "y", "n", 1.0, "valid", False, ""),
        ("D1", "1972", "m", "n", 1.0, "valid", False, ""),
        ("D1", "1972", "x", "n", 1.0, "valid", False, ""),
        ("D1", "1972", "f", "n", 1.0, "valid", False, ""),
    ]

    found = selected(TableIndex(info(texts=("genere",)), DIMS, columns(cells), covering("D1", "D2")), {})

    assert found["distretto"].tolist() == ["D1"] * 4 + ["D2"]
    assert found["genere"].tolist() == ["f", "m", "y", "x", "z"]


def test_an_area_that_no_list_of_areas_names_is_found_all_the_same() -> None:
    index = TableIndex(info(), DIMS, columns(CELLS), covering("D0", "D2"))

    found = selected(index, {"genere": ["m"]})

    assert found["distretto"].tolist() == ["D0", "D1", "D2"]
    assert found["value"].tolist() == [0.0, 3.0, 0.0]
