from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories
from dashboard.demonstration.facts import Facts
from dashboard.demonstration.groups import Group
from dashboard.demonstration.people import active, simulate
from dashboard.demonstration.world import World, _at_least_known, regional_counts, shared_out
from tests.demonstration.conftest import Made, a_world


def everybody(made: Made) -> pd.DataFrame:
    """Who takes part in the experiment, published and invented."""
    rows = made.frame("participation")[["programma", "ref_area", "annualita"]]
    published = pd.DataFrame(made.facts.rows["participation"])[["programma", "ref_area", "annualita"]]
    whole = pd.concat([rows, published], ignore_index=True)
    return whole[whole["programma"] == "care_leavers"]


def test_the_ambiti_of_each_triennio_are_as_many_as_published(made: Made) -> None:
    part = everybody(made)
    first = set(part[part["annualita"].isin(["2018", "2019", "2020"])]["ref_area"])
    second = set(part[part["annualita"].isin(["2021", "2022", "2023"])]["ref_area"])
    assert len(first) == made.published("ambiti_primo_triennio")
    assert len(second) == made.published("ambiti_secondo_triennio")
    assert len(first | second) == made.published("ambiti_coinvolti")


def test_all_published_ambiti_are_in_and_nobody_joins_their_regione_in_a_published_annualita(
    made: Made,
) -> None:
    published = [r for r in made.facts.rows["participation"] if r["programma"] == "care_leavers"]
    part = everybody(made)
    assert {row["ref_area"] for row in published} <= set(part["ref_area"])
    closed = {(row["ref_area"][1:3], row["annualita"]) for row in published}
    for code, year in part[["ref_area", "annualita"]].itertuples(index=False):
        if (code[1:3], year) in closed:
            assert not made.territories.get(code).demonstration


def test_no_real_ambito_takes_part_before_the_first_annualita_published_in_the_first_triennio(
    made: Made,
) -> None:
    first = {
        row["ref_area"]: row["annualita"]
        for row in made.facts.rows["participation"]
        if row["programma"] == "care_leavers" and row["annualita"] <= "2020"
    }
    part = everybody(made).groupby("ref_area")["annualita"].min()
    assert all(part[code] == year for code, year in first.items())


def test_after_2023_only_what_has_been_published_is_there(made: Made) -> None:
    frame = made.frame("participation")
    assert frame[frame["programma"] == "care_leavers"]["annualita"].max() == "2023"


def test_there_are_late_starters_and_some_who_skip_a_year(made: Made) -> None:
    part = everybody(made)
    years = [{int(year) for year in of} for _, of in part.groupby("ref_area")["annualita"]]
    assert sum(min(one) > 2018 for one in years) > 5
    assert any(set(range(min(one), max(one) + 1)) - one for one in years)


def test_every_participating_regione_has_an_ambito_and_the_others_have_none(made: Made) -> None:
    regioni = {row["ref_area"]: row["aderente"] for row in made.facts.rows["participation_regioni"]}
    there = set(everybody(made)["ref_area"].str[1:3])
    assert there == {code for code, joined in regioni.items() if joined == "1"}


def test_the_network_of_piemonte_has_its_thirty_ambiti(made: Made) -> None:
    frame = made.frame("participation")
    assert frame[frame["programma"] == "rete_cpi"]["ref_area"].nunique() == 30


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.floats(0.01, 100), min_size=1), st.integers(0, 900)
)
def test_a_share_out_gives_everything_and_nobody_is_off_by_one_or_more(
    weights: dict[str, float], number: int
) -> None:
    given_out = shared_out(number, weights)
    assert sum(given_out.values()) == number
    whole = sum(weights.values())
    assert all(abs(given_out[name] - number * weights[name] / whole) < 1 + 1e-9 for name in weights)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_any_seed_agrees_with_the_published_totals(
    catalogue: Catalogue, territories: Territories, facts: Facts, seed: int
) -> None:
    world = a_world(catalogue, territories, facts, seed)
    people = simulate(world)
    assert (people["individuazione"] <= "2023-02-28").sum() == facts.value("individuati", "IT")
    assert active(people, "2022-12-31").sum() == facts.value("attivi_2022", "IT")
    assert (people["analisi_preliminare"] <= "2023-12-31").sum() == facts.value("in_assessment", "IT")
    assert len(world.groups) == facts.value("ambiti_coinvolti", "IT")


def test_regional_counts_add_up_to_the_published_total(world: World, facts: Facts) -> None:
    counts = regional_counts(world)
    assert counts == world.counts
    assert sum(counts.values()) == facts.value("in_assessment", "IT")
    assert len(counts) == facts.value("regioni_aderenti", "IT")


def test_a_regione_without_a_published_share_stays_below_those_with_one(world: World, facts: Facts) -> None:
    # Lombardia is by far the largest: without its share its residents would give it too much.
    rows = [row for row in facts.rows["published_facts"] if row["ref_area"] != "03"]
    fewer = replace(world, facts=Facts({**facts.rows, "published_facts": tuple(rows)}))
    counts = regional_counts(fewer)
    assert counts["03"] == min(counts[code] for code in fewer.facts.assessment_shares) - 1
    assert sum(counts.values()) == facts.value("in_assessment", "IT")


def test_known_ambiti_beyond_the_part_of_their_regione_are_taken_from_the_others() -> None:
    known = [Group(f"A1690{i}", "", "16", "", "", (), 0, False) for i in range(3)]
    assert _at_least_known({"16": 1, "03": 9, "05": 4}, known) == {"16": 3, "03": 7, "05": 4}
