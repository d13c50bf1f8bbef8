"""From the ledger to a release: one artefact per audience, all of them or none."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dashboard.data.audience import CABINA, PUBLIC, Audience
from dashboard.data.definitions import Catalogue
from dashboard.data.store import Entry, Store
from dashboard.data.territories import Territories
from dashboard.data.territories.boundaries import dissolve
from dashboard.publishing.assembling import Assembled, Assembler
from dashboard.publishing.auditing import AlteredError
from dashboard.publishing.guarding import Guard
from dashboard.publishing.history import pasts_of
from dashboard.publishing.protection import METHOD, Count, DatasetProtection, protect_people
from dashboard.publishing.reports import AUDIT, audit_summary, keep_reports
from dashboard.publishing.workers import GuardError
from dashboard.publishing.workshop import LedgerLike, Progress, Workshop

__all__ = ["Options", "Publication", "PublishingError", "Summary", "publish"]

FORMAT = 5
"""Version of the content of an artefact; a change of it makes a new release even when no datum changed."""

LATER = "riguarda persone: le sue tabelle sono in corso di protezione ed entrano nel prossimo rilascio."
"""Why tables of people are not in a release that does not wait for their protection."""

_TOLD = 5
"""How many examples a message names."""


class PublishingError(Exception):
    """A release that cannot be published; the message is in Italian."""


@dataclass(frozen=True)
class Options:
    """What the data office says of a release.

    Attributes:
        state: provisional or definitive.
        as_of: the day the figures are of. When not given: that of the last release or, if a return that was
            due is later, its day; the day of publication when there is neither.
        embargo: the public may not open the release before this day.
        reason: what changed and why.
        next_update: when the next one is due, in words.
        corrects: number of the release that this one corrects.
        published_by: who publishes.
        people: whether tables of people are protected now; else the public does without them until the next
            release.
    """

    state: Literal["provvisorio", "definitivo"] = "provvisorio"
    as_of: date | None = None
    embargo: date | None = None
    reason: str = ""
    next_update: str = ""
    corrects: int | None = None
    published_by: str = ""
    people: bool = True


@dataclass(frozen=True)
class Summary:
    """What was made for one audience.

    Attributes:
        left_out: reason by dataset, of what is not in it.
        counts: how much of each public table of people is hidden, and why (the public's summary alone).
    """

    audience: Audience
    tables: int
    cells: int
    left_out: Mapping[str, str]
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Publication:
    """The outcome: a new release, or the number of the one that is already up to date.

    Attributes:
        warnings: what the release has not, and should have (Italian).
    """

    number: int
    unchanged: bool
    audiences: tuple[Summary, ...] = ()
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


def publish(
    ledger: LedgerLike,
    catalogue: Catalogue,
    territories: Territories,
    store: Store,
    *,
    options: Options | None = None,
    audiences: Sequence[Audience] | None = None,
    boundaries_from: Path | None = None,
    progress: Progress | None = None,
    today: date | None = None,
    check: Callable[[Assembled], None] | None = None,
    guard: Guard | None = None,
) -> Publication:
    """Publish a release: the artefacts of all audiences, or nothing.

    Args:
        ledger: where the exact rows are.
        catalogue: the definitions.
        territories: the territory.
        store: where releases are kept.
        options: what is said of the release.
        audiences: whom for; by default the public, the Cabina, one referente per main area that takes part.
        boundaries_from: folder of the boundaries, to draw the groups with; None for no boundaries.
        progress: called with done, total and a sentence.
        today: the day of the release.
        check: called with every artefact before it is written; what it raises stops the release.
        guard: by which rule, and with what means, the tables of people are protected and audited.

    Returns:
        The new release or, when nothing changed since the last one, the number of that.

    Raises:
        PublishingError: the ledger is empty, changed meanwhile or names unknown areas, or what is asked for
            makes no sense, or the protection broke off: then nothing is published.
    """
    options, guard = options or Options(), guard or Guard()
    started, day, tell = time.monotonic(), today or date.today(), progress or _silent
    fingerprint = ledger.fingerprint()
    workshop = Workshop(ledger, catalogue, territories, progress, day=day)
    if ledger.fingerprint() != fingerprint:
        raise PublishingError("Il registro è cambiato mentre veniva letto: ripetere la pubblicazione.")
    if workshop.is_empty:
        raise PublishingError(
            "Il registro è vuoto: caricare prima i dati con «python -m dashboard load FILE…»."
        )
    _refuse_strangers(workshop)
    whom = _audiences(workshop, audiences)
    _check_options(options, store, day)
    warnings = _unplaced(territories)
    entries = store.releases()
    options, as_of = _dated(options, entries, workshop, day)
    basis = _basis(fingerprint, catalogue, territories, options, whom, guard, workshop.withheld)
    if entries and entries[-1].info.get("basis") == basis:
        return Publication(entries[-1].number, True, (), time.monotonic() - started, warnings)
    protections = _protect(workshop, whom, guard, store, tell) if options.people else _later(catalogue)
    groups = draw_groups(territories, boundaries_from)
    assembler = Assembler(workshop, groups, _records(ledger.deliveries()), protections)
    summaries: list[Summary] = []
    with store.writing() as batch:
        head = _head(batch.number, day, as_of, options, workshop)
        head["protection"] = {"threshold": guard.threshold, "method": METHOD}
        for done, audience in enumerate(whom):
            tell(done, len(whom), f"artefatto per {audience}")
            private = {"ledger_fingerprint": fingerprint} if audience == CABINA else {}
            made = assembler.assemble(audience, {**head, **private})
            if check:
                check(made)
            batch.add(audience.key, made.artefact)
            if audience.is_public:
                batch.attach(audience.key, AUDIT, audit_summary(protections, guard.threshold))
            counts = [count for one in protections.values() for count in one.counts]
            counts = counts if audience.is_public else []
            summaries.append(Summary(audience, made.tables, made.cells, made.left_out, tuple(counts)))
        told = {name: head[name] for name in _REGISTERED}
        unsaid = {"published_by": options.published_by, "as_of_told": options.as_of is not None}
        batch.register({**told, **unsaid, "basis": basis})
        keep_reports(protections, guard, batch.number)
        tell(len(whom), len(whom), "rilascio registrato")
        return Publication(batch.number, False, tuple(summaries), time.monotonic() - started, warnings)


def _protect(
    workshop: Workshop, whom: Sequence[Audience], guard: Guard, store: Store, progress: Progress
) -> dict[str, DatasetProtection]:
    """Protect the tables of people, where anybody but the Cabina reads them."""
    if all(audience.kind == "cabina" for audience in whom):
        return {}
    try:
        return protect_people(workshop, guard, pasts=pasts_of(store, guard), progress=progress)
    except GuardError as error:
        raise PublishingError(str(error)) from error
    except AlteredError as error:
        raise PublishingError(
            f"Un rilascio in linea non si può confrontare con il nuovo: {error}."
        ) from error


def _later(catalogue: Catalogue) -> dict[str, DatasetProtection]:
    """Leave every dataset of people out, and say that it will come."""
    return {
        dataset.code: DatasetProtection(dataset.code, left_out=(LATER,))
        for dataset in catalogue.datasets.values()
        if dataset.confidential
    }


_REGISTERED = ("date", "as_of", "state", "embargo", "reason", "corrects", "next_update")


def _head(number: int, day: date, as_of: date, options: Options, workshop: Workshop) -> dict[str, Any]:
    """Make the meta-data of a release that every audience may read."""
    return {
        "number": number,
        "date": day.isoformat(),
        "as_of": as_of.isoformat(),
        "state": options.state,
        "embargo": options.embargo.isoformat() if options.embargo else None,
        "reason": options.reason,
        "corrects": options.corrects,
        "next_update": options.next_update,
        "catalogue_fingerprint": workshop.catalogue.fingerprint,
        "format": FORMAT,
        "scopes": {code: list(one.scope) for code, one in workshop.catalogue.programmes.items()},
        "unclear": workshop.unclear(as_of),
        "levels": [asdict(level) for level in workshop.territories.levels],
    }


def _dated(options: Options, entries: Sequence[Entry], workshop: Workshop, day: date) -> tuple[Options, date]:
    """Settle the day the figures are of, and write it into the options where somebody said it.

    What somebody said of the last release holds until a return that was due is of a later day: a file that
    happens to be of another day must not move the whole release.
    """
    if options.as_of:
        return options, options.as_of
    observed = workshop.last_return(day)
    last = entries[-1].info if entries else {}
    if last and last.get("as_of_told", True):
        told = date.fromisoformat(last["as_of"])
        if observed is None or observed <= told:
            return replace(options, as_of=told), told
    return options, observed or day


def draw_groups(territories: Territories, base: Path | None) -> dict[str, bytes]:
    """Draw the groups (operating areas and zones) whose leaves are known: gzipped GeoJSON by level."""
    drawn: dict[str, bytes] = {}
    for level in territories.levels:
        if base is None or level.role not in ("operating", "zone"):
            continue
        codes = [area.code for area in territories.areas(level.code) if territories.members(area.code)]
        if codes:
            drawn[level.code] = dissolve(base, territories, codes).packed
    return drawn


def _audiences(workshop: Workshop, wanted: Sequence[Audience] | None) -> tuple[Audience, ...]:
    main = workshop.territories.level(role="main")
    if wanted is None:
        return (PUBLIC, CABINA, *(Audience("referente", code) for code in workshop.main_areas()))
    for audience in wanted:
        area = workshop.territories.find(audience.area) if audience.area else None
        if audience.area and (area is None or area.level != main.code):
            raise PublishingError(
                f"«{audience}»: nessun territorio di livello {main.label} ha questo codice."
            )
    return tuple(dict.fromkeys(wanted))


def _refuse_strangers(workshop: Workshop) -> None:
    strangers = workshop.strangers()
    if strangers:
        told = "; ".join(
            f"{dataset}: {', '.join(areas[:_TOLD])}{' …' if len(areas) > _TOLD else ''} ({len(areas)})"
            for dataset, areas in list(strangers.items())[:_TOLD]
        )
        told += f"; e altri {len(strangers) - _TOLD} dataset" if len(strangers) > _TOLD else ""
        raise PublishingError(
            f"Il registro nomina territori che non ci sono (più), le cui righe andrebbero perse: {told}. "
            "Importare l’elenco dei territori o ritirare le consegne."
        )


def _unplaced(territories: Territories) -> tuple[str, ...]:
    """Say which groups or members of groups have no place in the territories at work."""
    lost = territories.left_out
    if not lost:
        return ()
    return (
        f"Non trovano posto nei territori in uso, e restano fuori ({len(lost)}): "
        f"{'; '.join(lost[:_TOLD])}{' …' if len(lost) > _TOLD else ''}.",
    )


def _check_options(options: Options, store: Store, day: date) -> None:
    if options.corrects is not None and store.entry(options.corrects) is None:
        raise PublishingError(f"Il rilascio {options.corrects}, da correggere, non esiste.")
    if options.corrects is not None and not options.reason:
        raise PublishingError("Una correzione deve dire che cosa è cambiato e perché (--reason).")
    if options.as_of and options.as_of > day:
        raise PublishingError(f"La data dei dati ({options.as_of:%d/%m/%Y}) è nel futuro.")


def _basis(
    fingerprint: str,
    catalogue: Catalogue,
    territories: Territories,
    options: Options,
    audiences: Sequence[Audience],
    guard: Guard,
    withheld: Mapping[str, int],
) -> str:
    """Digest what a release is made of; its words (reason, who publishes) make no release of their own."""
    told = {
        name: str(value) for name, value in asdict(options).items() if name not in ("reason", "published_by")
    }
    areas = [str(asdict(a)) for level in territories.levels for a in territories.areas(level.code)]
    members = [
        str(m)
        for level in territories.levels
        if level.role in ("operating", "zone")
        for a in territories.areas(level.code)
        for m in territories.memberships(a.code)
    ]
    rule = [guard.threshold, *guard.insider_levels]
    content = [
        FORMAT,
        fingerprint,
        catalogue.fingerprint,
        areas,
        members,
        told,
        [a.key for a in audiences],
        rule,
        dict(withheld),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _records(deliveries: Iterable[Any]) -> list[Mapping[str, Any]]:
    """Return all deliveries, those that no longer count too, as records."""
    return [one if isinstance(one, Mapping) else asdict(one) for one in deliveries]


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""
