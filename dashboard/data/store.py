"""The store of releases: artefacts that are written once, whole, and checked whenever they are opened.

An artefact is what one audience may read of one release. It is a SQLite file by default and a schema where
PostgreSQL is set. The register says which releases exist; what is not in the register does not exist, so that
a release appears with all its artefacts or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.data.artefact import Artefact, read_parts, write_parts
from dashboard.settings import Settings

_LOCK = 7_204_511_836
_PATIENCE = 120
"""Seconds that a writer waits for another one to finish."""


class StoreError(Exception):
    """What the store cannot do; the message is in Italian."""


class AlteredArtefactError(StoreError):
    """An artefact is not what was published."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"L’artefatto «{where}» non è quello pubblicato: il contenuto non corrisponde all’impronta del "
            "registro. Non viene aperto; va ripristinato da una copia o ripubblicato con un nuovo rilascio."
        )


class _AbandonedError(Exception):
    """Nobody registered the release being written: it is undone without a word."""


@dataclass(frozen=True)
class Entry:
    """One line of the register: a release, and the digest of each of its artefacts.

    Attributes:
        digests: SHA-256 of the content of the artefact by audience key.
        info: date, as-of date, state, embargo, reason and what else describes the release (JSON).
    """

    number: int
    digests: Mapping[str, str]
    info: Mapping[str, Any] = field(default_factory=dict)


class Batch:
    """A release being written: add every artefact, then register; leaving without registering undoes all."""

    def __init__(self, store: Store, connection: sa.Connection, number: int) -> None:
        self.number = number
        self.registered = False
        self._store = store
        self._connection = connection
        self._digests: dict[str, str] = {}
        self._attached: list[tuple[str, str]] = []

    def add(self, key: str, artefact: Artefact) -> None:
        """Write the artefact of one audience; nobody can open it yet."""
        self._store._write(self._connection, self.number, key, artefact)
        self._digests[key] = artefact.digest

    def attach(self, key: str, name: str, text: str) -> None:
        """Put a text (a report of the audit) beside the artefact of an audience, under a name of its own."""
        self._store._attach(self._connection, self.number, key, name, text)
        self._attached.append((key, name))

    def register(self, info: Mapping[str, Any]) -> Entry:
        """Put the release in the register: the last step, after which it exists."""
        self._store._settle(self.number, list(self._digests), self._attached)
        entry = Entry(self.number, self._digests, dict(info))
        self._connection.execute(
            self._store._register.insert().values(
                number=entry.number,
                digests=json.dumps(entry.digests, sort_keys=True),
                info=json.dumps(entry.info, ensure_ascii=False, sort_keys=True),
            )
        )
        self.registered = True
        return entry


