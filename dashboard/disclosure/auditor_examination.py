"""One audit from its job to its findings: the outsider first, then whoever knows a part exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from dashboard.disclosure import auditor_pairs, auditor_worlds
from dashboard.disclosure.auditor_job import Job, whole
from dashboard.disclosure.auditor_nearby import least_nearby
from dashboard.disclosure.auditor_search import Search
from dashboard.disclosure.auditor_solvers import SCALE, Clock
from dashboard.disclosure.auditor_standing import Demand, Standing
from dashboard.disclosure.auditor_systems import (
    System,
    View,
    inner_system,
    proven_least,
    tables_system,
    view_of,
)
from dashboard.disclosure.cutting import all_sums
from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import World, values_of

OUTSIDER = -1
WORLDS, AT_LEAST, NARROW, UNPROVEN, CONTRADICTION, TABLES, OWN = range(7)
"""Why a cell passes or not; `audit.py` has the sentences."""
_LARGE = 3_000

Say = Callable[[int, int, str], None]


@dataclass
class Finding:
    """What came out for the cells of one attacker, arrays of the same length.

    Attributes:
        viewer: number of the insider, or `OUTSIDER`.
        cells: numbers of the cells.
        standing: what is known of them.
        known: what the attacker knows of each.
        safe: whether they pass; `tables`: whether only the tables, not whole worlds, show it.
        why: see `WORLDS`.
        search: what may still look for the ends of those that fail.
    """

    viewer: int
    cells: Ints
    standing: Standing
    known: Ints
    safe: Bools
    tables: Bools
    why: Ints
    search: Search | None = None


@dataclass
class Examination:
    """Works through a job."""

    job: Job
    clock: Clock
    say: Say
    found: list[World] = field(default_factory=list)
    suggested: dict[int, Ints] = field(default_factory=dict)
    depth: str = "inner"

    def __post_init__(self) -> None:
        """Read the publication and sort out the worlds."""
        published = self.job.published
        self.layout = published.layout
        self.hidden = published.hidden
        self.numbers = np.flatnonzero(self.hidden)
        self.values = np.where(self.hidden, 0, published.values).astype(np.int64)
        largest = int(self.values.max(initial=0)) + self.job.rule.threshold
        self.cap = 1000 * (largest + sum(self.job.rule.interval or (0, 0)) + 1)
        own = self.job.own
        self.given = self.job.worlds or (() if own is None else (own,))
        self.checked = auditor_worlds.check(
            self.given, self.layout, published.relations, self.values, self.hidden
        )
        self.possible = self._possible_for_insiders()

    @property
    def refused(self) -> int:
        """How many of the given worlds do not agree."""
        return self.checked.refused + (self.told_tables.refused if self.job.tables else 0)

    @cached_property
    def told_tables(self) -> auditor_worlds.Checked:
        """The given worlds of the published tables that agree with the publication."""
        return auditor_worlds.check(self.job.tables, None, self.tables.rows, self.values, self.hidden)

    @cached_property
    def inner(self) -> System | None:
        """The system over inner cells, None when it is too large; without a layout the relations."""
        if self.layout is None:
            return tables_system(self.job.published.relations, self.hidden, "inner")
        return inner_system(self.layout, self.values, self.hidden, self.job.inner_limit)

    @cached_property
    def tables(self) -> System:
        """The system over the cells of the tables."""
        assert self.layout is not None
        return tables_system(all_sums(self.layout), self.hidden, "tables")

    def run(self, viewers: list[int]) -> list[Finding]:
        """Examine the cells for the given attackers; the ends of what fails come last."""
        findings = []
        for turn, viewer in enumerate(viewers):
            self.say(turn, len(viewers), "verifica")
            findings.append(self.examine(viewer))
        for finding in findings:
            if finding.search is not None and not finding.safe.all():
                self.say(len(viewers), len(viewers), "intervalli")
                finding.search.ends()
                if finding.search.system.depth == "inner" and finding.search.base is not None:
                    self._judge(finding)  # what was not decided in time may be now
        self.say(len(viewers), len(viewers), "fine")
        return findings

    def examine(self, viewer: int) -> Finding:
        """Decide every hidden cell that one attacker does not know anyway."""
        known, owned = self._known(viewer), self._owned(viewer)
        asked = np.flatnonzero(~owned[self.numbers])
        cells = self.numbers[asked]
        primary = None if self.job.primary is None else self.job.primary[cells]
        demand = Demand.of(self.job.rule, primary, len(asked), insider=viewer != OUTSIDER)
        standing = Standing(demand)
        finding = Finding(
            viewer,
            cells,
            standing,
            known[cells],
            np.zeros(len(asked), dtype=bool),
            np.zeros(len(asked), dtype=bool),
            np.full(len(asked), UNPROVEN, dtype=np.int64),
        )
        if viewer != OUTSIDER and self.job.own is None:
            return self._without_own(finding, asked)
        if viewer != OUTSIDER and not self.own_agrees:
            finding.why[:] = CONTRADICTION
            return finding
        if not len(asked):
            return finding
        first = self._see_given(finding, asked)
        if first is None or standing.open.any():
            self._search(finding, asked, first, known, owned)
        else:
            self._judge(finding)
        if not finding.safe.all() and finding.search is None and self.clock.left:
            finding.search = self._searcher(finding, asked, first, known, owned, self.inner or self.tables)
        return finding

    def _search(self, finding: Finding, asked: Ints, first: int | None, known: Ints, owned: Bools) -> None:
        system = self.inner
        if self.layout is not None and system is not None and len(system.places) > _LARGE:
            self._bound_by_tables(finding, asked, first, known, owned)
        if not finding.standing.open.any() and first is not None:
            self._judge(finding)
            return
        if system is not None:
            search = self._searcher(finding, asked, first, known, owned, system)
            there = search.run()
            finding.search = search
            self._judge(finding, contradiction=not there)
            return
        rough = finding.standing.copy()
        apart = replace(finding, standing=rough)
        shown = self._see_tables(apart, asked, known, owned)
        self._bound_by_tables(apart, asked, first, known, owned)
        there = shown is not None or first is not None
        if rough.open.any() or not there:
            search = self._searcher(apart, asked, first, known, owned, self.tables, base=shown)
            there = search.run()
            finding.search = search
        finding.standing.least, finding.standing.most = rough.least, rough.most
        self._judge(finding, contradiction=not there)
        finding.standing = rough
        finding.tables = rough.safe & ~finding.safe if there else finding.tables
        if finding.tables.any():
            self.depth = "tables"
            finding.why[finding.tables] = TABLES
            finding.safe |= finding.tables & (not self.job.require_inner)

    def _see_tables(self, finding: Finding, asked: Ints, known: Ints, owned: Bools) -> Ints | None:
        """Take note of the given worlds of the tables; return one that is possible for this attacker."""
        told, left = self.told_tables.values, known[self.numbers]
        its = owned[self.numbers]  # no other cell can rule a world out: what is told is never below 0
        some, all_of_it = np.flatnonzero(left > 0), np.flatnonzero(its)
        mine = (told[:, some] >= left[some]).all(axis=1)
        mine &= (told[:, all_of_it] == left[all_of_it]).all(axis=1)
        if not mine.any():
            return None
        possible = told if mine.all() else told[mine]
        standing = finding.standing
        numbers = len(self.given) + np.array(self.told_tables.numbers)[mine]
        for ends in (possible.argmin(axis=0)[asked], possible.argmax(axis=0)[asked]):
            standing.see_all(possible[ends, asked] - left[asked], numbers[ends])
        solution = self.values - known
        solution[self.numbers] = possible[0] - left
        return np.asarray(solution)

    def _bound_by_tables(
        self, finding: Finding, asked: Ints, first: int | None, known: Ints, owned: Bools
    ) -> None:
        """Prove from the tables alone that cells are at least the threshold: it holds for whole worlds too.

        Cells that a world has shown under the threshold are left alone.
        """
        system, standing, rule = self.tables, finding.standing, self.job.rule
        if rule.interval is not None:
            return
        rough = replace(finding, standing=standing.copy())
        search = self._searcher(rough, asked, first, known, owned, system)
        standing.least, view = rough.standing.least, search.view
        waiting = np.flatnonzero(standing.open & (standing.low >= rule.threshold))
        far = []
        for place in waiting.tolist() if view.possible else ():
            cell, row = int(finding.cells[place]), int(asked[place])
            least = self._as_before(cell, row, view)
            if least < rule.threshold:
                least, proof = least_nearby(system, view, row, rule.threshold, self.clock)
                if proof is not None:
                    self.suggested[cell] = proof
                else:
                    far.append(place)
            standing.least[place] = max(int(standing.least[place]), least)
        if far and first is not None:
            self._bound_from_afar(finding, asked, np.array(far), search)

    def _as_before(self, cell: int, row: int, view: View) -> int:
        """Return the bound that another attacker's proof gives here."""
        if cell not in self.suggested:
            return 0
        weights = self.tables.cells[row].toarray()[0]
        return proven_least(self.tables.rows, view, weights, self.suggested[cell], SCALE)

    def _bound_from_afar(self, finding: Finding, asked: Ints, far: Ints, whole_search: Search) -> None:
        """Try cells that their surroundings did not settle, with all equations."""
        search = Search(
            self.tables,
            whole_search.view,
            asked[far],
            finding.standing.part(far),
            self.clock,
            keep=lambda x: -1,
            say=lambda: None,
            base=whole_search.base,
        )
        search.corners(highs=False)
        finding.standing.least[far] = search.standing.least
        self.suggested.update({int(finding.cells[far[place]]): y for place, y in search.suggested.items()})

    def _searcher(
        self,
        finding: Finding,
        asked: Ints,
        first: int | None,
        known: Ints,
        owned: Bools,
        system: System,
        *,
        base: Ints | None = None,
    ) -> Search:
        holds = self._holds(finding.viewer, system)
        view = view_of(system, self.values, self.hidden, known=known, holds=holds, owned=owned, cap=self.cap)

        def keep(x: Ints) -> int:
            if system.depth == "tables":
                return -1
            self.found.append(self._world(x, system, finding.viewer))
            return len(self.given) + len(self.job.tables) + len(self.found) - 1

        def say() -> None:
            left = int(finding.standing.open.sum())
            self.say(len(asked) - left, len(asked), "celle")

        if base is None and first is not None:
            base = self._solution(first, system, view, known)
        return Search(
            system, view, asked, finding.standing, self.clock,
            keep=keep, say=say, base=base, workers=self.job.workers,
        )  # fmt: skip

    def _judge(self, finding: Finding, *, contradiction: bool = False) -> None:
        """Write down what passes and why."""
        if contradiction:
            finding.why[:] = CONTRADICTION if self.clock.left else UNPROVEN
            return
        standing, rule = finding.standing, self.job.rule
        finding.safe = standing.safe
        finding.why[standing.lost] = NARROW
        seen = standing.safe
        finding.why[seen] = WORLDS
        if rule.interval is None:
            doubt = (standing.low <= rule.low) & (standing.high >= rule.threshold)
            finding.why[seen & ~doubt] = AT_LEAST

    def _without_own(self, finding: Finding, asked: Ints) -> Finding:
        """Do what can be done without the insider's figures."""
        system = self.inner
        assert self.layout is not None
        finding.why[:] = OWN
        if system is None:
            return finding
        none = np.zeros(len(self.values), dtype=np.int64)
        view = view_of(
            system, self.values, self.hidden,
            known=none, holds=np.zeros(len(system.places), dtype=bool), owned=none > 0, cap=self.cap,
        )  # fmt: skip
        holds = self._holds(finding.viewer, system)
        if view.possible and len(asked):
            finding.safe = auditor_pairs.well_hidden(
                system, view, holds, asked, finding.standing.demand, self.clock, self.job.workers
            )
        return finding

    def _see_given(self, finding: Finding, asked: Ints) -> int | None:
        """Take note of the given worlds; return one that is possible for this attacker."""
        mine = np.arange(len(self.checked.numbers))
        if finding.viewer != OUTSIDER:
            mine = np.flatnonzero(self.possible[finding.viewer])
        if not len(mine):
            return None
        values = self.checked.values[mine][:, asked] - finding.known
        if len(asked):
            numbers = np.array(self.checked.numbers)[mine]
            standing = finding.standing
            standing.low, standing.high = values.min(axis=0), values.max(axis=0)
            standing.low_world = numbers[values.argmin(axis=0)]
            standing.high_world = numbers[values.argmax(axis=0)]
        return int(mine[0])

    def _solution(self, first: int, system: System, view: View, known: Ints) -> Ints:
        """Return a given world as a solution of a system."""
        if system.shown is None:
            x = self.values - known
            x[self.numbers] = self.checked.values[first] - known[self.numbers]
            return x
        world = self._given(first)
        return np.where(view.upper > 0, auditor_worlds.look_up(world, system.places), 0)

    def _given(self, first: int) -> World:
        world = self.given[self.checked.numbers[first]]
        return world if self.checked.base is None else auditor_worlds.absolute(world, self.checked.base)

    def _world(self, x: Ints, system: System, viewer: int) -> World:
        there = x > 0
        inner, counts = system.places[there], x[there]
        if viewer != OUTSIDER:
            own, insider = self.job.own, self.job.insiders[viewer]
            assert own is not None and self.layout is not None
            mine = insider.knows(self.layout, own.inner)
            inner = np.concatenate([inner, own.inner[mine]])
            counts = np.concatenate([counts, own.counts[mine]])
        return World(inner, counts)

    def _possible_for_insiders(self) -> Bools:
        own = self.job.own
        self.own_agrees = False
        if own is None or self.layout is None or not whole(own, self.layout.size):
            return np.zeros((len(self.job.insiders), len(self.checked.numbers)), dtype=bool)
        made = values_of(own, self.layout, len(self.values))
        shown = ~self.hidden
        self.own_agrees = bool((own.counts >= 0).all() and (made[shown] == self.values[shown]).all())
        return auditor_worlds.possible_for(self.checked, own, self.job.insiders, self.layout)

    def _known(self, viewer: int) -> Ints:
        own = self.job.own
        if viewer == OUTSIDER or own is None or not self.own_agrees:
            return np.zeros(len(self.values), dtype=np.int64)
        assert self.layout is not None
        mine = self.job.insiders[viewer].knows(self.layout, own.inner)
        part = World(own.inner[mine], own.counts[mine])
        return values_of(part, self.layout, len(self.values))

    def _owned(self, viewer: int) -> Bools:
        if viewer == OUTSIDER or self.layout is None:
            return np.zeros(len(self.values), dtype=bool)
        return self.job.insiders[viewer].owns(self.layout)

    def _holds(self, viewer: int, system: System) -> Bools:
        if viewer == OUTSIDER or self.layout is None or system.shown is None:
            return np.zeros(len(system.places), dtype=bool)
        return self.job.insiders[viewer].knows(self.layout, system.places)
