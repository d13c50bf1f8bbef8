"""By which rule people are protected and with what means, and the protection of one group."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dashboard.disclosure.audit import Question, audit_all
from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.primary import BY_GROUP, by_threshold, combine, group_disclosure
from dashboard.disclosure.problem import Insider, Pattern, Problem, ProblemError, Rule, World, insiders_at
from dashboard.publishing.evidence import Evidence, secret_digest
from dashboard.publishing.populations import Group, Shape
from dashboard.publishing.workers import Progress

BY_TWIN = "nascosta dove si contano le stesse persone"
SECONDS = 300
"""Time for the audit of a group, when nothing else is said."""
POLISH = 20.0


class Verdict(Protocol):
    """What an audit tells (see `dashboard.disclosure.audit.Report`)."""

    @property
    def safe(self) -> bool:
        """Whether every hidden cell is safe."""

    @property
    def cells(self) -> Sequence[Any]:
        """A report for each hidden cell: `cell`, `low`, `high`, `safe`."""

    @property
    def depth(self) -> str:
        """How deep the proof goes: `inner` or `tables`."""

    def to_json(self, *, worlds: bool = True) -> str:
        """Return the whole report, with intervals: for the data office alone."""

    def summary(self) -> dict[str, Any]:
        """Return what may stand beside the publication: no interval."""


Protect = Callable[..., Pattern]
Audit = Callable[[Sequence[Question], int, Progress | None], Generator[tuple[int, Verdict], None, None]]
"""Gives the number of each question and its verdict, in the order they come; asks so many at a time."""


def protect_cells(problem: Problem, rule: Rule, **options: Any) -> Pattern:
    """Find a pattern (see `dashboard.disclosure.protecting.protect`); the solver is loaded only here."""
    from dashboard.disclosure.protecting import protect

    pattern: Pattern = protect(problem, rule, **options)
    return pattern


def audit_cells(
    questions: Sequence[Question], workers: int, progress: Progress | None
) -> Generator[tuple[int, Verdict], None, None]:
    """Audit what is published, in processes of their own (see `dashboard.disclosure.audit`)."""
    yield from audit_all(questions, workers=workers, progress=progress)


@dataclass(frozen=True)
class Guard:
    """By which rule people are protected, and with what means.

    Attributes:
        threshold: counts from 1 to threshold − 1 are hidden.
        seconds: time for the audit of one group; what it has not proven by then is not published.
        polish: time for giving back cells that need not be hidden, in one group.
        workers: processes at work side by side; 1 works in this one.
        evidence: folder of the evidence; None keeps none.
        insider_levels: levels of territory whose offices know their own figures exactly.
        protect: finds a pattern.
        audit: proves that patterns hold.
    """

    threshold: int = 5
    seconds: float = SECONDS
    polish: float = POLISH
    workers: int = field(default_factory=lambda: max(1, min(2, os.cpu_count() or 1)))
    evidence: Path | None = None
    insider_levels: tuple[str, ...] = ()
    protect: Protect = protect_cells
    audit: Audit = audit_cells

    @property
    def rule(self) -> Rule:
        """The rule as the library says it."""
        return Rule(threshold=self.threshold)


@dataclass(frozen=True)
class Past:
    """A population as a release on line shows it.

    Attributes:
        label: of the release.
        shape: its cells, those of this population alone.
        values: what they show, NaN where hidden.
        own: its exact inner table, None when the evidence is lost.
        worlds: those that agree with it.
    """

    label: str
    shape: Shape
    values: Floats
    own: tuple[Ints, Ints] | None
    worlds: tuple[World, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Task:
    """A group to protect.

    Attributes:
        sensitive: positions of the axes in which a line in one category tells everybody's.
        past: what is on line of its populations, by their number, the oldest first.
        twins: cells that are hidden where the same people are counted again (see `twins`).
    """

    group: Group
    sensitive: tuple[int, ...] = ()
    past: Mapping[int, tuple[Past, ...]] = field(default_factory=dict)
    twins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """What came of the protection of a group.

    Attributes:
        pattern: which cells to hide.
        reasons: why the primary cells are hidden.
        group: the people that are published: those of the task but for populations that are held.
        failed: why populations cannot be published (Italian), by their number.
        held: why populations stay as they are on line (Italian), by their number.
    """

    pattern: Pattern
    reasons: dict[int, str]
    group: Group
    failed: Mapping[int, str] = field(default_factory=dict)
    held: Mapping[int, str] = field(default_factory=dict)


def primary_cells(task: Task, rule: Rule) -> tuple[Bools, dict[int, str]]:
    """Return the cells that must be hidden whatever else is, and why."""
    group = task.group
    parts = [
        (by_threshold(rule.threshold), rule.small(group.values)),
        (
            BY_GROUP,
            group_disclosure(group.shape.layout, group.values, task.sensitive)
            if task.sensitive
            else np.zeros(len(group.values), dtype=bool),
        ),
    ]
    if task.twins:
        again = np.zeros(len(group.values), dtype=bool)
        again[list(task.twins)] = True
        parts.append((BY_TWIN, again))
    return combine(parts)


def insiders_of(shape: Shape, levels: Sequence[str]) -> list[Insider]:
    """Return one insider for each area of some levels: its office knows its own figures exactly."""
    axis = shape.territory
    if axis is None:
        return []
    found: list[Insider] = []
    nodes = shape.layout.axes[axis].nodes
    for depth, level in enumerate(shape.levels):
        if level in levels and depth <= shape.layout.axes[axis].depth:
            found += [
                one
                for one in insiders_at(shape.layout, axis, depth)
                if shape.area_level.get(nodes[one.holds[0][1]]) == level
            ]
    return found


def problem_of(task: Task, guard: Guard) -> tuple[Problem, dict[int, str]]:
    """Make the problem of a group."""
    group = task.group
    sensitive, reasons = primary_cells(task, guard.rule)
    problem = Problem.of(
        group.shape.layout,
        group.inner,
        group.counts,
        guard.rule,
        sensitive=sensitive,
        insiders=insiders_of(group.shape, guard.insider_levels),
    )
    return problem, reasons


def find(task: Task, guard: Guard, progress: Progress | None = None) -> Found:
    """Protect a group: what is new of it by itself, what has a past together with it.

    A population that cannot be protected is marked as failed, and all its cells are hidden.
    """
    from dashboard.publishing.history import protect_again

    problem, reasons = problem_of(task, guard)
    if task.past:
        return protect_again(task, problem, reasons, guard, progress)
    try:
        pattern = remembered(task.group.shape, problem, guard, progress)
    except ProblemError as error:
        everything = np.ones(len(problem), dtype=bool)
        failed = dict.fromkeys(range(len(task.group.shape.keys)), str(error))
        return Found(Pattern(everything, problem.sensitive), reasons, task.group, failed)
    return Found(pattern, reasons, task.group)


def remembered(shape: Shape, problem: Problem, guard: Guard, progress: Progress | None = None) -> Pattern:
    """Protect a problem, or remember how it was protected.

    Raises:
        ProblemError: it cannot be protected.
    """
    evidence = Evidence(guard.evidence)
    digest = secret_digest(shape, problem, guard.rule)
    pattern = evidence.pattern(digest)
    if pattern is None:
        pattern = guard.protect(problem, guard.rule, seconds=guard.polish, progress=progress)
        evidence.keep_pattern(digest, pattern)
    return pattern
