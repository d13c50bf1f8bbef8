"""Quick guards for tests that are not about protection: nothing is solved, nothing is proven."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.disclosure.audit import Question
from dashboard.disclosure.layout import Bools, Floats, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing.guarding import Audit, Guard
from dashboard.publishing.workers import Progress


@dataclass(frozen=True)
class Line:
    """What a verdict says of one hidden cell."""

    cell: int
    low: int
    high: int | None
    safe: bool


@dataclass(frozen=True)
class Word:
    """A verdict that is said, not proven."""

    cells: Sequence[Line]
    depth: str = "inner"

    @property
    def safe(self) -> bool:
        """Whether every line is."""
        return all(line.safe for line in self.cells)

    def to_json(self, *, worlds: bool = True) -> str:
        """Return the lines."""
        return json.dumps([vars(line) for line in self.cells])

    def summary(self) -> dict[str, Any]:
        """Return what may be public."""
        return {"safe": self.safe}


def hide_whole_populations(problem: Problem, rule: Rule, **options: object) -> Pattern:
    """Hide every cell of a population that has a sensitive one: crude, and safe."""
    assert problem.layout is not None
    population = problem.layout.cells[:, 0]
    touched = np.isin(population, np.unique(population[problem.sensitive]))
    return Pattern(touched & ~problem.forced, problem.sensitive)


def hide_only_primaries(problem: Problem, rule: Rule, **options: object) -> Pattern:
    """Hide the small cells alone: the classic mistake."""
    return Pattern(problem.sensitive & ~problem.forced, problem.sensitive)


def each(judge: Callable[[Layout, Floats, Rule], Word]) -> Audit:
    """Make an auditor of many questions out of a judge of one."""

    def audit(
        questions: Sequence[Question], workers: int, progress: Progress | None
    ) -> Generator[tuple[int, Word], None, None]:
        for number, asked in enumerate(questions):
            if progress:
                progress(number, len(questions), "")
            assert asked.published.layout is not None
            yield number, judge(asked.published.layout, asked.published.values, asked.rule)

    return audit


@each
def believe(layout: Layout, values: Floats, rule: Rule) -> Word:
    """Say that everything is safe."""
    hidden: Bools = np.isnan(values)
    return Word([Line(int(cell), 0, 99, True) for cell in np.flatnonzero(hidden)])


@each
def doubt(layout: Layout, values: Floats, rule: Rule) -> Word:
    """Say that every hidden cell can be worked out."""
    return Word([Line(int(cell), 3, 3, False) for cell in np.flatnonzero(np.isnan(values))])


@each
def fall_silent(layout: Layout, values: Floats, rule: Rule) -> Word:
    """Say nothing, as an auditor that was killed."""
    return Word([Line(int(cell), 0, None, False) for cell in np.flatnonzero(np.isnan(values))])


def guard(**options: Any) -> Guard:
    """A guard that works at once, in this process."""
    return Guard(**{"workers": 1, "protect": hide_whole_populations, "audit": believe, **options})
