"""The audit: is what is published safe? Decided in another process, by another solver, that believes nothing.

Whatever goes wrong there – killed, out of time, no answer, an answer to another question – leaves every cell
it should have proven *unsafe*.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.asking import Answer, Asked, ask
from dashboard.disclosure.auditor_job import Job, Published, unpack_worlds, whole
from dashboard.disclosure.auditor_report import CellReport, Report, why_of
from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import INNER_LIMIT, Insider, Rule, World, by_people

__all__ = ["AuditError", "CellReport", "Published", "Question", "Report", "audit", "audit_all"]

Progress = Callable[[int, int, str], None]
SECONDS = 60.0


class AuditError(ValueError):
    """What is to be audited does not fit together; the message is a sentence for the user."""


@dataclass(frozen=True)
class Question:
    """What is to be audited.

    Attributes:
        published: what everybody can read.
        rule: how well a hidden cell must be hidden.
        worlds: worlds that may spare a search; each is checked, and refused when it does not agree. Those
            `of_cells` serve where the inner cells are too many to be searched.
        insiders: who knows a part exactly (only with a layout).
        own: the inner cells and counts of which each insider knows its part; without them the check of
            insiders is partial.
        primary: the sensitive cells, when it is known which they are (used with an interval only).
        seconds: time of the search; what is not proven by then is unsafe.
        require_inner: a cell passes only when whole worlds show it, not when tables that add up do.
        inner_limit: with more inner cells than these only tables are searched; None leaves it to
            `problem.by_people`.
    """

    published: Published
    rule: Rule
    worlds: Sequence[World] = ()
    insiders: Sequence[Insider] = ()
    own: tuple[Ints, Ints] | None = None
    primary: Bools | None = None
    seconds: float = SECONDS
    require_inner: bool = False
    inner_limit: int | None = None


def audit(
    published: Published,
    rule: Rule,
    *,
    worlds: Sequence[World] = (),
    insiders: Sequence[Insider] = (),
    own: tuple[Ints, Ints] | None = None,
    primary: Bools | None = None,
    seconds: float = SECONDS,
    workers: int = 1,
    require_inner: bool = False,
    inner_limit: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Say which hidden cells an attacker can narrow, in a process of its own.

    See `Question` for what is asked; beside it `workers` is the number of processes and threads, and
    `progress` is told (done, of, what).

    Raises:
        AuditError: the published cells are not those of the layout, or the relations not those of the cells.
    """
    question = Question(published, rule, worlds, insiders, own, primary, seconds, require_inner, inner_limit)
    ((_, report),) = audit_all([question], workers=workers, progress=progress)
    return report


def audit_all(
    questions: Sequence[Question], *, workers: int = 1, progress: Progress | None = None
) -> Iterator[tuple[int, Report]]:
    """Audit many publications in as few processes as are at work at a time: to start one takes a second.

    Args:
        questions: what is to be audited.
        workers: processes; the attackers of a single question are dealt out among them.
        progress: is told (done, of, what): of the one question its cells, of many how many are answered.

    Yields:
        The number of a question and its report, in the order in which they are answered. Nothing is lost when
        a process is killed or late but the answer it was at.

    Raises:
        AuditError: see `audit`; before any process is started.
    """
    started = time.monotonic()
    inquiries = [_Inquiry.into(question, workers if len(questions) == 1 else 1) for question in questions]
    waiting = []
    for number, inquiry in enumerate(inquiries):
        if inquiry.job.published.hidden.any() and inquiry.can_be_asked:
            waiting.append(number)
        else:
            yield number, inquiry.report([], started)
    waiting.sort(key=lambda number: -inquiries[number].size)  # a large one begun last would keep one waiting
    answered = len(questions) - len(waiting)

    def said(place: int, done: int, of: int, what: str) -> None:
        if progress is not None and len(questions) == 1:
            progress(done, of, what)
        elif progress is not None:
            progress(answered, len(questions), f"({what} {done}/{of})")

    asked = [Asked(inquiries[number].job, inquiries[number].shares) for number in waiting]
    for place, answers in ask(asked, workers=workers, said=said) if asked else ():
        answered += 1
        number = waiting[place]
        yield number, inquiries[number].report(answers, started)


@dataclass(frozen=True)
class _Inquiry:
    """A question as a job.

    Attributes:
        job: what the auditor gets.
        shares: how many processes it is dealt out among.
        refused: worlds that could not even be told.
    """

    job: Job
    shares: int
    refused: int

    @staticmethod
    def into(question: Question, workers: int) -> _Inquiry:
        published, insiders = question.published, question.insiders
        _refuse_nonsense(published, insiders, question.primary)
        size = len(published.values) if published.layout is None else published.layout.size
        apart = [world for world in question.worlds if world.of_cells and published.layout is not None]
        worlds = [world for world in question.worlds if not world.of_cells or published.layout is None]
        good, tables = _usable(worlds, size), _usable(apart, len(published.values))
        inner_limit = question.inner_limit
        if inner_limit is None:
            within = by_people(0, len(published.values), len(insiders))
            inner_limit = INNER_LIMIT if within or question.require_inner else 0
        job = Job(
            published,
            question.rule,
            tuple(_as_ints(worlds[number]) for number in good),
            tuple(insiders),
            None if question.own is None else World(*question.own),
            question.primary,
            question.seconds,
            workers,
            inner_limit,
            question.require_inner,
            tuple(_as_ints(apart[number]) for number in tables),
        )
        if job.own is not None and not whole(job.own, size):
            raise AuditError("le cifre proprie non sono numeri interi di celle della tabella, una volta sola")
        shares = max(1, min(workers, 1 + len(insiders)))
        return _Inquiry(job, shares, len(question.worlds) - len(good) - len(tables))

    @property
    def can_be_asked(self) -> bool:
        """Whether there is anything that an auditor could prove."""
        return self.job.published.sound and self.job.seconds > 0

    @property
    def size(self) -> int:
        """How much there is to do, about."""
        return len(self.job.published.values) * (1 + len(self.job.insiders))

    def report(self, answers: Sequence[Answer | None], started: float) -> Report:
        """Return what came of it."""
        seconds = time.monotonic() - started
        if not self.job.published.hidden.any():
            return Report(True, (), (), "inner", seconds, {})
        return _gather(self.job, answers).finished(seconds, self.refused)


