"""The proof that protected groups cannot be undone: all of them audited, by few processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.disclosure.audit import Published, Question
from dashboard.disclosure.layout import Bools, Floats
from dashboard.disclosure.problem import Pattern, Problem
from dashboard.publishing.evidence import Evidence, Witnesses, public_digest
from dashboard.publishing.guarding import Found, Guard, Task, Verdict, problem_of
from dashboard.publishing.populations import Group
from dashboard.publishing.workers import GuardError, Progress

AUDITING = "verifica indipendente"


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


def public_values(group: Group, pattern: Pattern) -> Floats:
    """Return the values that become public, NaN where hidden."""
    return np.where(pattern.hidden, np.nan, group.values.astype(np.float64))


def prove(
    tasks: Sequence[Task], found: Sequence[Found], guard: Guard, progress: Progress | None = None
) -> list[Audited]:
    """Audit protected groups; keep the worlds of each under the name of what is published.

    Args:
        tasks: the groups.
        found: what came of their protection.
        guard: the means.
        progress: called with done, total and a sentence.

    Raises:
        GuardError: the auditor said nothing at all of a group.
    """
    problems = [
        problem_of(replace(task, group=one.group), guard)[0] for task, one in zip(tasks, found, strict=True)
    ]
    questions = [_question(one, problem, guard) for one, problem in zip(found, problems, strict=True)]
    audited: dict[int, Audited] = {}
    with closing(guard.audit(questions, guard.workers, auditing(progress))) as verdicts:
        for number, verdict in verdicts:
            audited[number] = _audited(found[number], problems[number], verdict, guard)
    return [audited[number] for number in range(len(questions))]


def auditing(progress: Progress | None) -> Progress | None:
    """Return the progress of an audit, which says that it is one."""
    if progress is None:
        return None
    return lambda done, total, what: progress(done, total, f"{AUDITING} {what}".rstrip())


def _question(found: Found, problem: Problem, guard: Guard) -> Question:
    layout = found.group.shape.layout
    return Question(
        Published(public_values(found.group, found.pattern), layout.relations, layout),
        guard.rule,
        worlds=found.pattern.worlds,
        insiders=problem.insiders,
        own=(problem.inner, problem.counts),
        seconds=guard.seconds,
    )


def _audited(found: Found, problem: Problem, verdict: Verdict, guard: Guard) -> Audited:
    group, pattern = found.group, found.pattern
    if pattern.hidden.any() and len(found.failed) < len(group.shape.keys) and _is_silent(verdict):
        raise GuardError(
            "La verifica indipendente non ha risposto: non è stato pubblicato niente, e resta in linea il "
            "rilascio precedente."
        )
    values = public_values(group, pattern)
    unsafe = unsafe_cells(verdict, pattern.hidden, problem.sensitive)
    keys = group.shape.layout.cells[:, 0]
    lost = set(keys[unsafe].tolist()) | set(found.failed)
    passed = tuple(key not in lost for key in range(len(group.shape.keys)))
    values[np.isin(keys, list(lost))] = np.nan
    digest = public_digest(group.shape, values, guard.rule)
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
