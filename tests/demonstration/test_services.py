from __future__ import annotations

import pandas as pd
import pytest

from dashboard.demonstration.world import FOCUS_AMBITI
from tests.demonstration.conftest import Made


def sums_to(frame: pd.DataFrame, by: list[str], measure: str) -> pd.Series:
    return frame.groupby(by)[measure].sum()


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
    assert directory["contatti"].str.endswith(".example").all()  # reserved: it can be nobody's


def test_pippi_has_a_site_in_each_ambito_where_it_is_published_as_advanced(made: Made) -> None:
    rows = made.frame("services_supplied")
    pippi = rows[(rows["tipo_servizio"] == "pippi") & rows["ref_area"].isin(FOCUS_AMBITI)]
    sites = pippi.groupby(["ref_area", "rilevazione"])["sedi"].sum()

    assert set(pippi["ref_area"]) == set(FOCUS_AMBITI)
    assert (sites > 0).all()
