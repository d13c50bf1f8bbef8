"""Who stays, by month from entry."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import permanence
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

STAY = {"event": "uscita", "censored": ["in_corso"]}
Counts = Mapping[tuple[str, ...], float | None]


def find(monkeypatch: pytest.MonkeyPatch, counts: Counts) -> None:
    points = [
        Point(codes, codes, Cell(value, Status.SUPPRESSED if value is None else Status.VALID, True))
        for codes, value in counts.items()
    ]

    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        return Slice(self.indicators[0], tuple(points), place="Erewhon")

    monkeypatch.setattr(Ask, "slice", look)


def stay(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, counts: Counts, release: Release | None = None
) -> Unit:
    find(monkeypatch, counts)
    return permanence.permanence(
        ask(indicators=["lanterne_accese"], by=["stato", "genere"], options=STAY, release=release)
    )


def test_the_curve_falls_by_those_who_left_of_those_still_followed(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = stay(ask, monkeypatch, {("uscita", "6"): 10, ("in_corso", "8"): 10, ("in_corso", "12"): 20})

    assert unit.data is not None and unit.demonstration
    share = dict(zip(unit.data["mese_dall_ingresso"], unit.data["quota_non_usciti"], strict=True))
    assert (share[5], share[6], share[12]) == (100, 75, 75)
    followed = dict(zip(unit.data["mese_dall_ingresso"], unit.data["persone_seguite"], strict=True))
    assert (followed[0], followed[6], followed[12]) == (40, 40, 20)
    assert unit.title.startswith("Non è uscito prima del termine: 75\u00a0% a 12 mesi dall'ingresso (fra ")


def test_the_curve_ends_where_few_are_followed(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = stay(ask, monkeypatch, {("uscita", "2"): 5, ("in_corso", "5"): 30, ("in_corso", "20"): 9})

    assert unit.data is not None and max(unit.data["mese_dall_ingresso"]) == 5


def test_a_hidden_month_or_too_few_people_leave_no_curve(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, pubblico: Release
) -> None:
    hidden = stay(ask, monkeypatch, {("uscita", "6"): None, ("in_corso", "12"): 30})
    few = stay(ask, monkeypatch, {("in_corso", "12"): 19}, release=pubblico)

    for unit in (hidden, few):
        assert unit.picture is None and unit.data is None and "coperti" in unit.empty
