import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.linear import protect_linear
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule, insiders_at, sparse_relations
from dashboard.disclosure.search import Search
from tests.disclosure.gauss import gauss
from tests.disclosure.judging import unsafe_cells
from tests.examples import examples

PLAIN = Rule(interval=(1, 1))
RULES = [Rule(), Rule(3), PLAIN, Rule(interval=(2, 3)), Rule(3, zeros="sensitive")]
TREE = {"Total": ["x", "y"], "x": ["a", "b"], "y": ["c", "d"]}


def axes(*sizes: int) -> list[Axis]:
    return [Axis.of(f"d{i}", [f"{i}.{j}" for j in range(size)]) for i, size in enumerate(sizes)]


LAYOUTS = {
    "2x2": Layout.of(axes(2, 2)),
    "3x3": Layout.of(axes(3, 3)),
    "2x2x2": Layout.of(axes(2, 2, 2)),
    "pairs": Layout.of(axes(2, 3, 2), [["d0", "d1"], ["d1", "d2"], ["d0", "d2"], ["d0"], []]),
    "hierarchy": Layout.of([Axis.of("place", list("abcd"), [TREE]), *axes(3)]),
    "two trees": Layout.of(
        [Axis.of("place", list("abcd"), [TREE, {"p": ["a", "c"], "q": ["b", "d"]}]), *axes(2)]
    ),
}


def problem_of(layout: Layout, counts: np.ndarray, rule: Rule, **more: object) -> Problem:
    return Problem.of(layout, np.arange(layout.size), counts, rule, **more)  # type: ignore[arg-type]


def table(shape: tuple[int, ...], mean: float, seed: int, rule: Rule, **more: object) -> Problem:
    dice = np.random.default_rng(seed)
    counts = np.full(shape, mean)
    for dimension, size in enumerate(shape):
        share = dice.gamma(1.5, size=size) + 0.15
        counts = counts * (share / share.mean()).reshape(
            [-1 if d == dimension else 1 for d in range(len(shape))]
        )
    return problem_of(Layout.of(axes(*shape)), dice.poisson(counts).ravel(), rule, **more)


def assert_safe(problem: Problem, rule: Rule, pattern: Pattern) -> None:
    assert (pattern.hidden | ~problem.sensitive).all()
    assert not (pattern.hidden & problem.forced).any()
    assert pattern.unproven == ()
    assert unsafe_cells(problem, rule, pattern) == []


@examples(12, derandomize=True)
@given(st.sampled_from(sorted(LAYOUTS)), st.sampled_from(RULES), st.data())
def test_every_need_of_every_hidden_cell_is_met_on_wild_little_tables(
    name: str, rule: Rule, data: st.DataObject
) -> None:
    layout = LAYOUTS[name]
    counts = st.lists(st.integers(0, 9), min_size=layout.size, max_size=layout.size)
    problem = problem_of(layout, np.array(data.draw(counts)), rule)
    assert_safe(problem, rule, protect_linear(problem, rule))


@examples(8, derandomize=True)
@given(st.sampled_from(sorted(LAYOUTS)), st.sampled_from(RULES), st.data())
def test_cells_that_somebody_marks_are_hidden_as_well_whatever_their_counts(
    name: str, rule: Rule, data: st.DataObject
) -> None:
    layout = LAYOUTS[name]
    counts = st.lists(st.integers(0, 30), min_size=layout.size, max_size=layout.size)
    marked = data.draw(st.lists(st.integers(0, layout.size - 1), min_size=1, max_size=3))
    sensitive = np.isin(np.arange(len(layout)), marked)
    problem = problem_of(layout, np.array(data.draw(counts)), rule, sensitive=sensitive)
    assert_safe(problem, rule, protect_linear(problem, rule))


