"""The auditor within reach of the tests: one process that loads OR-Tools, asked again and again."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from dashboard.disclosure.asking import read_answer
from dashboard.disclosure.audit import Published, Report, _gather
from dashboard.disclosure.auditor_job import Job, digest
from dashboard.disclosure.auditor_systems import System, View, inner_system, view_of
from dashboard.disclosure.layout import Axis, Bools, Floats, Ints, Layout
from dashboard.disclosure.problem import Insider, Problem, Rule, World
from tests.disclosure.small_worlds import agreeing

SECONDS = 30.0
CAP = 10_000


@dataclass
class Apart:
    """Runs functions in a process that may load OR-Tools."""

    pool: ProcessPoolExecutor

    def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function of a module returns there."""
        return self.pool.submit(work, *arguments).result()

    def audit(self, published: Published, rule: Rule, **given: Any) -> Report:
        """Audit as `audit.audit` does, without starting a process for it."""
        job = job_of(published, rule, **given)
        data = job.to_bytes()
        return _gather(job, [read_answer(self.run(answer_there, data), digest(data), 0)])


@contextmanager
def process_apart() -> Iterator[Apart]:
    """A process for the auditor's functions: this one may have loaded HiGHS."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield Apart(pool)


def answer_there(data: bytes) -> bytes:
    """Answer a job (in the process apart)."""
    from dashboard.disclosure.auditor import answer

    return answer(data, 0, 1, lambda done, of, what: None)


def job_of(published: Published, rule: Rule, **given: Any) -> Job:
    """Make a job with enough time."""
    return Job(published, rule, **{"seconds": SECONDS, **given})


def layout_of(shape: Sequence[int], menu: Sequence[Sequence[str]] | None = None) -> Layout:
    """Make a layout of dimensions a, b, c … with one total each."""
    axes = [Axis.of(name, [f"{name}{k}" for k in range(n)]) for name, n in zip("abcd", shape, strict=False)]
    return Layout.of(axes, menu)


def truth_of(counts: Sequence[int]) -> World:
    """Return a whole inner table as a world."""
    table = np.array(counts, dtype=np.int64)
    return World(np.flatnonzero(table), table[table > 0])


@dataclass(frozen=True)
class Case:
    """A small table, what is hidden of it, and all worlds that agree."""

    problem: Problem
    rule: Rule
    hidden: Bools
    inner: Ints
    cells: Ints

    @property
    def layout(self) -> Layout:
        """The layout, which is there."""
        assert self.problem.layout is not None
        return self.problem.layout

    @property
    def published(self) -> Published:
        """What everybody can read."""
        return Published.of(self.problem, self.hidden)

    @property
    def truth(self) -> World:
        """The true table."""
        return World(self.problem.inner, self.problem.counts)

    def passes(self, primary: Bools | None = None) -> dict[int, bool]:
        """Tell by listing which hidden cells pass for everybody."""
        return {int(c): self.fine(self.cells[:, c], int(c), primary) for c in np.flatnonzero(self.hidden)}

    def passes_for(self, insider: Insider, primary: Bools | None = None) -> dict[int, bool]:
        """Tell by listing which hidden cells pass for somebody who knows a part."""
        mine = insider.knows(self.layout, np.arange(self.layout.size))
        table = np.zeros(self.layout.size, dtype=np.int64)
        table[self.problem.inner] = self.problem.counts
        same = (self.inner[:, mine] == table[mine]).all(axis=1)
        known = self.layout.add_up(np.flatnonzero(mine), table[mine])
        asked = np.flatnonzero(self.hidden & ~insider.owns(self.layout))
        return {int(c): self.fine(self.cells[same, c] - known[c], int(c), primary) for c in asked}

    def fine(self, values: Ints, cell: int, primary: Bools | None) -> bool:
        """Judge a cell by the list of all values it can have."""
        low, high = int(values.min()), int(values.max())
        if self.rule.interval is None:
            return (low <= 1 and high >= self.rule.threshold) or high > low >= self.rule.threshold
        lower, upper = self.rule.interval if primary is not None and primary[cell] else (0, 1)
        return high - low >= lower + upper or (low == 0 and high >= max(upper, 1))


def case_of(layout: Layout, counts: Sequence[int], hidden: Bools, rule: Rule | None = None) -> Case:
    """Make a case of a table, hiding the given cells, the total of which is shown."""
    rule = rule or Rule(3)
    problem = Problem.of(layout, np.arange(layout.size), np.array(counts), rule)
    inner, cells = agreeing(layout, _shown(problem, hidden), int(sum(counts)))
    return Case(problem, rule, hidden, inner, cells)


def inner_of(case: Case) -> System:
    """Return the system over inner cells of a case."""
    system = inner_system(case.layout, case.problem.values, case.hidden, 1000)
    assert system is not None
    return system


def view_for(case: Case, system: System, insider: Insider | None = None) -> View:
    """Return what everybody, or an insider, knows of a case."""
    known, owned = np.zeros(len(case.problem), dtype=np.int64), np.zeros(len(case.problem), dtype=bool)
    holds = np.zeros(len(system.places), dtype=bool)
    if insider is not None:
        mine = insider.knows(case.layout, case.problem.inner)
        part = case.layout.add_up(case.problem.inner[mine], case.problem.counts[mine])
        known, owned = np.asarray(part, dtype=np.int64), insider.owns(case.layout)
        holds = insider.knows(case.layout, system.places) if system.shown is not None else holds
    values = np.where(case.hidden, 0, case.problem.values)
    return view_of(system, values, case.hidden, known=known, holds=holds, owned=owned, cap=CAP)


SHAPES = ((2, 2), (2, 3), (2, 2, 2))
PAIRS: tuple[tuple[str, ...], ...] = (("a", "b"), ("b", "c"), ("a", "c"), ())


@st.composite
def cases(draw: st.DrawFn, *, rules: st.SearchStrategy[Rule] | None = None, sure: bool = False) -> Case:
    """Small tables with the small counts and some others hidden, the total shown.

    Args:
        draw: draws.
        rules: the rules to draw from.
        sure: whether at least one cell is hidden.
    """
    shape = draw(st.sampled_from(SHAPES))
    layout = layout_of(shape, PAIRS if len(shape) == 3 and draw(st.booleans()) else None)
    most = 3 if len(shape) == 2 else 2
    counts = np.array(draw(st.lists(st.integers(0, most), min_size=layout.size, max_size=layout.size)))
    rule = draw(any_rule() if rules is None else rules)
    problem = Problem.of(layout, np.arange(layout.size), counts, rule)
    more = draw(st.lists(st.booleans(), min_size=len(problem), max_size=len(problem)))
    hidden = problem.sensitive | (np.array(more) & draw(st.booleans()))
    hidden[layout.find([axis.position["Total"] for axis in layout.axes])] = False
    if sure and not hidden.any():
        hidden[0] = True
    inner, cells = agreeing(layout, _shown(problem, hidden), int(counts.sum()))
    return Case(problem, rule, hidden, inner, cells)


def _shown(problem: Problem, hidden: Bools) -> Floats:
    return np.where(hidden, np.nan, problem.values.astype(np.float64))


def any_rule() -> st.SearchStrategy[Rule]:
    """Thresholds 2 to 4, with an interval or without."""
    amounts = st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any)
    return st.builds(Rule, st.integers(2, 4), interval=st.none() | amounts)
