"""A release of Erewhon for the components that read one."""

import pytest

from dashboard.components.atlas import Atlas
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release
from tests import erewhon


@pytest.fixture(scope="session")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


@pytest.fixture(scope="session")
def pubblico(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("pubblico"), "pubblico")


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
