"""A public release of Erewhon and an office's: what the open data are written from."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.data.release import Release, open_release
from tests import erewhon


@pytest.fixture(scope="package")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aperti")
    erewhon.published(folder, erewhon.small_ledger())
    return folder


@pytest.fixture(scope="package")
def public(state: Path) -> Release:
    return open_release(erewhon.settings(state), "pubblico", today=erewhon.TODAY)


@pytest.fixture(scope="package")
def office(state: Path) -> Release:
    return open_release(erewhon.settings(state), "cabina", today=erewhon.TODAY)
