"""The reading side: the releases an audience may open. Nothing here opens the ledger."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock

from dashboard.data.audience import CABINA, PUBLIC, Audience, AudienceError
from dashboard.data.lookup import NotPublished, Release, Where
from dashboard.data.store import AlteredArtefactError, Entry, Store, StoreError, open_store
from dashboard.settings import Settings

__all__ = [
    "CABINA",
    "PUBLIC",
    "AlteredArtefactError",
    "Audience",
    "AudienceError",
    "NotPublished",
    "Release",
    "ReleaseError",
    "StoreError",
    "Where",
    "open_release",
    "releases_for",
]

_KEPT_RELEASES = 8


class ReleaseError(LookupError):
    """A release that cannot be opened; the message is in Italian."""


def releases_for(store: Store, audience: Audience, today: date | None = None) -> list[Entry]:
    """Return the releases that an audience may open, oldest first: the public not before the embargo ends."""
    day = (today or date.today()).isoformat()
    return [
        entry
        for entry in store.releases()
        if audience.key in entry.digests
        and not (audience.is_public and str(entry.info.get("embargo") or "") > day)
    ]


_open: OrderedDict[tuple[str, int, str, str], Release] = OrderedDict()
_open_lock = Lock()


def open_release(
    settings: Settings, audience: Audience | str, number: int | None = None, *, today: date | None = None
) -> Release:
    """Open a release for an audience; it is read once in a process and kept in memory.

    Args:
        settings: where the store is; `RELEASE` gives the number when none is asked for.
        audience: whom for.
        number: which release; None for that of the settings or, without one, the newest.
        today: the day that decides on embargoes.

    Raises:
        ReleaseError: there is no such release, the audience has none, or it is under embargo.
        AlteredArtefactError: the artefact is not what was published.
        SettingError: `RELEASE` is no number.
    """
    whom = Audience.parse(audience) if isinstance(audience, str) else audience
    store = open_store(settings)
    wanted = number if number is not None else int(settings["RELEASE"] or 0) or None
    entries = {entry.number: entry for entry in releases_for(store, whom, today)}
    entry = entries.get(wanted if wanted is not None else max(entries, default=0))
    if entry is None:
        raise ReleaseError(_why_closed(store, whom, wanted))
    key = (str(store.engine.url), entry.number, whom.key, entry.digests[whom.key])
    with _open_lock:
        if key not in _open:
            _open[key] = Release(
                store.read(entry.number, whom.key),
                whom,
                lambda: max((e.number for e in releases_for(store, whom)), default=None),
            )
            while len(_open) > _KEPT_RELEASES:
                _open.popitem(last=False)
        _open.move_to_end(key)
        return _open[key]


def _why_closed(store: Store, audience: Audience, number: int | None) -> str:
    existing = store.releases()
    if not existing:
        return "Nessun rilascio è stato ancora pubblicato: eseguire «python -m dashboard release»."
    if number is None:
        return f"Nessun rilascio è aperto per {audience}."
    entry = next((e for e in existing if e.number == number), None)
    if entry is None:
        return f"Il rilascio {number} non esiste: l’ultimo è il {existing[-1].number}."
    if audience.key not in entry.digests:
        return f"Il rilascio {number} non è stato prodotto per {audience}."
    return f"Il rilascio {number} è sotto embargo fino al {entry.info['embargo']}."
