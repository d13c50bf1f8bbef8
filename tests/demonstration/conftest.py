"""One demonstration made once, read back from its files as anybody would."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories
from dashboard.demonstration import SEED, generate
from dashboard.demonstration.book import SUFFIX, Book
from dashboard.demonstration.facts import Facts
from dashboard.demonstration.generate import BOUNDARIES
from dashboard.demonstration.people import simulate
from dashboard.demonstration.world import World, populate


@dataclass(frozen=True)
class Made:
    """A demonstration on disk and what it must agree with."""

    folder: Path
    catalogue: Catalogue
    facts: Facts
    territories: Territories

    def frame(self, dataset: str) -> pd.DataFrame:
        """The rows of a file, measures as numbers."""
        frame = pd.read_csv(self.folder / f"{dataset}{SUFFIX}", dtype=str, keep_default_na=False)
        for measure in self.catalogue.datasets[dataset].measures:
            frame[measure.code] = pd.to_numeric(frame[measure.code])
        return frame

    @property
    def datasets(self) -> list[str]:
        """Datasets that have a demonstration file."""
        return [path.name.removesuffix(SUFFIX) for path in sorted(self.folder.glob(f"*{SUFFIX}"))]

    def published(self, fact: str, area: str = "IT", part: str = "totale", on: str = "") -> float:
        """A published figure, read from the published files by plain means."""
        rows = [
            row
            for row in self.facts.rows["published_facts"]
            if (row["fatto"], row["ref_area"], row["scomposizione"]) == (fact, area, part)
            and on in ("", row["reference_date"])
        ]
        assert len(rows) == 1
        return float(rows[0]["valore"].replace(",", "."))


@pytest.fixture(scope="session")
def facts() -> Facts:
    return Facts.read()


@pytest.fixture(scope="session")
def made(
    catalogue: Catalogue, territories: Territories, facts: Facts, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    folder = tmp_path_factory.mktemp("demo")
    generate(catalogue, territories, folder)
    whole = Territories.load(BOUNDARIES.parents[1], folder / "territories")
    return Made(folder, catalogue, facts, whole)


def a_world(catalogue: Catalogue, territories: Territories, facts: Facts, seed: int = SEED) -> World:
    """A world with its Ambiti, nothing written yet but who takes part."""
    world = World(catalogue, territories, facts, Book(catalogue, facts, seed), seed, 1)
    populate(world, BOUNDARIES)
    return world


@pytest.fixture(scope="session")
def world(catalogue: Catalogue, territories: Territories, facts: Facts) -> World:
    return a_world(catalogue, territories, facts)


@pytest.fixture(scope="session")
def people(world: World) -> pd.DataFrame:
    return simulate(world)
