"""Planted counts: rare numbers put where people are counted, each known again wherever it turns up."""

from __future__ import annotations

import random
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from dashboard.data.cells import Status
from dashboard.data.release import Release
from tests import erewhon
from tests.attacks.reading import in_value, numbers_in

STATES = ("avvistato", "con_lanterna", "arrivato")
GENDERS = ("f", "m")
BANDS = ("giovani", "adulti")
DAYS = ("1971-12-31", "1972-12-31")
DISTRICTS = ("D0101", "D0102", "D0201", "D0202", "D0301", "D0303")
TINY = (1, 2, 2, 3)
"""Of six districts, how many have a handful of people."""
LEAST, MOST = 70_000, 99_999
"""Between which planted counts lie: no coordinate, year, resident or pixel of the test country is there."""

Coordinates = frozenset[tuple[str, str]]


def primes(least: int, most: int) -> list[int]:
    """Return the primes of an interval."""
    return [n for n in range(least, most + 1) if all(n % d for d in range(2, int(n**0.5) + 1))]


def planted(seed: int = 0) -> erewhon.RowsLedger:
    """Return a ledger of the invented country in which every count of people is a prime of its own or small.

    At each time, in each state, some districts have a handful of people and nothing else: what hides them
    must hide large counts too.

    Args:
        seed: of the chance.
    """
    chance = random.Random(seed)
    rare = primes(LEAST, MOST)
    chance.shuffle(rare)
    rows = []
    for day, state in product(DAYS, STATES):
        tiny = chance.sample(DISTRICTS, chance.choice(TINY))
        for area in DISTRICTS:
            groups = list(product(GENDERS, BANDS))
            for gender, band in [chance.choice(groups)] if area in tiny else groups:
                count = chance.randint(1, 4) if area in tiny else rare.pop()
                rows += erewhon.people((area, state, gender, band, count), day=day)
    ledger = erewhon.small_ledger()
    years = [(area, year) for area in DISTRICTS for year in ("1971", "1972")]
    full = {**ledger.rows, "adesioni": erewhon.joined(*years), "viandanti_stati": rows}
    return erewhon.RowsLedger(full, tuple(_delivery(code, len(lines)) for code, lines in full.items()))


def stirred(ledger: erewhon.RowsLedger, seed: int = 0) -> erewhon.RowsLedger:
    """Return the ledger after many people came and some went, everywhere; small counts stay small."""
    chance = random.Random(seed)
    rows = []
    for row in ledger.rows["viandanti_stati"]:
        count = row["viandanti"]
        step = chance.randint(-40, 90) if count >= LEAST else chance.randint(1, 4) - count
        rows.append({**row, "viandanti": count + step})
    return erewhon.RowsLedger({**ledger.rows, "viandanti_stati": rows}, ledger.delivered)


def _delivery(dataset: str, rows: int) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "file_name": f"{dataset}.csv",
        "sha256": "0" * 64,
        "rows": rows,
        "received_at": "1973-01-10",
        "received_by": "Gisella",
        "demonstration": False,
    }


def cells_of(release: Release) -> dict[tuple[str, str, Coordinates], float | None]:
    """Return the cells of all tables: (dataset, measure, coordinates) → number, None where there is none."""
    found: dict[tuple[str, str, Coordinates], float | None] = {}
    for dataset in release.meta["datasets"]:
        for by in release.published(dataset):
            for place, cell in release.table(dataset, by=by).cells():
                measure = place.pop("measure")
                where = frozenset(place.items())
                shown = cell.value if cell.status.has_value else None
                found[dataset, measure, where] = shown
    return found


def hidden_numbers(exact: Sequence[Release], public: Sequence[Release]) -> set[float]:
    """Return the canaries: planted numbers, sums of them too, that no published cell of any release shows."""
    shown = {value for release in public for value in cells_of(release).values() if value is not None}
    known = {value for release in exact for value in cells_of(release).values() if value is not None}
    return {value for value in known if value >= LEAST} - shown


def withheld(public: Release) -> list[tuple[str, str, Coordinates]]:
    """Return the cells that a release marks as hidden."""
    return [
        (dataset, place.pop("measure"), frozenset(place.items()))
        for dataset in public.meta["datasets"]
        for by in public.published(dataset)
        for place, cell in public.table(dataset, by=by).cells()
        if cell.status is Status.SUPPRESSED
    ]


# ---- in files ----


def in_database(path: Path, wanted: Iterable[float]) -> dict[float, str]:
    """Return which numbers a SQLite file holds, as a value, inside a text or a packed one, and where."""
    looked, found = set(wanted), dict[float, str]()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,), "pagine vuote nel file"
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for number in _numbers(row) & looked:
                    found.setdefault(number, table)
    connection.close()
    return found


def _numbers(row: Iterable[object]) -> set[float]:
    found: set[float] = set()
    for value in row:
        for one in in_value(value):
            found |= numbers_in(one) if isinstance(one, str) else {one}
    return found


def in_raw_bytes(content: bytes, wanted: Iterable[float]) -> set[float]:
    """Return which numbers stand in bytes as digits or as a double, in whatever corner of a file."""
    return {number for number in wanted if any(form in content for form in _forms(int(number)))}


def _forms(number: int) -> Iterator[bytes]:
    yield from (str(number).encode(), f"{number:,}".encode(), f"{number:,}".replace(",", ".").encode())
    yield str(number).encode("utf-16-le")
    yield from (struct.pack(">d", number), struct.pack("<d", number))


def in_files(paths: Iterable[Path], wanted: Iterable[float]) -> Mapping[str, set[float]]:
    """Return the files that hold some of the numbers in their bytes, or in the tables of a database."""
    looked = set(wanted)
    found: dict[str, set[float]] = {}
    for path in paths:
        content = path.read_bytes()
        hits = in_raw_bytes(content, looked)
        if content.startswith(b"SQLite format 3\0"):
            hits |= set(in_database(path, looked))
        if hits:
            found[path.name] = hits
    return found
