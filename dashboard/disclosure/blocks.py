"""Which part of the tables is whose: the largest parts that an insider knows, and what is nobody's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Ints


@dataclass(frozen=True)
class Blocks:
    """The tables in blocks: a Regione with all the Ambiti in it, and so on.

    Attributes:
        home: the block of each cell, −1 where it lies in none.
        of: the block in which each attacker's own cells lie, −1 where it has none.
        count: number of blocks.
    """

    home: Ints
    of: Ints
    count: int

    @staticmethod
    def of_owners(owned: Bools) -> Blocks:
        """Make blocks of what attackers own.

        Args:
            owned: which cells lie wholly in what an attacker knows, shape (attackers, cells).
        """
        home = np.full(owned.shape[1], -1, dtype=np.int64)
        of = np.full(len(owned), -1, dtype=np.int64)
        count = 0
        for attacker in np.argsort(-owned.sum(axis=1), kind="stable"):
            mine = owned[attacker]
            if not mine.any():
                break
            free = mine & (home < 0)
            if free.any() and free[mine].all():
                home[free] = of[attacker] = count
                count += 1
            else:
                of[attacker] = int(home[mine][home[mine] >= 0][0])
        return Blocks(home, of, count)
