"""Rows with dates in time: what was done, what is late, what is of a year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.components.panels import Ask, timeline
from dashboard.data.release import Release
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

DONE, RUNNING = "vetraio", "oleario"
THINGS = [
    ("Ponte", "vetraio", DONE, "1971-01-01", "1971-03-31", "1971-01-10", "1971-05-01"),
    ("Faro", "vetraio", DONE, "1971-02-01", "1971-06-30", "1971-02-01", "1971-06-30"),
    ("Strada", "stoppinaio", RUNNING, "1972-01-01", "1972-12-31", "1972-02-01", ""),
    ("Idea", "stoppinaio", RUNNING, "", "", "", ""),
]


@pytest.fixture
def told(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Ask:
    names = ["bottega", "mestiere", "altro_mestiere", "p_da", "p_a", "e_da", "e_a"]
    frame = pd.DataFrame(THINGS, columns=names).assign(
        ref_area="001001", presenza=pd.Series([1, 0, 1, None]), origine="dimostrativo", fonte=""
    )
    monkeypatch.setattr(Release, "records", lambda *_: frame)
    return ask(
        picture="timeline",
        dataset="botteghe",
        options={
            "lane": "mestiere",
            "name": "bottega",
            "planned": ["p_da", "p_a"],
            "actual": ["e_da", "e_a"],
            "state": "altro_mestiere",
            "states": [DONE, RUNNING],
            "plural": ["concluse", "in corso"],
            "noun": ["opera", "opere"],
            "columns": ["presenza"],
            "year": "anno",
        },
    )


def test_things_are_counted_by_state_and_those_that_ended_late_are_told(told: Ask) -> None:
    unit = timeline.timeline(told)

    assert unit.title == "4 opere: 2 concluse (di cui 1 dopo la data prevista) e 2 in corso"
    assert unit.caption == "Una prova · 4 opere · Erewhon · al 31 dicembre 1972"
    assert unit.demonstration and unit.data is not None and len(unit.data) == 4


def test_the_list_says_periods_and_what_has_not_ended(told: Ask) -> None:
    rows = {
        row.all("th")[0].text.removesuffix("◆"): [cell.text for cell in row.all("td")]
        for row in read(timeline.timeline(told).table).all("tr")[1:]
    }

    assert list(rows) == ["Ponte", "Faro", "Idea", "Strada"]
    assert rows["Ponte"][1:3] == ["01/01/1971 – 31/03/1971", "10/01/1971 – 01/05/1971"]
    assert rows["Strada"][2] == "dal 01/02/1972"
    assert rows["Idea"][1:] == ["–", "–", "Oleario", "n.d."]
    assert rows["Faro"][-1] == "0"


def test_what_has_no_day_is_not_drawn_and_what_runs_lasts_until_the_day_of_the_data(told: Ask) -> None:
    texts = timeline.timeline(told).picture.to_json().replace("\\u002f", "/")

    assert "Ponte" in texts and "Idea" not in texts
    assert "01/02/1972–31/12/1972" in texts


def test_a_year_keeps_its_things_and_an_empty_one_says_so(told: Ask) -> None:
    some = timeline.timeline(replace(told, choices={"anno": "1972"}))
    none = timeline.timeline(replace(told, choices={"anno": "1985"}))

    assert some.title.startswith("1 opera: 1 ")
    assert "anno 1972" in some.caption
    assert "nell'anno 1985" in none.empty
    assert none.title == "Una prova" and none.picture is None and none.data is None
    assert not none.demonstration
