"""The work of protecting and auditing one group, and many of them side by side in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout
from dashboard.disclosure.primary import BY_GROUP, by_threshold, combine, group_disclosure
from dashboard.disclosure.problem import Insider, Pattern, Problem, ProblemError, Rule, World, insiders_at
from dashboard.publishing.evidence import Evidence, Witnesses, public_digest, secret_digest
from dashboard.publishing.populations import Group, Shape

Progress = Callable[[int, int, str], None]
BY_TWIN = "nascosta dove si contano le stesse persone"
SECONDS = 300
"""Time for the audit of a group, when nothing else is said."""
POLISH = 20.0


class GuardError(Exception):
    """Protection or audit broke off: nothing may be published. The message is in Italian."""


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
Audit = Callable[..., Verdict]


def protect_cells(problem: Problem, rule: Rule, **options: Any) -> Pattern:
    """Find a pattern (see `dashboard.disclosure.protecting.protect`); the solver is loaded only here."""
    from dashboard.disclosure.protecting import protect

    pattern: Pattern = protect(problem, rule, **options)
    return pattern


def audit_cells(layout: Layout, values: Floats, rule: Rule, **options: Any) -> Verdict:
    """Audit what is published (NaN: hidden), in a process of its own (see `dashboard.disclosure.audit`)."""
    from dashboard.disclosure.audit import Published, audit

    return audit(Published(values, layout.relations, layout), rule, **options)


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
        audit: proves that it holds.
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


@dataclass(frozen=True)
class Audited:
    """What the audit of a group says.

    Attributes:
        passed: by population, whether every hidden cell of it was proven safe.
        digest: name under which the worlds are kept.
        depth: `inner` when the proof is on whole inner tables.
        report: the report as JSON, with intervals: for the data office alone.
        summary: what may stand beside the publication.
    """

    passed: tuple[bool, ...]
    digest: str
    depth: str
    report: str
    summary: Mapping[str, Any]


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


def public_values(group: Group, pattern: Pattern) -> Floats:
    """Return the values that become public, NaN where hidden."""
    return np.where(pattern.hidden, np.nan, group.values.astype(np.float64))


def prove(task: Task, guard: Guard, found: Found, progress: Progress | None = None) -> Audited:
    """Audit a protected group; keep the worlds under the name of what is published."""
    group, pattern, rule = found.group, found.pattern, guard.rule
    problem, _ = problem_of(replace(task, group=group), guard)
    values = public_values(group, pattern)
    verdict = guard.audit(
        group.shape.layout,
        values,
        rule,
        worlds=pattern.worlds,
        insiders=problem.insiders,
        own=(problem.inner, problem.counts),
        seconds=guard.seconds,
        progress=progress,
    )
    if pattern.hidden.any() and len(found.failed) < len(group.shape.keys) and _is_silent(verdict):
        raise GuardError(
            "La verifica indipendente non ha risposto: non è stato pubblicato niente, e resta in linea il "
            "rilascio precedente."
        )
    unsafe = unsafe_cells(verdict, pattern.hidden, problem.sensitive)
    keys = group.shape.layout.cells[:, 0]
    lost = set(keys[unsafe].tolist()) | set(found.failed)
    passed = tuple(key not in lost for key in range(len(group.shape.keys)))
    values[np.isin(keys, list(lost))] = np.nan
    digest = public_digest(group.shape, values, rule)
    Evidence(guard.evidence).keep_witnesses(digest, Witnesses(pattern.worlds, (group.inner, group.counts)))
    return Audited(passed, digest, verdict.depth, verdict.to_json(worlds=False), verdict.summary())


def _is_silent(verdict: Verdict) -> bool:
    """Tell whether the auditor has said nothing of any cell: it was killed, or ran out of time at once."""
    return not any(told.safe or told.high is not None for told in verdict.cells)


def unsafe_cells(verdict: Verdict, hidden: Bools, primary: Bools) -> Bools:
    """Return the hidden cells that the audit has not proven safe.

    A cell of which it says nothing is not safe, and neither is a primary one with a single possible value:
    the rule for small counts is content with those known to be large, but a line in one category is not.
    """
    proven = np.zeros(len(hidden), dtype=bool)
    for told in verdict.cells:
        if told.safe:
            proven[told.cell] = True
    for told in verdict.cells:
        if not told.safe or (primary[told.cell] and told.high is not None and told.low == told.high):
            proven[told.cell] = False
    return hidden & ~proven


_channel: Any = None


def _use(channel: Any, parent: int) -> None:
    """Begin a worker: what it says goes through a channel to the one that waits; it ends with that one."""
    global _channel
    _channel = channel
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _tell(done: int, total: int, what: str) -> None:
    if _channel is not None:
        _channel.put((done, total, what))


def _run(work: Callable[..., Any], number: int, arguments: tuple[Any, ...]) -> tuple[int, Any]:
    return number, work(*arguments, _tell)


def side_by_side(
    work: Callable[..., Any],
    jobs: Sequence[tuple[Any, ...]],
    *,
    workers: int,
    what: str,
    progress: Progress | None = None,
) -> list[Any]:
    """Do the same work on many things, in processes of their own, and return what each gave, in order.

    Args:
        work: a function of a module, called with the arguments of a job and a function for its progress.
        jobs: the arguments.
        workers: how many at a time; 1 does all in this process.
        what: what is being done (Italian).
        progress: called with done, total and a sentence.

    Raises:
        GuardError: a process was killed.
    """
    tell = progress or _silent
    if workers == 1 or len(jobs) < 2:
        found = []
        for number, arguments in enumerate(jobs):
            tell(number, len(jobs), what)
            found.append(work(*arguments, None))
        return found
    context = multiprocessing.get_context("spawn")
    channel = context.Queue()
    results: dict[int, Any] = {}
    begin: dict[str, Any] = {"initializer": _use, "initargs": (channel, os.getpid())}
    with ProcessPoolExecutor(workers, mp_context=context, **begin) as pool:
        waiting: set[Future[tuple[int, Any]]] = {
            pool.submit(_run, work, number, arguments) for number, arguments in enumerate(jobs)
        }
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=0.5)
                for one in done:
                    number, value = one.result()
                    results[number] = value
                tell(len(results), len(jobs), f"{what} {_last(channel)}".rstrip())
        except BrokenProcessPool as error:
            raise GuardError(
                "La protezione si è interrotta prima della fine: non è stato pubblicato niente, e resta in "
                "linea il rilascio precedente."
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            channel.close()
            channel.join_thread()
    return [results[number] for number in range(len(jobs))]


def _last(channel: Any) -> str:
    """Return the last thing a worker said, in brackets."""
    said = ""
    while True:
        try:
            done, total, what = channel.get_nowait()
        except queue.Empty:
            return said
        said = f"({what} {done}/{total})"


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""
