"""Make the demonstration: every theme writes its rows into one book, the book writes the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories
from dashboard.data.territories.writing import write_groups
from dashboard.settings import PACKAGE

from . import care_leavers, context, listening, money, network, operators, programmes, services, training
from .book import Book
from .facts import PUBLISHED, Facts
from .groups import areas_of
from .people import simulate
from .world import World, populate

SEED = 20231231
BOUNDARIES = PACKAGE / "data" / "territories" / "boundaries" / "comune"

Progress = Callable[[int, int, str], None]
Maker = Callable[[World, pd.DataFrame], None]

MAKERS: tuple[tuple[str, Maker], ...] = (
    ("care leavers", care_leavers.make),
    ("operatori e governo", operators.make),
    ("risorse", lambda world, _: money.make(world)),
    ("formazione", lambda world, _: training.make(world)),
    ("servizi", lambda world, _: services.make(world)),
    ("reti e accordi", lambda world, _: network.make(world)),
    ("attività e risultati", lambda world, _: programmes.make(world)),
    ("ascolto e note", lambda world, _: listening.make(world)),
    ("popolazione", lambda world, _: context.make(world)),
)


def generate(
    catalogue: Catalogue,
    territories: Territories,
    out: Path,
    *,
    seed: int = SEED,
    scale: int = 1,
    progress: Progress | None = None,
    published: Path = PUBLISHED,
    boundaries: Path = BOUNDARIES,
) -> list[Path]:
    """Write demonstration files for all that has not been published.

    Args:
        catalogue: the definitions of the datasets.
        territories: the country with the Ambiti really known, without those of an earlier demonstration.
        out: folder of the files `<dataset>__dimostrativo.csv`; its `territories/` gets `ambiti.csv` and
            `memberships.csv` of the demonstration Ambiti.
        seed: the same seed gives the same bytes.
        scale: at 10, ten times as many people and Ambiti (for measuring speed; published totals times ten).
        progress: told (done, total, what) at each step.
        published: folder of the published files that the demonstration agrees with and never repeats.
        boundaries: folder of the boundaries of the Comuni by Regione.

    Returns:
        The files written, those of the datasets first.

    Raises:
        MissingFactError: a published figure it must agree with is missing.
    """
    tell = progress or (lambda done, total, what: None)
    steps = len(MAKERS) + 3
    facts = Facts.read(published)
    world = World(catalogue, territories, facts, Book(catalogue, facts, seed), seed, scale)
    tell(0, steps, "Ambiti dimostrativi")
    populate(world, boundaries)
    tell(1, steps, "persone simulate")
    people = simulate(world)
    for done, (what, maker) in enumerate(MAKERS, start=2):
        tell(done, steps, what)
        maker(world, people)
    tell(steps - 1, steps, "scrittura dei file")
    paths = world.book.write(out)
    operating = territories.level(role="operating").code
    made = areas_of(world.demonstration_groups(), level=operating, source=world.book.source)
    paths += write_groups(*made, out / "territories")
    tell(steps, steps, "fatto")
    return paths
