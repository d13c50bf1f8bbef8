"""Sweeps: changes that bring hundreds of hidden cells at once nearer to what they lack."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.linked_helpers import Helpers
from dashboard.disclosure.linked_state import NOBODY, State
from dashboard.disclosure.requirements import OUTSIDER

Progress = Callable[[int, int, str], None]
_AT_ONCE = 2
"""Sweeps between two looks at what they bring."""
_IDLE = 2
"""Looks in a row that may show next to nothing before sweeps end."""
_LITTLE, _WORTH = 0.01, 40
"""What next to nothing is: this share of what lacks, and not more than programs for single cells bring."""
_BLOCKS_STILL = (0.0, 0.25, 0.5, 0.75)
"""Shares of the blocks that a sweep may hold still (one at least)."""
_WISHING = (0.2, 0.3)
"""Of the cells, those that may wish to rise and to fall in one sweep: with more of them, each comes a little
nearer to what it lacks and hardly one has it all."""
_NOISE = 1e-4


def sweep(state: State, attackers: int, progress: Progress, helpers: Helpers) -> int:
    """Sweep, with ever other insiders held still if they are attackers, until it brings no more.

    Args:
        state: what is protected.
        attackers: how many attackers are looked at, the outsider first.
        progress: called with what was met, all that lacked and a sentence.
        helpers: each sweeps too, with others held still.

    Returns:
        How much of what lacked was met.
    """
    idle = 0
    left = whole = state.count_lacking(attackers)
    while left and idle < _IDLE:
        progress(whole - left, whole, "molte celle alla volta")
        helpers.together(state, lambda: some(state, attackers), [(some, (attackers,))] * helpers.count)
        now = state.count_lacking(attackers)
        idle = idle + 1 if left - now <= min(_LITTLE * left, _WORTH) else 0
        left = now
    return whole - left


def some(state: State, attackers: int) -> None:
    """Sweep a few times without a look at what it brings."""
    for _ in range(_AT_ONCE):
        _once(state, attackers)


def _once(state: State, attackers: int) -> None:
    still = _some_insiders(state) if attackers > 1 else NOBODY
    bounds = state.bounds(still, ~state.hidden)
    wishes = state.wishes(np.concatenate([[OUTSIDER], still]), bounds, _WISHING)
    change = state.sums.sweep(wishes, bounds, noise(state))
    if change is not None and change.any():
        state.accept(change)


def noise(state: State) -> np.ndarray:
    """Return small costs, so that equals are not always chosen between alike."""
    return state.random.random(2 * len(state.hidden)) * _NOISE


def _some_insiders(state: State) -> Ints:
    """Choose who is held still.

    That is all of some blocks, and of the others nobody, one insider each, or all but who knows the whole.

    The fewer are held still, the more can move for them; the more are, the more are served at once.
    """
    blocks, random = state.blocks, state.random
    share = float(random.choice(_BLOCKS_STILL))
    some = random.permutation(blocks.count)[: max(1, round(share * blocks.count))]
    still = (blocks.of >= 0) & np.isin(blocks.of, some)
    within = np.flatnonzero((blocks.of >= 0) & ~still & ~state.largest)
    kind = int(random.integers(3))
    if kind == 1:
        within = random.permutation(within)
        within = within[np.unique(blocks.of[within], return_index=True)[1]]
    if kind:
        still[within] = True
    return np.flatnonzero(still)
