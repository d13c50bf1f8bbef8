"""From a tidy table and some wishes to a problem: what is sensitive and why, what stays, who knows what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dashboard.disclosure.files import InputError, listed
from dashboard.disclosure.layout import Bools, Floats, Ints, Layout
from dashboard.disclosure.primary import (
    BY_COLUMN,
    BY_EARLIER,
    BY_GROUP,
    BY_HAND,
    by_threshold,
    combine,
    group_disclosure,
)
from dashboard.disclosure.problem import Insider, Problem, Rule, insiders_at
from dashboard.disclosure.published import read_published
from dashboard.disclosure.tidy import Description, Tidy, named


@dataclass(frozen=True)
class Wishes:
    """What is asked beside the rule.

    Attributes:
        primary: column that marks the sensitive cells, in place of the threshold.
        hide: column of cells to hide in any case.
        publish: column of cells to publish in any case.
        sensitive: dimensions whose lines must not show everybody in one category.
        insiders: `dimension@level`; who is responsible for each node of it knows its own figures.
        earlier: protected tables that are still on line.
    """

    primary: str | None = None
    hide: str | None = None
    publish: str | None = None
    sensitive: Sequence[str] = ()
    insiders: Sequence[str] = ()
    earlier: Sequence[Path] = ()

    @property
    def columns(self) -> list[str]:
        """The columns of 0 and 1."""
        return [name for name in (self.primary, self.hide, self.publish) if name is not None]


def build(tidy: Tidy, rule: Rule, wishes: Wishes, description: Description) -> Problem:
    """Make the problem.

    Raises:
        InputError: a dimension does not exist, a cell is to be both hidden and published, insiders are asked
            for and the details are not there.
    """
    layout = tidy.layout
    if wishes.insiders and not tidy.detailed:
        raise InputError("la tabella ha solo totali: per --insider servono le righe di dettaglio")
    plain = Problem.of(layout, tidy.inner, tidy.counts, rule, insiders=insiders_of(layout, wishes.insiders))
    values = plain.values
    if wishes.primary is None:
        parts = [(by_threshold(rule.threshold), rule.small(values))]
    else:
        parts = [(BY_COLUMN, tidy.flags[wishes.primary])]
        if rule.zeros == "sensitive":
            parts.append(("zero", values == 0))
    dimensions = [_dimension(layout, name, "--sensitive") for name in wishes.sensitive]
    parts.append((BY_GROUP, group_disclosure(layout, values, dimensions)))
    if wishes.hide is not None:
        parts.append((BY_HAND, tidy.flags[wishes.hide]))
    parts += [(BY_EARLIER, _hidden_in(path, layout, description)) for path in wishes.earlier]
    sensitive, reasons = combine(parts)
    forced = plain.forced if wishes.publish is None else tidy.flags[wishes.publish]
    _refuse_conflict(layout, sensitive & forced, reasons)
    return replace(plain, sensitive=sensitive, forced=forced, reasons=reasons)


def insiders_of(layout: Layout, wanted: Sequence[str]) -> list[Insider]:
    """Return the insiders of `dimension@level` (without level: of its leaves).

    Raises:
        InputError: there is no such dimension or level.
    """
    found: list[Insider] = []
    for text in wanted:
        name, level = text, ""
        if text not in [axis.name for axis in layout.axes]:
            name, _, level = text.rpartition("@")
        dimension = _dimension(layout, name or text, "--insider")
        depth = layout.axes[dimension].depth
        if level and not (level.isascii() and level.isdigit() and 0 < int(level) <= depth):
            raise InputError(f"--insider {text}: i livelli di «{name}» vanno da 1 a {depth}")
        found += insiders_at(layout, dimension, int(level) if level else depth)
    return found


def refuse_other_figures(
    where: str, layout: Layout, values: Floats, insiders: Sequence[Insider], own: tuple[Ints, Ints]
) -> None:
    """Refuse figures of insiders that are not those of the published table.

    Args:
        where: the file, for the message.
        layout: the cells.
        values: what is published, NaN where hidden, shape (cells,).
        insiders: who knows what.
        own: flat positions and counts of the inner cells they know.

    Raises:
        InputError: a published cell that an insider knows wholly has another value there.
    """
    inner, counts = own
    for insider in insiders:
        mine = insider.knows(layout, inner)
        known = np.asarray(layout.add_up(inner[mine], counts[mine]))
        differs = insider.owns(layout) & np.isfinite(values) & (known != values)
        if differs.any():
            raise InputError(
                f"{where}: le cifre proprie di {insider.name} non sono quelle della tabella presso "
                f"«{named(layout, int(np.flatnonzero(differs)[0]))}»"
            )


def _dimension(layout: Layout, name: str, option: str) -> int:
    names = [axis.name for axis in layout.axes]
    if name not in names:
        raise InputError(f"{option}: «{name}» non è fra le dimensioni {listed(names)}")
    return names.index(name)


def _hidden_in(path: Path, layout: Layout, description: Description) -> Bools:
    """Return the cells of a layout that an earlier publication hides and the tables still show."""
    before, values = read_published(path, description)
    names = [axis.name for axis in before.axes]
    if sorted(names) != sorted(axis.name for axis in layout.axes):
        raise InputError(f"{path.name}: le dimensioni sono {listed(names)}, non quelle della tabella nuova")
    hidden = np.zeros(len(layout), dtype=bool)
    for cell in np.flatnonzero(np.isnan(values)).tolist():
        old: Mapping[str, str] = dict(zip(names, before.names(cell), strict=True))
        nodes = [axis.position.get(old[axis.name], -1) for axis in layout.axes]
        if (now := layout.find(nodes)) is not None:
            hidden[now] = True
    return hidden


def _refuse_conflict(layout: Layout, both: Bools, reasons: Mapping[int, str]) -> None:
    if both.any():
        cell = int(np.flatnonzero(both)[0])
        raise InputError(
            f"la cella «{named(layout, cell)}» va pubblicata e va nascosta ({reasons[cell]}); "
            f"in tutto così sono {int(both.sum())}: togliere l’una o l’altra richiesta"
        )
