"""Connections to the ledger: one writer at a time, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x1E5DE12  # any number, as long as it is always the same: the name of the writers' lock
_WAIT_SECONDS = 900


class LedgerError(Exception):
    """The ledger cannot do what was asked; a sentence in Italian says why."""

    speaks_italian = True


def open_engine(url: str) -> Engine:
    """Return an engine for the ledger; the folder of a SQLite file is made if it is not there."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver does not begin transactions by itself: we do
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that no other writer can stand beside: the others wait for their turn."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def upgrade(engine: Engine) -> None:
    """Bring the tables to the shape that this program knows; does nothing when they are.

    Raises:
        LedgerError: the ledger was written by a newer program.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    known = {revision.revision for revision in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise LedgerError(
            f"Il registro è stato scritto da una versione più recente del programma (schema {current}): "
            "aggiornare il programma."
        )
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
