"""Publish with what the settings name: ledger, catalogue, territories (the imported ones too) and store."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.audience import Audience
from dashboard.data.definitions import load_catalogue
from dashboard.data.store import open_store
from dashboard.data.territories import Territories, TerritoryError
from dashboard.intake.ledger import Ledger
from dashboard.publishing import Options, Publication, PublishingError, publish
from dashboard.publishing.guarding import Guard
from dashboard.publishing.workshop import Progress
from dashboard.settings import Settings


def guard_of(settings: Settings, territories: Territories) -> Guard:
    """Return the rule and the means that the settings name.

    Whoever answers for a main area or for an operating one knows its figures exactly, and must not be able to
    work out those of the others.
    """
    insiders = [level.code for level in territories.levels if level.role in ("main", "operating")]
    return Guard(
        threshold=int(settings["THRESHOLD"]),
        seconds=int(settings["AUDIT_SECONDS"]),
        evidence=settings.evidence_dir,
        insider_levels=tuple(insiders),
    )


def publish_release(
    settings: Settings,
    *,
    options: Options | None = None,
    audiences: Sequence[Audience] | None = None,
    progress: Progress | None = None,
) -> Publication:
    """Publish a release from the ledger of the settings into their store (see `publish`).

    Raises:
        PublishingError: what is asked for makes no sense, the territories are wrong, or there is nothing to
            publish.
        StoreError: the store cannot be written.
    """
    ledger = Ledger(settings.database_url)
    try:
        ledger.upgrade()
        territories = Territories.load(*settings.territory_dirs)
        return publish(
            ledger,
            load_catalogue(settings.definitions_dir),
            territories,
            open_store(settings),
            options=options,
            audiences=audiences,
            boundaries_from=settings.territories_dir,
            progress=progress,
            guard=guard_of(settings, territories),
        )
    except TerritoryError as error:
        raise PublishingError(f"I territori non si leggono: {error}") from error
    finally:
        ledger.close()
