"""Protection of any problem: which of the methods fits it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from dashboard.disclosure.exact import protect_exact
from dashboard.disclosure.linear import protect_linear
from dashboard.disclosure.linked import protect_linked
from dashboard.disclosure.parts import join, part
from dashboard.disclosure.problem import Pattern, Problem, Rule, by_people

Progress = Callable[[int, int, str], None]


def protect(
    problem: Problem,
    rule: Rule,
    *,
    exact: bool = False,
    seconds: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Pattern:
    """Find which cells to hide so that every hidden cell is hidden as the rule wants it.

    In a small problem (see `by_people`) one linear program holds all inner cells, and the worlds that prove
    the pattern are whole tables of people (`linear`). In a larger one the program holds the published cells
    and their sums (`linked`), and so do the worlds.

    Args:
        problem: what to protect.
        rule: the rule.
        exact: look for the proven optimum; for small problems (some 150 cells).
        seconds: when to stop improving; None for no limit.
        workers: processes among which the parts that know nothing of each other are shared, or the work on
            the only part if it is large.
        progress: called with (done, all, what).

    Returns:
        The pattern. Whoever publishes it looks at `unproven`, and has it audited, first.

    Raises:
        ProblemError: cells that must stay published leave a sensitive cell unprotected.
    """
    parts = part(problem)
    if len(parts) == 1:
        return _protect_part(problem, rule, exact=exact, seconds=seconds, workers=workers, progress=progress)
    patterns = []
    work = partial(_protect_part, rule=rule, exact=exact, seconds=seconds)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=min(workers, len(parts)), mp_context=context) as pool:
        found = map if workers == 1 else pool.map
        for done, pattern in enumerate(found(work, [one.problem for one in parts]), start=1):
            patterns.append(pattern)
            if progress:
                progress(done, len(parts), "parti indipendenti")
    return join(problem, parts, patterns)


def _protect_part(
    problem: Problem,
    rule: Rule,
    *,
    exact: bool,
    seconds: float | None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Pattern:
    if exact:
        return protect_exact(problem, rule, seconds=seconds)
    inner = len(problem) if problem.layout is None else problem.layout.size
    if by_people(inner, len(problem), len(problem.insiders)):
        return protect_linear(problem, rule, seconds=seconds, progress=progress)
    return protect_linked(problem, rule, seconds=seconds, workers=workers, progress=progress)
