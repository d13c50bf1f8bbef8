from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.data.definitions import Catalogue, Code, CodeList, Dataset
from dashboard.publishing import grouping
from dashboard.publishing.grouping import PopulationError, groups_of, people_measures, sensitive_dimensions
from dashboard.publishing.placing import Places
from dashboard.publishing.populations import REST, Chosen, Group, Shape
from dashboard.publishing.tabulating import prepare, tabulate
from tests import erewhon
from tests.erewhon import people
from tests.publishing.wild import CELLS

DATASET = erewhon.catalogue().datasets["viandanti_stati"]
MENU = DATASET.tables("pubblico")
ROWS = (
    ("D0101", "avvistato", "f", "giovani", 7),
    ("D0102", "avvistato", "m", "giovani", 3),
    ("D0201", "avvistato", "f", "adulti", 9),
    ("D0101", "con_lanterna", "f", "giovani", 6),
)


def altered(*, without: str = "", measures: Any = None, **changes: dict[str, Any]) -> Dataset:
    """The dataset with other dimensions, made anew: a copy would keep what it has worked out."""
    told = DATASET.model_dump()
    kept = [d for d in told["dimensions"] if d["code"] != without]
    told["dimensions"] = [{**d, **changes.get(d["code"], {})} for d in kept]
    return Dataset.model_validate({**told, **({"measures": measures} if measures else {}), "example": {}})


def groups(
    rows: list[dict[str, Any]],
    *,
    dataset: Dataset = DATASET,
    menu: tuple[Chosen, ...] = MENU,
    catalogue: Catalogue | None = None,
) -> list[Group]:
    places = Places(erewhon.territories())
    known = catalogue or erewhon.catalogue()
    ready = prepare(dataset, pd.DataFrame(rows), known, places)
    return groups_of(ready, people_measures(dataset)[0], menu, known, places)


def told(found: Group | list[Group], chosen: Chosen) -> dict[tuple[str, ...], int]:
    return {
        at: int(group.values[cell])
        for group in (found if isinstance(found, list) else [found])
        for at, cell in group.shape.cells_of(chosen)
    }


@settings(max_examples=25)
@given(CELLS)
def test_the_cells_of_the_layout_are_those_of_the_tables(cells: dict[tuple[str, str, str, str], int]) -> None:
    rows = people(*((*key, number) for key, number in cells.items()))
    (group,) = groups(rows)
    places = Places(erewhon.territories())
    ready = prepare(DATASET, pd.DataFrame(rows), erewhon.catalogue(), places)
    for chosen in MENU:
        exact = tabulate(ready, chosen, places)
        assert group.shape.dims(chosen) == exact.dims
        mine = told(group, chosen)
        theirs = {
            tuple(row): int(value)
            for *row, value in exact.frame[[*exact.dims, "value"]].itertuples(index=False, name=None)
        }
        assert {at: value for at, value in mine.items() if value} == {
            at: value for at, value in theirs.items() if value
        }
        assert set(theirs) <= set(mine)
    assert Shape.from_json(group.shape.to_json()) == group.shape


def test_who_delivered_counts_zero_and_who_did_not_is_not_there() -> None:
    group = groups([*people(*ROWS), *people(("D0301", "avvistato", "f", "adulti", 4), day="1971-12-31")])
    cells = told(group, ("distretto",))
    assert cells["D0102", "1972-12-31", "con_lanterna"] == 0
    assert ("D0301", "1972-12-31", "avvistato") not in cells
    assert ("D0101", "1971-12-31", "avvistato") not in cells
    assert cells["D0301", "1971-12-31", "avvistato"] == 4


def test_populations_are_put_together_while_they_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = groups(people(*ROWS))
    monkeypatch.setattr(grouping, "MOST_INNER", 1)
    single = groups(people(*ROWS))
    assert [len(one.shape.keys) for one in whole] == [2]
    assert [one.shape.keys for one in single] == [(key,) for key in whole[0].shape.keys]
    for chosen in MENU:
        assert told(whole[0], chosen) == {
            at: value for one in single for at, value in told(one, chosen).items()
        }


def test_what_is_delivered_for_a_wider_area_is_a_cell_that_no_table_lists() -> None:
    dataset = altered(ref_area={"levels": ("regno", "distretto")})
    rows = people(("ERE", "avvistato", "f", "adulti", 4), ("01", "avvistato", "f", "adulti", 2), *ROWS[:1])
    (group,) = groups(rows, dataset=dataset, menu=(("regno",), ("contea",), ("distretto",)))
    assert told(group, ("regno",)) == {("ERE", "1972-12-31", "avvistato"): 13}
    assert told(group, ("contea",)) == {("01", "1972-12-31", "avvistato"): 9}
    assert told(group, ("distretto",)) == {("D0101", "1972-12-31", "avvistato"): 7}
    rests = {group.shape.layout.names(cell)[1]: int(group.values[cell]) for cell in group.shape.unlisted()}
    assert rests == {f"ERE{REST}": 4, f"01{REST}": 2}


