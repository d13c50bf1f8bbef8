"""Which tables of people the public gets: protected, admitted where enough of them is left, audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dashboard.data.definitions import Dataset
from dashboard.disclosure.layout import LayoutError
from dashboard.disclosure.problem import ProblemError
from dashboard.publishing.gate import Published, public_tables, with_followers
from dashboard.publishing.grouping import PopulationError, groups_of, people_measures, sensitive_dimensions
from dashboard.publishing.guarding import Found, Guard, Task, find, primary_cells
from dashboard.publishing.history import Pasts, with_past
from dashboard.publishing.populations import Chosen, Group
from dashboard.publishing.proving import Audited, prove, public_values
from dashboard.publishing.tabulating import CellTable
from dashboard.publishing.twins import agree, tied
from dashboard.publishing.workers import Crew, Progress
from dashboard.publishing.workshop import Workshop

MOST_HIDDEN = 0.25
"""A further table is admitted only when less than this share of it is hidden."""
TRIED = 6
"""Groups of populations, about, on which the tables of a dataset are tried before all are protected."""
SECONDARY = "a protezione di altre"
METHOD = "soppressione primaria e secondaria con verifica indipendente"
UNPROVEN = "la verifica non ha potuto escludere che si ricavino dati riservati"
_PROTECTING = "protezione delle celle"


@dataclass(frozen=True)
class Count:
    """How much of a public table is hidden, and why: for the data office.

    Attributes:
        cells: the cells of areas that have delivered, in all counts and populations.
        reasons: how many are hidden, by reason.
    """

    dataset: str
    table: Chosen
    cells: int
    reasons: Mapping[str, int]

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(self.reasons.values())


@dataclass(frozen=True)
class DatasetProtection:
    """What came of a dataset of people.

    Attributes:
        tables: what the public may read.
        left_out: why the rest is not there (Italian, nothing of a row in it).
        counts: how much of each table is hidden.
        groups: what is public of each group, in the order of `audited`.
    """

    dataset: str
    tables: tuple[CellTable, ...] = ()
    left_out: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    groups: tuple[Published, ...] = ()
    audited: tuple[Audited, ...] = ()


@dataclass
class _Case:
    """A dataset at work: its groups, the tables still in play, the patterns found."""

    dataset: Dataset
    tasks: list[Task]
    tables: list[Chosen]
    further: set[Chosen]
    left_out: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    def few(self) -> list[Task]:
        """Some of the tasks, spread over all populations: enough to see which tables do not pay."""
        return self.tasks[:: max(1, len(self.tasks) // TRIED)]

    def leave_out(self, chosen: Chosen) -> None:
        """Leave a table out: the tasks are then on the tables still in play.

        How much of it would be hidden is not said: that depends on the small counts.
        """
        self.tables.remove(chosen)
        self.tasks = [replace(task, group=task.group.with_tables(self.tables)) for task in self.tasks]
        self.left_out.append(
            f"la tabella {' × '.join(chosen)} avrebbe il {MOST_HIDDEN:.0%} o più delle celle coperte"
        )


def protect_people(
    workshop: Workshop, guard: Guard, *, pasts: Pasts | None = None, progress: Progress | None = None
) -> dict[str, DatasetProtection]:
    """Protect and audit every dataset of people for the public.

    Args:
        workshop: the exact rows.
        guard: rule and means.
        pasts: what earlier releases on line show of each population.
        progress: called with done, total and a sentence.

    Returns:
        By dataset, what the public may read of it, and what was left out and why.

    Raises:
        GuardError: the work broke off.
    """
    results: dict[str, DatasetProtection] = {}
    cases: list[_Case] = []
    for dataset in workshop.catalogue.datasets.values():
        if dataset.confidential and dataset.tables("pubblico"):
            try:
                cases.append(_case(dataset, workshop, pasts or {}))
            except (PopulationError, LayoutError, ProblemError) as error:
                results[dataset.code] = DatasetProtection(dataset.code, left_out=(str(error),))
    for case in cases:
        _drop_at_sight(case, guard)
    with Crew(guard.workers) as crew:
        for trial in (True, False):
            stale = [case for case in cases if trial or len(case.found) < len(case.tasks)]
            while stale:
                _protect(stale, guard, crew, progress, trial=trial)
                stale = [case for case in stale if _drop_worst(case)]
        for case in cases:
            _tie(case, workshop, guard, crew, progress)
    for case, audited in zip(cases, _audit(cases, guard, progress), strict=True):
        results[case.dataset.code] = _finished(case, audited, workshop)
    return results


def _case(dataset: Dataset, workshop: Workshop, pasts: Pasts) -> _Case:
    tables = [chosen for chosen in dataset.tables("pubblico")]
    tasks = []
    for measure in people_measures(dataset):
        groups = groups_of(workshop.rows[dataset.code], measure, tables, workshop.catalogue, workshop.places)
        tasks += [
            with_past(Task(group, tuple(sensitive_dimensions(group.shape, dataset))), pasts)
            for group in groups
        ]
    root = workshop.territories.level(role="root").code
    further = {chosen for chosen in tables if _is_further(chosen, dataset, root)}
    return _Case(dataset, tasks, tables, further)


def _is_further(chosen: Chosen, dataset: Dataset, root: str) -> bool:
    """Tell whether a table must be admitted: it is no total, and no single dimension at the root."""
    picked = [name for name in chosen if name in {d.code for d in dataset.free}]
    return len(picked) > 1 or (len(picked) == 1 and dataset.area is not None and root not in chosen)


def _drop_at_sight(case: _Case, guard: Guard) -> None:
    """Leave out the further tables of which too much must be hidden whatever else is."""
    if not case.tasks:
        return
    cells = dict.fromkeys(case.tables, 0)
    hidden = dict.fromkeys(case.tables, 0)
    for task in case.tasks:
        primary, _ = primary_cells(task, guard.rule)
        for chosen in case.tables:
            mine = _cells(task.group, chosen)
            cells[chosen] += len(mine)
            hidden[chosen] += int(primary[mine].sum())
    for chosen in [c for c in case.tables if c in case.further]:
        if hidden[chosen] >= MOST_HIDDEN * max(cells[chosen], 1):
            case.leave_out(chosen)


def _drop_worst(case: _Case) -> bool:
    """Leave out the worse half of the further tables of which too much is hidden; tell whether any was.

    The others are tried again: fewer tables need fewer hidden cells. On a trial of a few populations the
    shares are an estimate; the rule is held to on all of them afterwards.
    """
    shares = {}
    for chosen in case.tables:
        if chosen in case.further:
            cells = hidden = 0
            for found in case.found:
                mine = _cells(found.group, chosen)
                cells += len(mine)
                hidden += int(found.pattern.hidden[mine].sum())
            if cells and hidden >= MOST_HIDDEN * cells:
                shares[chosen] = hidden / cells
    for chosen in sorted(shares, key=lambda one: (-shares[one], one))[: (len(shares) + 1) // 2]:
        case.leave_out(chosen)
    return bool(shares)


def _tie(case: _Case, workshop: Workshop, guard: Guard, crew: Crew, progress: Progress | None) -> None:
    """Protect populations of the same people until what one hides all hide; the hidden cells only grow."""
    tasks = tied(case.dataset, workshop.catalogue, case.tasks, case.found)
    while not agree(tasks, case.found):
        case.tasks = tasks
        _protect([case], guard, crew, progress, trial=False)
        tasks = tied(case.dataset, workshop.catalogue, case.tasks, case.found)


def _cells(group: Group, chosen: Chosen) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the cells of a table."""
    return np.array([cell for _, cell in group.shape.cells_of(chosen)], dtype=np.int64)


