"""Releases published one after the other: nobody who came, left or moved between them is singled out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.data.audience import PUBLIC
from dashboard.data.release import Release, open_release, releases_for
from dashboard.data.store import FileStore
from tests import erewhon
from tests.attacks import canaries
from tests.attacks.conftest import guard
from tests.attacks.differencing import subtract_releases
from tests.attacks.solvers import broken, intervals
from tests.attacks.systems import of_release
from tests.attacks.test_release import DATASET, MEASURE, RULE

Row = dict[str, Any]
Step = Callable[[list[Row]], None]


def joins(rows: list[Row]) -> None:
    """One more person where there are many."""
    max(rows, key=lambda row: row[MEASURE])[MEASURE] += 1


def leaves(rows: list[Row]) -> None:
    """One person less where there are many."""
    max(rows, key=lambda row: row[MEASURE])[MEASURE] -= 1


def moves(rows: list[Row]) -> None:
    """One person changes state."""
    one = max(rows, key=lambda row: row[MEASURE])
    other = next(
        row for row in rows if row["stato"] != one["stato"] and row["reference_date"] == one["reference_date"]
    )
    one[MEASURE] -= 1
    other[MEASURE] += 1


def stirs(rows: list[Row]) -> None:
    """Many people come and go everywhere."""
    for row, new in zip(
        rows, canaries.stirred(erewhon.RowsLedger({DATASET: rows})).rows[DATASET], strict=True
    ):
        row.update(new)


def grows(rows: list[Row]) -> None:
    """Every handful of people becomes a crowd."""
    for row in rows:
        row[MEASURE] += 1000


def after(ledger: erewhon.RowsLedger, step: Step) -> erewhon.RowsLedger:
    """Return the ledger after something happened to its people."""
    rows = [dict(row) for row in ledger.rows[DATASET]]
    step(rows)
    return erewhon.RowsLedger({**ledger.rows, DATASET: rows}, ledger.delivered)


def online(state: Path) -> list[Release]:
    """All the releases that the public can open."""
    settings, day = erewhon.settings(state), erewhon.TODAY + timedelta(days=99)
    entries = releases_for(FileStore(settings.releases_dir), PUBLIC, day)
    return [open_release(settings, PUBLIC, entry.number, today=day) for entry in entries]


def one_after_the_other(state: Path, steps: list[Step]) -> list[Release]:
    """Publish a ledger, and again after each step, as the data office does; return what is on line."""
    ledger, day = canaries.planted(), erewhon.TODAY
    erewhon.published(state, ledger, guard=guard(state), today=day)
    for step in steps:
        ledger, day = after(ledger, step), date.fromordinal(day.toordinal() + 30)
        erewhon.published(state, ledger, guard=guard(state), today=day)
    return online(state)


def singled_out(releases: list[Release]) -> list[Any]:
    """Return what any two releases tell for sure of a change of few people."""
    told = []
    for later, new in enumerate(releases):
        for old in releases[:later]:
            before, after_ = of_release(old, DATASET, MEASURE), of_release(new, DATASET, MEASURE)
            for fixed in before.keys() & after_.keys():
                changes = subtract_releases(before[fixed], after_[fixed], whole=True)
                cells = np.flatnonzero(changes.told(RULE.threshold))
                told += [(sorted(fixed), after_[fixed].names[cell], changes.low[cell]) for cell in cells]
    return told


@pytest.mark.parametrize(
    "steps",
    [
        [joins],
        pytest.param([leaves], marks=pytest.mark.slow),
        pytest.param([moves], marks=pytest.mark.slow),
        pytest.param([stirs], marks=pytest.mark.slow),
        pytest.param([joins, joins], marks=pytest.mark.slow),
        pytest.param([stirs, joins], marks=pytest.mark.slow),
    ],
)
def test_no_two_releases_single_anybody_out(steps: list[Step], tmp_path: Path) -> None:
    releases = one_after_the_other(tmp_path, steps)

    assert len(releases) == 1 + len(steps)
    assert singled_out(releases) == []
    for release in releases:
        for system in of_release(release, DATASET, MEASURE).values():
            assert not broken(intervals(system), system.hidden, RULE).any()


def test_what_is_hidden_once_is_in_no_later_release(tmp_path: Path) -> None:
    first, *later = one_after_the_other(tmp_path, [grows])
    hidden = set(canaries.withheld(first))

    assert hidden
    for release in later:
        shown = {place for place, value in canaries.cells_of(release).items() if value is not None}
        assert not hidden & shown
