"""Who stays, by month from entry; which part of a cohort had come to a step by then."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import permanence
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

STAY = {"event": "uscita", "censored": ["in_corso"]}
STEPS = {
    "steps": ["progetto"],
    "entry": "ingresso",
    "going": "in_corso",
    "early": ["3", "12"],
    "late": ["12"],
    "ends": [],
}
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


def triangle(ask: AskFor, monkeypatch: pytest.MonkeyPatch, counts: Counts) -> Unit:
    find(monkeypatch, counts)
    return permanence.triangle(
        ask(indicators=["lanterne_accese"], by=["fascia", "stato", "genere"], options=STEPS)
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


def test_a_cohort_is_read_only_when_nearly_all_of_it_had_the_months(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    old: dict[tuple[str, ...], float | None]
    old = {("A", "ingresso", "0"): 40.0, ("A", "progetto", "2"): 10.0, ("A", "progetto", "8"): 20.0}
    young: dict[tuple[str, ...], float | None]
    young = {("B", "ingresso", "0"): 20.0, ("B", "progetto", "1"): 5.0, ("B", "in_corso", "4"): 15.0}
    unit = triangle(ask, monkeypatch, {**old, **young})

    assert unit.data is not None
    found = unit.data.set_index(["coorte", "entro_mesi"])["quota"]
    assert (found["A", 3], found["A", 12], found["B", 3]) == (25, 75, 25)
    assert pd.isna(found["B", 12])
    assert unit.title == "«progetto» entro 3 mesi dall'ingresso: A 25\u00a0% e B 25\u00a0%"
    assert "troppo presto per dirlo" in unit.note


def test_when_no_cohort_has_the_months_the_figure_says_it_is_early(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = triangle(ask, monkeypatch, {("A", "ingresso", "0"): 40, ("A", "in_corso", "1"): 40})

    assert unit.empty == "Troppo presto per dirlo: nessuna coorte ha abbastanza mesi."
