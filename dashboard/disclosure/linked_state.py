"""Linked tables being protected: what is hidden, what each hidden cell lacks, the worlds found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.disclosure.blocks import Blocks
from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.linked_floors import Floor, Floors
from dashboard.disclosure.problem import Problem, Rule
from dashboard.disclosure.questions import Bounds, Wishes
from dashboard.disclosure.requirements import OUTSIDER, Counts, Requirements
from dashboard.disclosure.sums import Sums

EPSILON = 1e-6
NOBODY: Ints = np.zeros(0, dtype=np.int64)
_LARGE = 0.15
"""How much dearer each count above the threshold makes a cell: a large one is hard to bring into doubt."""
_FORBIDDEN = 1e6


@dataclass(frozen=True)
class Found:
    """A world: the cells that differ from the truth, by how much, and who cannot tell it from the truth."""

    cells: Ints
    change: Ints
    fooled: Bools


@dataclass(frozen=True)
class Learnt:
    """Something that a process found out and others want to know.

    Attributes:
        cells: what was hidden; with `change`, the cells of a world.
        change: by how much they differ in that world; None where none was found, only something hidden.
        floor: that a cell was proven to be at least so much.
    """

    cells: Ints = field(default_factory=lambda: NOBODY)
    change: Ints | None = None
    floor: Floor | None = None


@dataclass(frozen=True)
class Stand:
    """How things stand, for another process: what is hidden or stays published, what has been shown."""

    hidden: Bools
    forced: Bools
    low: Counts
    high: Counts
    floors: Floors


@dataclass(frozen=True)
class Kept:
    """What can be gone back to."""

    hidden: Bools
    needs: Requirements
    floors: Floors
    worlds: list[Found]


class State:
    """What is hidden so far, and what shows that it is hidden well.

    Attributes:
        problem, rule: what is protected and how.
        cost: of hiding each cell.
        hidden: the cells hidden; `forced`: those that must stay published.
        needs: what hidden cells lack; `worlds`: the worlds found; `floors`: how small cells can be.
        fallen: the cells whose floor fell since this was last emptied, because more was hidden.
        sums: the programs.
        blocks: which part is whose; `largest`: the attackers who know a whole block.
        random: dice that always fall alike; those of another `number` otherwise.
        learnt: what was found out since `news` was last asked.
    """

    def __init__(self, problem: Problem, rule: Rule, *, number: int = 0) -> None:
        self.problem, self.rule = problem, rule
        large = np.maximum(problem.values - rule.threshold, 0)
        self.cost: Floats = np.where(problem.forced, _FORBIDDEN, problem.cost * np.sqrt(1 + _LARGE * large))
        self.sums = Sums(problem, self.cost)
        self.random = np.random.default_rng((len(problem), number))
        self.learnt: list[Learnt] = []
        self.hidden = problem.sensitive.copy()
        self.forced = problem.forced.copy()
        self.needs = Requirements(problem, rule)
        self.worlds: list[Found] = []
        self.floors = Floors()
        self.fallen: list[int] = []
        self.blocks = Blocks.of_owners(self.needs.owned)
        own = self.needs.owned.sum(axis=1)
        whole = np.bincount(self.blocks.home[self.blocks.home >= 0], minlength=self.blocks.count)
        self.largest: Bools = (self.blocks.of >= 0) & (own >= np.append(whole, 0)[self.blocks.of])

    def count_lacking(self, attackers: int) -> int:
        """Count what all hidden cells lack for the first attackers."""
        return int(self.lacks_of_cells(attackers).sum())

    def lacking_cells(self, attackers: int) -> Ints:
        """Return the cells that lack something for one of the first attackers."""
        return np.flatnonzero(self.lacks_of_cells(attackers))

    def lacks_of_cells(self, attackers: int) -> Ints:
        """Count, for each cell, what it lacks for the first attackers, on both sides."""
        return self.needs.count(attackers) * self.hidden

    def wishes(self, who: Ints, bounds: Bounds, shares: tuple[float, float]) -> Wishes:
        """Choose what a change should bring: what cells lack for some attackers, each on one side.

        All at once would come by a little of what they wish: few wish, the others are free to make room.

        Args:
            who: the attackers.
            bounds: what may change.
            shares: of the cells, those that may wish to rise, and to fall.
        """
        free = self.hidden & ~bounds.fixed
        high, low = self.needs.lacking(free, who)
        up, down = high.most.copy(), low.most.copy()
        dice = self.random.random(len(free))
        up[dice > shares[0]] = 0
        down[(up > 0) | (self.random.random(len(free)) > shares[1])] = 0
        return Wishes(up, down, high.times, low.times)

    def bounds(self, still: Ints, fixed: Bools) -> Bounds:
        """Return what may change without any of some attackers noticing, beside what is fixed anyway.

        Args:
            still: rows of `needs`; the outsider among them changes nothing.
            fixed: the cells that may not change anyway.
        """
        still = still[still != OUTSIDER]
        if not len(still):
            return Bounds(fixed, np.zeros(len(fixed), dtype=np.int64))
        known = self.needs.known[still].max(axis=0)  # each by itself: they do not put together what they know
        return Bounds(fixed | self.needs.owned[still].any(axis=0), known)

    def accept(self, change: Floats) -> None:
        """Take a change in whole numbers as a world: hide what it touches, note what it shows to whom."""
        cells = np.flatnonzero(change)
        self._take(cells, change[cells].astype(np.int64))

    def _take(self, cells: Ints, found: Ints) -> None:
        fooled = self.needs.deceived(cells, found)
        self._cover(cells)
        self.worlds.append(Found(cells, found, fooled))
        self.needs.record(cells, found, fooled)
        self.learnt.append(Learnt(cells, found))

    def hide(self, cells: Ints) -> None:
        """Hide cells."""
        self._cover(cells)
        self.learnt.append(Learnt(cells))

    def _cover(self, cells: Ints) -> None:
        new = cells[~self.hidden[cells]]
        self.hidden[new] = True
        self.fallen += self.floors.hidden(new, self.needs)

    def raise_floor(self, floor: Floor) -> None:
        """Take note that a cell is proven to be at least a value, until what the proof rests on is hidden."""
        if not self.hidden[floor.rests].any():  # by another process, since
            self.floors.add(floor, self.needs)
            self.learnt.append(Learnt(floor=floor))

    def news(self) -> list[Learnt]:
        """Return what was found out since this was last asked."""
        learnt, self.learnt = self.learnt, []
        return learnt

    def learn(self, news: Iterable[Learnt]) -> None:
        """Take what another process found out; it is no news of this one."""
        before, self.learnt = self.learnt, []
        for one in news:
            if one.floor is not None:
                self.raise_floor(one.floor)
            elif one.change is not None:
                self._take(one.cells, one.change)
            else:
                self.hide(one.cells)
        self.learnt = before

    def publish(self, cells: Sequence[int]) -> None:
        """Publish cells again, and forget the worlds in which they are not what they are."""
        self.hidden[cells] = False
        self.worlds = [one for one in self.worlds if not np.isin(one.cells, cells).any()]
        self.needs = Requirements(self.problem, self.rule)
        self.floors.published()
        self.floors.again(self.needs)
        self.needs.record_all((one.cells, one.change, one.fooled) for one in self.worlds)

    def stand(self) -> Stand:
        """Return how things stand; what is found out later does not change it."""
        low, high = self.needs.low.copy(), self.needs.high.copy()
        return Stand(self.hidden.copy(), self.forced.copy(), low, high, self.floors.copy())

    def take_over(self, stand: Stand) -> None:
        """Go on from how things stand elsewhere."""
        self.hidden, self.forced = stand.hidden, stand.forced
        self.floors = stand.floors
        self.needs.take_over(stand.low, stand.high)
        self.floors.again(self.needs)

    def keep(self) -> Kept:
        """Return what `go_back` needs; to be asked before `publish`."""
        return Kept(self.hidden.copy(), self.needs, self.floors.copy(), self.worlds)

    def go_back(self, kept: Kept) -> None:
        """Go back to what was."""
        self.hidden, self.needs, self.worlds = kept.hidden, kept.needs, kept.worlds
        self.floors = kept.floors

    def worth_telling(self) -> list[Found]:
        """Return the worlds without which something would not be shown: an audit reads all it is told."""
        needs = Requirements(self.problem, self.rule)
        needs.take_floors(self.needs)
        chosen = []
        for one in reversed(self.worlds):  # the later ones were looked for where the earlier did not do
            if needs.would_learn(one.cells, one.change, one.fooled):
                needs.record(one.cells, one.change, one.fooled)
                chosen.append(one)
        return chosen
