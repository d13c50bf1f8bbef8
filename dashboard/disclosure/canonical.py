"""An order of rows and columns that does not depend on how they are named or delivered.

A solver that finds two equally good answers takes the one that comes first. So that relabelling a table does
not change which cells are hidden, the programs are written in an order read off the numbers alone: colours
are refined along the sums until they tell apart all that can be told apart; what is still alike is alike
(a symmetry of the table), and then either order gives the same answer up to that symmetry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Problem

Hashes = npt.NDArray[np.uint64]
_ROUNDS = 30
_SPLITS = 128


def mix(numbers: Hashes) -> Hashes:
    """Scramble 64-bit numbers: the finishing steps of splitmix64 (Steele, Lea and Flood, 2014)."""
    found: Hashes = numbers + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


@dataclass
class _Colours:
    """What is told apart so far."""

    cells: Hashes
    columns: Hashes
    laws: Hashes
    people: Hashes

    def classes(self) -> int:
        """Count the different colours."""
        parts = (self.cells, self.columns, self.laws, self.people)
        return sum(len(np.unique(part)) for part in parts)


@dataclass(frozen=True)
class _Graph:
    """Who touches whom: all matrices × columns, of 64-bit whole numbers."""

    cells: sparse.csr_matrix
    laws: sparse.csr_matrix
    people: sparse.csr_matrix

    def refine(self, colours: _Colours) -> None:
        """Refine the colours in place until they tell no more apart."""
        before = -1
        for _ in range(_ROUNDS):
            now = colours.classes()
            if now == before:
                return
            before = now
            seen = self.cells.T @ mix(colours.cells)
            seen = seen + mix(self.laws.T @ mix(colours.laws)) + mix(self.people.T @ mix(colours.people))
            colours.columns = mix(colours.columns * np.uint64(3) + seen)
            colours.cells = mix(colours.cells * np.uint64(3) + self.cells @ colours.columns)
            colours.laws = mix(colours.laws * np.uint64(3) + self.laws @ colours.columns)
            colours.people = mix(colours.people * np.uint64(3) + self.people @ colours.columns)


def _whole(matrix: sparse.spmatrix) -> sparse.csr_matrix:
    """Return a matrix of whole numbers modulo 2⁶⁴."""
    found = sparse.csr_matrix(matrix)
    data = np.rint(found.data).astype(np.int64).view(np.uint64)
    return sparse.csr_matrix((data, found.indices, found.indptr), shape=found.shape)


def _bits(numbers: npt.NDArray[np.float64]) -> Hashes:
    return mix(np.ascontiguousarray(np.round(numbers, 9) + 0.0).view(np.uint64))


def canonical(
    problem: Problem, matrix: sparse.csr_matrix, laws: sparse.csr_matrix, truth: Ints, known: Bools
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the order of cells, columns, laws and insiders.

    Args:
        problem: the problem.
        matrix: cells × columns.
        laws: laws × columns.
        truth: count of each column.
        known: who knows which columns, shape (insiders, columns).

    Returns:
        Positions, in the canonical order; the cells come by value first.
    """
    graph = _Graph(_whole(matrix), _whole(laws), _whole(sparse.csr_matrix(known, dtype=np.float64)))
    marks = (
        problem.values.astype(np.uint64) * np.uint64(4) + problem.sensitive * np.uint64(2) + problem.forced
    )
    start = mix(marks.astype(np.uint64)) + _bits(problem.cost.astype(np.float64))
    colours = _Colours(
        mix(start),
        mix(truth.astype(np.uint64)),
        np.zeros(laws.shape[0], dtype=np.uint64),
        np.zeros(known.shape[0], dtype=np.uint64),
    )
    graph.refine(colours)
    for _ in range(_SPLITS):
        found, first, times = np.unique(colours.cells, return_index=True, return_counts=True)
        if len(found) == len(colours.cells):
            break
        colours.cells[first[times > 1][0]] = mix(found[times > 1][:1] + np.uint64(1))[0]
        graph.refine(colours)
    return (
        np.lexsort((colours.cells, problem.values)),
        np.lexsort((colours.columns, -truth)),
        np.argsort(colours.laws, kind="stable"),
        np.argsort(colours.people, kind="stable"),
    )
