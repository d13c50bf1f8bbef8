"""Notes of the territories: the approved ones, of the place at work, on the topic at work."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dashboard.components.panels import notes
from dashboard.data.definitions import Panel
from dashboard.data.release import NotPublished

PANEL = Panel(
    code="note",
    page="prova",
    section="Note",
    label="Note",
    picture="notes",
    programmes=("lanterne",),
    dataset="note_contee",
    options={
        "topic": "argomento",
        "text": "testo",
        "written": "scritta",
        "approved": "approvata",
        "office": "ufficio",
        "argomento_strade": ("strade", "ponti"),
        "argomento_forzieri": "forzieri",
    },
)


def release(*rows: tuple[str, str, str, str]) -> Any:
    frame = pd.DataFrame(rows, columns=["ref_area", "programma", "approvata", "testo"])
    frame = frame.assign(argomento="strade", scritta="1972-05-01", ufficio="Gilda", origine="dimostrativo")
    info = SimpleNamespace(programme="programma", area="ref_area")
    return SimpleNamespace(records=lambda code: frame, info=lambda code: info, meta={"date": "1973-02-01"})


def test_only_notes_approved_by_the_day_of_the_release_are_shown() -> None:
    opened = release(
        ("01", "lanterne", "1972-06-01", "prima"),
        ("01", "lanterne", "1973-02-02", "dopo il rilascio"),
        ("01", "lanterne", "", "mai approvata"),
        ("02", "lanterne", "1972-06-01", "di un'altra contea"),
        ("01", "mulini", "1972-06-01", "di un altro programma"),
    )

    found = notes.approved_notes(opened, PANEL, programme="lanterne", areas={"01"})

    assert [one.text for one in found] == ["prima"]
    assert found[0].demonstration


def test_an_audience_that_may_not_read_them_has_none() -> None:
    def refused(code: str) -> pd.DataFrame:
        raise NotPublished(code, "no")

    opened: Any = SimpleNamespace(records=refused, info=refused, meta={"date": "1973-02-01"})
    assert notes.approved_notes(opened, PANEL, programme="lanterne", areas={"01"}) == []


@pytest.mark.parametrize(
    ("topics", "explained"), [({"ponti"}, {"strade"}), ({"forzieri"}, {"forzieri"}), ({"mare"}, set())]
)
def test_a_note_explains_the_indicators_of_its_topic(topics: set[str], explained: set[str]) -> None:
    assert notes.topics_explained(PANEL, topics) == explained


def test_a_note_says_where_when_who_and_cannot_write_markup() -> None:
    opened = release(("01", "lanterne", "1972-06-01", "<b>tutor</b>"))
    found = notes.approved_notes(opened, PANEL, programme="lanterne", areas={"01"})

    html = notes.notes_html(found, names={"01": "Aurorale"}, topics={"strade": "Strade"})

    assert "Aurorale" in html
    assert "Strade · 01/05/1972 · Gilda · approvata il 01/06/1972" in html
    assert "&lt;b&gt;tutor" in html