def test_a_large_marked_cell_is_not_left_to_a_subtraction() -> None:
    layout = Layout.of(axes(3), [["d0"], []])
    marked = np.array([True, False, False, False])
    problem = problem_of(layout, np.array([50, 60, 70]), Rule(), sensitive=marked)
    pattern = protect_linear(problem, Rule())
    assert pattern.hidden.tolist() == [True, True, False, False]
    assert pattern.optimal
    assert_safe(problem, Rule(), pattern)


def test_a_large_marked_cell_next_to_published_cells_only_is_refused() -> None:
    layout = Layout.of(axes(2), [["d0"], []])
    marked = np.array([True, False, False])
    problem = problem_of(layout, np.array([50, 60]), Rule(), sensitive=marked, forced=~marked)
    with pytest.raises(ProblemError, match="pubblicate"):
        protect_linear(problem, Rule())


@examples(4, derandomize=True)
@given(st.sampled_from([Rule(), Rule(3), PLAIN]), st.integers(0, 10_000))
def test_whoever_knows_one_place_exactly_learns_nothing_about_the_others(rule: Rule, seed: int) -> None:
    layout = LAYOUTS["hierarchy"]
    counts = np.random.default_rng(seed).poisson(3, layout.size)
    problem = problem_of(layout, counts, rule, insiders=insiders_at(layout, 0, 1))
    assert_safe(problem, rule, protect_linear(problem, rule))


@examples(4, derandomize=True)
@given(st.integers(0, 10_000), st.sampled_from([Rule(), PLAIN]))
def test_other_names_and_another_order_hide_the_same_cells(seed: int, rule: Rule) -> None:
    dice = np.random.default_rng(seed)
    counts = dice.poisson(5, (3, 4))
    rows, columns = dice.permutation(3), dice.permutation(4)
    turned = counts[rows][:, columns].T
    one = Layout.of([Axis.of("r", ["0", "1", "2"]), Axis.of("c", ["0", "1", "2", "3"])])
    two = Layout.of([Axis.of("c", [str(i) for i in columns]), Axis.of("r", [str(i) for i in rows])])
    first = protect_linear(problem_of(one, counts.ravel(), rule), rule)
    second = protect_linear(problem_of(two, turned.ravel(), rule), rule)

    def shown(layout: Layout, pattern: Pattern) -> list[tuple[int, ...]]:
        values = layout.add_up(np.arange(layout.size), (counts if layout is one else turned).ravel())
        return sorted(values[pattern.hidden].tolist())

    assert shown(one, first) == shown(two, second)


def test_one_small_cell_in_a_table_hides_the_corners_of_a_rectangle() -> None:
    counts = np.array([[3, 20, 30], [25, 22, 40], [50, 60, 70]])
    problem = problem_of(LAYOUTS["3x3"], counts.ravel(), PLAIN)
    pattern = protect_linear(problem, PLAIN)
    hidden = {problem.layout.names(int(cell)) for cell in np.flatnonzero(pattern.hidden)}  # type: ignore[union-attr]
    assert hidden == {("0.0", "1.0"), ("0.0", "1.1"), ("0.1", "1.0"), ("0.1", "1.1")}
    assert pattern.optimal
    assert pattern.secondary.sum() == len(hidden) - 1


def test_a_problem_with_relations_alone_is_protected_too() -> None:
    # t = a + b + c, t = d + e
    relations = sparse_relations([{0: -1, 1: 1, 2: 1, 3: 1}, {0: -1, 4: 1, 5: 1}], 6)
    values = np.array([60, 2, 28, 30, 25, 35])
    small = Rule().small(values)
    problem = Problem(values, relations, small, np.zeros(6, dtype=bool), np.ones(6))
    pattern = protect_linear(problem, Rule())
    assert pattern.hidden.sum() == 2
    assert_safe(problem, Rule(), pattern)


def test_a_table_with_nothing_small_stays_whole() -> None:
    pattern = protect_linear(problem_of(LAYOUTS["2x2"], np.array([10, 20, 30, 40]), Rule()), Rule())
    assert not pattern.hidden.any()
    assert pattern.unproven == ()


