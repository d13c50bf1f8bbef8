from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.disclosure.layout import Floats, Layout
from dashboard.disclosure.problem import Rule
from dashboard.publishing import guarding
from dashboard.publishing.guarding import Found, Guard, Task, find
from dashboard.publishing.proving import Audited
from dashboard.publishing.proving import prove as prove_all
from dashboard.publishing.workers import GuardError
from tests.publishing import guards
from tests.publishing.test_guarding import ROWS, task


def prove(one: Task, guard: Guard, found: Found) -> Audited:
    """Prove a single group."""
    (audited,) = prove_all([one], [found], guard)
    return audited


def test_only_the_populations_that_the_auditor_proves_pass() -> None:
    @guards.each
    def doubt_lanterns(layout: Layout, values: Floats, rule: Rule) -> guards.Word:
        cells = np.flatnonzero(np.isnan(values))
        return guards.Word([guards.Line(int(c), 0, 9, bool(layout.cells[c, 0] == 0)) for c in cells])

    one = task(*ROWS, ("D0201", "con_lanterna", "f", "giovani", 2))
    found = find(one, guards.guard())
    assert prove(one, guards.guard(), found).passed == (True, True)
    assert prove(one, guards.guard(audit=doubt_lanterns), found).passed == (True, False)


def test_a_cell_of_which_the_auditor_says_nothing_does_not_pass() -> None:
    @guards.each
    def forgetful(layout: Layout, values: Floats, rule: Rule) -> guards.Word:
        return guards.Word([guards.Line(int(c), 0, 9, True) for c in np.flatnonzero(np.isnan(values))[1:]])

    found = find(task(), guards.guard())
    assert prove(task(), guards.guard(audit=forgetful), found).passed == (False, True)


def test_a_primary_cell_with_one_possible_value_does_not_pass() -> None:
    @guards.each
    def exact(layout: Layout, values: Floats, rule: Rule) -> guards.Word:
        return guards.Word([guards.Line(int(c), 7, 7, True) for c in np.flatnonzero(np.isnan(values))])

    found = find(task(), guards.guard())
    assert prove(task(), guards.guard(audit=exact), found).passed == (False, True)


def test_an_auditor_that_says_nothing_at_all_stops_everything() -> None:
    found = find(task(), guards.guard())
    with pytest.raises(GuardError, match="non ha risposto"):
        prove(task(), guards.guard(audit=guards.fall_silent), found)


def test_the_real_auditor_fails_what_hides_only_the_small_cells_and_passes_what_hides_all_of_them() -> None:
    rows = (*ROWS, ("D0102", "con_lanterna", "m", "giovani", 3))
    means = guards.guard(protect=guards.hide_only_primaries, audit=guarding.audit_cells)
    told: list[tuple[int, int, str]] = []
    leaky, whole = find(task(*rows), means), find(task(*rows), guards.guard())
    found = prove_all(
        [task(*rows)] * 2,
        [leaky, whole],
        replace(means, insider_levels=("contea",)),
        lambda *said: told.append(said),
    )
    assert [one.passed for one in found] == [(False, False), (True, True)]
    assert all(what.startswith("verifica indipendente") for _, _, what in told)
