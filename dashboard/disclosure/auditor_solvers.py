"""The two solvers of the auditor: GLOP suggests bounds and corners, CP-SAT finds worlds or proves none is.

This is the only module that loads OR-Tools, which cannot stand in one process with HiGHS.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from scipy import sparse

from dashboard.disclosure.auditor_systems import Part
from dashboard.disclosure.layout import Floats, Ints

SCALE = 720_720 * 1024
"""Multipliers are kept as whole numbers over this one: halves, thirds … sixteenths are exact."""
_NEAR = 1e-6


@dataclass(frozen=True)
class Clock:
    """Says how long there is still."""

    end: float

    @staticmethod
    def of(seconds: float) -> Clock:
        """Start a clock."""
        return Clock(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, not below 0."""
        return max(0.0, self.end - time.monotonic())


@dataclass(frozen=True)
class Condition:
    """A cell of a part must be at most (sense −1) or at least (sense 1) a bound."""

    cell: int
    sense: int
    bound: int


Goal = Sequence[Condition]


class Linear:
    """The linear relaxation of a part, solved for one objective after another."""

    def __init__(self, part: Part) -> None:
        self.part = part
        solver = pywraplp.Solver.CreateSolver("GLOP")
        upper = np.where(part.upper >= part.cap, solver.infinity(), part.upper.astype(np.float64))
        self._variables = [
            solver.NumVar(low, high, "")
            for low, high in zip(part.lower.astype(float).tolist(), upper.tolist(), strict=True)
        ]
        self._rows = []
        rows = part.rows
        for number, rhs in enumerate(part.rhs.astype(float).tolist()):
            row = solver.Constraint(rhs, rhs)
            at = slice(rows.indptr[number], rows.indptr[number + 1])
            for column, factor in zip(rows.indices[at].tolist(), rows.data[at].tolist(), strict=True):
                row.SetCoefficient(self._variables[column], float(factor))
            self._rows.append(row)
        self._solver = solver

    def least(self, weights: Floats, seconds: float) -> tuple[Floats, Ints] | None:
        """Minimise `weights · x`.

        Returns:
            A corner and the multipliers of the equations over `SCALE`; None when there is no finite least
            or time was up.
        """
        objective = self._solver.Objective()
        objective.Clear()
        for column in np.flatnonzero(weights).tolist():
            objective.SetCoefficient(self._variables[column], float(weights[column]))
        objective.SetMinimization()
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        corner = np.array([variable.solution_value() for variable in self._variables])
        duals = np.array([row.dual_value() for row in self._rows])
        if not np.isfinite(duals).all() or np.abs(duals).max(initial=0) > 1e6:
            return None
        return corner, np.rint(duals * SCALE).astype(np.int64)


def whole_corner(part: Part, corner: Floats) -> Ints | None:
    """Return a corner as whole numbers when it is one, checked in whole numbers."""
    near = np.rint(corner)
    if (np.abs(near - corner) > _NEAR).any():
        return None
    x: Ints = near.astype(np.int64)
    inside = (x >= part.lower).all() and (x <= part.upper).all()
    return x if inside and np.array_equal(part.rows @ x, part.rhs) else None


class Whole:
    """A part as a model of whole numbers."""

    def __init__(self, part: Part, workers: int = 1) -> None:
        self.part, self.workers = part, workers
        self._base = cp_model.CpModel()
        self._count = len(part.columns)
        unknowns = [
            self._base.new_int_var(low, high, "")
            for low, high in zip(part.lower.tolist(), part.upper.tolist(), strict=True)
        ]
        for number, rhs in enumerate(part.rhs.tolist()):
            self._base.add(_sum(unknowns, part.rows, number) == rhs)

    def reach(self, goals: Sequence[Goal], hint: Ints | None, seconds: float) -> tuple[Ints | None, bool]:
        """Look for one solution that meets as many goals as it can.

        Returns:
            The solution, None when none was found; and whether it is proven that none can be met (or that
            there is no solution at all).
        """
        model, unknowns = self._copy()
        met = []
        for goal in goals:
            flag = model.new_bool_var("")
            for condition in goal:
                cell = _sum(unknowns, self.part.cells, condition.cell)
                bound = condition.bound - int(self.part.offset[condition.cell])
                rule = cell <= bound if condition.sense < 0 else cell >= bound
                model.add(rule).only_enforce_if(flag)
            met.append(flag)
        if len(met) == 1:
            model.add(met[0] == 1)
        elif met:
            model.maximize(sum(met))
        solver, status = self._solve(model, unknowns, hint, seconds)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            x = np.array([solver.value(unknown) for unknown in unknowns], dtype=np.int64)
            none = len(met) > 1 and status == cp_model.OPTIMAL and round(solver.objective_value) == 0
            return x, none
        return None, status == cp_model.INFEASIBLE

    def extreme(
        self, cell: int, sense: int, hint: Ints | None, seconds: float
    ) -> tuple[Ints | None, int | None]:
        """Look for the least (sense −1) or the greatest (sense 1) value of a cell.

        Returns:
            The best solution found, and the proven end (None when it is not proven).
        """
        model, unknowns = self._copy()
        value = _sum(unknowns, self.part.cells, cell)
        if sense < 0:
            model.minimize(value)
        else:
            model.maximize(value)
        solver, status = self._solve(model, unknowns, hint, seconds)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, None
        x = np.array([solver.value(unknown) for unknown in unknowns], dtype=np.int64)
        bound = solver.best_objective_bound
        end = int(np.floor(bound + _NEAR)) if sense > 0 else int(np.ceil(bound - _NEAR))
        return x, end + int(self.part.offset[cell])

    def _copy(self) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        model = self._base.clone()
        return model, [model.get_int_var_from_proto_index(i) for i in range(self._count)]

    def _solve(
        self, model: cp_model.CpModel, unknowns: list[cp_model.IntVar], hint: Ints | None, seconds: float
    ) -> tuple[cp_model.CpSolver, object]:
        if hint is not None:
            for unknown, value in zip(unknowns, hint.tolist(), strict=True):
                model.add_hint(unknown, value)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.001)
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = 1
        return solver, solver.solve(model)


def _sum(unknowns: list[cp_model.IntVar], matrix: sparse.csr_matrix, row: int) -> cp_model.LinearExprT:
    at = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return cp_model.LinearExpr.weighted_sum(
        [unknowns[column] for column in matrix.indices[at].tolist()], matrix.data[at].tolist()
    )
