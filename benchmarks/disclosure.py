"""How long protection and audit take, and what they leave to see: `python -m benchmarks.disclosure [CASE]`.

Each case protects an invented population by a menu and audits the outcome, insiders included, as a release
does. A case runs in a process of its own. Nothing is asserted: the figures are printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.crowd import invent, layout_of
from benchmarks.report import Line
from dashboard.disclosure.layout import Layout
from dashboard.disclosure.problem import Insider, Pattern, Problem, Rule, insiders_at

THRESHOLD = 5
_ROOT = Path(__file__).resolve().parents[1]
_SHARE_OF_TIME = 0.3
"""Share of the goal that may go into giving cells back; what safety needs is done in any case."""


@dataclass(frozen=True)
class Case:
    """What is protected, and in how many seconds it should be.

    Attributes:
        people, areas, regions: the population.
        menu: see `crowd.menus`.
        insiders: levels of territory each area of which knows its own figures.
        goal: seconds for protection and audit together.
    """

    people: int
    areas: int
    regions: int
    menu: str
    insiders: tuple[int, ...]
    goal: float


CASES = {
    "pubblico": Case(900, 130, 19, "pubblico", (1, 2), 60),
    "medio": Case(900, 130, 19, "medio", (1, 2), 180),
    "ricco": Case(900, 130, 19, "ricco", (1, 2), 900),
    "nazionale": Case(345_000, 600, 21, "pubblico", (1, 2), 600),
}


def run(case: Case, *, workers: int = 2) -> dict[str, float]:
    """Protect and audit a case; return seconds, cells, hidden cells, shares, and whether it is safe."""
    from dashboard.disclosure.audit import Published, audit
    from dashboard.disclosure.protecting import protect

    crowd = invent(case.people, case.areas, case.regions)
    layout = layout_of(crowd, case.menu)
    insiders: list[Insider] = [one for level in case.insiders for one in insiders_at(layout, 0, level)]
    rule = Rule(THRESHOLD)
    started = time.perf_counter()
    problem = Problem.of(layout, crowd.inner, crowd.counts, rule, insiders=insiders)
    pattern = protect(problem, rule, seconds=_SHARE_OF_TIME * case.goal, workers=workers)
    between = time.perf_counter()
    report = audit(
        Published.of(problem, pattern.hidden),
        rule,
        worlds=pattern.worlds,
        insiders=insiders,
        own=(problem.inner, problem.counts),
        seconds=case.goal,
        workers=workers,
    )
    ended = time.perf_counter()
    return {
        "protect": between - started,
        "audit": ended - between,
        "cells": len(problem),
        "primary": int(problem.sensitive.sum()),
        "hidden": int(pattern.hidden.sum()),
        "shown": people_shown(layout, problem, pattern),
        "safe": int(report.safe),
        "worlds": len(pattern.worlds),
        "insiders": len(insiders),
    }


def people_shown(layout: Layout, problem: Problem, pattern: Pattern) -> float:
    """Return the share of people in published cells, on average over the tables."""
    shares = []
    table = layout.table_of()
    for number in np.unique(table):
        mine = table == number
        everybody = problem.values[mine].sum()
        if everybody:
            shares.append(problem.values[mine & ~pattern.hidden].sum() / everybody)
    return float(np.mean(shares))


def apart(name: str) -> dict[str, float]:
    """Run a case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.disclosure", name]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def lines(names: Sequence[str]) -> Iterator[Line]:
    """Run cases and yield their lines."""
    for name in names:
        case, found = CASES[name], apart(name)
        safe = "superata" if found["safe"] else "NON superata"
        what = f"menu {case.menu}, {case.people} persone, {found['cells']:.0f} celle"
        seconds = found["protect"] + found["audit"]
        yield Line(f"{what}: protezione e verifica ({safe})", "s", seconds, goal=case.goal)
        yield Line(f"{what}: la sola verifica", "s", found["audit"])
        yield Line(f"{what}: celle nascoste", "%", 100 * found["hidden"] / found["cells"])
        yield Line(f"{what}: di cui sotto soglia", "%", 100 * found["primary"] / found["cells"])
        yield Line(f"{what}: persone ancora visibili", "%", 100 * found["shown"])


if __name__ == "__main__":
    for chosen in sys.argv[1:] or list(CASES):
        print(json.dumps(run(CASES[chosen])))
