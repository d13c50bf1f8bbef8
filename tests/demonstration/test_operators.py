from __future__ import annotations

from tests.demonstration.conftest import Made


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


def test_social_workers_lie_around_the_level_set_by_law(made: Made) -> None:
    frame = made.frame("social_workers")
    regional = frame[(frame["ref_area"].str.len() == 2) & (frame["anno"] == "2022")]
    ratio = (
        regional["ref_area"].map(lambda c: made.territories.get(c).residents) / regional["assistenti_sociali"]
    )
    assert (ratio < 5000).any() and (ratio > 5000).any()