def _protect(
    cases: Sequence[_Case], guard: Guard, crew: Crew, progress: Progress | None, *, trial: bool
) -> None:
    """Find the patterns of all populations or, for a trial, of a few."""
    tasks = {case.dataset.code: case.few() if trial else case.tasks for case in cases}
    jobs = [(task, guard) for case in cases for task in tasks[case.dataset.code]]
    found = iter(crew.do(find, jobs, what=_PROTECTING, progress=progress))
    for case in cases:
        case.found = [next(found) for _ in tasks[case.dataset.code]]


def _audit(cases: Sequence[_Case], guard: Guard, progress: Progress | None) -> list[list[Audited]]:
    tasks = [task for case in cases for task in case.tasks]
    done = iter(prove(tasks, [found for case in cases for found in case.found], guard, progress))
    return [[next(done) for _ in case.tasks] for case in cases]


def _finished(case: _Case, audited: Sequence[Audited], workshop: Workshop) -> DatasetProtection:
    """Put together what passed, and say what did not."""
    dataset = case.dataset
    groups = [
        Published(
            found.group.shape,
            public_values(found.group, found.pattern),
            verdict.passed,
            found.group.demonstration,
            found.group.provisional,
        )
        for found, verdict in zip(case.found, audited, strict=True)
    ]
    left_out = list(case.left_out)
    for found, group in zip(case.found, groups, strict=True):
        left_out += _said(found, group)
    tables = public_tables(dataset, case.tables, groups) if any(any(g.passed) for g in groups) else []
    if any(measure.shown_with for measure in dataset.measures):
        exact = {table.chosen: table.frame for table in workshop.tables(dataset, "pubblico")[0]}
        waiting = {
            (found.group.shape.measure, *found.group.shape.keys[number])
            for found in case.found
            for number in found.held
        }
        tables = [with_followers(dataset, table, exact[table.chosen], waiting) for table in tables]
    counts = [_count(dataset, chosen, case.found) for chosen in case.tables] if case.found else []
    return DatasetProtection(
        dataset.code, tuple(tables), tuple(left_out), tuple(counts), tuple(groups), tuple(audited)
    )


def _said(found: Found, group: Published) -> list[str]:
    """Say which populations of a group are not there, or are as they were, and why; the same reason once."""
    reasons: dict[str, list[str]] = {}
    for number, key in enumerate(group.shape.keys):
        if not group.passed[number]:
            reasons.setdefault(found.failed.get(number, UNPROVEN), []).append(", ".join(key))
        elif number in found.held:
            reasons.setdefault(found.held[number], []).append(", ".join(key))
    return [f"{group.shape.measure} ({'; '.join(keys)}): {why}" for why, keys in reasons.items()]


def _count(dataset: Dataset, chosen: Chosen, found: Sequence[Found]) -> Count:
    cells = 0
    reasons: dict[str, int] = {}
    for one in found:
        mine = _cells(one.group, chosen)
        cells += len(mine)
        for cell in mine[one.pattern.hidden[mine]]:
            reason = one.reasons.get(int(cell), SECONDARY).split("; ")[0]
            reasons[reason] = reasons.get(reason, 0) + 1
    return Count(dataset.code, chosen, cells, reasons)
