"""What is on line of a population, and what that asks of its next release.

Whatever was published stays in the hands of who read it: two releases can be subtracted. So each population
of the new release is compared with the same one in the earlier releases, and `disclosure.over_time` says what
may follow: the same tables again, where nobody has changed; the tables as they are on line, where so few have
changed that the difference would tell who they are; otherwise tables protected anew,
together with the earlier ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dashboard.data.store import Store
from dashboard.disclosure import over_time
from dashboard.disclosure.layout import Ints
from dashboard.disclosure.over_time import OverTimeError
from dashboard.disclosure.over_time_protecting import protect_next
from dashboard.disclosure.parts import Part, join, part
from dashboard.disclosure.primary import BY_EARLIER
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, World
from dashboard.publishing.auditing import read_online
from dashboard.publishing.evidence import Evidence
from dashboard.publishing.guarding import Found, Guard, Past, Task, remembered
from dashboard.publishing.populations import Group, Shape
from dashboard.publishing.workers import Progress

PUBLIC_KEY = "pubblico"
_LOST = "mancano le prove del rilascio {}, senza le quali non si può dire che cosa direbbe la differenza"
_OTHER = "le variazioni sono poche e le tabelle non sono più quelle di prima: usciranno con le prossime"
Pasts = Mapping[tuple[str, str, tuple[str, ...]], tuple[Past, ...]]


def pasts_of(store: Store, guard: Guard) -> Pasts:
    """Read what every public release on line shows of every population, the oldest first.

    Args:
        store: the releases.
        guard: says where the evidence is.

    Raises:
        StoreError: an artefact is not what was published.
        AlteredError: an artefact does not fit what it says of itself.
    """
    evidence = Evidence(guard.evidence)
    found: dict[tuple[str, str, tuple[str, ...]], tuple[Past, ...]] = {}
    for entry in store.releases():
        if PUBLIC_KEY not in entry.digests:
            continue
        for online in read_online(store.read(entry.number, PUBLIC_KEY)):
            shape, kept = online.shape, evidence.witnesses(online.digest)
            stride = shape.layout.size // len(shape.keys)
            for number in online.passed:
                own: tuple[Ints, Ints] | None = None
                worlds: tuple[World, ...] = ()
                if kept is not None:
                    worlds = worlds_of(kept.worlds, shape, number)
                    mine = kept.own[0] // stride == number
                    own = (kept.own[0][mine] % stride, kept.own[1][mine])
                values = online.values[shape.cells_in(number)]
                key = (shape.dataset, shape.measure, shape.keys[number])
                past = Past(str(entry.number), shape.only(number), values, own, worlds)
                found[key] = (*found.get(key, ()), past)
    return found


def worlds_of(worlds: Sequence[World], shape: Shape, number: int) -> tuple[World, ...]:
    """Return what the worlds of a group say of one of its populations, those that say nothing left out."""
    stride = shape.layout.size // len(shape.keys)
    place = np.full(len(shape.layout), -1, dtype=np.int64)
    cells = shape.cells_in(number)
    place[cells] = np.arange(len(cells))
    found = []
    for world in worlds:
        at = place[world.inner] if world.of_cells else np.where(world.inner // stride == number, 0, -1)
        mine = at >= 0
        at = at[mine] if world.of_cells else world.inner[mine] % stride
        if mine.any() or not world.relative:
            found.append(replace(world, inner=at, counts=world.counts[mine]))
    return tuple(found)


def with_past(task: Task, pasts: Pasts) -> Task:
    """Give a task what is on line of its populations."""
    shape = task.group.shape
    found = {
        number: pasts[shape.dataset, shape.measure, key]
        for number, key in enumerate(shape.keys)
        if (shape.dataset, shape.measure, key) in pasts
    }
    return replace(task, past=found)


def protect_again(
    task: Task, problem: Problem, reasons: dict[int, str], guard: Guard, progress: Progress | None
) -> Found:
    """Protect the populations of a group one by one, each together with what is on line of it."""
    group = task.group
    keys = len(group.shape.keys)
    parts = part(problem) if keys > 1 else [Part(problem, np.arange(len(problem)), None)]
    patterns: list[Pattern] = []
    held: dict[int, str] = {}
    failed: dict[int, str] = {}
    people: dict[int, Group] = {}
    for done, one in enumerate(parts):
        number = int(group.shape.layout.cells[one.cells[0], 0])
        single = group.of(number)
        try:
            pattern, keeps, kept = _next(single, one.problem, task.past.get(number, ()), guard)
        except (ProblemError, OverTimeError) as error:
            failed[number] = str(error)
            everything = np.ones(len(one.problem), dtype=bool)
            pattern, keeps, kept = Pattern(everything, one.problem.sensitive), "", single
        if keeps:
            held[number], people[number] = keeps, kept
        patterns.append(pattern)
        if progress:
            progress(done, len(parts), "popolazioni con una storia")
    published = _with_people(group, people)
    whole = replace(problem, inner=published.inner, counts=published.counts, values=published.values)
    parts = part(whole) if keys > 1 else [Part(whole, np.arange(len(whole)), None)]
    for number_of, pattern in enumerate(patterns):
        for cell in np.flatnonzero(pattern.primary & ~parts[number_of].problem.sensitive).tolist():
            reasons.setdefault(int(parts[number_of].cells[cell]), BY_EARLIER)
    return Found(join(whole, parts, patterns), reasons, published, failed, held)


def _next(single: Group, problem: Problem, pasts: Sequence[Past], guard: Guard) -> tuple[Pattern, str, Group]:
    """Return the pattern of a population, why it is held ("" when it is not), and who is in it."""
    if not pasts:
        return remembered(single.shape, problem, guard), "", single
    last = pasts[-1]
    for past in pasts:
        if past.own is None:
            raise OverTimeError(_LOST.format(past.label))
    assert last.own is not None
    same_people = last.shape.lines == single.shape.lines
    if same_people and _same(last.own, (single.inner, single.counts)):
        return _as_it_was(last, single, problem), "", single
    online = [
        over_time.Online(past.label, past.shape.layout, past.values, World(*past.own))
        for past in pasts
        if past.own is not None
    ]
    outcome = protect_next(
        problem, guard.rule, online, protector=lambda asked, rule: guard.protect(asked, rule)
    )
    if outcome.pattern is not None:
        return outcome.pattern, "", single
    if not same_people:
        raise OverTimeError(_OTHER)
    before = replace(single, inner=last.own[0], counts=last.own[1])
    return _as_it_was(last, before, problem), outcome.decision.reason, before


def _same(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def _as_it_was(past: Past, single: Group, problem: Problem) -> Pattern:
    """Return the pattern that is on line, with the worlds of then.

    A table that was not on line shows nothing but what follows from the others: cells in which a published
    zero lets nobody be.
    """
    layout = single.shape.layout
    place = over_time.places(past.shape.layout, layout)
    known = place >= 0
    hidden = np.ones(len(layout), dtype=bool)
    hidden[known] = np.isnan(past.values)[place[known]]
    if not known.all():
        empty = known & ~hidden & (single.values == 0)
        possible = np.flatnonzero(layout.spread(empty.astype(np.float64)) == 0)
        room = layout.add_up(possible, np.ones(len(possible), dtype=np.int64))
        hidden[~known & (room == 0)] = False
    return Pattern(hidden, problem.sensitive & hidden, in_other_tables(past, place, bool(known.all())))


def in_other_tables(past: Past, place: Ints, whole: bool) -> tuple[World, ...]:
    """Return the worlds of a past release on the tables of now.

    Args:
        past: the release.
        place: for each cell of now its cell of then, −1 where there was none.
        whole: whether every cell of now was there: only then worlds of tables say all.
    """
    now = np.full(len(past.shape.layout), -1, dtype=np.int64)
    now[place[place >= 0]] = np.flatnonzero(place >= 0)
    found = []
    for world in past.worlds:
        if not world.of_cells:
            found.append(world)
        elif whole:
            mine = now[world.inner] >= 0
            found.append(replace(world, inner=now[world.inner[mine]], counts=world.counts[mine]))
    return tuple(found)


def _with_people(group: Group, people: Mapping[int, Group]) -> Group:
    """Put other people into some of the populations of a group."""
    if not people:
        return group
    stride = group.shape.layout.size // len(group.shape.keys)
    kept = ~np.isin(group.inner // stride, list(people))
    inner = [group.inner[kept], *(one.inner + number * stride for number, one in people.items())]
    counts = [group.counts[kept], *(one.counts for one in people.values())]
    order = np.argsort(np.concatenate(inner), kind="stable")
    return replace(group, inner=np.concatenate(inner)[order], counts=np.concatenate(counts)[order])
