"""The search of one attacker’s worlds: what each hidden cell can be, with proof of what it cannot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.disclosure.auditor_solvers import SCALE, Clock, Condition, Linear, Whole, whole_corner
from dashboard.disclosure.auditor_standing import NEVER, Standing
from dashboard.disclosure.auditor_systems import Part, System, View, part_of, proven_least, split
from dashboard.disclosure.layout import Ints

Keep = Callable[[Ints], int]
Say = Callable[[], None]
_SMALL = 400
_LEAST_SECONDS = 0.5


class Search:
    """Works on the cells `asked` (rows of `system.cells`) until each is decided or time is up.

    Attributes:
        standing: what is known of the asked cells; changed in place.
        base: a solution, None until one is found.
        suggested: multipliers that proved lower bounds, by asked cell, as rows of the system.
    """

    def __init__(
        self,
        system: System,
        view: View,
        asked: Ints,
        standing: Standing,
        clock: Clock,
        *,
        keep: Keep,
        say: Say,
        base: Ints | None = None,
        workers: int = 1,
    ) -> None:
        self.system, self.view, self.asked, self.standing = system, view, asked, standing
        self.clock, self.keep, self.say, self.workers = clock, keep, say, workers
        self.part = part_of(system, view, asked)
        self.pieces: list[Part] = []
        self.base = base
        self.suggested: dict[int, Ints] = {}
        self._models: dict[int, Whole] = {}
        self._bound_plainly()

    def run(self) -> bool:
        """Decide all cells; tell whether a world was found at all."""
        if not self.view.possible or not self._start():
            return False
        if self.standing.open.any():
            self.pieces = split(self.part)
            self.corners()
            self.cover()
            self.one_by_one()
        return True

    def ends(self) -> None:
        """Find both ends of the cells that do not pass."""
        if not self.view.possible or self.base is None:
            return
        self.pieces = self.pieces or split(self.part)
        self.corners(ends=True)
        for number, piece in enumerate(self.pieces):
            for cell, asked in enumerate(piece.asked.tolist()):
                for sense in (-1, 1):
                    if self.clock.left and not self.standing.safe[asked] and not self._ended(asked, sense):
                        self._extreme(number, cell, sense)
                        self.say()

    def corners(self, *, ends: bool = False, highs: bool = True) -> None:
        """Try the ends of cells by linear programs, one cell of every piece at a time.

        Args:
            ends: whether to look for the ends of the cells that fail, in place of deciding open ones.
            highs: whether to look for upper ends too.
        """
        if not self.pieces:
            self.pieces = split(self.part)
        if not self.pieces:
            return
        linear = Linear(self.part)
        place = {int(column): i for i, column in enumerate(self.part.columns)}
        where = [np.array([place[int(c)] for c in piece.columns]) for piece in self.pieces]
        waiting = [
            [(cell, sense) for sense in (-1, 1)[: 1 + highs] for cell in range(len(piece.asked))][::-1]
            for piece in self.pieces
        ]
        rows = {int(number): i for i, number in enumerate(self.part.numbers)}
        equations = [np.array([rows[int(n)] for n in piece.numbers], dtype=np.int64) for piece in self.pieces]
        while self.clock.left:
            chosen = [self._next(piece, todo, ends) for piece, todo in zip(self.pieces, waiting, strict=True)]
            if all(one is None for one in chosen):
                return
            weights = np.zeros(len(self.part.columns))
            for one, piece, at in zip(chosen, self.pieces, where, strict=True):
                if one is not None:
                    weights[at] = -one[1] * piece.cells[one[0]].toarray()[0]
            solved = linear.least(weights, self.clock.left)
            if solved is None:
                continue
            corner, multipliers = solved
            fresh = self._base().copy()
            for one, piece, at, numbers in zip(chosen, self.pieces, where, equations, strict=True):
                x = whole_corner(piece, corner[at])
                if x is not None:
                    fresh[piece.columns] = x
                if one is not None:
                    self._bound(piece, one[0], one[1], multipliers[numbers])
            self._see(fresh)
            self.say()

    def cover(self) -> None:
        """Let CP-SAT look for worlds that each serve many cells; the pieces share their worlds."""
        found: list[list[Ints]] = []
        for number, piece in enumerate(self.pieces):
            found.append([])
            hint = self._base()[piece.columns]
            local = self.standing.part(piece.asked)
            while self.clock.left and local.open.any():
                goals = _goals(local)
                if not goals:
                    break
                seconds = min(self.clock.left, _LEAST_SECONDS + len(piece.columns) / 1000)
                x, none = self._model(number).reach([[goal] for goal in goals], hint, seconds)
                if none:
                    _rule_out(local, goals)
                elif x is not None and _meets(piece.cells @ x + piece.offset, goals):
                    local.see(piece.cells @ x + piece.offset, 0)
                    found[-1].append(x)
                    self.say()
                else:
                    break
            self.standing.least[piece.asked] = local.least
            self.standing.most[piece.asked] = local.most
        for turn in range(max((len(one) for one in found), default=0)):
            fresh = self._base().copy()
            for piece, solutions in zip(self.pieces, found, strict=True):
                if solutions:
                    fresh[piece.columns] = solutions[min(turn, len(solutions) - 1)]
            self._see(fresh)

    def one_by_one(self) -> None:
        """Ask CP-SAT for each cell that is still open."""
        for number, piece in enumerate(self.pieces):
            for cell, asked in enumerate(piece.asked.tolist()):
                tried: set[tuple[int, int]] = set()
                while self.clock.left and self.standing.open[asked]:
                    wanted = self._wanted(asked)
                    ask = next((one for one in wanted if one not in tried), None)
                    if ask is None:
                        break
                    tried.add(ask)
                    self._ask(number, cell, *ask)
                    self.say()
                for sense in (-1, 1):
                    if self.clock.left and self.standing.open[asked] and not self._ended(asked, sense):
                        self._extreme(number, cell, sense)

    def _bound_plainly(self) -> None:
        """Take the bounds that the bounds of the unknowns give."""
        part, standing = self.part, self.standing
        least = part.cells @ part.lower + part.offset
        most = part.cells @ part.upper + part.offset
        standing.least = np.maximum(standing.least, least)
        standing.most = np.minimum(standing.most, np.where(most >= self.view.cap, NEVER, most))

    def _start(self) -> bool:
        """Find a first world."""
        if self.base is None:
            x, _ = Whole(self.part, self.workers).reach([], None, self.clock.left)
            if x is None:
                return False
            self.base = self.view.lower.copy()
            self.base[self.part.columns] = x
        self._see(self.base)
        return True

    def _base(self) -> Ints:
        return self.view.lower if self.base is None else self.base

    def _see(self, x: Ints) -> None:
        """Take note of a solution, when it really is one."""
        inside = (x >= self.view.lower).all() and (x <= self.view.upper).all()
        if not inside or not np.array_equal(self.system.rows @ x, self.view.rhs):
            return
        values = self.system.cells[self.asked] @ x
        if (values < self.standing.low).any() or (values > self.standing.high).any():
            self.standing.see(values, self.keep(x))

    def _next(self, piece: Part, todo: list[tuple[int, int]], ends: bool) -> tuple[int, int] | None:
        """Return the next cell and sense of a piece that is worth a linear program."""
        while todo:
            cell, sense = todo.pop()
            asked = int(piece.asked[cell])
            if ends:
                wanted = not self.standing.safe[asked] and not self._ended(asked, sense)
            else:
                wanted = self.standing.open[asked] and any(one[0] == sense for one in self._wanted(asked))
            if wanted:
                return cell, sense
        return None

    def _ended(self, asked: int, sense: int) -> bool:
        standing = self.standing
        if sense < 0:
            return bool(standing.low[asked] == standing.least[asked])
        return bool(standing.high[asked] == standing.most[asked])

    def _wanted(self, asked: int) -> list[tuple[int, int]]:
        """Return what is wanted of one cell, as (sense, bound)."""
        below, above = (array[asked] for array in self.standing.wanted())
        return [(-1, int(below))] * bool(below >= 0) + [(1, int(above))] * bool(above < NEVER)

    def _bound(self, piece: Part, cell: int, sense: int, multipliers: Ints) -> None:
        """Take the bound that multipliers prove."""
        weights = -sense * piece.cells[cell].toarray()[0]
        least, asked = proven_least(piece.rows, piece, weights, multipliers, SCALE), int(piece.asked[cell])
        if sense < 0:
            value = least + int(piece.offset[cell])
            if value > self.standing.least[asked]:
                self.standing.least[asked] = value
                self.suggested[asked] = np.zeros(self.system.rows.shape[0], dtype=np.int64)
                self.suggested[asked][piece.numbers] = multipliers
        else:
            value = -least + int(piece.offset[cell])
            self.standing.most[asked] = min(int(self.standing.most[asked]), value)

    def _model(self, number: int) -> Whole:
        if number not in self._models:
            piece = self.pieces[number]
            self._models[number] = Whole(piece, self.workers if len(piece.columns) > _SMALL else 1)
        return self._models[number]

    def _ask(self, number: int, cell: int, sense: int, bound: int) -> None:
        piece, asked = self.pieces[number], int(self.pieces[number].asked[cell])
        goal = [Condition(cell, sense, bound)]
        x, never = self._model(number).reach([goal], None, self.clock.left)
        if x is not None:
            self._place(piece, x)
        elif never and sense < 0:
            self.standing.least[asked] = max(int(self.standing.least[asked]), bound + 1)
        elif never:
            self.standing.most[asked] = min(int(self.standing.most[asked]), bound - 1)

    def _extreme(self, number: int, cell: int, sense: int) -> None:
        piece, asked = self.pieces[number], int(self.pieces[number].asked[cell])
        x, end = self._model(number).extreme(cell, sense, self._base()[piece.columns], self.clock.left)
        if x is not None:
            self._place(piece, x)
        if end is None or end >= self.view.cap:
            return
        if sense < 0:
            self.standing.least[asked] = max(int(self.standing.least[asked]), end)
        else:
            self.standing.most[asked] = min(int(self.standing.most[asked]), end)

    def _place(self, piece: Part, x: Ints) -> None:
        fresh = self._base().copy()
        fresh[piece.columns] = x
        self._see(fresh)


def _goals(standing: Standing) -> list[Condition]:
    """Return what is still wanted of the open cells."""
    below, above = standing.wanted()
    waiting = np.flatnonzero(standing.open).tolist()
    lows = [Condition(cell, -1, int(below[cell])) for cell in waiting if below[cell] >= 0]
    return lows + [Condition(cell, 1, int(above[cell])) for cell in waiting if above[cell] < NEVER]


def _meets(values: Ints, goals: list[Condition]) -> bool:
    """Tell whether a solution meets any of the goals."""
    return any((values[goal.cell] - goal.bound) * goal.sense >= 0 for goal in goals)


def _rule_out(standing: Standing, goals: list[Condition]) -> None:
    """Take note that none of the goals can be met."""
    for goal in goals:
        if goal.sense < 0:
            standing.least[goal.cell] = max(int(standing.least[goal.cell]), goal.bound + 1)
        else:
            standing.most[goal.cell] = min(int(standing.most[goal.cell]), goal.bound - 1)
