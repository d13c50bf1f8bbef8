"""Erewhon, and a ledger on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.data.definitions import Catalogue, load_catalogue
from dashboard.data.territories.model import Territories
from dashboard.intake import Intake, Ledger, LoadResult, load_files
from tests.intake.helpers import EREWHON, HEADER, csv_text

settings.register_profile("unhurried", deadline=None)  # no test asserts a time
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(EREWHON / "definitions")


@pytest.fixture(scope="session")
def areas() -> Territories:
    return Territories.load(EREWHON / "territories")


@pytest.fixture
def intake(catalogue: Catalogue, areas: Territories) -> Intake:
    return Intake(catalogue, areas)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    found = Ledger(ledger_url)
    yield found
    found.close()


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV of the invented dataset of people: rows of area, date, state, gender, age, count."""

    def write(name: str, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
        path = tmp_path / name
        path.write_text(csv_text(rows, header), encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(intake: Intake, ledger: Ledger) -> Callable[..., LoadResult]:
    ready = replace(intake, ledger=ledger)

    def run(path: Path, **options: object) -> LoadResult:
        [(report, result)] = load_files([path], ready, **options)  # type: ignore[arg-type]
        assert report.errors == 0 or result.status == "refused"
        return result

    return run
