"""The cells that nobody delivered: each says why it is not there."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.data.cells import Status
from dashboard.data.filling import HIDDEN_NOTE, DatasetInfo, Filler, LevelWords
from dashboard.data.indexing import TableIndex

WORDS = LevelWords("distretto", "distretti")
DIMS = ("distretto", "anno", "genere")


def info(**changes: Any) -> DatasetInfo:
    told: dict[str, Any] = {
        "code": "viandanti",
        "label": "Viandanti",
        "confidential": True,
        "area": "ref_area",
        "area_additive": True,
        "fixed": ("anno",),
        "free": ("genere",),
        "clock": "anno",
        "clocks": {"anno": {}},
        "order": {"genere": ("f", "m")},
        "texts": (),
        "measures": {"n": {"unit": "viandanti", "additive": True, "required": True, "label": "Viandanti"}},
        "due_level": "distretto",
    }
    return DatasetInfo(**(told | changes))


def covered(area: str, **changes: Any) -> dict[str, Any]:
    """A line of coverage: an area that takes part since 1970 and has delivered what is due."""
    told = {
        "dataset": "viandanti",
        "level": "distretto",
        "area": area,
        "time": "1972",
        "since": 1970,
        "expected": 1,
        "received": 1,
        "returned": 1,
        "demonstration": 0,
        "hidden": 0,
    }
    return told | changes


def filled(
    *coverage: dict[str, Any], where: dict[str, list[str]] | None = None, **changes: Any
) -> dict[str, Any]:
    """The cells of the second gender after the first alone was delivered by D1: area → cell."""
    told = info(**changes)
    filler = Filler(told, "distretto", pd.DataFrame(coverage), words=WORDS)
    index = TableIndex(told, DIMS, columns(CELLS), filler)
    return {str(row.distretto): row for row in selected(index, where or {"genere": ["m"]}).itertuples()}


CELLS = [
    ("D1", "1972", "f", "n", 7.0, "valid", False, ""),
    ("D1", "1972", "m", "n", 3.0, "valid", False, "corretto"),
]


def columns(cells: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Some cells, column by column."""
    names = [*DIMS, "measure", "value", "status", "demonstration", "note"]
    return {name: list(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}


def selected(index: TableIndex, where: dict[str, list[str]], areas: list[str] | None = None) -> pd.DataFrame:
    return index.select(areas, where).frame()


@pytest.mark.parametrize(
    ("line", "status", "note"),
    [
        ({}, Status.ZERO, ""),
        ({"returned": 0, "received": 0}, Status.NOT_COLLECTED, ""),
        ({"hidden": 1}, Status.SUPPRESSED, HIDDEN_NOTE),
        ({"since": None}, Status.NOT_PARTICIPATING, ""),
        ({"since": 1973}, Status.NOT_PARTICIPATING, ""),
        ({"expected": 4, "received": 1}, Status.ZERO, "mancano 3 distretti su 4"),
        ({"expected": 2, "received": 1}, Status.ZERO, "manca 1 distretto su 2"),
    ],
)
def test_a_cell_without_rows_says_why(line: dict[str, Any], status: Status, note: str) -> None:
    cell = filled(covered("D1"), covered("D2", **line))["D2"]

    assert (cell.status, cell.note) == (status.value, note)
    assert (cell.value == 0) if status is Status.ZERO else pd.isna(cell.value)


def test_what_was_delivered_stays_and_is_told_what_is_missing_beside_its_own_note() -> None:
    cell = filled(covered("D1", expected=2, received=1))["D1"]

    assert (cell.value, cell.status) == (3.0, "valid")
    assert cell.note == "corretto; manca 1 distretto su 2"


def test_a_zero_that_stands_on_demonstration_rows_bears_their_mark() -> None:
    found = filled(covered("D1"), covered("D2", demonstration=1), covered("D3"))

    assert [bool(found[area].demonstration) for area in ("D2", "D3")] == [True, False]


@pytest.mark.parametrize(
    "measure",
    [{"additive": False, "required": True}, {"additive": True, "required": False}],
)
def test_no_row_is_a_zero_only_for_what_is_counted_and_due(measure: dict[str, bool]) -> None:
    found = filled(covered("D2"), measures={"n": measure})

    assert found["D2"].status == Status.NOT_COLLECTED.value


def test_combinations_of_free_texts_are_never_made_up() -> None:
    assert set(filled(covered("D1"), covered("D2"), texts=("genere",))) == {"D1"}


def test_outside_the_scope_of_its_programme_an_area_takes_no_part() -> None:
    told = info(programmes=("p",))
    coverage = pd.DataFrame([covered("D1"), covered("D2")])
    filler = Filler(told, "distretto", coverage, words=WORDS, scopes={"p": frozenset({"D1"})})

    found = selected(TableIndex(told, DIMS, columns(CELLS[:1]), filler), {})

    assert dict(zip(found["distretto"], found["status"], strict=True)) == {
        "D1": "valid",
        "D2": Status.NOT_PARTICIPATING.value,
    }


def test_a_description_survives_json_and_passes_over_what_it_does_not_know() -> None:
    told = info().to_json()

    assert DatasetInfo.from_json(told | {"di_domani": 1}).to_json() == told
    assert info(clocks={"giro": {"R1": "1971-05-01"}}).year("giro", "R1") == 1971
    assert info().year("genere", "f") is None
