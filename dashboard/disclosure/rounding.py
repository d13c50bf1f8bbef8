"""Small count rounding: one table in which no small count exists, for free exploration.

Inner cells from 1 to base − 1 become 0 or the base; all others stay. Every margin is then added up from the
rounded inner table, so that everything is additive and no count from 1 to base − 1 exists anywhere. Which
cells go up is chosen so that the margins of a layout stay close to the truth (the idea of small count
rounding is Langsrud and Heldal's, «An algorithm for small count rounding of tabular data», Privacy in
Statistical Databases 2018; the search here is our own).

This is another method than hiding, and never a supplement to it: beside exact figures of the same population
the rounded ones could be undone. `refuse_mixture` says so.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Ints, Layout

METHOD = "small_count_rounding"
TOGETHER = 1200
"""So many cells are improved at once: the search holds a square matrix of this size."""
_PASSES = 3
_STRIDE = 7919
"""A prime that puts other cells together at each pass."""


class RoundingError(ValueError):
    """Counts that cannot be rounded, or methods that may not stand together; a sentence for the user."""


@dataclass(frozen=True)
class Rounded:
    """A rounded inner table.

    Attributes:
        inner: flat positions of the inner cells that are not zero.
        counts: their counts: at least the base, or untouched.
        base: the base.
        total_error: rounded total − exact total, at most base / 2 either way.
        largest: largest deviation of a cell of the layout, in people.
        mean: mean absolute deviation of the cells of the layout.
        method: the mark that tells these figures from exact ones.
    """

    inner: Ints
    counts: Ints
    base: int
    total_error: int
    largest: int
    mean: float
    method: str = METHOD

    def values(self, layout: Layout) -> Ints:
        """Return the rounded values of the cells of any layout over the same dimensions."""
        return np.asarray(layout.add_up(self.inner, self.counts), dtype=np.int64)


def seed_from(key: bytes, *about: str) -> int:
    """Derive a seed from a secret key and from what it is for (dataset, release).

    Without the key nobody can run the rounding again on tables of their own until one fits.

    Raises:
        RoundingError: the key is shorter than 16 bytes.
    """
    if len(key) < 16:
        raise RoundingError("la chiave segreta dell’arrotondamento deve avere almeno 16 byte")
    return int.from_bytes(hmac.digest(key, "\x1f".join(about).encode(), "sha256")[:8])


def refuse_mixture(methods: Iterable[str]) -> None:
    """Refuse rounded figures beside others of the same population.

    Args:
        methods: the method of every table of one population that is, or will be, on line.

    Raises:
        RoundingError: rounded tables and others are among them.
    """
    found = set(methods)
    if METHOD in found and len(found) > 1:
        raise RoundingError(
            "le tabelle arrotondate non possono stare accanto a cifre esatte della stessa popolazione: "
            "il confronto permetterebbe di ricostruire i conteggi piccoli"
        )


def round_small(layout: Layout, inner: Ints, counts: Ints, *, base: int = 5, seed: int) -> Rounded:
    """Round the small counts of an inner table to 0 or to a base.

    The result depends on the names of the cells, never on the order in which cells, leaves or tables come.

    Args:
        layout: its cells are the margins that must stay close.
        inner: flat positions of inner cells, each once; those not named count 0.
        counts: their counts.
        base: the base; counts from 1 to base − 1 are rounded.
        seed: from `seed_from`.

    Raises:
        RoundingError: a base under 2, counts below zero, a cell twice.
    """
    if base < 2:
        raise RoundingError(f"la base deve essere almeno 2, non {base}")
    if len(np.unique(inner)) != len(inner):
        raise RoundingError("la stessa combinazione compare due volte")
    if (counts < 0).any():
        raise RoundingError("i conteggi non possono essere negativi")
    kept = counts >= base
    small = (counts > 0) & ~kept
    search = _Search(layout, inner[small], counts[small], base, seed)
    search.diffuse()
    search.improve()
    up = search.inner[search.up]
    places = np.concatenate([inner[kept], up])
    values = np.concatenate([counts[kept], np.full(len(up), base, dtype=np.int64)])
    order = np.argsort(places)
    errors = np.abs(search.errors)
    return Rounded(
        places[order],
        values[order],
        base,
        search.total_error,
        int(errors.max(initial=0)),
        float(errors.mean()) if len(errors) else 0.0,
    )


class _Search:
    """The small cells and the deviations of the margins while it is decided which cells go up.

    Attributes:
        inner, counts: the small cells, in an order drawn by lot.
        up: which of them are the base; the others are 0.
        errors: rounded − exact, for each cell of the layout. Whole numbers: ties do not depend on order.
    """

    def __init__(self, layout: Layout, inner: Ints, counts: Ints, base: int, seed: int) -> None:
        lots = _lots(layout, inner, seed)
        order = sorted(range(len(inner)), key=lots.__getitem__)
        self.inner, self.counts, self.base = inner[order], counts[order], base
        self.up = np.zeros(len(inner), dtype=bool)
        self.errors = np.zeros(len(layout), dtype=np.int64)
        found = layout.incidence(self.inner)
        self.cells = [row[row >= 0] for row in found]
        rows = np.repeat(np.arange(len(found)), [len(row) for row in self.cells])
        ones = np.ones(len(rows), dtype=np.int64)
        columns = found[found >= 0]
        self.lies = sparse.csr_matrix((ones, (rows, columns)), shape=(len(found), len(layout)))

    @property
    def total_error(self) -> int:
        """Rounded total − exact total."""
        return int(self.up.sum()) * self.base - int(self.counts.sum())

    def diffuse(self) -> None:
        """Decide cell by cell, each time for what leaves the margins seen so far closest.

        The total never strays by more than half a base: when going down would pass it, going up does not.
        """
        base, total = self.base, 0
        for i, (count, cells) in enumerate(zip(self.counts.tolist(), self.cells, strict=True)):
            errors = self.errors[cells]
            # Σ(e+base−n)² − Σ(e−n)² = base · Σ(2(e−n) + base), the total counting as a margin too
            gain = int((2 * (errors - count) + base).sum()) + 2 * (total - count) + base
            up = gain < 0 if gain else bool(i % 2)
            if 2 * (total - count) < -base:
                up = True
            elif 2 * (total - count + base) > base:
                up = False
            step = base - count if up else -count
            self.up[i] = up
            self.errors[cells] += step
            total += step

    def improve(self) -> None:
        """Let one cell go up and another go down, while this brings the margins closer; the total stays."""
        count = len(self.inner)
        order = np.arange(count)
        for _ in range(_PASSES if count > TOGETHER else 1):
            changed = False
            for start in range(0, count, TOGETHER):
                changed |= self._improve_among(order[start : start + TOGETHER])
            if not changed:
                return
            order = np.argsort(order * _STRIDE % count, kind="stable")

    def _improve_among(self, some: Ints) -> bool:
        """Swap among some of the small cells until no swap lowers the sum of squared deviations."""
        lies = self.lies[some]
        shared = np.asarray((lies @ lies.T).todense(), dtype=np.int64)
        margins = shared.diagonal()
        pull = np.asarray(lies @ self.errors, dtype=np.int64)
        base, changed = self.base, False
        while True:
            up = self.up[some]
            ups, downs = np.flatnonzero(up), np.flatnonzero(~up)
            if not len(ups) or not len(downs):
                return changed
            fall = base * margins[ups] - 2 * pull[ups]
            rise = base * margins[downs] + 2 * pull[downs]
            change = fall[:, None] + rise[None, :] - 2 * base * shared[np.ix_(ups, downs)]
            best = int(change.argmin())
            if change.flat[best] >= 0:
                return changed
            changed = True
            one, other = ups[best // len(downs)], downs[best % len(downs)]
            self.up[some[one]], self.up[some[other]] = False, True
            pull += base * (shared[other] - shared[one])
            self.errors[self.cells[some[one]]] -= base
            self.errors[self.cells[some[other]]] += base


def _lots(layout: Layout, inner: Ints, seed: int) -> list[bytes]:
    """Draw a lot for each cell, from its names: the same whatever place it has."""
    key = int(seed).to_bytes(16, signed=True)
    coordinates = np.unravel_index(inner, layout.shape)
    leaves = [axis.nodes for axis in layout.axes]
    names = zip(*([nodes[c] for c in at] for nodes, at in zip(leaves, coordinates, strict=True)), strict=True)
    # sorted by dimension, so that the order of the dimensions does not count either
    titles = [axis.name for axis in layout.axes]
    return [
        hashlib.blake2b(
            repr(sorted(zip(titles, cell, strict=True))).encode(), key=key, digest_size=16
        ).digest()
        for cell in names
    ]
