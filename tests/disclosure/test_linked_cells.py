from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure.linked_cells import Cells
from dashboard.disclosure.linked_state import State
from tests.disclosure.tables_at_work import assert_all_worlds_agree, at_work


def lacks(state: State, cell: int, up: bool, attackers: int) -> bool:
    needs = state.needs
    return bool((needs.lacking_high(cell) if up else needs.lacking_low(cell))[:attackers].any())


@pytest.mark.parametrize("attackers", [1, 3])
@pytest.mark.parametrize("name", ["places", "places, pairs"])
def test_what_a_cell_lacks_is_met_and_says_so(name: str, attackers: int) -> None:
    state = at_work(name)
    work = Cells(state, may_hide=True)
    for cell in np.flatnonzero(state.problem.sensitive).tolist():
        for up in (True, False):
            assert work.settle(cell, up, attackers, whole=True)
            assert not lacks(state, cell, up, attackers)
    assert work.programs
    assert (state.hidden & ~state.problem.sensitive).any()
    assert_all_worlds_agree(state)


def test_without_leave_to_hide_nothing_is_hidden_and_what_cannot_be_met_is_told() -> None:
    state = at_work("places", seed=1, mean=6)
    alone = int(np.flatnonzero(state.problem.sensitive)[0])
    state.hidden[:] = np.arange(len(state.hidden)) == alone
    assert not Cells(state, may_hide=False).settle(alone, True, 1, whole=True)
    assert state.hidden.sum() == 1
    assert lacks(state, alone, True, 1)


def test_a_large_hidden_cell_is_content_with_a_proof() -> None:
    state = at_work("places", mean=30, insiders=False)
    corners = np.flatnonzero(state.problem.values >= 20)[:4]
    state.hidden[:] = True
    Cells(state, may_hide=False).settle(int(corners[0]), False, 1, whole=True)
    assert not lacks(state, int(corners[0]), False, 1)
    assert_all_worlds_agree(state)


def test_a_world_of_one_block_is_looked_for_first() -> None:
    state = at_work("places", mean=2)
    state.hidden[:] = True
    cell = int(np.flatnonzero(state.problem.sensitive & (state.blocks.home >= 0))[0])
    assert Cells(state, may_hide=False).settle(cell, True, state.needs.attackers, whole=True)
    asks = ~state.needs.owned[:, cell]
    assert np.logical_or.reduce([one.fooled for one in state.worlds])[asks].all()
