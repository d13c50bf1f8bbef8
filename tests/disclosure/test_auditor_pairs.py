from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.problem import Insider
from tests.disclosure import auditor_at_work as work
from tests.disclosure.auditing import Apart, Case, cases, inner_of, process_apart, view_for
from tests.examples import examples

some = examples(12)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with process_apart() as process:
        yield process


def fine_for_some_figures(case: Case, insider: Insider, cell: int, primary: np.ndarray | None) -> bool:
    """Judge by listing all figures that the insider may have."""
    mine = insider.knows(case.layout, np.arange(case.layout.size))
    parts = case.inner[:, mine]
    rest = np.array([row[cell] for row in case.cells])
    rest = rest - np.array([case.layout.add_up(np.flatnonzero(mine), part)[cell] for part in parts])
    if case.rule.interval is None and rest.min() >= case.rule.threshold:
        return any(np.ptp(rest[(parts == own).all(axis=1)]) > 0 for own in np.unique(parts, axis=0))
    for own in np.unique(parts, axis=0):
        values = rest[(parts == own).all(axis=1)]
        if case.rule.interval is None:
            if values.min() <= 1 and values.max() >= case.rule.threshold:
                return True
        elif case.fine(values, cell, primary):
            return True
    return False


@some
@given(case=cases(sure=True), leaf=st.integers(0, 1), with_primary=st.booleans())
def test_without_figures_a_cell_passes_when_some_figures_would_hide_it_well(
    apart: Apart, case: Case, leaf: int, with_primary: bool
) -> None:
    insider = Insider("chi sa", ((0, leaf),))
    system = inner_of(case)
    cells = np.flatnonzero(case.hidden)
    primary = case.problem.sensitive if with_primary else None
    holds = insider.knows(case.layout, system.places)
    passed = apart.run(
        work.pairs,
        system,
        view_for(case, system),
        holds,
        case.rule,
        None if primary is None else primary[cells],
    )
    assert passed.tolist() == [fine_for_some_figures(case, insider, int(cell), primary) for cell in cells]