def test_a_menu_of_one_level_has_its_total_all_the_same() -> None:
    (group,) = groups(people(*ROWS), menu=(("regno",),))
    assert told(group, ("regno",))["ERE", "1972-12-31", "avvistato"] == 19


def test_a_count_that_need_not_be_given_is_zero_only_where_it_was_given() -> None:
    dataset = altered(measures=[{**DATASET.measures[0].model_dump(), "required": False}])
    rows = people(*ROWS)
    rows[1]["viandanti"] = None
    group = groups(rows, dataset=dataset)
    assert {at[0] for at in told(group, ("distretto",))} == {"D0101", "D0201"}
    assert groups([{**row, "viandanti": None} for row in rows], dataset=dataset) == []


def coded(**changes: dict[str, Any]) -> Catalogue:
    """The definitions of Erewhon, with other fields of some codes of the age bands."""
    bands = erewhon.catalogue().codelists["fascia"]
    codes = tuple(Code.model_validate({**c.model_dump(), **changes.get(c.code, {})}) for c in bands.codes)
    made = CodeList.model_validate({**bands.model_dump(), "codes": [code.model_dump() for code in codes]})
    lists = {**erewhon.catalogue().codelists, "fascia": made}
    return erewhon.catalogue().model_copy(update={"codelists": lists})


@pytest.mark.parametrize("change", [{"parent": "con_lanterna"}, {"start": "1999-01-01"}])
def test_a_code_that_makes_no_sense_in_a_population_is_not_there(change: dict[str, Any]) -> None:
    rows = people(("D0101", "avvistato", "f", "giovani", 7), ("D0101", "con_lanterna", "f", "giovani", 7))
    group = groups(rows, catalogue=coded(adulti=change))
    places = {at[2:] for at in told(group, ("regno", "fascia"))}
    assert ("avvistato", "giovani") in places
    assert ("avvistato", "adulti") not in places
    odd = groups([*rows, *people(("D0102", "avvistato", "f", "adulti", 3))], catalogue=coded(adulti=change))
    assert told(odd, ("regno", "fascia"))["ERE", "1972-12-31", "avvistato", "adulti"] == 3


@pytest.mark.parametrize("number", [-1, 1.5])
def test_a_count_that_counts_nobody_is_refused_and_not_told(number: float) -> None:
    with pytest.raises(PopulationError) as refusal:
        groups(people(("D0101", "avvistato", "f", "giovani", number)))
    assert str(number) not in str(refusal.value)


def test_a_territory_that_is_never_summed_is_refused() -> None:
    dataset = altered(ref_area={"additive": False})
    with pytest.raises(PopulationError, match="non si somma"):
        groups(people(*ROWS), dataset=dataset)


def test_a_dataset_without_territory_is_one_population_by_what_is_never_summed() -> None:
    dataset = altered(without="ref_area")
    (group,) = groups(people(*ROWS[:3]), dataset=dataset, menu=((), ("genere",)))
    assert told(group, ()) == {("1972-12-31", "avvistato"): 19}
    assert told(group, ("genere",))["1972-12-31", "avvistato", "f"] == 16


def test_a_year_that_may_be_summed_has_all_the_years_from_the_first_to_the_last() -> None:
    dataset = altered(fascia={"type": "year", "codelist": None})
    rows = people(("D0101", "avvistato", "f", "1970", 7), ("D0101", "avvistato", "f", "1972", 7))
    (group,) = groups(rows, dataset=dataset)
    assert {at[3] for at in told(group, ("regno", "fascia"))} == {"1970", "1971", "1972"}


def test_sensitive_dimensions_are_found_among_the_axes() -> None:
    (group,) = groups(people(*ROWS))
    assert sensitive_dimensions(group.shape, DATASET) == []
    found = sensitive_dimensions(group.shape, altered(fascia={"sensitive": True}))
    assert [group.shape.lines[i].name for i in found] == ["fascia"]


def test_fewer_tables_are_of_the_same_people() -> None:
    (group,) = groups(people(*ROWS))
    fewer = group.with_tables([("regno",)])
    assert told(fewer, ("regno",)) == told(group, ("regno",))
    assert len(fewer.shape.layout) < len(group.shape.layout)
    assert np.array_equal(fewer.inner, group.inner)
