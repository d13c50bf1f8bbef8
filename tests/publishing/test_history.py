from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.data.lookup import Release
from dashboard.data.release import open_release
from dashboard.data.store import FileStore
from dashboard.disclosure.over_time import places
from dashboard.disclosure.problem import Pattern, Problem, Rule, World
from dashboard.publishing import Publication
from dashboard.publishing.guarding import Guard, Past, Task
from dashboard.publishing.history import in_other_tables, pasts_of, with_past, worlds_of
from dashboard.publishing.populations import Group
from tests import erewhon
from tests.erewhon import RowsLedger, people, published
from tests.publishing import guards
from tests.publishing.test_grouping import groups
from tests.publishing.test_protection import with_lamps

MANY = [
    (area, "avvistato", gender, band, 20)
    for area in ("D0101", "D0201", "D0301")
    for gender in "fm"
    for band in ("giovani", "adulti")
]


@pytest.fixture
def means(tmp_path: Path) -> Guard:
    return guards.guard(evidence=tmp_path / "evidence")


def next_release(
    state: Path, rows: list[tuple[str, str, str, str, int]], guard: Guard
) -> tuple[Publication, Release]:
    ledger = RowsLedger({"viandanti_stati": people(*rows)})
    done = published(state, ledger, guard=guard)
    return done, open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)


def total(found: Release) -> float | None:
    return found.table("viandanti_stati", by="regno").cell(stato="avvistato").value


def test_what_is_on_line_is_known_by_release_and_population(tmp_path: Path, means: Guard) -> None:
    next_release(tmp_path, MANY, means)
    store = FileStore(erewhon.settings(tmp_path).releases_dir)
    pasts = pasts_of(store, means)
    (key,) = pasts
    assert key == ("viandanti_stati", "viandanti", ("1972-12-31", "avvistato"))
    (past,) = pasts[key]
    assert past.label == "1"
    assert past.own is not None
    assert past.own[1].sum() == 240
    (group,) = groups(people(*MANY))
    assert with_past(Task(group), pasts).past == {0: (past,)}
    assert with_past(Task(group), {}).past == {}
    (lost,) = pasts_of(store, guards.guard())[key]
    assert lost.own is None


def test_people_who_have_not_changed_are_published_as_before(tmp_path: Path, means: Guard) -> None:
    hidden = [*MANY, ("D0102", "avvistato", "f", "adulti", 2)]
    _, first = next_release(tmp_path, hidden, means)

    def never(problem: Problem, rule: Rule, **options: object) -> Pattern:
        raise AssertionError("nobody has changed")

    again = guards.guard(evidence=means.evidence, protect=never, insider_levels=("contea",))
    _, second = next_release(tmp_path, hidden, again)
    assert second.number == 2
    for by in first.published("viandanti_stati"):
        one, two = (found.table("viandanti_stati", by=by).frame for found in (first, second))
        assert one.equals(two)


def test_a_change_of_few_people_waits(tmp_path: Path, means: Guard) -> None:
    _, first = next_release(tmp_path, MANY, means)
    assert total(first) == 240
    done, second = next_release(tmp_path, [*MANY[:-1], (*MANY[-1][:-1], 21)], means)
    assert total(second) == 240
    assert "è cambiato meno di 5 persone" in done.audiences[0].left_out["viandanti_stati"]
    exact = open_release(erewhon.settings(tmp_path), "cabina", today=erewhon.TODAY)
    assert total(exact) == 241
    _, third = next_release(tmp_path, [*MANY[:-1], (*MANY[-1][:-1], 30)], means)
    assert total(third) == 250


def test_few_people_where_the_tables_are_other_ones_are_left_out(tmp_path: Path, means: Guard) -> None:
    next_release(tmp_path, MANY, means)
    done, second = next_release(tmp_path, [*MANY, ("D0102", "avvistato", "f", "adulti", 2)], means)
    assert not second.has("viandanti_stati")
    assert "usciranno con le prossime" in done.audiences[0].left_out["viandanti_stati"]


def test_without_the_evidence_of_what_is_on_line_nothing_new_is_published(
    tmp_path: Path, means: Guard
) -> None:
    next_release(tmp_path, MANY, means)
    done, second = next_release(tmp_path, [*MANY[:-1], (*MANY[-1][:-1], 40)], guards.guard(threshold=4))
    assert not second.has("viandanti_stati")
    assert "mancano le prove del rilascio 1" in done.audiences[0].left_out["viandanti_stati"]


def test_what_was_hidden_stays_hidden_when_people_change(tmp_path: Path, means: Guard) -> None:
    few = [*MANY, ("D0102", "avvistato", "f", "adulti", 2)]
    _, first = next_release(tmp_path, few, means)
    more = [*MANY, ("D0102", "avvistato", "f", "adulti", 30)]
    _, second = next_release(tmp_path, more, means)
    for by in first.published("viandanti_stati"):
        before, after = (found.table("viandanti_stati", by=by).frame for found in (first, second))
        gone = before[before["status"] == "suppressed"].merge(after, on=list(before.columns[:-5]))
        assert len(gone)
        assert np.isnan(gone["value_y"]).all()


def test_what_counts_no_people_waits_with_the_people(tmp_path: Path, means: Guard) -> None:
    def publish(last: int) -> Release:
        rows = [{**row, "lumi": 7} for row in people(*MANY[:-1], (*MANY[-1][:-1], last))]
        ledger = RowsLedger({"viandanti_stati": rows})
        published(tmp_path, ledger, guard=means, definitions=with_lamps())
        return open_release(erewhon.settings(tmp_path), "pubblico", today=erewhon.TODAY)

    def lamps(found: Release) -> tuple[str, float | None]:
        cell = found.table("viandanti_stati", by="regno").cell(stato="avvistato", measure="lumi")
        return cell.status.value, cell.value

    assert lamps(publish(20)) == ("valid", 84)
    assert lamps(publish(21)) == ("suppressed", None)
    assert lamps(publish(40)) == ("valid", 84)


def test_worlds_of_a_group_say_of_a_population_what_they_say_of_its_cells() -> None:
    (group,) = groups(people(*MANY, ("D0101", "con_lanterna", "f", "adulti", 7)))
    assert len(group.shape.keys) == 2
    cells = np.flatnonzero(group.values)
    worlds = (
        World(group.inner, group.counts),
        World(cells, group.values[cells], of_cells=True),
        World(group.inner[:1], np.array([3]), relative=True),
    )
    for number in range(2):
        single = group.of(number)
        whole, tables, *steps = worlds_of(worlds, group.shape, number)
        assert np.array_equal(whole.inner, single.inner)
        assert np.array_equal(single.values[tables.inner], tables.counts)
        assert len(steps) == (1 if single.inner[0] == group.inner[0] and number == 0 else 0)


def test_worlds_of_tables_hold_on_fewer_tables_and_say_nothing_of_more() -> None:
    (group,) = groups(people(*MANY))
    fewer = group.with_tables(group.shape.tables[:3])
    of_people = World(group.inner, group.counts)

    def told(past: Group, now: Group) -> tuple[World, ...]:
        kept = World(np.arange(len(past.values)), past.values, of_cells=True)
        before = Past("1", past.shape, past.values.astype(float), None, (of_people, kept))
        place = places(past.shape.layout, now.shape.layout)
        return in_other_tables(before, place, bool((place >= 0).all()))

    people_then, tables_then = told(group, fewer)
    assert people_then is of_people
    assert np.array_equal(fewer.values[tables_then.inner], tables_then.counts)
    assert told(fewer, group) == (of_people,)
