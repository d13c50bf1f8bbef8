from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.demonstration.care_leavers import SNAPSHOTS, STATES, capped
from tests.demonstration.conftest import Made


@pytest.fixture(scope="module")
def states(made: Made) -> pd.DataFrame:
    return made.frame("care_leaver_states")


def total(frame: pd.DataFrame, stato: str, on: str) -> int:
    return int(frame[(frame["stato"] == stato) & (frame["reference_date"] == on)]["care_leavers"].sum())


@pytest.mark.parametrize(
    ("fact", "stato", "on"),
    [
        ("individuati", "individuato", "2023-02-28"),
        ("attivi_2022", "attivo", "2022-12-31"),
        ("in_assessment", "in_assessment", "2023-12-31"),
    ],
)
def test_totals_are_the_published_ones(
    made: Made, states: pd.DataFrame, fact: str, stato: str, on: str
) -> None:
    assert total(states, stato, on) == made.published(fact, on=on)


def test_no_whole_number_is_nearer_to_a_published_regional_share(made: Made, states: pd.DataFrame) -> None:
    there = states[(states["stato"] == "in_assessment") & (states["reference_date"] == "2023-12-31")]
    regional = there.groupby(there["ref_area"].str[1:3])["care_leavers"].sum()
    whole = made.published("in_assessment")
    shares = [row for row in made.facts.rows["published_facts"] if row["fatto"] == "quota_in_assessment"]
    assert len(shares) == 7
    for row in shares:
        share, here = float(row["valore"].replace(",", ".")), regional[row["ref_area"]]
        distance = {n: abs(100 * n / whole - share) for n in (here - 1, here, here + 1)}
        assert min(distance, key=lambda n: distance[n]) == here
        assert distance[here] < 0.07
    # Those without a published share stay below all of those with one.
    others = regional.drop([row["ref_area"] for row in shares])
    assert others.max() < min(regional[row["ref_area"]] for row in shares)
    assert len(regional) == made.published("regioni_aderenti")


def test_reached_states_never_exceed_the_one_before_in_any_ambito_cohort_and_date(
    states: pd.DataFrame,
) -> None:
    keys = ["ref_area", "reference_date", "coorte", "stato"]
    wide = states.groupby(keys)["care_leavers"].sum().unstack(fill_value=0)
    assert set(wide.columns) == set(STATES)
    assert (wide["in_assessment"] <= wide["individuato"]).all()
    assert (wide["con_progetto"] <= wide["in_assessment"]).all()
    assert (wide["attivo"] + wide["concluso"] + wide["sospeso"] <= wide["con_progetto"]).all()
    assert (wide["uscita_anticipata"] <= wide["individuato"]).all()


def test_reached_states_never_shrink_with_time_in_an_ambito_that_delivers(states: pd.DataFrame) -> None:
    for stato in ("individuato", "in_assessment", "con_progetto", "concluso", "uscita_anticipata"):
        part = states[states["stato"] == stato]
        over_time = part.groupby(["ref_area", "reference_date"])["care_leavers"].sum().unstack()
        assert (over_time.ffill(axis=1).diff(axis=1).fillna(0) >= 0).all(axis=None)


def test_an_ambito_delivers_every_state_or_none(states: pd.DataFrame) -> None:
    delivered = states.groupby(["ref_area", "reference_date"])["stato"].nunique()
    assert set(delivered) == {len(STATES)}
    assert set(states["reference_date"]) == {f"{day:%Y-%m-%d}" for day in SNAPSHOTS}


def test_some_returns_are_missing_but_never_where_a_total_was_published(
    made: Made, states: pd.DataFrame
) -> None:
    ambiti = states.groupby("reference_date")["ref_area"].nunique()
    everybody = made.published("ambiti_coinvolti")
    assert ambiti["2022-12-31"] == ambiti["2023-02-28"] == ambiti["2023-12-31"] == everybody
    assert ambiti["2023-06-30"] < everybody
    missing = set(states["ref_area"]) - set(states[states["reference_date"] == "2023-06-30"]["ref_area"])
    assert all(made.territories.get(code).demonstration for code in missing)
    assert states["nota"].str.contains("dopo il termine").any()


