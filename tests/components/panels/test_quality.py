"""What the release says of its own deliveries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import quality
from dashboard.data.release import Release
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
COLUMNS = ["dataset", "file_name", "received_at", "reference", "rows", "counted", "demonstration"]
FILES = [
    ("risorse", "conti-71.csv", "1972-02-10", "1971-12-31", 4, 0, False),
    ("risorse", "conti-72.csv", "1973-01-10", "1972-12-31", 4, 3, False),
    ("botteghe", "botteghe.csv", "1973-01-01", "1972-12-31", 1, 1, True),
    ("adesioni", "patti.csv", "1972-12-01", "1972-12-31", 5, 5, False),
    ("altrove", "altro.csv", "1973-02-01", "1972-12-31", 9, 9, True),
]
FIXED: dict[str, Any] = {"areas": 2, "warnings": 1, "first": "1972-01-01", "last": "1972-12-31"}


@pytest.fixture
def draw(ask: AskFor, pubblico: Release, monkeypatch: pytest.MonkeyPatch) -> Draw:
    def make(
        picture: str,
        *,
        public: bool = False,
        persons: bool = False,
        rows: int = len(FILES),
        corrected: pd.DataFrame | None = None,
    ) -> Unit:
        frame = pd.DataFrame(FILES[:rows], columns=COLUMNS).assign(**FIXED)
        frame = frame.assign(received_by="Prudenza") if persons else frame
        monkeypatch.setattr(Release, "deliveries", lambda _: frame)
        monkeypatch.setattr(Release, "beside", lambda *_: pd.DataFrame() if corrected is None else corrected)
        told = ask(picture=picture, release=pubblico) if public else ask(picture=picture)
        return getattr(quality, picture)(told)  # type: ignore[no-any-return]

    return make


def lines(unit: Unit) -> dict[str, list[str]]:
    return {
        row.all("th")[0].text.removesuffix("◆"): [cell.text for cell in row.all("td")]
        for row in read(unit.rows or unit.table).all("tr")[1:]
    }


def test_datasets_without_a_delivery_are_told_apart_from_reserved_ones(draw: Draw) -> None:
    whole, public = draw("expected"), draw("expected", public=True)

    assert whole.title == "4 file per 4 dataset: 1 senza consegne"
    assert lines(whole)["Viandanti per stato raggiunto"][2] == quality.NOTHING
    assert lines(whole)["Risorse stanziate e spese"][2:] == ["2 file", "3", "10/01/1973"]
    assert public.title == "4 file per 4 dataset: tutti consegnati o riservati"
    assert lines(public)["Viandanti per stato raggiunto"][2:4] == [quality.HIDDEN, ""]
    assert whole.demonstration


def test_files_of_another_programme_are_not_listed_and_names_are_for_whom_may_read_them(draw: Draw) -> None:
    unit, named = draw("files"), draw("files", persons=True)

    assert list(lines(unit)) == ["conti-71.csv", "patti.csv", "botteghe.csv", "conti-72.csv"]
    assert lines(unit)["conti-72.csv"][2:] == ["3 di 4", "2", "01/01/1972 – 31/12/1972", "1"]
    assert unit.title == "4 file ricevuti (quelli che contano persone non si elencano)"
    assert named.title == "4 file ricevuti"
    assert "Prudenza" in named.rows and "Prudenza" not in unit.rows


def test_days_to_the_delivery_are_of_the_last_period_and_never_below_zero(draw: Draw) -> None:
    unit = draw("timeliness")

    assert unit.title == (
        "Dalla fine del periodo alla consegna: da 0 giorni (Adesione dei distretti) a 10 giorni "
        "(Risorse stanziate e spese)"
    )
    assert sorted(unit.picture.data[0].x) == [0, 1, 10]
    assert lines(unit)["Adesione dei distretti"][-1] == "-30"


def test_without_files_it_is_said(draw: Draw) -> None:
    assert draw("files", rows=0).empty.startswith("Nessun file")
    late = draw("timeliness", rows=0)
    assert late.empty and late.picture is None and late.title == "Una prova"


def test_corrections_are_counted_with_their_reason_where_it_may_be_told(draw: Draw) -> None:
    told = {
        "file_name": "conti.csv",
        "dataset": "risorse",
        "received_at": "1972-01-01",
        "state": "ritirata",
        "changed_at": "1972-02-01",
        "instead": "conti-2.csv",
    }
    one = pd.DataFrame([told, {**told, "dataset": "altrove"}])
    public, whole = (
        draw("corrections", corrected=one),
        draw("corrections", corrected=one.assign(reason="Refuso")),
    )

    assert public.title == "1 consegna corretta dopo essere stata ricevuta"
    assert lines(public)["conti.csv"][-1] == "conti-2.csv"
    assert lines(whole)["conti.csv"][-1] == "Refuso"
    assert draw("corrections").title == "Nessuna consegna è stata ritirata o sostituita"
    assert "cr-note" in draw("corrections").rows
