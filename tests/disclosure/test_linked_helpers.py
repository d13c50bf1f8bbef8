from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dashboard.disclosure import linked
from dashboard.disclosure.layout import Ints
from dashboard.disclosure.linked import protect_linked
from dashboard.disclosure.linked_cells import settle_some
from dashboard.disclosure.linked_helpers import Helpers
from dashboard.disclosure.linked_state import State
from tests.disclosure.small_tables import unsafe_by_search
from tests.disclosure.tables_at_work import assert_all_worlds_agree, at_work


@pytest.fixture(scope="module")
def helper() -> Iterator[Helpers]:
    state = at_work()
    with Helpers(state.problem, state.rule, 1) as helpers:
        yield helpers


def sensitive(state: State) -> Ints:
    return np.flatnonzero(state.problem.sensitive)


def test_without_helpers_all_is_done_here() -> None:
    state = at_work()
    with Helpers(state.problem, state.rule) as nobody:
        assert nobody.together(state, lambda: 7, []) == [7]
    assert nobody.count == 0


def test_what_a_helper_finds_is_known_here_and_what_is_found_here_is_known_there(helper: Helpers) -> None:
    state = at_work()
    helper.begin_again(state)
    mine, theirs = np.array_split(sensitive(state), 2)
    everybody = state.needs.attackers
    here, there = helper.together(
        state,
        lambda: settle_some(state, mine, everybody, True, True),
        [(settle_some, (theirs, everybody, True, True))],
    )
    assert here.unmet == there.unmet == ()
    assert here.programs and there.programs
    lacking = state.lacking_cells(everybody)
    assert not np.isin(sensitive(state), lacking).any()
    assert_all_worlds_agree(state)

    ((_, nothing),) = [helper.together(state, lambda: None, [(settle_some, (mine, everybody, True, True))])]
    assert nothing.programs == 0, "it has learnt what was found here"


def test_helpers_take_over_what_was_published_again(helper: Helpers) -> None:
    state = at_work()
    helper.begin_again(state)
    settle_some(state, sensitive(state), 1, True, True)
    more = np.flatnonzero(state.hidden & ~state.problem.sensitive)
    assert len(more)
    state.publish(more.tolist())
    state.forced[more] = True
    helper.begin_again(state)
    _, settled = helper.together(state, lambda: None, [(settle_some, (sensitive(state), 1, True, True))])
    assert settled.programs
    assert not state.hidden[more].any()


def test_with_helpers_a_pattern_is_safe_and_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_MANY_CELLS", 0)
    problem, rule = at_work("places, pairs").problem, at_work("places, pairs").rule
    found = [protect_linked(problem, rule, workers=2) for _ in range(2)]
    assert not found[0].unproven
    assert not unsafe_by_search(problem, rule, found[0].hidden)
    assert np.array_equal(found[0].hidden, found[1].hidden)
