"""Screens of the app over the prepared release, and the rows of its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data.definitions import Catalogue
from dashboard.data.territories import Territories
from dashboard.intake.ledger import Ledger
from dashboard.settings import Settings
from tests.pages.oracle import Oracle
from tests.pages.screen import Screen

ScreenFor = Callable[[str], Screen]


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
