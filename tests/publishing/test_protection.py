from __future__ import annotations

import numpy as np
import pytest

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing.guarding import Guard
from dashboard.publishing.protection import SECONDARY, DatasetProtection, protect_people
from dashboard.publishing.workshop import Workshop
from tests import erewhon
from tests.erewhon import Rows, RowsLedger, people
from tests.publishing import guards

MANY = tuple(
    (area, "avvistato", gender, band, 20 + number)
    for number, (area, gender, band) in enumerate(
        (area, gender, band)
        for area in ("D0101", "D0201", "D0301")
        for gender in "fm"
        for band in ("giovani", "adulti")
    )
)


def protected(
    rows: Rows, guard: Guard | None = None, catalogue: Catalogue | None = None
) -> DatasetProtection:
    workshop = Workshop(
        RowsLedger({"viandanti_stati": rows}), catalogue or erewhon.catalogue(), erewhon.territories()
    )
    return protect_people(workshop, guard or guards.guard())["viandanti_stati"]


def tables(found: DatasetProtection) -> set[tuple[str, ...]]:
    return {table.chosen for table in found.tables}


def test_where_nobody_is_few_everything_is_published() -> None:
    found = protected(people(*MANY))
    assert tables(found) == set(erewhon.catalogue().datasets["viandanti_stati"].tables("pubblico"))
    assert found.left_out == ()
    assert all(count.hidden == 0 for count in found.counts)


def test_a_further_table_of_which_too_much_is_hidden_is_left_out_and_said() -> None:
    few = (("D0301", "avvistato", "m", "giovani", 1), ("D0301", "avvistato", "m", "adulti", 2))
    found = protected(people(*MANY[:-2], *few))
    everything = erewhon.catalogue().datasets["viandanti_stati"].tables("pubblico")
    assert tables(found) == set(everything) - {("contea", "genere"), ("contea", "fascia")}
    assert any("contea × genere" in reason for reason in found.left_out)
    assert not any("100" in reason for reason in found.left_out)  # how much of it is a matter of small counts
    assert all(count.hidden == 0 for count in found.counts)  # without those tables nothing is small


def test_how_much_of_a_table_is_hidden_is_counted_by_reason() -> None:
    found = protected(people(*MANY, ("D0102", "avvistato", "f", "adulti", 3)))
    told = {count.table: (count.cells, dict(count.reasons)) for count in found.counts}
    assert told[("distretto",)] == (4, {"conteggio sotto 5": 1, SECONDARY: 3})
    assert told[("regno",)] == (1, {SECONDARY: 1})


def test_tables_with_many_small_cells_are_left_out_before_any_protection() -> None:
    tried: list[int] = []

    def protect(problem: Problem, rule: Rule, **options: object) -> Pattern:
        assert problem.layout is not None
        tried.append(len(problem.layout.menu))
        return guards.hide_only_primaries(problem, rule)

    rows = people(*(("D0101", "avvistato", g, b, 2) for g in "fm" for b in ("giovani", "adulti")))
    found = protected(rows, guards.guard(protect=protect))
    assert tried == [5]
    assert len(found.left_out) == 3


def test_the_worse_half_goes_first_and_the_others_are_tried_again() -> None:
    tried: list[int] = []

    def protect(problem: Problem, rule: Rule, **options: object) -> Pattern:
        """Hide everything while there are more than six tables."""
        assert problem.layout is not None
        tried.append(len(problem.layout.menu))
        hide = np.full(len(problem), len(problem.layout.menu) > 6)
        return Pattern(hide & ~problem.forced, problem.sensitive)

    found = protected(people(*MANY), guards.guard(protect=protect))
    assert tried == [8, 6]
    assert len(found.tables) == 6
    assert len(found.left_out) == 2


def test_a_population_that_fails_is_named_and_its_numbers_are_not() -> None:
    rows = people(*MANY, ("D0101", "con_lanterna", "f", "adulti", 3))
    found = protected(rows, guards.guard(audit=guards.doubt))
    assert any("(1972-12-31, con_lanterna)" in reason for reason in found.left_out)
    assert {state for table in found.tables for state in table.frame["stato"]} == {"avvistato"}


def test_a_dataset_that_cannot_be_protected_is_left_out_with_the_reason() -> None:
    found = protected(people(("D0101", "avvistato", "f", "giovani", 1.5)))
    assert found.tables == ()
    assert found.left_out == ("un conteggio di persone non è un numero intero",)


def with_lamps() -> Catalogue:
    """The definitions of Erewhon, where travellers also have lamps, which are no people."""
    told = erewhon.catalogue().datasets["viandanti_stati"].model_dump()
    lamps = {**told["measures"][0], "code": "lumi", "required": False, "shown_with": "viandanti"}
    dataset = Dataset.model_validate({**told, "measures": [told["measures"][0], lamps]})
    datasets = {**erewhon.catalogue().datasets, "viandanti_stati": dataset}
    return erewhon.catalogue().model_copy(update={"datasets": datasets})


@pytest.mark.parametrize(("last", "expected"), [(20, 40.0), (2, None)])
def test_what_counts_no_people_follows_the_people(last: int, expected: float | None) -> None:
    rows = people(("D0101", "avvistato", "f", "giovani", 20), ("D0201", "avvistato", "f", "giovani", last))
    found = protected([{**row, "lumi": 40} for row in rows], catalogue=with_lamps())
    frame = next(table.frame for table in found.tables if table.chosen == ("distretto",))
    lamps = frame[frame["measure"] == "lumi"].set_index("distretto")["value"]
    assert np.array_equal(lamps["D0101"], float("nan") if expected is None else expected, equal_nan=True)
