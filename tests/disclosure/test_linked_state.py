from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure.layout import Floats
from dashboard.disclosure.linked_floors import Floor
from dashboard.disclosure.linked_state import NOBODY, State
from tests.disclosure.tables_at_work import assert_all_worlds_agree, at_work


@pytest.fixture
def state() -> State:
    return at_work()


def some_change(state: State) -> Floats:
    cell = int(np.flatnonzero(state.hidden)[0])
    everything = ~np.ones_like(state.hidden)
    found = state.sums.cheapest(cell, 4, state.hidden, state.bounds(NOBODY, everything))
    assert found is not None
    return found


def test_a_world_hides_what_it_touches_and_is_told_with_whom_it_deceives(state: State) -> None:
    change = some_change(state)
    before = state.count_lacking(state.needs.attackers)
    state.accept(change)
    assert state.hidden[change != 0].all()
    assert state.count_lacking(1) < before
    assert state.worlds[0].fooled[0]
    assert_all_worlds_agree(state)


def test_what_is_published_again_takes_its_worlds_with_it_and_can_be_taken_back(state: State) -> None:
    state.accept(some_change(state))
    cells = np.flatnonzero(state.hidden & ~state.problem.sensitive)
    kept, lacking = state.keep(), state.count_lacking(1)
    hidden = state.hidden.copy()
    state.publish(cells[:1].tolist())
    assert (state.worlds, bool(state.hidden[cells[0]])) == ([], False)
    assert state.count_lacking(1) != lacking
    state.go_back(kept)
    assert np.array_equal(state.hidden, hidden)
    assert (len(state.worlds), state.count_lacking(1)) == (1, lacking)


def test_who_holds_still_leaves_own_cells_alone_and_the_outsider_holds_nothing(state: State) -> None:
    free = np.zeros_like(state.hidden)
    assert not state.bounds(np.array([0]), free).fixed.any()
    for still in (np.array([1]), np.array([0, 1, 2])):
        bounds = state.bounds(still, free)
        insiders = still[still > 0]
        assert np.array_equal(bounds.fixed, state.needs.owned[insiders].any(axis=0))
        assert np.array_equal(bounds.known, state.needs.known[insiders].max(axis=0))  # each for itself


def test_wishes_are_of_hidden_cells_that_may_change_and_on_one_side_only(state: State) -> None:
    state.hidden[:] = True
    bounds = state.bounds(np.array([1]), state.problem.values > 9)
    found = state.wishes(np.array([0, 1]), bounds, (0.5, 1.0))
    for wish, worth in ((found.up, found.worth_up), (found.down, found.worth_down)):
        assert (wish > 0).any()
        assert not wish[bounds.fixed].any()
        assert (worth[wish > 0] >= 1).all()
    assert not ((found.up > 0) & (found.down > 0)).any()
    assert not state.wishes(np.array([0, 1]), bounds, (0.0, 1.0)).up.any()


def test_worlds_that_show_nothing_more_are_not_told(state: State) -> None:
    change = some_change(state)
    for _ in range(3):
        state.accept(change)
    state.accept(np.where(np.abs(change) > 0, -np.sign(change), 0.0) * (state.problem.values > 0).all())
    told = state.worth_telling()
    assert len(told) < len(state.worlds)
    low, high = state.needs.low.copy(), state.needs.high.copy()
    missing = state.count_lacking(state.needs.attackers)
    state.worlds = told
    state.publish([])
    assert state.count_lacking(state.needs.attackers) == missing
    assert (state.needs.low >= low).all()
    assert (state.needs.high <= high).all()


def test_what_one_state_found_out_another_learns_and_does_not_tell_again(state: State) -> None:
    other = at_work()
    state.accept(some_change(state))
    more = np.flatnonzero(~state.hidden)[:1]
    state.hide(more)
    state.raise_floor(Floor(0, int(more[0]), 2, np.flatnonzero(~state.hidden)[:1]))
    news = state.news()
    other.learn(news)
    assert not state.news()
    assert not other.news()
    assert np.array_equal(other.hidden, state.hidden)
    assert len(other.worlds) == len(state.worlds) == 1
    for kept in ("low", "high", "floor"):
        assert np.array_equal(getattr(other.needs, kept), getattr(state.needs, kept))


def test_how_things_stand_can_be_taken_over(state: State) -> None:
    state.accept(some_change(state))
    state.forced[np.flatnonzero(~state.hidden)[:2]] = True
    state.raise_floor(Floor(1, 3, 2, NOBODY))
    other = at_work()
    other.take_over(state.stand())
    other.hide(np.flatnonzero(~other.hidden)[-1:])
    assert np.array_equal(other.forced, state.forced)
    assert other.hidden.sum() == state.hidden.sum() + 1, "each has its own"
    assert other.count_lacking(1) >= state.count_lacking(1)
    assert np.array_equal(other.needs.floor, state.needs.floor)


def test_a_floor_falls_when_what_it_rests_on_is_hidden_and_the_cell_is_named(state: State) -> None:
    rests = np.flatnonzero(~state.hidden)[:2]
    cell = int(np.flatnonzero(state.hidden)[0])
    state.raise_floor(Floor(0, cell, 7, rests))
    state.hide(np.flatnonzero(~state.hidden)[-1:])
    assert (state.needs.floor[0, cell], state.fallen) == (7, [])
    state.hide(rests[:1])
    assert (state.needs.floor[0, cell], state.fallen) == (0, [cell])
    state.raise_floor(Floor(0, cell, 7, rests))
    assert state.needs.floor[0, cell] == 0, "it was proven before something was hidden that it needs"


def test_how_things_stood_is_not_changed_by_what_is_found_out_later(state: State) -> None:
    stand = state.stand()
    state.accept(some_change(state))
    state.raise_floor(Floor(1, 3, 2, NOBODY))
    other = at_work()
    other.take_over(stand)
    fresh = at_work()
    assert list(other.floors.all()) == []
    for kept in ("low", "high", "floor"):
        assert np.array_equal(getattr(other.needs, kept), getattr(fresh.needs, kept))


def test_dice_fall_alike_for_one_number_and_otherwise_for_another(state: State) -> None:
    again = at_work()
    other = State(state.problem, state.rule, number=1)
    fallen = [one.random.random(4).tolist() for one in (state, again, other)]
    assert fallen[0] == fallen[1] != fallen[2]
