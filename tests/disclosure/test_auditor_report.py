from __future__ import annotations

import json

import numpy as np
import pytest

from dashboard.disclosure.auditor_report import CellReport, Report, why_of
from dashboard.disclosure.problem import World

WORLDS = [World(np.array([i]), np.array([i + 1]), relative=i == 3) for i in range(5)]


def cell(
    number: int, safe: bool, low_world: int = -1, high_world: int = -1, *, insider: str | None = None
) -> CellReport:
    return CellReport(number, 0, 7, safe, "perché", low_world, high_world, insider)


def made(*cells: CellReport) -> Report:
    return Report.of(cells, WORLDS, "inner", refused=1, insiders=2, partial=True).finished(1.5, 2)


def test_only_the_worlds_referred_to_are_kept_and_numbered_anew() -> None:
    report = made(cell(4, True, 1, 4), cell(5, True, 4, -1))
    assert [world.counts.tolist() for world in report.worlds] == [[2], [5]]
    assert [(one.low_world, one.high_world) for one in report.cells] == [(0, 1), (1, -1)]


def test_the_first_world_stays_when_another_is_told_as_a_difference_from_it() -> None:
    report = made(cell(4, True, 3, 3))
    assert [world.counts.tolist() for world in report.worlds] == [[1], [4]]
    assert report.cells[0].low_world == 1


def test_one_cell_that_fails_is_enough() -> None:
    assert made(cell(1, True)).safe
    report = made(cell(1, True), cell(2, False), cell(2, False, insider="chi sa"))
    assert not report.safe
    assert [one.insider for one in report.unsafe] == [None, "chi sa"]


def test_it_is_read_as_it_was_written() -> None:
    report = made(cell(1, True, 0, 3), cell(2, False, insider="chi sa"))
    read = Report.from_json(report.to_json())
    assert (read.safe, read.cells, read.depth, read.seconds) == (False, report.cells, "inner", 1.5)
    assert dict(read.notes) == {"refused_worlds": 3, "insiders": 2, "partial": True}
    assert [world.relative for world in read.worlds] == [False, True]
    assert Report.from_json(report.to_json(worlds=False)).worlds == ()


def test_the_summary_holds_no_interval_and_no_world() -> None:
    summary = made(cell(1, True, 0, 3), cell(2, False)).summary()
    assert (summary["hidden"], summary["unsafe"], summary["reasons"]) == (2, 1, {"perché": 1})
    assert not {"low", "high", "cells", "worlds"} & set(json.loads(json.dumps(summary)))


@pytest.mark.parametrize(
    ("low", "high", "exact", "words"),
    [
        (3, 3, True, "esattamente: 3"),
        (3, 3, False, "3–3"),
        (2, 4, True, "2–4"),
        (2, None, True, "2 o più"),
    ],
)
def test_a_cell_that_is_narrowed_says_to_what(low: int, high: int | None, exact: bool, words: str) -> None:
    assert words in why_of(2, low, high, exact)
