"""Files for the data office alone: why each cell is hidden, and the worlds that show that the table is safe.

Both hold the true counts; they are written so that only their owner can read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.disclosure.files import InputError, read_json, write_json
from dashboard.disclosure.layout import Bools, Layout
from dashboard.disclosure.problem import Pattern, Problem, World
from dashboard.disclosure.tidy import names_of

PRIMARY = "primary"
SECONDARY = "secondary"
_HELPS = "a protezione di altre celle"


def write_explanation(path: Path, problem: Problem, pattern: Pattern) -> None:
    """Write, for each hidden cell, its count, whether it is primary, and why it is hidden.

    A secondary cell `protects` the primary ones that stand with it in a sum; where there is none, it protects
    other secondary cells.

    Raises:
        InputError: the file cannot be written.
    """
    layout = layout_in(problem)
    beside = _beside(problem, pattern)
    cells = []
    for cell in np.flatnonzero(pattern.hidden).tolist():
        told: dict[str, Any] = {"cell": names_of(layout, cell), "count": int(problem.values[cell])}
        if problem.sensitive[cell]:
            told |= {"kind": PRIMARY, "reason": problem.reasons.get(cell, "")}
        else:
            protects = [names_of(layout, other) for other in beside.get(cell, ())]
            told |= {"kind": SECONDARY, "reason": _HELPS, "protects": protects}
        cells.append(told)
    summary = {"cells": len(problem), "hidden": len(cells), "primary": int(problem.sensitive.sum())}
    proof = {"worlds": len(pattern.worlds), "optimal": pattern.optimal, "seconds": round(pattern.seconds, 2)}
    write_json(path, {**summary, **proof, "why": cells}, secret=True)


def layout_in(problem: Problem) -> Layout:
    """Return the layout of a problem made from tables."""
    assert problem.layout is not None
    return problem.layout


def _beside(problem: Problem, pattern: Pattern) -> Mapping[int, list[int]]:
    """Return, for each secondary cell, the primary ones that share a sum with it."""
    sums = abs(problem.relations)
    together = (sums.T @ sums).tocsr()
    found = {}
    for cell in np.flatnonzero(pattern.hidden & ~problem.sensitive).tolist():
        others = together.indices[together.indptr[cell] : together.indptr[cell + 1]]
        found[cell] = sorted(int(other) for other in others if problem.sensitive[other])
    return found


def read_primary(path: Path, layout: Layout) -> Bools:
    """Read which cells are primary from an explanation.

    Raises:
        InputError: the file is not an explanation of this layout.
    """
    content = read_json(path)
    found = np.zeros(len(layout), dtype=bool)
    try:
        for told in content["why"]:
            if told["kind"] == PRIMARY:
                nodes = [axis.position[told["cell"][axis.name]] for axis in layout.axes]
                cell = layout.find(nodes)
                if cell is None:
                    raise KeyError(told["cell"])
                found[cell] = True
    except (KeyError, TypeError, IndexError) as error:
        raise InputError(f"{path.name}: non spiega questa tabella; serve il file di --explain") from error
    return found


def write_worlds(path: Path, layout: Layout, worlds: Sequence[World]) -> None:
    """Write the worlds that show that a pattern is safe.

    Raises:
        InputError: the file cannot be written.
    """
    told = [
        {
            "inner": world.inner.tolist(),
            "counts": world.counts.tolist(),
            "relative": world.relative,
            "of_cells": world.of_cells,
        }
        for world in worlds
    ]
    write_json(path, {"leaves": _leaves(layout), "worlds": told}, secret=True)


def read_worlds(path: Path, layout: Layout) -> list[World]:
    """Read worlds for a layout; whether they are what they say, the audit will see.

    Raises:
        InputError: the file holds no worlds, or those of another layout.
    """
    content = read_json(path)
    worlds = []
    try:
        if content["leaves"] != _leaves(layout):
            raise InputError(f"{path.name}: i mondi sono di un’altra tabella, o con altre gerarchie")
        for told in content["worlds"]:
            inner = np.array([int(one) for one in told["inner"]], dtype=np.int64)
            counts = np.array([int(one) for one in told["counts"]], dtype=np.int64)
            of_cells = bool(told.get("of_cells"))
            size = len(layout) if of_cells else layout.size
            if len(inner) != len(counts) or ((inner < 0) | (inner >= size)).any():
                raise ValueError("positions")
            worlds.append(World(inner, counts, bool(told["relative"]), of_cells))
    except InputError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{path.name}: non contiene mondi; serve il file di --worlds") from error
    return worlds


def _leaves(layout: Layout) -> dict[str, list[str]]:
    return {axis.name: list(axis.nodes[: axis.leaf_count]) for axis in layout.axes}
