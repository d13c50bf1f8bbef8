from __future__ import annotations

import numpy as np

from dashboard.disclosure.linked_floors import Floor, Floors
from dashboard.disclosure.requirements import OUTSIDER
from tests.disclosure.tables_at_work import at_work

needs = at_work().needs
CELL = int(np.flatnonzero(needs.known.max(axis=0))[0])


def test_a_proof_stands_until_a_cell_that_it_rests_on_is_hidden() -> None:
    floors = Floors()
    floors.add(Floor(OUTSIDER, CELL, 6, np.array([1, 2])), needs)
    floors.add(Floor(1, CELL, 9, np.array([3])), needs)
    assert needs.floor[OUTSIDER, CELL] == 6
    assert needs.floor[1, CELL] == 9 - needs.known[1, CELL]

    assert floors.hidden(np.array([4, 5]), needs) == []
    assert floors.hidden(np.array([2, 5]), needs) == [CELL]
    assert needs.floor[OUTSIDER, CELL] == 0
    assert needs.floor[1, CELL] == 9 - needs.known[1, CELL], "it rests on another"
    assert (floors.best(OUTSIDER, CELL), floors.best(1, CELL)) == (False, True)
    assert [one.value for one in floors.all()] == [9]

    floors.published()
    assert not floors.best(1, CELL), "more is known: more could be proven"
    assert [one.value for one in floors.all()] == [9]


def test_what_is_gone_back_to_knows_nothing_of_what_fell_since() -> None:
    floors = Floors()
    floors.add(Floor(OUTSIDER, CELL, 6, np.array([1])), needs)
    kept = floors.copy()
    floors.hidden(np.array([1]), needs)
    assert (floors.best(OUTSIDER, CELL), kept.best(OUTSIDER, CELL)) == (False, True)
    kept.again(needs)
    assert needs.floor[OUTSIDER, CELL] == 6
    assert kept.hidden(np.array([1]), needs) == [CELL]
