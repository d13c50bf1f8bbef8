"""A small invented ledger for Erewhon, and a release of it: what the tests of publishing share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.data.audience import Audience
from dashboard.data.definitions import Catalogue, Dataset, load_catalogue
from dashboard.data.release import Release, open_release
from dashboard.data.store import FileStore, Store
from dashboard.data.territories import Territories
from dashboard.publishing import Options, Publication, publish
from dashboard.publishing.guarding import Guard
from dashboard.settings import Settings
from tests.publishing import guards

BASE = Path(__file__).resolve().parent / "fixtures" / "erewhon"
TODAY = date(1973, 2, 1)
Rows = list[dict[str, Any]]


@dataclass
class RowsLedger:
    """A ledger that is a dictionary: rows by dataset."""

    rows: Mapping[str, Rows]
    delivered: Sequence[Mapping[str, Any]] = field(default=())

    def current(self, dataset: str) -> pd.DataFrame:
        """Return the rows of a dataset."""
        return pd.DataFrame(self.rows.get(dataset, []))

    def deliveries(self) -> Sequence[Mapping[str, Any]]:
        """Return the deliveries."""
        return self.delivered

    def fingerprint(self) -> str:
        """Return a digest of the rows."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


@cache
def catalogue() -> Catalogue:
    """The definitions of Erewhon."""
    return load_catalogue(BASE / "definitions")


@cache
def territories() -> Territories:
    """The territories of Erewhon."""
    return Territories.load(BASE / "territories")


def joined(*pairs: tuple[str, str], programme: str = "lanterne") -> Rows:
    """Rows of the perimeter: district and year."""
    return [
        {"programma": programme, "ref_area": area, "annata": year, "distretti": 1, "origine": "rilevato"}
        for area, year in pairs
    ]


def people(
    *rows: tuple[str, str, str, str, float], day: str = "1972-12-31", origin: str = "rilevato"
) -> Rows:
    """Rows of the confidential dataset: district, state, gender, age band, number."""
    return [
        {
            "ref_area": area,
            "reference_date": day,
            "stato": state,
            "genere": gender,
            "fascia": band,
            "viandanti": number,
            "origine": origin,
            "nota": "",
        }
        for area, state, gender, band, number in rows
    ]


def membership(*rows: tuple[str, str, float | None]) -> Rows:
    """Rows of the dataset that `with_membership` adds: county, day, 1 or 0 or nothing."""
    return [
        {"programma": "lanterne", "ref_area": area, "giorno": day, "aderisce": value, "origine": "rilevato"}
        for area, day, value in rows
    ]


def with_membership() -> Catalogue:
    """The definitions of Erewhon, where a dataset `contee` says which counties take part."""
    perimeter = catalogue().datasets["adesioni"]
    days = {"code": "giorno", "label": "Giorno", "type": "date", "additive": False}
    counties = Dataset.model_validate(
        {
            **perimeter.model_dump(),
            "code": "contee",
            "label": "Contee aderenti",
            "dimensions": [
                perimeter.dimension("programma").model_dump(),
                {"code": "ref_area", "label": "Contea", "type": "area", "levels": ["contea"]},
                days,
            ],
            "measures": [
                {"code": "aderisce", "label": "Aderisce", "unit": "contee", "required": False, "maximum": 1}
            ],
            "menu": {kind: {"totals": ["contea"]} for kind in ("pubblico", "referente", "cabina")},
            "example": {},
        }
    )
    named = perimeter.model_copy(update={"membership": "contee"})
    datasets = {**catalogue().datasets, "adesioni": named, "contee": counties}
    return catalogue().model_copy(update={"datasets": datasets})


def money(*rows: tuple[str, str, float | None, float | None]) -> Rows:
    """Rows of the dataset whose territory is never summed: area, year, allocated, spent."""
    return [
        {
            "programma": "lanterne",
            "ref_area": area,
            "annata": year,
            "stanziato": allocated,
            "speso": spent,
            "gradimento": None,
            "origine": "pubblicato",
            "fonte": "Tesoro del regno",
        }
        for area, year, allocated, spent in rows
    ]


def small_ledger() -> RowsLedger:
    """A ledger with four districts that take part, one of which has not delivered."""
    return RowsLedger(
        {
            "adesioni": joined(
                ("D0101", "1971"), ("D0102", "1971"), ("D0201", "1972"), ("D0301", "1971"), ("D0101", "1972")
            ),
            "viandanti_stati": people(
                ("D0101", "avvistato", "f", "giovani", 7),
                ("D0101", "avvistato", "m", "giovani", 3),
                ("D0101", "con_lanterna", "f", "giovani", 5),
                ("D0201", "avvistato", "f", "adulti", 40),
                ("D0201", "con_lanterna", "f", "adulti", 10),
                ("D0301", "avvistato", "f", "adulti", 2),
                origin="dimostrativo",
            ),
            "risorse": money(("ERE", "1971", 100.5, None), ("01", "1971", 50, 20), ("02", "1971", 50, 0)),
            "botteghe": [
                {
                    "ref_area": "001001",
                    "bottega": "Al lume di luna",
                    "mestiere": "vetraio",
                    "anno_apertura": 1970,
                    "piano": 0,
                    "presenza": 1,
                    "insegna": "Falò",
                    "origine": "rilevato",
                }
            ],
        }
    )


def settings(state: Path) -> Settings:
    """Settings that keep everything in a folder."""
    return Settings(
        {
            "STATE_DIR": str(state),
            "DEFINITIONS_DIR": str(BASE / "definitions"),
            "TERRITORIES_DIR": str(BASE / "territories"),
        }
    )


def published(
    state: Path,
    ledger: RowsLedger,
    *,
    options: Options | None = None,
    audiences: Sequence[Audience] | None = None,
    today: date = TODAY,
    definitions: Catalogue | None = None,
    store: Store | None = None,
    guard: Guard | None = None,
) -> Publication:
    """Publish a release of a ledger into a state folder; without a guard, people are hidden crudely."""
    return publish(
        ledger,
        definitions or catalogue(),
        territories(),
        store or FileStore(settings(state).releases_dir),
        options=options,
        audiences=audiences,
        boundaries_from=BASE / "territories",
        today=today,
        guard=guard or guards.guard(evidence=settings(state).evidence_dir),
    )


def release(state: Path, audience: str, ledger: RowsLedger | None = None) -> Release:
    """Publish a ledger (the small one, when none is given) and open it for an audience."""
    published(state, ledger or small_ledger())
    return open_release(settings(state), audience, today=TODAY)


def statuses(found: Release, dataset: str, by: str, **where: str) -> dict[str, tuple[str, float | None]]:
    """Status and value of every area of a level, for what `where` says."""
    table = found.table(dataset, by=by, where=where)
    return {place[by]: (cell.status.value, cell.value) for place, cell in table.cells()}
