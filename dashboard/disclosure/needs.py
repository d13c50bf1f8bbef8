"""What a hidden cell needs, for the outsider and for each insider, and what the known worlds already give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem, Rule
from dashboard.disclosure.programs import Need, Space

_ROOM = 64


@dataclass(frozen=True)
class Needs:
    """The amounts by which hidden cells must be able to change.

    Attributes:
        up: amount upwards, shape (1 + insiders, cells); 0 where nothing is needed.
        down: amount downwards.
        excusable: whether a proof that the cell is at least the threshold stands in for `down`.
        floor: how far down the cell may go with the proof still true (only where excusable).
        other: whether the cell must be possible with some other value at least, whichever: it is known only
            to be at least the threshold, but must not be known exactly.
    """

    up: Ints
    down: Ints
    excusable: Bools
    floor: Ints
    other: Bools

    @staticmethod
    def of(problem: Problem, rule: Rule, space: Space) -> Needs:
        """Work out what each cell would need if it were hidden (rows and cells in the space's order)."""
        known = np.zeros((1 + len(problem.insiders), len(problem)), dtype=np.int64)
        owned = np.zeros(known.shape, dtype=bool)
        if problem.insiders:
            known[1:] = problem.known()[space.people]
            owned[1:] = problem.owned()[space.people]
        residual = (problem.values[None, :] - known)[:, space.cells]
        asked = ~owned[:, space.cells]
        if rule.interval is None:
            up = np.maximum(rule.threshold - residual, 0)
            down = np.maximum(residual - rule.low, 0)
            excusable = asked & (residual >= rule.threshold)
            other = excusable.copy()
        else:
            asked = asked & problem.sensitive[space.cells][None, :]
            up = np.full(residual.shape, rule.interval[1])
            down = np.minimum(residual, rule.interval[0])
            excusable = np.zeros(residual.shape, dtype=bool)
            other = asked & (up == 0) & (down == 0)
        floor = np.maximum(residual - rule.threshold, 0)
        return Needs(np.where(asked, up, 0), np.where(asked, down, 0), excusable, floor, other)

    def need(self, person: int, cell: int, side: int) -> Need:
        """Return one need; side 0: some other value."""
        if side == 0:
            return Need(person, cell, 0, 1)
        amount = self.up if side > 0 else self.down
        return Need(person, cell, side, int(amount[person, cell]))


class Pool:
    """The worlds found so far, and the proofs that cells cannot be small."""

    def __init__(self, space: Space, needs: Needs) -> None:
        """Start with the truth alone."""
        self.space, self.needs = space, needs
        cells, people = len(space.cells), len(space.known)
        self._moves: list[Ints] = []
        self._changes = np.zeros((_ROOM, cells), dtype=np.int32)
        self._valid = np.zeros((_ROOM, people), dtype=bool)
        self._proofs = np.zeros((0, cells), dtype=bool)
        self._proved: list[tuple[int, int]] = []

    def __len__(self) -> int:
        """Number of moves."""
        return len(self._moves)

    def add(self, move: Ints) -> Ints:
        """Add a move, its opposite and its multiples as far as they are possible; return its changes."""
        changes = self.space.changes(move)
        top = int(max(self.needs.up.max(), self.needs.down.max(), 1))
        for sign in (1, -1):
            gone = move * sign < 0
            room = int((self.space.truth[gone] // -(move * sign)[gone]).min()) if gone.any() else top
            most = min(room, top)
            if sign > 0:
                most = max(most, 1)
            if most > 0:
                self._store(move * (sign * most), changes * (sign * most))
        return changes

    def _store(self, move: Ints, changes: Ints) -> None:
        place = len(self._moves)
        if place == len(self._changes):
            self._changes = np.concatenate([self._changes, np.zeros_like(self._changes)])
            self._valid = np.concatenate([self._valid, np.zeros_like(self._valid)])
        self._moves.append(move)
        self._changes[place] = changes
        self._valid[place] = self.space.valid_for(move)

    def prove(self, person: int, cell: int, published: Bools) -> None:
        """Keep a proof: it holds as long as the given cells are published."""
        self._proofs = np.concatenate([self._proofs, published[None, :]])
        self._proved.append((person, cell))

    def proven(self, hidden: Bools) -> Bools:
        """Tell which cells are proven at least the threshold, for whom, shape (people, cells)."""
        found = np.zeros(self.needs.up.shape, dtype=bool)
        if self._proved:
            holds = ~(self._proofs[:, hidden]).any(axis=1)
            where = np.array(self._proved)[holds]
            found[where[:, 0], where[:, 1]] = True
        return found

    def alive(self, hidden: Bools) -> Bools:
        """Tell which moves change hidden cells only."""
        found: Bools = ~(self._changes[: len(self)][:, ~hidden] != 0).any(axis=1)
        return found

    def reach(self, alive: Bools) -> tuple[Ints, Ints]:
        """Return how far down and up each cell goes in the given moves, each of shape (people, cells)."""
        low = np.zeros(self.needs.up.shape, dtype=np.int64)
        high = np.zeros(self.needs.up.shape, dtype=np.int64)
        for person in range(len(low)):
            mine = self._changes[: len(self)][alive & self._valid[: len(self), person]]
            if len(mine):
                low[person], high[person] = mine.min(axis=0), mine.max(axis=0)
        return np.minimum(low, 0), np.maximum(high, 0)

    def unmet(self, hidden: Bools) -> tuple[Bools, Bools, Bools]:
        """Return which needs no move meets: downwards, upwards, of another value; each (people, cells)."""
        low, high = self.reach(self.alive(hidden))
        down = hidden & (-low < self.needs.down) & ~self.proven(hidden)
        return down, hidden & (high < self.needs.up), hidden & self.needs.other & (low == high)

    def misses(self, need: Need, hidden: Bools) -> bool:
        """Tell whether no move meets a need."""
        low, high = (ends[need.person, need.cell] for ends in self.reach(self.alive(hidden)))
        if need.side == 0:
            return bool(low == high)
        return bool((high if need.side > 0 else -low) < need.amount)

    def certificate(self, hidden: Bools) -> list[Ints]:
        """Return few moves that together meet all the needs that the pool meets (a greedy cover)."""
        needs, count = self.needs, len(self)
        alive = np.flatnonzero(self.alive(hidden))
        serves = []
        for person in range(len(needs.up)):
            valid = self._valid[:count, person][alive][:, None]
            for side, amount in ((-1, needs.down[person]), (1, needs.up[person])):
                asked = np.flatnonzero(hidden & (amount > 0))
                serves.append(valid & (self._changes[alive][:, asked] * side >= amount[asked]))
            # of every hidden cell the audit wants to see some other value, for the outsider at least
            asked = np.flatnonzero(hidden & (needs.other[person] | (person == 0)))
            serves.append(valid & (self._changes[alive][:, asked] != 0))
        table = np.concatenate(serves, axis=1)
        left = table.any(axis=0)
        chosen: list[Ints] = []
        while left.any():
            best = int((table & left).sum(axis=1).argmax())
            chosen.append(self._moves[alive[best]])
            left &= ~table[best]
        return chosen

    def trim(self, hidden: Bools) -> None:
        """Forget the moves that do not fit, to stay quick."""
        keep = np.flatnonzero(self.alive(hidden))
        self._changes = np.concatenate([self._changes[keep], np.zeros_like(self._changes[:_ROOM])])
        self._valid = np.concatenate([self._valid[keep], np.zeros_like(self._valid[:_ROOM])])
        self._moves = [self._moves[i] for i in keep]
