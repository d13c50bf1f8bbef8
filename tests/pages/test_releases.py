"""The releases, as their notes say them."""

from __future__ import annotations

from typing import Any

from dashboard.data.store import Entry
from dashboard.pages import releases
from tests.components.markup import read


def entry(number: int, **info: Any) -> Entry:
    return Entry(number, {}, {"date": "2024-01-10", "as_of": "2023-12-31", "state": "pubblicato", **info})


def test_each_release_says_its_days_and_what_changed() -> None:
    told = read(
        releases.notes_html([entry(2, reason="Refuso <b>", corrects=1), entry(1, embargo="2024-02-01")])
    )
    rows = [[one.text for one in (*row.all("th"), *row.all("td"))] for row in told.all("tr")[1:]]

    assert rows == [
        ["2", "10/01/2024", "31/12/2023", "pubblicato", "Refuso <b>", "1", "–"],
        ["1", "10/01/2024", "31/12/2023", "pubblicato", "–", "–", "01/02/2024"],
    ]


def test_among_corrections_only_those_that_correct_are_listed() -> None:
    some = releases.notes_html([entry(2, corrects=1), entry(1)], corrections=True)
    none = releases.notes_html([entry(1)], corrections=True)

    assert [row.all("th")[0].text for row in read(some).all("tr")[1:]] == ["2"]
    assert "<table" not in none and "Nessun rilascio ne corregge un altro" in none
