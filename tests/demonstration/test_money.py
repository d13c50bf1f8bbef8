from __future__ import annotations

import pandas as pd
import pytest

from dashboard.demonstration.money import MOST_SPENT, _scaled
from tests.demonstration.conftest import Made


@pytest.fixture(scope="module")
def funding(made: Made) -> pd.DataFrame:
    return made.frame("funding")


def published(made: Made) -> pd.DataFrame:
    frame = pd.DataFrame(made.facts.rows["funding"])
    frame["stanziato"] = pd.to_numeric(frame["stanziato"].str.replace(",", "."))
    return frame


def test_the_regioni_stay_within_the_fund_of_each_annualita(made: Made, funding: pd.DataFrame) -> None:
    regional = funding[funding["ref_area"].str.len() == 2].groupby("annualita")["stanziato"].sum()
    facts = published(made)
    fund = facts[facts["ref_area"] == "IT"].set_index("annualita")["stanziato"]
    assert set(regional.index) == set(fund.index)
    assert (regional <= fund).all()
    assert regional.sum() <= made.published("fondo_stanziato")


def test_spending_of_the_regioni_is_what_has_been_published(made: Made, funding: pd.DataFrame) -> None:
    spent = funding[funding["ref_area"].str.len() == 2]["speso"].sum()
    assert spent == pytest.approx(made.published("fondo_speso"), abs=1)


def test_the_ambiti_never_have_more_than_their_regione_published_ones_included(
    made: Made, funding: pd.DataFrame
) -> None:
    both = pd.concat([funding, published(made)])
    ambiti = both[both["ref_area"].str.startswith("A") & (both["annualita"] <= "2023")]
    parts = ambiti.groupby([ambiti["ref_area"].str[1:3], "annualita"])[["stanziato", "speso"]].sum()
    regional = funding[funding["ref_area"].str.len() == 2].set_index(["ref_area", "annualita"])
    for column in ("stanziato", "speso"):
        assert (parts[column] <= regional[column].reindex(parts.index) + 0.01).all()


def test_cofinancing_is_the_published_part_of_the_whole(made: Made, funding: pd.DataFrame) -> None:
    share = funding["cofinanziato"] / (funding["stanziato"] + funding["cofinanziato"])
    assert (share.round(4) == made.published("cofinanziamento") / 100).all()


def test_nobody_spends_more_than_committed_and_later_annualita_are_less_spent(funding: pd.DataFrame) -> None:
    assert (funding["speso"] <= funding["impegnato"] + 0.01).all()
    by_year = funding.groupby("annualita")[["speso", "stanziato"]].sum()
    share = by_year["speso"] / by_year["stanziato"]
    assert share["2018"] > share["2021"] > share["2023"]


def test_spending_is_scaled_to_the_total_and_nobody_goes_over_the_ceiling() -> None:
    allocated = {("a", "1"): 100.0, ("b", "1"): 300.0, ("c", "1"): 200.0}
    spent = _scaled(allocated, {("a", "1"): 1.2, ("b", "1"): 0.5, ("c", "1"): 0.4}, 500.0)
    assert sum(spent.values()) == pytest.approx(500.0)
    assert all(spent[key] <= allocated[key] * MOST_SPENT + 1e-9 for key in allocated)