def _refuse_nonsense(published: Published, insiders: Sequence[Insider], primary: Bools | None) -> None:
    count = len(published.values)
    if published.layout is not None and len(published.layout) != count:
        raise AuditError(f"la pubblicazione ha {count} celle e il menu {len(published.layout)}")
    if published.layout is None and published.relations.shape[1] != count:
        raise AuditError(f"la pubblicazione ha {count} celle e le relazioni {published.relations.shape[1]}")
    if insiders and published.layout is None:
        raise AuditError("chi conosce i dati propri si può descrivere solo con dimensioni e gerarchie")
    if primary is not None and len(primary) != count:
        raise AuditError(f"la pubblicazione ha {count} celle e l’elenco delle primarie {len(primary)}")


def _usable(worlds: Sequence[World], size: int) -> list[int]:
    """Return which worlds can be told at all; differences only where the world they differ from is there."""
    good = [number for number, world in enumerate(worlds) if whole(world, size)]
    if good and (good[0] != 0 or worlds[0].relative):
        good = [number for number in good if not worlds[number].relative]
    return good


def _as_ints(world: World) -> World:
    return World(
        np.asarray(world.inner).astype(np.int64),
        np.asarray(world.counts).astype(np.int64),
        bool(world.relative),
    )


def _gather(job: Job, answers: Sequence[Answer | None]) -> Report:
    """Put the answers of all shares together; what none speaks of is unsafe."""
    hidden = np.flatnonzero(job.published.hidden)
    worlds, place = _told(job)
    cells, answered = [], set()
    depth, refused = "inner", 0
    for found in answers:
        if found is None:
            continue
        meta = found["meta"]
        own_worlds = unpack_worlds(found, [False] * len(found["world_ends"]))
        first = len(place) - 1  # the worlds it found itself are numbered after those it was told
        numbers = place | {first + i: len(worlds) + i for i in range(len(own_worlds))}
        worlds += own_worlds
        answered.update(meta["viewers"])
        depth, refused = ("tables" if meta["depth"] == "tables" else depth), max(refused, meta["refused"])
        cells += _cells_of(found, job, numbers)
    spoken = {(cell.insider, cell.cell) for cell in cells if cell.insider is None}
    missing = [cell for cell in hidden.tolist() if (None, cell) not in spoken]
    cells += [CellReport.unproven(cell, None, sound=job.published.sound) for cell in missing]
    for number, insider in enumerate(job.insiders):
        if number not in answered and job.published.layout is not None:
            owned = insider.owns(job.published.layout)
            cells += [CellReport.unproven(cell, insider.name) for cell in hidden.tolist() if not owned[cell]]
    return Report.of(
        cells, worlds, depth, refused=refused, insiders=len(job.insiders), partial=job.own is None
    )


def _told(job: Job) -> tuple[list[World], dict[int, int]]:
    """Return the worlds the auditor was told of, and the place in this list of each of its numbers.

    Those told as differences need the one they differ from in the first place: when whole worlds and tables
    both do, the tables have no place.
    """
    whole_worlds = list(job.worlds) or ([] if job.own is None else [job.own])
    count, tables = len(whole_worlds), len(job.tables)
    if any(world.relative for world in whole_worlds):
        place = {count + i: -1 for i in range(tables)}
        return whole_worlds, {-1: -1} | {i: i for i in range(count)} | place
    place = {i: tables + i for i in range(count)} | {count + i: i for i in range(tables)}
    return [*job.tables, *whole_worlds], {-1: -1} | place


def _cells_of(found: Answer, job: Job, place: dict[int, int]) -> list[CellReport]:
    """Return the lines of one answer, worlds numbered by their place in the list of all."""
    made: list[CellReport] = []
    names = ("viewer", "cell", "low", "high", "exact", "safe", "tables", "why", "low_world", "high_world")
    if "viewer" not in found:
        return made
    for viewer, cell, low, high, exact, safe, tables, why, first, second in zip(
        *(found[name].tolist() for name in names), strict=True
    ):
        top = None if high < 0 else high
        made.append(
            CellReport(
                cell,
                low,
                top,
                safe,
                why_of(why, low, top, exact),
                place[first],
                place[second],
                None if viewer < 0 else job.insiders[viewer].name,
                exact,
                "tables" if tables else "inner",
            )
        )
    return made
