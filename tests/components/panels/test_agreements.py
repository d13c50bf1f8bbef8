"""Agreements in force on a day."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components.panels.agreements import IN_FORCE, OVER, UNKNOWN, state_of


@pytest.mark.parametrize(
    ("end", "wanted"), [("2023-12-31", IN_FORCE), ("2023-12-30", OVER), ("", UNKNOWN), (None, UNKNOWN)]
)
def test_an_agreement_is_in_force_until_its_last_day(end: str | None, wanted: str) -> None:
    assert state_of({"scadenza": end}, "scadenza", date(2023, 12, 31)) == wanted
