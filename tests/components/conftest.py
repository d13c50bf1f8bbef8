"""A release of Erewhon for the components that read one."""

import pytest

from dashboard.components import views
from dashboard.components.atlas import Atlas
from dashboard.components.views import View
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release, open_release
from tests import erewhon
from tests.erewhon import RowsLedger
from tests.publishing import guards


@pytest.fixture(scope="session")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


@pytest.fixture(scope="session")
def pubblico(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release in which no table of people passed the audit."""
    state, three = (
        tmp_path_factory.mktemp("pubblico"),
        erewhon.people(("D0101", "con_lanterna", "f", "giovani", 3)),
    )
    rows = {**erewhon.small_ledger().rows, "viandanti_stati": three}
    erewhon.published(state, RowsLedger(rows), guard=guards.guard(audit=guards.doubt))
    return open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)


@pytest.fixture(scope="session")
def invented() -> Catalogue:
    return erewhon.catalogue()


@pytest.fixture(scope="session")
def names(cabina: Release) -> dict[str, str]:
    areas = cabina.areas()
    return dict(zip(areas["code"], areas["name"], strict=True))


@pytest.fixture(scope="session")
def atlas(cabina: Release) -> Atlas:
    return Atlas(erewhon.BASE / "territories", cabina)


@pytest.fixture
def people(cabina: Release, invented: Catalogue) -> View:
    return views.look_up(cabina, invented, invented.indicators["lanterne_accese"], level="contea")


@pytest.fixture
def money(cabina: Release, invented: Catalogue) -> View:
    indicator = invented.indicators["quota_speso"]
    return views.look_up(cabina, invented, indicator, level="contea", programme="lanterne")
