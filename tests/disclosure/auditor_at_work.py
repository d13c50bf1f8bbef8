"""What the tests let the auditor's modules do in the process apart; nothing here is run in their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.disclosure.auditor_job import Job
from dashboard.disclosure.auditor_standing import Demand, Standing
from dashboard.disclosure.auditor_systems import Part, System, View
from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import Rule


def bounds_and_corners(part: Part, senses: list[int]) -> list[tuple[int, Ints | None]]:
    """Return, for each cell and sense, the bound that GLOP's multipliers prove, and its corner if whole."""
    from dashboard.disclosure.auditor_solvers import SCALE, Linear, whole_corner
    from dashboard.disclosure.auditor_systems import proven_least

    linear, found = Linear(part), []
    for cell in range(len(part.asked)):
        for sense in senses:
            weights = -sense * part.cells[cell].toarray()[0]
            solved = linear.least(weights.astype(float), 10)
            assert solved is not None
            least = proven_least(part.rows, part, weights, solved[1], SCALE)
            found.append((-sense * least, whole_corner(part, solved[0])))
    return found


def rejects(part: Part, corner: list[float]) -> bool:
    """Tell whether a corner is refused as a solution in whole numbers."""
    from dashboard.disclosure.auditor_solvers import whole_corner

    return whole_corner(part, np.array(corner)) is None


def no_least(part: Part, seconds: float) -> bool:
    """Tell whether GLOP finds no least of the first unknown turned round."""
    from dashboard.disclosure.auditor_solvers import Linear

    weights = np.zeros(len(part.columns))
    weights[0] = -1
    return Linear(part).least(weights, seconds) is None


def extremes(part: Part) -> list[tuple[int | None, int | None]]:
    """Return the ends of each cell that CP-SAT proves."""
    from dashboard.disclosure.auditor_solvers import Whole

    whole = Whole(part)
    ends = [[whole.extreme(cell, sense, None, 10)[1] for sense in (-1, 1)] for cell in range(len(part.asked))]
    return [(low, high) for low, high in ends]


def reached(part: Part, goals: list[tuple[int, int, int]], seconds: float) -> tuple[Ints | None, bool]:
    """Look for a solution that meets goals, each (cell, sense, bound)."""
    from dashboard.disclosure.auditor_solvers import Condition, Whole

    return Whole(part).reach([[Condition(*goal)] for goal in goals], None, seconds)


def clock_left(seconds: float) -> float:
    """Return what a clock says that was just started."""
    from dashboard.disclosure.auditor_solvers import Clock

    return Clock.of(seconds).left


def searched(
    system: System, view: View, rule: Rule, seconds: float, base: Ints | None = None
) -> dict[str, Any]:
    """Search all cells of a system."""
    from dashboard.disclosure.auditor_search import Search
    from dashboard.disclosure.auditor_solvers import Clock

    standing = Standing(Demand.of(rule, None, system.cells.shape[0]))
    kept: list[Ints] = []

    def keep(x: Ints) -> int:
        kept.append(x)
        return len(kept) - 1

    asked = np.arange(system.cells.shape[0])
    search = Search(system, view, asked, standing, Clock.of(seconds), keep=keep, say=lambda: None, base=base)
    there = search.run()
    return {"there": there, "standing": standing, "kept": kept, "suggested": search.suggested}


def stepwise(system: System, view: View, rule: Rule, base: Ints, steps: list[str]) -> Standing:
    """Search with some of the steps only, named as the methods of `Search`."""
    from dashboard.disclosure.auditor_search import Search
    from dashboard.disclosure.auditor_solvers import Clock
    from dashboard.disclosure.auditor_systems import split

    standing = Standing(Demand.of(rule, None, system.cells.shape[0]))
    asked = np.arange(system.cells.shape[0])
    search = Search(
        system, view, asked, standing, Clock.of(20), keep=lambda x: 0, say=lambda: None, base=base
    )
    standing.see(system.cells @ base, 0)
    search.pieces = split(search.part)
    for step in steps:
        getattr(search, step)()
    return standing


def nearby(system: System, view: View, cells: list[int], enough: list[int]) -> list[tuple[int, bool]]:
    """Return the bounds proven nearby, and whether multipliers came with them that prove as much."""
    from dashboard.disclosure.auditor_nearby import least_nearby
    from dashboard.disclosure.auditor_solvers import SCALE, Clock
    from dashboard.disclosure.auditor_systems import proven_least

    found = []
    for cell, wanted in zip(cells, enough, strict=True):
        least, proof = least_nearby(system, view, cell, wanted, Clock.of(10))
        weights = system.cells[cell].toarray()[0]
        found.append((least, proof is not None))
        assert proof is None or proven_least(system.rows, view, weights, proof, SCALE) >= wanted
    return found


def pairs(system: System, view: View, holds: Bools, rule: Rule, primary: Bools | None) -> Bools:
    """Return which cells an insider without figures leaves well hidden."""
    from dashboard.disclosure.auditor_pairs import well_hidden
    from dashboard.disclosure.auditor_solvers import Clock

    count = system.cells.shape[0]
    demand = Demand.of(rule, primary, count)
    return well_hidden(system, view, holds, np.arange(count), demand, Clock.of(20), 1)


def examined(job: Job) -> dict[str, Any]:
    """Return what an examination of everybody's and all insiders' attacks says."""
    from dashboard.disclosure.auditor_examination import OUTSIDER, Examination
    from dashboard.disclosure.auditor_solvers import Clock

    said: list[str] = []
    examination = Examination(job, Clock.of(job.seconds), lambda done, of, what: said.append(what))
    findings = examination.run([OUTSIDER, *range(len(job.insiders))])
    return {
        "said": said,
        "depth": examination.depth,
        "refused": examination.refused,
        "findings": [(one.viewer, one.cells, one.safe, one.tables, one.why) for one in findings],
    }


def examined_as_large(job: Job) -> dict[str, Any]:
    """Examine as if the table had so many inner cells that the tables are asked first."""
    from unittest.mock import patch

    from dashboard.disclosure import auditor_examination

    with patch.object(auditor_examination, "_LARGE", 0):
        return examined(job)
