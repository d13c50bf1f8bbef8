import numpy as np
import pytest

from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.problem import Problem, Rule, insiders_at
from dashboard.disclosure.programs import Space


def space_of(rows: np.ndarray, columns: np.ndarray, counts: np.ndarray) -> tuple[Space, np.ndarray]:
    layout = Layout.of([Axis.of("r", [str(i) for i in rows]), Axis.of("c", [str(i) for i in columns])])
    problem = Problem.of(
        layout,
        np.arange(layout.size),
        counts[rows][:, columns].ravel(),
        Rule(),
        insiders=insiders_at(layout, 0, 1),
    )
    space = Space.of(problem)
    return space, problem.values[space.cells]


@pytest.mark.parametrize("seed", range(8))
def test_the_same_table_delivered_in_another_order_gives_the_same_programs(seed: int) -> None:
    dice = np.random.default_rng(seed)
    counts = dice.poisson(4, (4, 5))
    one, values = space_of(np.arange(4), np.arange(5), counts)
    two, others = space_of(dice.permutation(4), dice.permutation(5), counts)
    assert (values == others).all()
    assert (one.truth == two.truth).all()
    assert (one.known == two.known).all()
    assert (one.matrix != two.matrix).nnz == 0


def test_cells_come_by_value() -> None:
    _, values = space_of(np.arange(3), np.arange(3), np.arange(9).reshape(3, 3))
    assert (np.diff(values) >= 0).all()


def test_a_table_all_alike_is_ordered_all_the_same() -> None:
    space, _ = space_of(np.arange(3), np.arange(3), np.full((3, 3), 2))
    assert sorted(space.cells.tolist()) == list(range(len(space.cells)))
    assert sorted(space.columns.tolist()) == list(range(len(space.columns)))
