"""The next release of a population: protected together with those on line, or held back (see `over_time`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.layout import Bools, Ints, Layout
from dashboard.disclosure.over_time import Decision, Online, OverTimeError, Step, decide, is_small
from dashboard.disclosure.problem import Pattern, Problem, Rule, World, values_of_all

Protector = Callable[[Problem, Rule], Pattern]


@dataclass(frozen=True)
class Outcome:
    """What comes of the next release: a pattern, or a decision to hold and none."""

    decision: Decision
    pattern: Pattern | None


def protect_next(
    problem: Problem,
    rule: Rule,
    earlier: Sequence[Online],
    *,
    protector: Protector,
    least_change: int | None = None,
) -> Outcome:
    """Protect new figures together with what is on line.

    Three rounds at most. The first hides what the rule, the earlier releases and the small changes ask for.
    If its worlds leave a change narrow, a second asks for room of least_change − 1 both ways around those
    cells, and a third lets the rule hold again with all that is now hidden. More hidden cells never narrow a
    change, so nothing gained is lost; worlds of an earlier round stay possible in a later one.

    Args:
        problem: the new figures, with a layout.
        rule: for hidden counts.
        earlier: the releases on line, the oldest first, with their exact figures.
        protector: `protecting.protect`, or one that keeps its contract.
        least_change: a cell's change by fewer people is small; by default the threshold of the rule. In
            populations of a few hundred most changes are small, and each hides its cell in all releases to
            come. 1 lets all changes of cells be seen: then only points 1 and 2 above are promised.

    Raises:
        OverTimeError: no layout, an earlier release without exact figures, a least change under 1.
    """
    if problem.layout is None:
        raise OverTimeError("per confrontare i rilasci servono dimensioni e gerarchie")
    layout, new = problem.layout, World(problem.inner, problem.counts)
    least = rule.threshold if least_change is None else least_change
    decision = decide(
        layout,
        problem.inner,
        problem.counts,
        earlier,
        threshold=rule.threshold,
        least_change=least,
        insiders=problem.insiders,
    )
    if decision.hold:
        return Outcome(decision, None)
    reasons = {**decision.reasons, **problem.reasons}
    first = protector(_asking(problem, problem.sensitive | decision.kept | decision.small, reasons), rule)
    steps = [Step.between(online, layout, new, problem.insiders) for online in earlier]
    worlds = first.worlds
    open_ = _narrow(problem, layout, steps, first.hidden, worlds, least)
    if not open_.any():
        return Outcome(decision, replace(first, primary=problem.sensitive | decision.kept | decision.small))
    room = replace(rule, interval=(least - 1, least - 1))
    second = protector(_asking(problem, open_, reasons), room)
    together = first.hidden | second.hidden
    third = protector(_asking(problem, together, reasons), rule)
    worlds = (*third.worlds, *second.worlds, *worlds)
    if _narrow(problem, layout, steps, third.hidden, worlds, least).any():
        reason = (
            "Alcune variazioni piccole rispetto ai rilasci in linea non si possono coprire: restano le "
            "tabelle di prima; le variazioni usciranno con le prossime."
        )
        return Outcome(replace(decision, kind="hold", reason=reason), None)
    primary = problem.sensitive | decision.kept | decision.small
    seconds = first.seconds + second.seconds + third.seconds
    return Outcome(decision, replace(third, primary=primary, worlds=worlds, optimal=False, seconds=seconds))


def _asking(problem: Problem, sensitive: Bools, reasons: Mapping[int, str]) -> Problem:
    """Return the problem with other sensitive cells; what must be hidden wins over what must be published."""
    kept = {cell: why for cell, why in reasons.items() if sensitive[cell]}
    return replace(problem, sensitive=sensitive, forced=problem.forced & ~sensitive, reasons=kept)


def _narrow(
    problem: Problem,
    layout: Layout,
    steps: Sequence[Step],
    hidden: Bools,
    worlds: Sequence[World],
    threshold: int,
) -> Bools:
    """Return the cells for whose small change the worlds do not show the room that is promised."""
    truth = World(problem.inner, problem.counts)
    everybody = [truth, *worlds]
    values = values_of_all(everybody, layout, len(layout))
    agreeing = (values[:, ~hidden] == problem.values[~hidden]).all(axis=1)
    found = np.zeros(len(layout), dtype=bool)
    for number in range(-1, len(problem.insiders)):
        valid = agreeing.copy()
        if number >= 0:
            valid &= _possible_for(number, problem, everybody, values)
        low, high = values[valid].min(axis=0), values[valid].max(axis=0)
        for step in steps:
            changes = step.changes if number < 0 else step.outside[number]
            mine = is_small(changes, threshold) & (step.place >= 0)
            if number >= 0:
                mine &= ~step.owned[number]
            # a world's change is the true one plus how much its value differs from the true value
            least, most = changes + low - problem.values, changes + high - problem.values
            found |= mine & ~np.where(step.hidden, *_shown_room(least, most, threshold))
    return found


def _shown_room(least: Ints, most: Ints, threshold: int) -> tuple[Bools, Bools]:
    """Tell which intervals of changes have room: where the old value is hidden, and where it is published."""
    wide = (most >= threshold) | (least <= -threshold)
    return wide | ((least <= 0) & (most >= 0)), wide & (least <= 1) & (most >= -1)


def _possible_for(number: int, problem: Problem, worlds: Sequence[World], values: Ints) -> Bools:
    """Tell which worlds have the true figures in what an insider knows; the truth comes first."""
    insider, layout = problem.insiders[number], problem.layout
    assert layout is not None
    owned, known = problem.owned()[number], problem.known()[number]
    # in worlds of tables nobody is placed: what the insider knows must be there, and its own cells unchanged
    by_tables = (values >= known).all(axis=1) & (values[:, owned] == problem.values[owned]).all(axis=1)
    found = []
    for world, fits in zip(worlds, by_tables.tolist(), strict=True):
        differs = world.inner if world.relative else _differing(worlds[0], world)
        found.append(fits if world.of_cells else not insider.knows(layout, differs).any())
    return np.array(found, dtype=bool)


def _differing(truth: World, world: World) -> Ints:
    """Return the inner cells in which a whole world differs from the true one."""
    places = np.union1d(truth.inner, world.inner)
    change = np.zeros(len(places), dtype=np.int64)
    change[np.searchsorted(places, world.inner)] += world.counts
    change[np.searchsorted(places, truth.inner)] -= truth.counts
    return np.asarray(places[change != 0], dtype=np.int64)