def test_cells_forced_to_stay_are_kept_and_the_others_do_the_work() -> None:
    counts = np.array([[3, 20, 30], [25, 22, 40], [50, 60, 70]])
    layout = LAYOUTS["3x3"]
    plain = protect_linear(problem_of(layout, counts.ravel(), PLAIN), PLAIN)
    forced = plain.secondary
    problem = problem_of(layout, counts.ravel(), PLAIN, forced=forced)
    assert_safe(problem, PLAIN, protect_linear(problem, PLAIN))


@pytest.mark.parametrize("also_primary", [False, True])
def test_forced_cells_that_give_a_small_one_away_are_refused(also_primary: bool) -> None:
    counts = np.array([3, 20, 30, 40])
    problem = problem_of(LAYOUTS["2x2"], counts, Rule())
    forced = np.ones(len(problem), dtype=bool) if also_primary else ~problem.sensitive
    problem = problem_of(LAYOUTS["2x2"], counts, Rule(), forced=forced)
    with pytest.raises(ProblemError, match="cell") as refused:
        protect_linear(problem, Rule())
    assert not any(character.isdigit() for character in str(refused.value))


def narrow(seed: int) -> Problem:
    dice = np.random.default_rng(seed)
    layout = LAYOUTS["hierarchy"]
    counts = dice.poisson(6, layout.size)
    small = problem_of(layout, counts, Rule()).sensitive
    return problem_of(layout, counts, Rule(), forced=(dice.random(len(layout)) < 0.2) & ~small)


@pytest.mark.parametrize("seed", [1, 5, 33])
def test_where_forced_cells_leave_a_narrow_way_it_is_found(seed: int) -> None:
    problem = narrow(seed)
    search = Search(problem, Rule())
    assert search.open_needs(search.begin(search.primary)), "the first try finds it already"
    assert_safe(problem, Rule(), protect_linear(problem, Rule()))


@pytest.mark.parametrize("seed", [17, 53])
def test_where_forced_cells_leave_no_way_that_is_proven_and_refused(seed: int) -> None:
    problem = narrow(seed)
    with pytest.raises(ProblemError, match="pubblicate"):
        protect_linear(problem, Rule())


def test_a_cell_that_a_law_ties_to_one_value_is_reported_as_unproven() -> None:
    values = np.array([3, 3, 0])
    laws = sparse_relations([{0: 1, 1: -1}, {2: 1}], 3)
    sensitive = np.array([True, True, True])
    problem = Problem(values, laws, sensitive, np.zeros(3, dtype=bool), np.ones(3))
    assert protect_linear(problem, Rule()).unproven == (2,)


def test_without_time_what_is_not_protected_is_said() -> None:
    problem = table((4, 4), 6, 0, Rule())
    pattern = protect_linear(problem, Rule(), seconds=0.0)
    assert pattern.unproven
    assert not pattern.optimal
    assert set(pattern.unproven) <= set(np.flatnonzero(pattern.hidden).tolist())


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    problem = table((4, 4), 8, 0, Rule())
    protect_linear(problem, Rule(), progress=lambda done, whole, what: told.append((done, whole, what)))
    assert told
    assert all(0 < done <= whole and what for done, whole, what in told)


@pytest.mark.slow
@pytest.mark.parametrize("zeros_stay", [False, True])
def test_no_more_cells_than_gauss_elimination_on_a_large_table(zeros_stay: bool) -> None:
    problem = table((8, 14, 9), 10, 1, PLAIN)
    if zeros_stay:
        problem = table((8, 14, 9), 10, 1, PLAIN, forced=problem.values == 0)
    assert problem.layout is not None
    matrix = problem.layout.matrix(np.arange(problem.layout.size))
    yardstick = gauss(matrix, problem.values, problem.sensitive, problem.forced)
    pattern = protect_linear(problem, PLAIN)
    assert pattern.hidden.sum() <= yardstick.sum()
    assert_safe(problem, PLAIN, pattern)
