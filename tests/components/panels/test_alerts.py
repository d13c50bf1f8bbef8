"""Rules on published figures: who crosses the threshold, in words, and nobody else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dashboard.components.panels import alerts
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

SHARE = {
    "picture": "alert_share",
    "label": "Iscritti sotto il previsto",
    "indicators": ["quota_speso"],
    "level": "main",
    "options": {"least": "75", "base": "10", "done": "iscritti", "due": "previsti", "page": "forzieri"},
}


def points(*cells: tuple[str, float | None, float]) -> tuple[Point, ...]:
    return tuple(
        Point(
            (code,),
            (f"Contea {code}",),
            Cell(value, Status.VALID) if value is not None else Cell(None, Status.SUPPRESSED),
            value * base / 100 if value is not None else None,
            base,
        )
        for code, value, base in cells
    )


@pytest.fixture
def with_points(monkeypatch: pytest.MonkeyPatch) -> Any:
    def given(*found: tuple[str, float | None, float]) -> None:
        monkeypatch.setattr(
            Ask, "slice", lambda self, indicator, *_, **__: Slice(indicator, points(*found), when="anno 1972")
        )

    return given


def test_who_is_under_the_threshold_is_told_with_both_sides(ask: AskFor, with_points: Any) -> None:
    with_points(("01", 50.0, 40), ("02", 90.0, 40), ("03", None, 40))
    unit = alerts.low_share(ask(**SHARE))

    assert [item.text for item in read(unit.rows).all("li")] == ["Aurorale: 20 iscritti su 40 previsti (50%)"]
    assert "su 2 con un valore" in unit.title
    assert "non giudicati: 1" in unit.rows


def test_a_small_base_is_not_judged_and_without_signals_it_says_so(ask: AskFor, with_points: Any) -> None:
    with_points(("01", 10.0, 5), ("02", 90.0, 40), ("03", 80.0, 20))
    unit = alerts.low_share(ask(**SHARE))

    assert "niente da segnalare" in unit.title
    assert "meno di 75 iscritti ogni 100 previsti, dove i previsti sono almeno 10" in unit.rows
    assert not read(unit.rows).all("li")


def test_a_signal_leads_to_the_page_that_explains_it(ask: AskFor, with_points: Any) -> None:
    with_points(("01", 50.0, 40))
    told = ask(**SHARE)
    object.__setattr__(told, "door", lambda address, **more: f"{address}?programma=lanterne")

    assert 'href="forzieri?programma=lanterne"' in alerts.low_share(told).rows


def test_nothing_published_is_told_as_nothing_and_not_as_all_well(ask: AskFor, with_points: Any) -> None:
    with_points(("01", None, 40))
    unit = alerts.low_share(ask(**SHARE))

    assert unit.empty
    assert unit.rows == ""


def test_late_returns_count_what_is_missing_at_the_last_deadline(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ask(
        picture="alert_returns",
        label="Consegne in ritardo",
        dataset="viandanti_stati",
        options={"datasets": ["viandanti_stati"], "least": "80"},
    )
    day = str(told.release.meta["as_of"])
    frame = pd.DataFrame(
        [
            ("viandanti_stati", "01", "1970-01-01", 9, 0),
            ("viandanti_stati", "01", day, 4, 1),
            ("viandanti_stati", "02", day, 5, 5),
            ("viandanti_stati", "02", "2999-01-01", 5, 0),
        ],
        columns=["dataset", "area", "time", "expected", "received"],
    )
    monkeypatch.setattr(type(told.release), "completeness", lambda self, dataset=None: frame)

    unit = alerts.late_returns(told)

    (item,) = read(unit.rows).all("li")
    label = told.catalogue.datasets["viandanti_stati"].label
    assert f"1 consegna arrivata su 4 (25%); mancano 3 di «{label}»" in item.text
    assert unit.data is not None
    assert list(unit.data["attese"]) == [4, 5]


def test_spending_is_behind_only_beyond_the_tolerance(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(
        picture="alert_behind",
        label="Spesa indietro",
        indicators=["quota_speso"],
        level="main",
        options={"clock": "annata", "months": "12", "tolerance": "10"},
    )
    cells = [("01", "1971", 85.0), ("02", "1971", 95.0), ("01", "1972", 85.0)]
    found = tuple(Point((a, m), (a, m), Cell(v, Status.VALID)) for a, m, v in cells)
    monkeypatch.setattr(Ask, "slice", lambda self, indicator, *_, **__: Slice(indicator, found))
    gone = {"1971": 100.0, "1972": 90.0}
    monkeypatch.setattr(alerts, "window_of", lambda ask, code: SimpleNamespace(gone=gone[code]))

    unit = alerts.behind_time(told)

    (item,) = read(unit.rows).all("li")
    assert item.text == "Aurorale: annualità 1971: speso il 85%, tempo trascorso 100%"