class Store:
    """The releases of one installation, behind one interface for files and for PostgreSQL.

    Args:
        engine: where the register is.
        schema: schema of the register, None in SQLite.
    """

    def __init__(self, engine: sa.Engine, schema: str | None) -> None:
        self.engine = engine
        self._register = sa.Table(
            "register",
            sa.MetaData(schema=schema),
            sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("digests", sa.Text, nullable=False),
            sa.Column("info", sa.Text, nullable=False),
        )

    def where(self, number: int, key: str) -> str:
        """Name of the artefact of an audience: its file, or its schema."""
        raise NotImplementedError

    def releases(self) -> list[Entry]:
        """Return the releases of the register, oldest first; none when there is no register yet."""
        if not self._exists():
            return []
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(self._register).order_by(self._register.c.number)).all()
        return [Entry(row.number, json.loads(row.digests), json.loads(row.info)) for row in rows]

    def entry(self, number: int) -> Entry | None:
        """Return one line of the register, None when there is no such release."""
        return next((entry for entry in self.releases() if entry.number == number), None)

    def read(self, number: int, key: str) -> Artefact:
        """Read one artefact, whole, and check it against the register.

        Raises:
            StoreError: the register has no such artefact.
            AlteredArtefactError: the content is not what was published.
        """
        entry = self.entry(number)
        if entry is None or key not in entry.digests:
            raise StoreError(f"Il rilascio {number} per «{key}» non è nel registro dei rilasci.")
        where = self.where(number, key)
        try:
            artefact = self._read(number, key)
            sound = artefact.digest == entry.digests[key]
        except (sa.exc.SQLAlchemyError, ValueError, LookupError, TypeError, OSError) as error:
            raise AlteredArtefactError(where) from error
        if not sound:
            raise AlteredArtefactError(where)
        return artefact

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Open the next release for writing, one writer at a time: all its artefacts appear, or none does."""
        with suppress(_AbandonedError), self._locked() as connection:
            last = connection.execute(sa.select(sa.func.max(self._register.c.number))).scalar()
            batch = Batch(self, connection, (last or 0) + 1)
            try:
                yield batch
                if not batch.registered:
                    raise _AbandonedError
            except BaseException:
                self._undo(batch.number)
                raise

    def _exists(self) -> bool:
        raise NotImplementedError

    @contextmanager
    def _locked(self) -> Iterator[sa.Connection]:
        raise NotImplementedError
        yield

    def _write(self, connection: sa.Connection, number: int, key: str, artefact: Artefact) -> None:
        raise NotImplementedError

    def attached(self, number: int, key: str, name: str) -> str | None:
        """Return the text that stands beside an artefact under a name, None when there is none."""
        raise NotImplementedError

    def _attach(self, connection: sa.Connection, number: int, key: str, name: str, text: str) -> None:
        raise NotImplementedError

    def _settle(self, number: int, keys: list[str], attached: list[tuple[str, str]]) -> None:
        """Give the files of a release their final names, just before it is registered."""

    def _undo(self, number: int) -> None:
        """Remove what was written of a release that is not going to be registered."""

    def _read(self, number: int, key: str) -> Artefact:
        raise NotImplementedError


class FileStore(Store):
    """Releases as read-only SQLite files (`rilascio-0001-pubblico.sqlite`) beside `register.sqlite`.

    What is attached stands beside them: `rilascio-0001-pubblico.audit.json`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.register_path = folder / "register.sqlite"
        engine = sa.create_engine(
            f"sqlite:///{self.register_path}",
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": _PATIENCE},
        )
        super().__init__(engine, None)

    def where(self, number: int, key: str) -> str:
        """Name of the file."""
        return f"rilascio-{number:04d}-{key}.sqlite"

    def _exists(self) -> bool:
        return self.register_path.exists()

    @contextmanager
    def _locked(self) -> Iterator[sa.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.engine.connect() as connection:
            connection.execute(sa.schema.CreateTable(self._register, if_not_exists=True))
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except sa.exc.OperationalError as error:
                raise StoreError("Un’altra pubblicazione è in corso: riprovare quando è finita.") from error
            self._sweep()
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def _sweep(self) -> None:
        """Remove what a writer that was killed may have left behind."""
        for left in self.folder.glob(".*.tmp*"):
            left.unlink(missing_ok=True)

    def _temporary(self, number: int, key: str) -> Path:
        return self.folder / f".{self.where(number, key)}.tmp"

    def _write(self, connection: sa.Connection, number: int, key: str, artefact: Artefact) -> None:
        path = self._temporary(number, key)
        path.unlink(missing_ok=True)
        engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
        with engine.connect() as file:
            file.exec_driver_sql("PRAGMA journal_mode = OFF")
            file.exec_driver_sql("PRAGMA synchronous = OFF")
            write_parts(file, None, artefact)
            file.commit()
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        path.chmod(0o444)

    def attached(self, number: int, key: str, name: str) -> str | None:
        """Return the text of the file beside an artefact."""
        path = self.folder / self._beside(number, key, name)
        return path.read_text(encoding="utf-8") if path.exists() else None

    def _beside(self, number: int, key: str, name: str) -> str:
        return f"{self.where(number, key).removesuffix('.sqlite')}.{name}.json"

    def _attach(self, connection: sa.Connection, number: int, key: str, name: str, text: str) -> None:
        path = self.folder / f".{self._beside(number, key, name)}.tmp"
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o444)

    def _settle(self, number: int, keys: list[str], attached: list[tuple[str, str]]) -> None:
        for key in keys:
            self._temporary(number, key).replace(self.folder / self.where(number, key))
        for key, name in attached:
            final = self._beside(number, key, name)
            (self.folder / f".{final}.tmp").replace(self.folder / final)
        with suppress(OSError):  # some systems cannot open a folder
            descriptor = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _undo(self, number: int) -> None:
        self._sweep()
        for kind in ("sqlite", "json"):
            for left in self.folder.glob(f"rilascio-{number:04d}-*.{kind}"):
                left.unlink(missing_ok=True)

    def _read(self, number: int, key: str) -> Artefact:
        path = self.folder / self.where(number, key)
        if not path.exists():
            raise FileNotFoundError(path.name)
        engine = sa.create_engine(
            f"sqlite:///file:{path.as_posix()}?mode=ro&immutable=1&uri=true", poolclass=sa.NullPool
        )
        with engine.connect() as connection:
            return read_parts(connection, None)


class SchemaStore(Store):
    """Releases as schemas of PostgreSQL: `release_0001_pubblico`, and the register in `releases`."""

    def __init__(self, url: str) -> None:
        super().__init__(sa.create_engine(url, pool_pre_ping=True, pool_size=2), "releases")

    def where(self, number: int, key: str) -> str:
        """Name of the schema."""
        return f"release_{number:04d}_{key.replace('-', '_')}"

    def _exists(self) -> bool:
        return sa.inspect(self.engine).has_table("register", schema="releases")

    @contextmanager
    def _locked(self) -> Iterator[sa.Connection]:
        with self.engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            connection.execute(sa.schema.CreateSchema("releases", if_not_exists=True))
            self._register.create(connection, checkfirst=True)
            yield connection

    def _write(self, connection: sa.Connection, number: int, key: str, artefact: Artefact) -> None:
        schema = self.where(number, key)
        connection.execute(sa.schema.CreateSchema(schema))
        write_parts(connection, schema, artefact)

    def attached(self, number: int, key: str, name: str) -> str | None:
        """Return the text of the line of the schema's `attached` table."""
        schema = self.where(number, key)
        if not sa.inspect(self.engine).has_table("attached", schema=schema):
            return None
        table = _attached_table(schema)
        with self.engine.connect() as connection:
            return connection.execute(sa.select(table.c.content).where(table.c.name == name)).scalar()

    def _attach(self, connection: sa.Connection, number: int, key: str, name: str, text: str) -> None:
        table = _attached_table(self.where(number, key))
        table.create(connection, checkfirst=True)
        connection.execute(table.insert().values(name=name, content=text))

    def _read(self, number: int, key: str) -> Artefact:
        with self.engine.connect() as connection:
            return read_parts(connection, self.where(number, key))


def _attached_table(schema: str) -> sa.Table:
    return sa.Table(
        "attached",
        sa.MetaData(schema=schema),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name: PostgreSQL where `DATABASE_URL` says so, else the files."""
    if settings.uses_postgresql:
        return SchemaStore(settings.database_url)
    return FileStore(settings.releases_dir)
