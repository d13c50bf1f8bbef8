"""Shares that sum outcomes up, each over its own base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.panels import outcome_shares
from tests.components.panels.conftest import AskFor

SIDES = {"profile": ["genere", "fascia"], "unknown": "m"}


def test_shares_are_the_published_counts_one_over_the_other(ask: AskFor) -> None:
    unit = outcome_shares.key_shares(ask(indicators=["quota_con_lanterna"], by=["genere"]))

    assert unit.data is not None and unit.demonstration
    assert [round(value) for value in unit.data["quota"]] == [31, 0]  # 15 of 49, none of 3
    assert list(unit.data["base"]) == [49, 3]
    assert "Femmine 31\u00a0% (fra 20 e 45)" in unit.title


@pytest.mark.parametrize(("chosen", "shown"), [("", ["Femmine"]), ("fascia", ["Giovani", "Adulti"])])
def test_shares_are_laid_out_by_the_chosen_side_of_the_profile(
    ask: AskFor, chosen: str, shown: list[str]
) -> None:
    asked = ask(indicators=["quota_con_lanterna"], options=SIDES)
    unit = outcome_shares.by_profile(replace(asked, choices={outcome_shares.PROFILE: chosen}))

    assert unit.data is not None and list(unit.data["voce"]) == shown
