"""Screens of the app over the prepared release, and the rows of its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import wording
from dashboard.data.definitions import Catalogue, Indicator, load_catalogue
from dashboard.data.territories import Territories
from dashboard.intake.ledger import Ledger
from dashboard.pages import DOORS
from dashboard.settings import Settings
from tests.pages.oracle import Oracle
from tests.pages.screen import Screen

ScreenFor = Callable[[str], Screen]
AUDIENCES = ["pubblico", "cabina", "referente:16"]
FRONT = DOORS[0]
PROGRAMMES = sorted(load_catalogue(Settings({}).definitions_dir).programmes)
ABSENT = {mark for status, mark in wording.STATUS_MARK.items() if not status.has_value}
"""How the table of a map writes what is not there."""


@pytest.fixture
def screen(app: Callable[[str], AppTest]) -> ScreenFor:
    """A visitor's session for an audience: `screen("cabina").opens("territori")`."""
    return lambda audience: Screen(app(audience))


@pytest.fixture(scope="session")
def oracle(prepared_state: Path, catalogue: Catalogue) -> Iterator[Oracle]:
    """The figures of the prepared release, computed by another road."""
    settings = Settings({"STATE_DIR": str(prepared_state)})
    with Ledger(settings.database_url) as ledger:
        yield Oracle(catalogue, Territories.load(*settings.territory_dirs), ledger.current)


def address(door: str) -> str:
    """The path of a door: the front one has none."""
    return "" if door == FRONT.address else door


@pytest.fixture
def confidential(catalogue: Catalogue) -> set[str]:
    """The indicators that count people."""
    return {
        code
        for code, one in catalogue.indicators.items()
        for side in (one.numerator, one.denominator)
        if side and catalogue.datasets[side.dataset].confidential
    }


def written(value: float, indicator: Indicator) -> str:
    """A figure as the screen must write it."""
    return wording.amount(value, unit=indicator.unit, decimals=indicator.decimals)


def zero(indicator: Indicator) -> str:
    return written(0, indicator)
