"""Proofs of how small hidden cells can be, and the published cells that each of them rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from dashboard.disclosure.layout import Ints
from dashboard.disclosure.requirements import Requirements


@dataclass(frozen=True, eq=False)
class Floor:
    """A proof that for one attacker a cell is at least some value.

    Attributes:
        attacker, cell, value: of whom, of what, how much.
        rests: the published cells without which it would prove nothing.
    """

    attacker: int
    cell: int
    value: int
    rests: Ints


@dataclass
class Floors:
    """The proofs that stand: one falls when a cell that it rests on is hidden, and not before."""

    _of: dict[int, list[Floor]] = field(default_factory=dict)
    _above: dict[int, set[int]] = field(default_factory=dict)
    _best: set[tuple[int, int]] = field(default_factory=set)

    def add(self, floor: Floor, needs: Requirements) -> None:
        """Keep a proof, and note what it shows."""
        self._of[floor.cell] = [*self._of.get(floor.cell, ()), floor]
        for cell in floor.rests.tolist():
            self._above.setdefault(cell, set()).add(floor.cell)
        self._best.add((floor.attacker, floor.cell))
        needs.raise_floor(floor.attacker, floor.cell, floor.value)

    def best(self, attacker: int, cell: int) -> bool:
        """Tell whether there is a proof for an attacker and a cell, and another could show no more."""
        return (attacker, cell) in self._best

    def published(self) -> None:
        """Take note that more is known: all that is proven stands, but more could be proven."""
        self._best.clear()

    def hidden(self, cells: Ints, needs: Requirements) -> list[int]:
        """Let fall what rests on cells that become hidden; return the cells whose floor falls."""
        fallen = []
        above = set().union(*(self._above.pop(cell, ()) for cell in cells.tolist()))
        for cell in sorted(above):
            before = self._of.get(cell, [])
            left = [one for one in before if not np.isin(one.rests, cells).any()]
            if len(left) < len(before):
                self._of[cell] = left
                needs.forget_floors(cell)
                self._best -= {(one.attacker, cell) for one in before if one not in left}
                for one in left:
                    needs.raise_floor(one.attacker, one.cell, one.value)
                fallen.append(cell)
        return fallen

    def copy(self) -> Floors:
        """Return the same proofs, to go back to."""
        above = {cell: set(cells) for cell, cells in self._above.items()}
        return Floors(dict(self._of), above, set(self._best))

    def again(self, needs: Requirements) -> None:
        """Note what all proofs show, for needs that know nothing yet."""
        for one in self.all():
            needs.raise_floor(one.attacker, one.cell, one.value)

    def all(self) -> Iterable[Floor]:
        """Return the proofs, cell by cell."""
        return (one for floors in self._of.values() for one in floors)
