from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from dashboard.demonstration import people as module
from dashboard.demonstration.people import NEVER, STEPS, active, clocks, simulate, suspended
from dashboard.demonstration.world import World


def test_steps_follow_one_another(people: pd.DataFrame) -> None:
    order = [step for step in STEPS if step != "equipe"]
    for before, after in itertools.pairwise(order):
        assert (people[before] <= people[after]).all(), (before, after)
    assert (people["analisi_preliminare"] <= people["equipe"]).all()
    assert (people["equipe"] <= people["progetto"]).all()


def test_nobody_ends_before_the_last_step_reached(people: pd.DataFrame) -> None:
    for step in STEPS:
        there = people[people[step] < NEVER]
        assert (there[step] <= there["fine"]).all(), step


def test_people_come_in_the_year_of_their_cohort_and_where_the_ambito_takes_part(
    world: World, people: pd.DataFrame
) -> None:
    when = clocks(world)
    for ambito, cohort, day in people[["ambito", "coorte", "individuazione"]].itertuples(index=False):
        assert when[cohort].annualita in world.groups[ambito].years
        assert day.year == when[cohort].start.year


def test_every_exit_has_a_reason_and_nothing_else_has(people: pd.DataFrame) -> None:
    left = people["tipo_fine"] == "uscita_anticipata"
    assert ((people["motivo"] != "") == left).all()
    assert (people[people["tipo_fine"] == "conclusione"]["attivazione"] < NEVER).all()


def test_who_is_suspended_is_not_active(people: pd.DataFrame) -> None:
    for day in ("2020-12-31", "2021-12-31", "2022-06-30"):
        assert not (active(people, day) & suspended(people, day)).any()
    assert suspended(people, "2022-06-30").any() or suspended(people, "2021-12-31").any()


def test_profiles_use_the_codes_of_the_catalogue(world: World, people: pd.DataFrame) -> None:
    lists = world.catalogue.codelists
    for name in ("genere", "classe_eta_ingresso", "cittadinanza", "collocazione", "prosieguo", "percorso"):
        assert set(people[name]) <= set(lists[name].by_code), name
    alone = people[people["cittadinanza"] == "ex_msna"]
    assert (alone["genere"] == "M").mean() > 0.8


def some(end: str, number: int = 4) -> pd.DataFrame:
    """A few people activated long ago, all of whom end on a day."""
    days = {name: pd.Timestamp("2020-01-01") for name in STEPS}
    frame = pd.DataFrame([days | {"fine": pd.Timestamp(end)}] * number)
    return frame.assign(sospeso_dal=NEVER, sospeso_al=NEVER, tipo_fine="conclusione")


@pytest.mark.parametrize(("end", "wanted"), [("2022-11-01", 3), ("2023-03-01", 1), ("2022-11-01", 0)])
def test_ends_are_moved_across_the_day_until_the_number_agrees(end: str, wanted: int) -> None:
    frame = some(end)
    module._agree_on_active(frame, wanted, np.random.default_rng(1))
    assert active(frame, "2022-12-31").sum() == wanted


def test_a_number_that_cannot_be_reached_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="instead of 9"):
        module._agree_on_active(some("2022-11-01"), 9, np.random.default_rng(1))


def test_cohorts_that_cannot_agree_are_an_error(
    world: World, people: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises((RuntimeError, ValueError)):
        module._balance(people.copy(), "T2-C2", 10**6, clocks(world), world, np.random.default_rng(1))


def test_the_simulation_depends_on_the_seed_only(world: World, people: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(people, simulate(world))
