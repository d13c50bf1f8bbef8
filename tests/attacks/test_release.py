"""All attacks on a release of the invented country, with nothing in hand but what its audiences may read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.data.release import Release, open_release
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing.guarding import protect_cells
from tests import erewhon
from tests.attacks import canaries
from tests.attacks.conftest import Town, guard
from tests.attacks.solvers import another_world, broken, intervals
from tests.attacks.subtraction import recovered, recovered_by_elimination
from tests.attacks.systems import Key, System, adds_up, of_release
from tests.publishing import guards

DATASET, MEASURE = "viandanti_stati", "viandanti"
RULE = Rule()
COUNTIES = ("01", "02", "03")
Systems = dict[Key, System]


@pytest.fixture(scope="module")
def public(town: Town) -> Systems:
    """What the public release tells of people."""
    return of_release(town.release("pubblico"), DATASET, MEASURE)


def test_people_are_published_and_some_cells_are_hidden(town: Town, public: Systems) -> None:
    assert canaries.withheld(town.release("pubblico"))
    assert all(adds_up(system) for system in public.values())
    assert sum(system.hidden.sum() for system in public.values()) > len(public)
    assert sum((~system.hidden).sum() for system in public.values()) > 3 * len(public)


def test_some_hidden_cells_hold_canaries(town: Town) -> None:
    exact = canaries.cells_of(town.release("cabina"))
    behind = {exact[place] for place in canaries.withheld(town.release("pubblico"))}

    assert behind & town.canaries


def test_every_small_count_is_hidden(town: Town) -> None:
    shown = [value for value in canaries.cells_of(town.release("pubblico")).values() if value is not None]
    exact = canaries.cells_of(town.release("cabina"))
    small = {place for place, value in exact.items() if place[0] == DATASET and value in (1, 2, 3, 4)}

    assert small
    assert not small & {p for p, v in canaries.cells_of(town.release("pubblico")).items() if v is not None}
    assert shown


def test_subtraction_finds_nothing(public: Systems) -> None:
    for system in public.values():
        assert not recovered(system).any()
        assert not recovered_by_elimination(system).any()


@pytest.mark.parametrize("whole", [False, True])
def test_solvers_narrow_nothing_down(public: Systems, whole: bool) -> None:
    for system in public.values():
        assert not broken(intervals(system, whole=whole), system.hidden, RULE).any()


@pytest.mark.parametrize("county", COUNTIES)
def test_a_referente_finds_nothing_of_the_other_counties(town: Town, county: str) -> None:
    release, own = town.release("pubblico"), town.release(f"referente:{county}")

    assert found_by_a_referente(release, own, county) == []


def found_by_a_referente(release: Release, own: Release, county: str) -> list[Any]:
    """Return the hidden cells of others that are narrowed down by who reads the own release too."""
    public = of_release(release, DATASET, MEASURE)
    told: list[Any] = []
    for fixed, system in of_release(release, DATASET, MEASURE, known=own).items():
        part, others = outside(system, release, county)
        others &= np.isin(numbered(system), numbered(public[fixed]))
        found = intervals(system, cells=np.flatnonzero(others), whole=True).less(part)
        told += [system.names[cell] for cell in np.flatnonzero(broken(found, others, RULE))]
    return told


def numbered(system: System) -> np.ndarray:
    """The names of cells, as texts that can be compared by numpy: those of the menu are in both systems."""
    return np.array([str(sorted(name)) for name in system.names])  # type: ignore[call-overload]


def outside(system: System, release: Release, county: str) -> tuple[np.ndarray, np.ndarray]:
    """The own part of each cell of a referente, and the hidden cells that are not its own altogether."""
    part, others = np.zeros(len(system.values)), system.hidden.copy()
    told = dict(zip(system.names, system.values, strict=True))
    for number, name in enumerate(system.names):
        place = dict(name)  # type: ignore[call-overload]
        if county_of(release, place["ref_area"]) == county:
            others[number] = False
        elif place["ref_area"] == release.ancestor(county, "regno"):
            part[number] = told.get(frozenset({**place, "ref_area": county}.items()), 0.0)
    return part, others


def county_of(release: Release, code: str) -> str | None:
    return release.ancestor(code, "contea")


# ---- the same attacks on what is badly protected ----


def test_where_only_small_counts_are_hidden_the_same_subtraction_finds_them(tmp_path: Path) -> None:
    crude = guard(tmp_path, protect=guards.hide_only_primaries, audit=guards.believe)
    erewhon.published(tmp_path, canaries.planted(), guard=crude)
    release = open_release(erewhon.settings(tmp_path), "pubblico", today=erewhon.TODAY)
    systems = of_release(release, DATASET, MEASURE).values()

    assert sum(bool(recovered(system).any()) for system in systems) > len(systems) / 2


def test_what_is_badly_protected_does_not_pass_the_audit(tmp_path: Path) -> None:
    crude = guard(tmp_path, protect=guards.hide_only_primaries)
    erewhon.published(tmp_path, canaries.planted(), guard=crude)
    release = open_release(erewhon.settings(tmp_path), "pubblico", today=erewhon.TODAY)

    for system in of_release(release, DATASET, MEASURE).values() if release.has(DATASET) else ():
        assert not broken(intervals(system, whole=True), system.hidden, RULE).any()


def test_a_referente_of_whom_nobody_thought_finds_something(tmp_path: Path) -> None:
    def finds(seed: int) -> bool:
        state = tmp_path / str(seed)
        erewhon.published(state, canaries.planted(seed), guard=guard(state, insider_levels=()))
        settings = erewhon.settings(state)
        release = open_release(settings, "pubblico", today=erewhon.TODAY)
        return any(
            found_by_a_referente(
                release, open_release(settings, f"referente:{county}", today=erewhon.TODAY), county
            )
            for county in COUNTIES
        )

    assert any(finds(seed) for seed in range(4))


# ---- what only the truth knows never decides what is served ----


class Remembered:
    """A protector that remembers its pattern, and gives it again for other people."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []

    def find(self, problem: Problem, rule: Rule, **options: Any) -> Pattern:
        """Protect, and remember."""
        self.patterns.append(protect_cells(problem, rule, **options))
        return self.patterns[-1]

    def again(self, problem: Problem, rule: Rule, **options: Any) -> Pattern:
        """Give back the first remembered pattern that has not been given."""
        return self.patterns.pop(0)


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Remembered]:
    state, memory = tmp_path_factory.mktemp("first"), Remembered()
    erewhon.published(state, canaries.planted(1), guard=guard(state, evidence=None, protect=memory.find))
    return state, memory


