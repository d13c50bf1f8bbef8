from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure.linked_helpers import Helpers
from dashboard.disclosure.linked_state import State
from dashboard.disclosure.linked_sweeps import sweep
from tests.disclosure.tables_at_work import assert_all_worlds_agree, at_work


def silent(*step: object) -> None:
    pass


def alone(state: State) -> Helpers:
    return Helpers(state.problem, state.rule)


@pytest.mark.parametrize("name", ["places", "pairs"])
def test_sweeps_meet_much_of_what_lacks_and_hide_nothing(name: str) -> None:
    state = at_work(name, mean=2)
    state.hidden[:] = True
    for attackers in (1, state.needs.attackers):
        before = state.count_lacking(attackers)
        met = sweep(state, attackers, silent, alone(state))
        assert state.count_lacking(attackers) == before - met
        assert met > before / 6
    assert_all_worlds_agree(state)
    few = at_work(name, mean=2)
    sweep(few, few.needs.attackers, silent, alone(few))
    assert np.array_equal(few.hidden, few.problem.sensitive)


def test_sweeps_tell_how_far_they_are() -> None:
    state, told = at_work(), list[tuple[int, int, str]]()
    state.hidden[:] = True
    sweep(state, 1, lambda *step: told.append(step), alone(state))
    assert told[0][0] == 0
    assert all(done <= whole for done, whole, _ in told)
    assert len({what for *_, what in told}) == 1


def test_where_nothing_lacks_no_program_is_asked() -> None:
    state = at_work(insiders=False)
    state.hidden[:] = False
    assert sweep(state, 1, silent, alone(state)) == 0
    assert state.worlds == []
