from itertools import chain, combinations, product

import numpy as np
import pytest

from dashboard.disclosure.exact import protect_exact
from dashboard.disclosure.layout import Bools, Layout
from dashboard.disclosure.linear import protect_linear
from dashboard.disclosure.problem import Problem, Rule
from tests.disclosure.judging import unsafe_cells
from tests.disclosure.test_linear import LAYOUTS, PLAIN, problem_of, table

CAP = 9


def all_worlds(layout: Layout) -> np.ndarray:
    """Return the cells of every inner table with counts up to CAP, shape (worlds, cells)."""
    inner = np.array(list(product(range(CAP + 1), repeat=layout.size)))
    matrix = layout.matrix(np.arange(layout.size)).toarray().astype(np.int64)
    found: np.ndarray = inner @ matrix.T
    return found


def is_safe(problem: Problem, rule: Rule, hidden: Bools, worlds: np.ndarray) -> bool:
    mine = worlds[(worlds[:, ~hidden] == problem.values[~hidden]).all(axis=1)]
    for cell in np.flatnonzero(hidden):
        low, high, truth = mine[:, cell].min(), mine[:, cell].max(), problem.values[cell]
        if rule.interval is None:
            fine = (low <= 1 and high >= rule.threshold) or high > low >= rule.threshold
        else:
            down, up = rule.interval
            far = low <= max(0, truth - down) and high >= truth + up
            fine = low < high and (far or not problem.sensitive[cell])
        if not fine:
            return False
    return True


def brute_force(problem: Problem, rule: Rule) -> float:
    """Return the least cost of a safe pattern, by trying all of them."""
    assert problem.layout is not None
    worlds = all_worlds(problem.layout)
    loose = np.flatnonzero(~problem.sensitive & ~problem.forced)
    best = np.inf
    for extra in chain.from_iterable(combinations(loose, many) for many in range(len(loose) + 1)):
        hidden = problem.sensitive.copy()
        hidden[list(extra)] = True
        cost = float(problem.cost[hidden].sum())
        if cost < best and is_safe(problem, rule, hidden, worlds):
            best = cost
    return best


@pytest.mark.parametrize("rule", [Rule(3), PLAIN, Rule(3, interval=(2, 2)), Rule(3, zeros="sensitive")])
@pytest.mark.parametrize("seed", range(6))
def test_no_pattern_costs_less_than_the_proven_one(rule: Rule, seed: int) -> None:
    counts = np.random.default_rng(seed).integers(0, 6, 4)
    problem = problem_of(LAYOUTS["2x2"], counts, rule)
    pattern = protect_exact(problem, rule)
    assert pattern.optimal
    assert problem.cost[pattern.hidden].sum() == pytest.approx(brute_force(problem, rule))


@pytest.mark.parametrize("rule", [Rule(2), Rule(3), PLAIN, Rule(3, interval=(0, 2))])
@pytest.mark.parametrize("seed", range(8))
def test_the_optimum_for_marked_cells_of_any_size_is_the_one_of_all_patterns_tried(
    rule: Rule, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    marked = np.zeros(9, dtype=bool)
    marked[dice.choice(4, 1 + seed % 2, replace=False)] = True
    problem = problem_of(LAYOUTS["2x2"], dice.integers(0, 5, 4), rule, sensitive=marked)
    pattern = protect_exact(problem, rule)
    assert pattern.optimal
    assert is_safe(problem, rule, pattern.hidden, all_worlds(LAYOUTS["2x2"]))
    assert problem.cost[pattern.hidden].sum() == pytest.approx(brute_force(problem, rule))


@pytest.mark.parametrize("rule", [Rule(), PLAIN, Rule(3, interval=(3, 3))])
@pytest.mark.parametrize(
    ("shape", "mean"), [((4, 5), 8), ((9, 9), 20), pytest.param((3, 3, 2), 9, marks=pytest.mark.slow)]
)
def test_the_quick_way_hides_at_most_one_cell_more_than_the_proven_optimum(
    rule: Rule, shape: tuple[int, ...], mean: float
) -> None:
    problem = table(shape, mean, 0, rule)
    exact = protect_exact(problem, rule, seconds=20)
    quick = protect_linear(problem, rule)
    assert exact.optimal
    assert exact.hidden.sum() <= quick.hidden.sum() <= exact.hidden.sum() + 1
    assert unsafe_cells(problem, rule, exact) == []
    assert unsafe_cells(problem, rule, quick) == []


def test_a_pattern_found_before_is_where_it_begins() -> None:
    problem = table((5, 5), 9, 3, Rule())
    start = protect_linear(problem, Rule())
    pattern = protect_exact(problem, Rule(), seconds=20, start=start)
    assert problem.cost[pattern.hidden].sum() <= problem.cost[start.hidden].sum() + 1e-9
    assert unsafe_cells(problem, Rule(), pattern) == []


def test_out_of_time_nothing_is_called_optimal() -> None:
    pattern = protect_exact(table((4, 4), 6, 0, Rule()), Rule(), seconds=0)
    assert not pattern.optimal
    assert pattern.unproven


def test_forced_cells_are_kept_at_the_optimum_too() -> None:
    counts = np.array([2, 5, 4, 9])
    layout = LAYOUTS["2x2"]
    forced = np.zeros(len(layout), dtype=bool)
    forced[protect_exact(problem_of(layout, counts, PLAIN), PLAIN).secondary.argmax()] = True
    problem = problem_of(layout, counts, Rule(3, interval=(1, 1)), forced=forced)
    pattern = protect_exact(problem, Rule(3, interval=(1, 1)))
    assert not (pattern.hidden & forced).any()
    assert problem.cost[pattern.hidden].sum() == pytest.approx(brute_force(problem, Rule(3, interval=(1, 1))))
