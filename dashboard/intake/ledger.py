"""The ledger: every file ever loaded, with its rows, and which of them count today.

Nothing is updated and nothing is deleted (the database refuses it). What counts is worked out: of all the
rows with the same key, the one of the latest delivery that is neither withdrawn nor replaced.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from dashboard.data.definitions import Dataset
from dashboard.intake.checking import CheckedFile, Progress
from dashboard.intake.database import LedgerError, open_engine, upgrade, writing
from dashboard.intake.frames import to_frame
from dashboard.intake.problems import Report, others
from dashboard.intake.schema import delivery, observation, withdrawal
from dashboard.intake.spool import Rows

_FETCH = 50_000
_WARNINGS = 500  # written with a delivery


@dataclass(frozen=True)
class Delivery:
    """One loaded file: what, who, when, and whether its rows may count.

    Attributes:
        active: neither withdrawn nor replaced by an active delivery.
        replaced_by: the active delivery that took its place, if any.
        withdrawn_by, withdrawn_at, reason: of the withdrawal, if any.
    """

    id: int
    dataset: str
    file_name: str
    sha256: str
    size: int
    rows: int
    received_at: datetime
    received_by: str
    demonstration: bool
    replaces: int | None
    warnings: tuple[str, ...]
    catalogue: str
    active: bool = True
    replaced_by: int | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class LoadResult:
    """What a load did.

    Attributes:
        status: `loaded`, `unchanged` (the same file is there already) or `refused` (it has errors).
        delivery: its number; None when refused.
        rows: rows loaded.
        superseded: how many of them take the place of an earlier row with the same key.
        message: the same, as a sentence (Italian).
    """

    file: str
    status: str
    delivery: int | None
    rows: int
    superseded: int
    message: str


class Ledger:
    """The ledger at an address.

    Args:
        url: SQLAlchemy address, `sqlite:///file` or `postgresql+psycopg://...`.
        clock: the time of a delivery (UTC); to be replaced in tests.

    Raises:
        LedgerError: the ledger was written by a newer program.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = open_engine(url)
        self._clock = clock
        try:
            self.upgrade()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def upgrade(self) -> None:
        """Make or migrate the tables; done by the constructor."""
        upgrade(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    # ---- writing ----

    def load(
        self,
        checked: CheckedFile,
        *,
        by: str = "",
        replaces: int | None = None,
        catalogue: str = "",
        progress: Progress | None = None,
    ) -> LoadResult:
        """Load a checked file: the whole of it, or nothing.

        Args:
            checked: a file with its report; one with errors is refused.
            by: who loads it; the user of the system by default.
            replaces: number of the delivery, of the same dataset, that this file takes the place of as a
                whole (rows that are not in the new file no longer count either).
            catalogue: fingerprint of the definitions that it was checked against.
            progress: told rows done, rows in all, and what.

        Raises:
            LedgerError: `replaces` names a delivery that cannot be replaced.
        """
        report, dataset = checked.report, checked.dataset
        if not report.valid or dataset is None:
            return LoadResult(
                report.file, "refused", None, 0, 0, f"{report.file}: non caricato, ci sono errori."
            )
        with writing(self.engine) as connection:
            known = self._deliveries(connection)
            if replaces is not None:
                _check_replaced(known, dataset, replaces)
            same = [d for d in known if d.sha256 == checked.sha256 and d.dataset == dataset.code]
            same = [d for d in same if d.withdrawn_at is None]
            if same:
                return _unchanged(report.file, same[-1], known)
            number = int(
                connection.execute(
                    insert(delivery).returning(delivery.c.id),
                    {
                        "dataset": dataset.code,
                        "file_name": report.file.encode("utf-8", "replace").decode(),
                        "sha256": checked.sha256,
                        "size": checked.size,
                        "rows": checked.spool.rows,
                        "received_at": self._clock(),
                        "received_by": by or system_user(),
                        "demonstration": report.demonstration,
                        "replaces": replaces,
                        "warnings": _kept_warnings(report),
                        "catalogue": catalogue,
                    },
                ).scalar_one()
            )
            self._insert(connection, number, checked, progress)
            earlier = [d.id for d in known if d.dataset == dataset.code and d.active]
            superseded = _count_superseded(connection, number, earlier)
        message = _loaded(report.file, checked.spool.rows, number, superseded)
        return LoadResult(report.file, "loaded", number, checked.spool.rows, superseded, message)

    def _insert(
        self, connection: Connection, number: int, checked: CheckedFile, progress: Progress | None
    ) -> None:
        statement, done = insert(observation), 0
        for rows in checked.spool:
            connection.execute(statement, list(_records(number, rows)))
            done += len(rows)
            if progress:
                progress(done, checked.spool.rows, f"{checked.report.file}: carico")

    def withdraw(self, delivery_id: int, reason: str, *, by: str = "") -> None:
        """Withdraw a delivery: its rows stay and no longer count; what they replaced counts again.

        Raises:
            LedgerError: no such delivery, no reason, or it is withdrawn already.
        """
        if not reason.strip():
            raise LedgerError("Per ritirare una consegna serve un motivo.")
        with writing(self.engine) as connection:
            known = {d.id: d for d in self._deliveries(connection)}
            if delivery_id not in known:
                raise LedgerError(f"La consegna {delivery_id} non esiste.")
            if known[delivery_id].withdrawn_at is not None:
                raise LedgerError(f"La consegna {delivery_id} è già stata ritirata.")
            values = {
                "delivery_id": delivery_id,
                "withdrawn_by": by or system_user(),
                "withdrawn_at": self._clock(),
                "reason": reason.strip(),
            }
            connection.execute(insert(withdrawal), values)

    # ---- reading ----

    def deliveries(self, dataset: str | None = None) -> tuple[Delivery, ...]:
        """List the deliveries, oldest first, those of one dataset if asked."""
        with self.engine.connect() as connection:
            found = self._deliveries(connection)
        return tuple(d for d in found if dataset in (None, d.dataset))

    def current(self, dataset: str) -> pd.DataFrame:
        """Return the rows of a dataset that count today.

        Args:
            dataset: code of the dataset.

        Returns:
            Columns: dimensions (text), measures (float, NaN where blank), attributes (text, empty where
            blank), then `delivery_id` and `row_number` (integers); in the order of loading. Measures and
            attributes that no row has are no column.
        """
        return to_frame(self.batches(dataset))

    def batches(self, dataset: str) -> Iterator[tuple[int, Rows]]:
        """Yield the rows of the active deliveries of a dataset, oldest first, with the delivery's number.

        A key may occur several times: the last row counts.
        """
        columns = observation.c
        with self.engine.connect() as connection:
            for item in self._deliveries(connection):
                if item.dataset != dataset or not item.active:
                    continue
                query = (
                    select(columns.row_number, columns.key, columns.measures, columns.attributes)
                    .where(columns.delivery_id == item.id)
                    .order_by(columns.row_number)
                )
                result = connection.execution_options(yield_per=_FETCH).execute(query)
                for part in result.partitions():
                    yield item.id, Rows(*map(list, zip(*part, strict=True)))

    def history(self, dataset: str, key: Mapping[str, str]) -> list[dict[str, Any]]:
        """List every row ever loaded with a key, oldest first, the ones that no longer count too.

        Args:
            dataset: code of the dataset.
            key: value of every dimension, by code.

        Returns:
            For each row: `delivery` (a `Delivery`), `row_number`, `measures`, `attributes`.
        """
        text = key_text(key)
        with self.engine.connect() as connection:
            known = {d.id: d for d in self._deliveries(connection) if d.dataset == dataset}
            query = (
                select(observation)
                .where(observation.c.delivery_id.in_(list(known)), observation.c.key == text)
                .order_by(observation.c.delivery_id, observation.c.row_number)
            )
            return [
                {
                    "delivery": known[row.delivery_id],
                    "row_number": row.row_number,
                    "measures": json.loads(row.measures),
                    "attributes": json.loads(row.attributes),
                }
                for row in connection.execute(query)
            ]

    def fingerprint(self) -> str:
        """Return a hash of what counts today: the same files in force, in the same order."""
        digest = hashlib.sha256()
        for item in self.deliveries():
            if item.active:
                digest.update(f"{item.dataset}\n{item.sha256}\n".encode())
        return digest.hexdigest()

    def _deliveries(self, connection: Connection) -> list[Delivery]:
        query = (
            select(delivery, withdrawal.c.withdrawn_by, withdrawal.c.withdrawn_at, withdrawal.c.reason)
            .select_from(delivery.outerjoin(withdrawal))
            .order_by(delivery.c.id)
        )
        rows = [row._asdict() for row in connection.execute(query)]
        replaced_by: dict[int, int] = {}
        for row in reversed(rows):  # a replacement counts only if it is itself in force
            row["replaced_by"] = replaced_by.get(row["id"])
            row["active"] = row["withdrawn_at"] is None and row["replaced_by"] is None
            if row["active"] and row["replaces"] is not None:
                replaced_by.setdefault(row["replaces"], row["id"])
        for row in rows:
            row["warnings"] = tuple(json.loads(row["warnings"]))
            row["withdrawn_by"], row["reason"] = row["withdrawn_by"] or "", row["reason"] or ""
            row["received_at"] = _utc(row["received_at"])
            row["withdrawn_at"] = _utc(row["withdrawn_at"]) if row["withdrawn_at"] else None
        return [Delivery(**row) for row in rows]


def key_text(key: Mapping[str, str]) -> str:
    """Return the dimensions of a row as the ledger writes them: JSON, in the order of the codes."""
    pieces = (f"{json.dumps(c)}:{json.dumps(key[c], ensure_ascii=False)}" for c in sorted(key))
    return "{" + ",".join(pieces) + "}"


def system_user() -> str:
    """Return the name of the user of the system, when nobody says who is loading."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in a container
        return "sconosciuto"


def _loaded(file: str, rows: int, number: int, superseded: int) -> str:
    """Say what a load did, numbers in agreement."""
    some = "caricata 1 riga" if rows == 1 else f"caricate {rows} righe"
    message = f"{file}: {some} come consegna {number}"
    if superseded == 1:
        return message + (
            "; sostituisce una riga precedente." if rows == 1 else "; 1 sostituisce una riga precedente."
        )
    return message + (f"; {superseded} sostituiscono righe precedenti." if superseded else ".")


def _records(number: int, rows: Rows) -> Iterator[dict[str, Any]]:
    names = ("row_number", "key", "measures", "attributes")
    for values in zip(rows.numbers, rows.keys, rows.measures, rows.attributes, strict=True):
        yield {"delivery_id": number, **dict(zip(names, values, strict=True))}


def _count_superseded(connection: Connection, number: int, earlier: list[int]) -> int:
    if not earlier:
        return 0
    old = select(observation.c.key).where(observation.c.delivery_id.in_(earlier))
    query = select(func.count()).where(observation.c.delivery_id == number, observation.c.key.in_(old))
    return int(connection.execute(query).scalar_one())


def _kept_warnings(report: Report) -> str:
    """Return the warnings as JSON: the first ones in full, the others as a number."""
    texts = [str(problem) for problem in report.sorted_problems()[:_WARNINGS]]
    if report.warnings > len(texts):
        texts.append(others(report.warnings - len(texts), "avviso", "avvisi"))
    return json.dumps(texts, ensure_ascii=False)


def _check_replaced(known: list[Delivery], dataset: Dataset, replaces: int) -> None:
    found = next((d for d in known if d.id == replaces), None)
    if found is None:
        raise LedgerError(f"La consegna {replaces}, da sostituire, non esiste.")
    if found.dataset != dataset.code:
        raise LedgerError(
            f"La consegna {replaces} è del dataset «{found.dataset}» e non può essere sostituita da una "
            f"del dataset «{dataset.code}»."
        )
    if not found.active:
        raise LedgerError(f"La consegna {replaces} è già stata ritirata o sostituita.")


def _unchanged(file: str, same: Delivery, known: list[Delivery]) -> LoadResult:
    when = f"{same.received_at:%d/%m/%Y %H:%M} UTC"
    message = f"{file}: già caricato il {when} come consegna {same.id}: nulla è cambiato."
    later = [d for d in known if d.id > same.id and d.dataset == same.dataset and d.active]
    if same.replaced_by is not None:
        message += f" Quella consegna è stata poi sostituita dalla {same.replaced_by}: per tornare indietro "
        message += "ritirare quest'ultima."
    elif later:
        message += f" Consegne successive dello stesso dataset: {', '.join(str(d.id) for d in later[:5])}."
    return LoadResult(file, "unchanged", same.id, 0, 0, message)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
