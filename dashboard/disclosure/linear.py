"""Secondary suppression for tables whose inner cells all stand in one linear program.

For every need that no known world meets, a linear program finds the cheapest move that meets it; the
published cells it changes are hidden too. Then cells that are not needed are given back, and a local search
drops a few cells and repairs, as long as that hides less. Small problems are then brought to the proven
optimum, or near it. What stays is covered by worlds of whole numbers.
"""

from __future__ import annotations

import time

from dashboard.disclosure.exact import prove
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.disclosure.search import Progress, Search

EXACT_CELLS = 150
_EXACT_SECONDS = 20.0
_PATIENCE = 30
_PATIENCE_SMALL = 100


def protect_linear(
    problem: Problem, rule: Rule, *, seconds: float | None = None, progress: Progress | None = None
) -> Pattern:
    """Protect a problem by linear programs.

    Args:
        problem: what to protect, at best not above some 20,000 inner cells.
        rule: when a cell is hidden well enough.
        seconds: stop after so long; what is not yet protected is then in `unproven`.
        progress: called with (done, all, what is being done).

    Returns:
        The pattern; whoever publishes it looks at `unproven` first.

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    began = time.monotonic()
    until = began + (float("inf") if seconds is None else seconds)
    search = Search(problem, rule, until=until)
    hidden, optimal = search.begin(search.primary), False
    small = len(problem) <= EXACT_CELLS
    if not search.open_needs(hidden):
        patience = _PATIENCE_SMALL if small else _PATIENCE
        hidden = search.improve(search.clean(hidden), patience=patience, progress=progress)
    if small and not search.late():
        hidden, optimal = prove(search, hidden, min(until, time.monotonic() + _EXACT_SECONDS))
    return search.pattern(hidden, optimal=optimal, seconds=time.monotonic() - began)