def test_with_other_people_behind_the_hidden_cells_the_same_bytes_are_published(
    remembered: tuple[Path, Remembered], tmp_path: Path
) -> None:
    state, memory = remembered
    first = open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)
    rows, moved = [], 0
    true = {frozenset(row.items()) for row in canaries.planted(1).rows[DATASET]}
    for seed, (fixed, system) in enumerate(of_release(first, DATASET, MEASURE).items()):
        for name, count in zip(system.inner_names, another_world(system, seed), strict=True):
            place = {**dict(fixed), **dict(name)}  # type: ignore[call-overload]
            day, state_of = place["reference_date"], place["stato"]
            rows += erewhon.people(
                (place["ref_area"], state_of, place["genere"], place["fascia"], int(count)), day=day
            )
            moved += frozenset(rows[-1].items()) not in true
    ledger = canaries.planted(1)
    ledger = erewhon.RowsLedger({**ledger.rows, DATASET: rows}, ledger.delivered)
    other = tmp_path / "other"

    erewhon.published(
        other, ledger, guard=guard(other, evidence=None, protect=memory.again, audit=guards.believe)
    )

    assert moved > len(true) / 4
    assert public_bytes(other) == public_bytes(state)


def public_bytes(state: Path) -> dict[str, bytes]:
    """Everything that a release writes for the public, but for what is said by the audit."""
    found = {}
    for path in sorted((state / "releases").glob("rilascio-*-pubblico.sqlite")):
        found[path.name] = path.read_bytes()
    assert found
    return found