def test_sizes_are_skewed_as_in_life(states: pd.DataFrame) -> None:
    last = states[(states["reference_date"] == "2023-12-31") & (states["stato"] == "individuato")]
    sizes = last.groupby("ref_area")["care_leavers"].sum()
    assert 5 <= sizes.median() <= 14
    assert sizes.max() > 2.5 * sizes.median()
    assert sizes.mean() > sizes.median()


def test_local_and_regional_conferences_add_up_to_the_published_participants(made: Made) -> None:
    frame = made.frame("youth_conference")
    first = frame[(frame["annualita"] == "2018") & (frame["ruolo"] == "care_leavers")]
    for kind in ("ycl", "ycr"):
        both = sum(made.published(f"{kind}_partecipanti", part=part) for part in ("F", "M"))
        assert first[first["tipo_yc"] == kind]["presenti"].sum() == both
    assert first[first["tipo_yc"] == "ycl"]["incontri"].sum() == 36
    assert first[first["tipo_yc"] == "ycr"]["ref_area"].nunique() == 14
    # The fourth and fifth national conferences are facts: they are not invented again.
    assert set(frame[frame["tipo_yc"] == "ycn"]["edizione"]) == {"1ª", "2ª", "3ª"}


def test_nobody_gets_more_than_the_published_monthly_ceiling(made: Made) -> None:
    grants = made.frame("economic_support")
    assert (grants["importo"] <= grants["mensilita"] * made.published("borsa_massimo_mese") + 0.01).all()
    assert (grants["mensilita"] <= 12 * grants["beneficiari"]).all()


def test_milestones_begin_with_everybody_and_only_go_down(made: Made) -> None:
    frame = made.frame("milestones")
    reached = frame.groupby("tappa")["care_leavers"].sum()
    path = [
        "individuazione",
        "analisi_preliminare",
        "quadro_analisi",
        "progetto",
        "attivazione",
        "monitoraggio",
    ]
    assert list(reached[path]) == sorted(reached[path], reverse=True)
    ends = reached["conclusione"] + reached["uscita_anticipata"] + reached["in_corso"]
    assert ends == reached["individuazione"]
    assert (frame["mese_dall_ingresso"].astype(int) >= 0).all()


def test_outcomes_of_concluded_people_have_every_area_and_miss_more_with_time(made: Made) -> None:
    frame = made.frame("outcomes")
    per_area = frame.groupby(["momento", "area_esito"])["care_leavers"].sum().unstack()
    assert (per_area.nunique(axis=1) == 1).all()
    lost = frame[frame["esito"] == "nd"].groupby("momento")["care_leavers"].sum()
    share = lost / frame.groupby("momento")["care_leavers"].sum()
    assert share["conclusione"] < share["followup_6"]
    assert per_area.loc["followup_12"].iloc[0] < per_area.loc["followup_6"].iloc[0]
    parents = {code.code: code.parent for code in made.catalogue.codelists["esito"].codes}
    known = frame[frame["esito"] != "nd"]
    assert (known["esito"].map(parents) == known["area_esito"]).all()


def test_exits_agree_with_the_state_at_the_last_day(made: Made, states: pd.DataFrame) -> None:
    assert made.frame("exits")["care_leavers"].sum() == total(states, "uscita_anticipata", "2023-12-31")


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 20), min_size=1, max_size=8),
    st.integers(0, 200),
)
def test_a_capped_share_out_gives_everything_and_fills_all_before_going_over(
    most: dict[str, int], number: int
) -> None:
    given_out = capped(number, {name: 1.0 for name in most}, most)
    assert sum(given_out.values()) == number
    if number <= sum(most.values()):
        assert all(given_out[name] <= most[name] for name in most)
    else:
        assert all(given_out[name] >= most[name] for name in most)
