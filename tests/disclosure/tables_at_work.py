"""Small linked tables half way through their protection."""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.linked_state import State
from dashboard.disclosure.problem import Problem, Rule, insiders_at
from tests.disclosure.small_tables import LINKED


def at_work(name: str = "places", *, seed: int = 3, mean: float = 3, insiders: bool = True) -> State:
    """Return tables of which the sensitive cells are hidden and nothing else."""
    layout = LINKED[name]
    counts = np.random.default_rng(seed).poisson(mean, layout.size)
    known = insiders_at(layout, 0, 1) if insiders else []
    return State(Problem.of(layout, np.arange(layout.size), counts, Rule(), insiders=known), Rule())


def assert_all_worlds_agree(state: State) -> None:
    """Ask that each world keep all sums, show no count under zero and leave what is published."""
    for one in state.worlds:
        values = state.problem.values.copy()
        values[one.cells] += one.change
        assert not np.any(state.problem.relations @ values)
        assert (values >= 0).all()
        assert (values[~state.hidden] == state.problem.values[~state.hidden]).all()
        for attacker in np.flatnonzero(one.fooled):
            left = values - state.needs.known[attacker]
            assert (left >= 0).all()
            assert not left[state.needs.owned[attacker]].any()
