import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.definitions import Code, CodeList, Dataset
from dashboard.publishing.clocks import is_clock, return_clock, starts, year_of
from tests import erewhon


def test_days_years_and_lists_of_years_count_time_and_the_rest_does_not() -> None:
    catalogue = erewhon.catalogue()
    found = {
        (dataset.code, dimension.code)
        for dataset in catalogue.datasets.values()
        for dimension in dataset.dimensions
        if is_clock(dimension, catalogue)
    }

    assert {("viandanti_stati", "reference_date"), ("adesioni", "annata"), ("risorse", "annata")} <= found
    assert not {("viandanti_stati", code) for code in ("stato", "genere", "fascia", "ref_area")} & found


@pytest.mark.parametrize(
    ("dataset", "clock"), [("viandanti_stati", "reference_date"), ("adesioni", "annata")]
)
def test_a_return_is_told_from_the_next_by_what_is_never_summed(dataset: str, clock: str) -> None:
    catalogue = erewhon.catalogue()
    found = return_clock(catalogue.datasets[dataset], catalogue)

    assert found is not None
    assert found.code == clock


def test_without_time_nothing_tells_returns_apart() -> None:
    catalogue = erewhon.catalogue()
    people = catalogue.datasets["viandanti_stati"]
    dimensions = [d.model_dump() for d in people.dimensions if d.type != "date"]
    timeless = Dataset.model_validate({**people.model_dump(), "dimensions": dimensions, "example": {}})

    assert return_clock(timeless, catalogue) is None


def test_a_code_that_is_a_year_begins_with_it_unless_the_list_says_otherwise() -> None:
    codes = [
        {"code": "1971", "label": "1971"},
        {"code": "1972", "label": "1972", "start": "1972-05-01"},
        {"code": "R1", "label": "Prima"},
    ]
    listed = CodeList(code="x", label="X", codes=tuple(Code.model_validate(code) for code in codes))

    assert starts(listed) == {"1971": "1971-01-01", "1972": "1972-05-01"}
    assert [year_of(code, starts(listed)) for code in ("1971", "1972", "R1")] == [1971, 1972, None]


@given(st.dates())
def test_the_year_of_a_day_is_its_own_where_years_are_plausible(day: object) -> None:
    text = str(day)

    assert year_of(text, {}) == (int(text[:4]) if 1800 <= int(text[:4]) < 2200 else None)
