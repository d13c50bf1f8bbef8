"""From what a release publishes an attacker puts the sums together without asking anybody."""

from __future__ import annotations

import numpy as np
import pytest

from tests import erewhon
from tests.attacks import samples
from tests.attacks.conftest import Town
from tests.attacks.solvers import broken, exact, intervals
from tests.attacks.subtraction import recovered, subtract
from tests.attacks.systems import System, adds_up, hide, of_cells, of_layout, of_release

DATASET, MEASURE = "viandanti_stati", "viandanti"
ABOVE = {"IT": [], "N": ["IT"], "S": ["IT"], "n1": ["IT", "N"], "n2": ["IT", "N"], "s1": ["IT", "S"]}


@pytest.fixture(scope="module")
def systems(town: Town) -> dict[frozenset[tuple[str, str]], System]:
    """What the Cabina's release tells, with nothing hidden."""
    return of_release(town.release("cabina"), DATASET, MEASURE)


def test_there_is_a_system_for_each_day_and_state(systems: dict[frozenset[tuple[str, str]], System]) -> None:
    days, states = ({dict(key)[name] for key in systems} for name in ("reference_date", "stato"))

    assert len(systems) == len(days) * len(states) > 1


def test_every_table_is_tied_to_the_others_and_adds_up(
    systems: dict[frozenset[tuple[str, str]], System],
) -> None:
    catalogue = erewhon.catalogue().datasets[DATASET]
    for system in systems.values():
        assert adds_up(system)
        tied = np.asarray(abs(system.relations).sum(axis=0)).ravel() > 0
        assert tied.all()
        assert {name for key in system.names for name, _ in key} == {  # type: ignore[attr-defined]
            catalogue.area.code if catalogue.area else "",
            *(dimension.code for dimension in catalogue.free),
        }


def test_inner_cells_add_up_to_every_cell(systems: dict[frozenset[tuple[str, str]], System]) -> None:
    for system in systems.values():
        assert system.inner is not None
        assert abs(system.relations @ system.inner).max() == 0


def test_hiding_small_counts_alone_is_undone_from_the_artefact(
    systems: dict[frozenset[tuple[str, str]], System],
) -> None:
    undone = 0
    for system in systems.values():
        small = (system.values > 0) & (system.values < samples.RULE.threshold)
        held = system.showing(np.where(small, np.nan, system.values))
        found = recovered(held)
        undone += bool(found.any())

        assert small.any()
        assert np.array_equal(subtract(held)[found], system.values[found])
        told = intervals(held, cells=np.flatnonzero(found))
        assert exact(told, found).sum() == found.sum()
        assert not found.any() or broken(told, found, samples.RULE).any()
    assert undone > len(systems) / 2


def test_areas_add_up_level_by_level() -> None:
    cells = {
        frozenset({("a", code)}): value
        for code, value in {"IT": 10.0, "N": 7, "S": 3, "n1": 5, "n2": np.nan, "s1": np.nan}.items()
    }
    system = of_cells(cells, "a", ABOVE)
    found = dict(zip(system.names, subtract(system), strict=True))

    assert found[frozenset({("a", "n2")})] == 2
    assert found[frozenset({("a", "s1")})] == 3
    assert system.relations.shape[0] == 4  # the country by region and by place, and two regions


def test_without_a_table_above_there_is_nothing_to_subtract_from() -> None:
    cells = {frozenset({("a", "n1")}): 5.0, frozenset({("a", "n2")}): np.nan}

    assert of_cells(cells, "a", ABOVE).relations.shape == (0, 2)


def test_numbers_that_do_not_add_up_are_noticed() -> None:
    problem = samples.flat_table([[1, 20], [30, 9]])
    assert problem.layout is not None
    values = hide(problem.values, samples.cells(problem, ("r0", "c0")))

    assert adds_up(of_layout(problem.layout, values))
    values[samples.cells(problem, ("Total", "c1"))] += 1
    assert not adds_up(of_layout(problem.layout, values))
