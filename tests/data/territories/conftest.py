"""Erewhon, an invented country: what the engine must be able to do without knowing the real one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.territories import Territories
from dashboard.settings import Settings

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
EREWHON = FIXTURES / "erewhon" / "territories"


@pytest.fixture(scope="session")
def erewhon_dir() -> Path:
    return EREWHON


@pytest.fixture(scope="session")
def erewhon() -> Territories:
    return Territories.load(EREWHON)


@pytest.fixture(scope="session")
def italia_dir() -> Path:
    return Settings({}).territories_dir


@pytest.fixture(scope="session")
def istat_zip() -> Path:
    return FIXTURES / "territories" / "istat_boundaries_fixture_synthetic.zip"


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """A copy of Erewhon that a test may spoil."""
    return Path(shutil.copytree(EREWHON, tmp_path / "paese"))


@pytest.fixture
def spoil(country: Path) -> Callable[[str, str, str], Path]:
    """Change a text inside one file of the copy and return the folder."""

    def change(name: str, old: str, new: str) -> Path:
        path = country / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return country

    return change
