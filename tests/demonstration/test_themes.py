"""Invariants of the smaller themes: operators, training, services, network, programmes, listening."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.demonstration.conftest import Made


def sums_to(frame: pd.DataFrame, by: list[str], measure: str) -> pd.Series:
    return frame.groupby(by)[measure].sum()


def test_an_ambito_with_active_people_has_staff_and_some_snapshots_are_missing(made: Made) -> None:
    staff = made.frame("tutors_staff")
    referenti = staff[staff["figura"] == "referente_regionale"]
    assert (referenti["ref_area"].str.len() == 2).all()
    assert referenti["ref_area"].nunique() == made.published("regioni_aderenti")
    ambiti = staff[staff["ref_area"].str.len() > 2].groupby("reference_date")["ref_area"].nunique()
    active = made.frame("care_leaver_states").query("stato == 'attivo' and care_leavers > 0")
    expected = active[active["reference_date"] == "2023-12-31"]["ref_area"].nunique()
    assert expected - 6 < ambiti["2023-12-31"] < expected


def test_staff_at_a_day_is_less_than_the_operators_published_since_the_start(made: Made) -> None:
    staff = made.frame("tutors_staff").groupby("reference_date")["persone"].sum()
    assert (staff < made.published("operatori", on="2023-12-31")).all()


@pytest.mark.parametrize(
    ("dataset", "smaller", "larger"),
    [
        ("training_editions", "presenti", "iscritti"),
        ("training_editions", "certificati", "presenti"),
        ("training_editions", "edizioni_svolte", "edizioni_previste"),
        ("services_supplied", "sedi_art93", "sedi"),
        ("technical_assistance", "svolte", "previste"),
        ("events", "svolti", "previsti"),
        ("focus_groups", "tenuti", "previsti"),
    ],
)
def test_what_is_part_of_something_never_exceeds_it(
    made: Made, dataset: str, smaller: str, larger: str
) -> None:
    frame = made.frame(dataset)
    assert (frame[smaller].fillna(0) <= frame[larger]).all()


def test_each_organ_meets_at_its_own_level(made: Made) -> None:
    frame = made.frame("governance_meetings")
    levels = frame["ref_area"].map(lambda code: made.territories.get(code).level)
    found = levels.groupby(frame["organo"]).unique().map(set)
    assert found["cabina_nazionale"] == {"italia"}
    assert found["tavolo_regionale"] == {"regione"}
    assert found["tavolo_locale"] == {"ambito"}


def test_the_six_functions_of_technical_assistance_have_all_done_something(made: Made) -> None:
    frame = made.frame("technical_assistance")
    assert set(frame["funzione"]) == set(made.catalogue.codelists["funzione_at"].by_code)


def test_every_zone_has_the_three_tracks_and_the_published_course_is_left_alone(made: Made) -> None:
    frame = made.frame("training_editions")
    humus = frame[frame["programma"] == "humus"]
    zones = {area.code for area in made.territories.areas("zona")}
    tracks = {"start_up", "miglioramento", "aggiornamento"}
    assert set(humus[["ref_area", "percorso_formativo"]].itertuples(index=False, name=None)) == {
        (zone, track) for zone in zones for track in tracks
    }


def test_the_calendar_has_one_line_for_each_planned_edition(made: Made) -> None:
    editions, calendar = made.frame("training_editions"), made.frame("training_calendar")
    assert len(calendar) == editions["edizioni_previste"].sum()
    assert (calendar["stato_attivita"] == "conclusa").sum() == editions["edizioni_svolte"].sum()


def test_impact_scores_stay_on_the_scale_and_some_change_less_than_others(made: Made) -> None:
    frame = made.frame("training_impact")
    assert frame["media_prima"].between(1, 10).all() and frame["media_dopo"].between(1, 10).all()
    gain = (frame["media_dopo"] - frame["media_prima"]).groupby(frame["area_competenza"]).mean()
    assert gain.max() > 2 * gain.min()


def test_services_are_surveyed_twice_and_more_ambiti_answer_the_second_time(made: Made) -> None:
    answers = made.frame("services_supplied").groupby("rilevazione")["ref_area"].nunique()
    assert set(answers.index) == {"R1", "R2"}
    assert answers["R1"] < answers["R2"]


@pytest.mark.parametrize("dataset", ["service_access", "service_activities"])
def test_no_option_is_offered_by_more_sites_than_there_are(made: Made, dataset: str) -> None:
    keys = ["ref_area", "rilevazione", "tipo_servizio"]
    sites = sums_to(made.frame("services_supplied"), keys, "sedi").rename("tutte")
    joined = made.frame(dataset).join(sites, on=keys)
    assert (joined["sedi"] <= joined["tutte"]).all()


def test_the_directory_has_every_site_of_the_last_round_under_an_invented_name(made: Made) -> None:
    directory, sites = made.frame("services_directory"), made.frame("services_supplied")
    assert len(directory) == sites[sites["rilevazione"] == "R2"]["sedi"].sum()
    assert directory["denominazione"].str.fullmatch(r"Servizio dimostrativo \d+").all()
    assert not directory["contatti"].any()


def test_invented_bodies_and_texts_say_that_they_are_invented(made: Made) -> None:
    said = {
        "partners": ["partner"],
        "network_ties": ["ente_da", "ente_a"],
        "agreements": ["titolo"],
        "statements": ["testo"],
        "good_practices": ["titolo", "contesto", "processo"],
        "territory_notes": ["testo", "ufficio"],
        "activities": ["attivita"],
        "results": ["voce"],
    }
    for dataset, columns in said.items():
        for column in columns:
            assert made.frame(dataset)[column].str.contains("dimostrativ", case=False).all(), (
                dataset,
                column,
            )


def test_ties_have_hubs_and_nobody_is_tied_to_itself(made: Made) -> None:
    ties = made.frame("network_ties")
    assert (ties["ente_da"] != ties["ente_a"]).all()
    degree = ties[ties["programma"] == "welfare_piemonte"]["ente_a"].value_counts()
    assert degree.max() > 2 * degree.median()


def test_every_action_of_every_programme_is_on_the_schedule(made: Made) -> None:
    frame = made.frame("activities")
    assert set(frame["azione"]) == set(made.catalogue.codelists["azione"].by_code)
    assert (frame["inizio_previsto"] <= frame["fine_prevista"]).all()
    done = frame[frame["stato_attivita"] == "conclusa"]
    assert (done["avanzamento"] == 100).all() and (done["fine_effettiva"] != "").all()
    assert (frame["conclusa"] == (frame["stato_attivita"] == "conclusa")).all()
    assert frame["fine_effettiva"].max() <= "2023-12-31"


def test_residents_of_an_ambito_are_those_of_its_comuni_by_the_ages_of_the_provincia(made: Made) -> None:
    frame = made.frame("population").set_index(["ref_area", "fascia_eta"])["residenti"]
    ages = pd.DataFrame(made.facts.rows["population"]).set_index(["ref_area", "fascia_eta"])["residenti"]
    for code in frame.index.unique(level=0):
        members = [made.territories.get(one) for one in made.territories.members(code)]
        assert frame[code, "totale"] == sum(one.residents or 0 for one in members)
        provincia = members[0].parent
        share = int(ages[provincia, "eta_18_21"]) / int(ages[provincia, "totale"])
        assert frame[code, "eta_18_21"] == pytest.approx(share * frame[code, "totale"], abs=1)


def test_social_workers_lie_around_the_level_set_by_law(made: Made) -> None:
    frame = made.frame("social_workers")
    regional = frame[(frame["ref_area"].str.len() == 2) & (frame["anno"] == "2022")]
    ratio = (
        regional["ref_area"].map(lambda c: made.territories.get(c).residents) / regional["assistenti_sociali"]
    )
    assert (ratio < 5000).any() and (ratio > 5000).any()


def test_every_theme_and_side_of_listening_is_cited(made: Made) -> None:
    frame = made.frame("listening")
    assert set(frame["tema"]) == set(made.catalogue.codelists["tema_ascolto"].by_code)
    assert set(frame["dimensione"]) == set(made.catalogue.codelists["dimensione_ascolto"].by_code)
    assert set(made.frame("statements")["approvata_il"].str[:4]) == {"2023"}
