"""An artefact of a release: tables and meta-data with a digest of their content, in any SQL database."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

Kind = Literal["text", "real", "integer", "bytes"]
Row = tuple[Any, ...]

_TYPES: dict[Kind, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text,
    "real": sa.Double,
    "integer": sa.BigInteger,
    "bytes": sa.LargeBinary,
}
_ORDINAL = "row_no"
_BATCH = 50_000


@dataclass(frozen=True)
class Part:
    """One table of an artefact: named, with typed columns and rows in a fixed order.

    Attributes:
        columns: name and kind of each column (text, real, integer, bytes); None is a missing value.
        rows: the rows, as plain Python values.
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: list[Row]

    @staticmethod
    def of(name: str, frame: pd.DataFrame) -> Part:
        """Make a part of a frame; the kind of a column follows its type, what is missing becomes None."""
        kinds: list[tuple[str, Kind]] = []
        values: list[list[Any]] = []
        for column in frame.columns:
            series = frame[column]
            kind = _kind(series)
            kinds.append((str(column), kind))
            convert = {"real": float, "integer": int, "bytes": bytes, "text": str}[kind]
            values.append(
                [
                    None if missing else convert(value)
                    for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True)
                ]
            )
        return Part(name, tuple(kinds), list(zip(*values, strict=True)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of name, columns and rows, whatever the database they are kept in."""
        digest = hashlib.sha256(json.dumps([self.name, self.columns, len(self.rows)]).encode())
        for (_, kind), values in zip(self.columns, self.values, strict=True):
            if kind == "bytes":
                values = [None if value is None else hashlib.sha256(value).hexdigest() for value in values]
            if kind == "real":  # databases do not keep the sign of a zero
                values = [None if value is None else value + 0.0 for value in values]
            digest.update(json.dumps(values).encode())
        return digest.hexdigest()

    @property
    def values(self) -> list[list[Any]]:
        """The values, column by column."""
        if not self.rows:
            return [[] for _ in self.columns]
        return [list(column) for column in zip(*self.rows, strict=True)]

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame: texts as str, reals as float64, integers as int64."""
        series: dict[str, pd.Series] = {}
        for (name, kind), values in zip(self.columns, self.values, strict=True):
            gaps = kind == "integer" and None in values
            dtype: Any = {
                "text": "str",
                "real": "float64",
                "integer": "Int64" if gaps else "int64",
                "bytes": "object",
            }[kind]
            series[name] = pd.Series(values, dtype=dtype)
        return pd.DataFrame(series)


def _kind(series: pd.Series) -> Kind:
    if pd.api.types.is_float_dtype(series):
        return "real"
    if pd.api.types.is_integer_dtype(series) or pd.api.types.is_bool_dtype(series):
        return "integer"
    return "bytes" if len(series) and isinstance(series.iloc[0], bytes) else "text"


@dataclass(frozen=True)
class Artefact:
    """What one audience may read of one release: meta-data (any JSON) and parts by name."""

    meta: Mapping[str, Any]
    parts: Mapping[str, Part]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole content: the meta-data and the digest of every part."""
        content = [dict(self.meta), sorted((part.name, part.digest) for part in self.parts.values())]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _meta_table(schema: str | None) -> sa.Table:
    return sa.Table(
        "meta", sa.MetaData(schema=schema), sa.Column("key", sa.Text), sa.Column("value", sa.Text)
    )


def _contents_table(schema: str | None) -> sa.Table:
    return sa.Table(
        "contents",
        sa.MetaData(schema=schema),
        sa.Column("name", sa.Text),
        sa.Column("columns", sa.Text),
        sa.Column("row_count", sa.BigInteger),
        sa.Column("sha256", sa.Text),
    )


def _target(connection: sa.Connection, name: str, schema: str | None) -> str:
    return connection.dialect.identifier_preparer.format_table(sa.table(name, schema=schema))


def _create(connection: sa.Connection, part: Part, schema: str | None) -> None:
    """Create the table of a part.

    A release has thousands of them; SQLAlchemy's own table objects take ten times as long as the database.
    """
    quote = connection.dialect.identifier_preparer.quote
    columns = [f"{quote(_ORDINAL)} INTEGER PRIMARY KEY"]
    columns += [f"{quote(name)} {_TYPES[kind]().compile(connection.dialect)}" for name, kind in part.columns]
    connection.exec_driver_sql(
        f"CREATE TABLE {_target(connection, part.name, schema)} ({', '.join(columns)})"
    )


def write_parts(connection: sa.Connection, schema: str | None, artefact: Artefact) -> None:
    """Write an artefact as tables: `meta`, `contents` (the list of the parts) and one table a part."""
    meta, contents = _meta_table(schema), _contents_table(schema)
    meta.create(connection)
    contents.create(connection)
    described = {**artefact.meta, "sha256": artefact.digest}
    connection.execute(
        meta.insert(),
        [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in described.items()],
    )
    listed = []
    for part in artefact.parts.values():
        _create(connection, part, schema)
        _insert(connection, part, schema)
        columns = json.dumps(part.columns)
        count = len(part.rows)
        listed.append({"name": part.name, "columns": columns, "row_count": count, "sha256": part.digest})
    if listed:
        connection.execute(contents.insert(), listed)


def _insert(connection: sa.Connection, part: Part, schema: str | None) -> None:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * (len(part.columns) + 1))
    statement = f"INSERT INTO {_target(connection, part.name, schema)} VALUES ({marks})"
    for start in range(0, len(part.rows), _BATCH):
        numbered = [(start + i, *row) for i, row in enumerate(part.rows[start : start + _BATCH])]
        connection.exec_driver_sql(statement, numbered)


def read_parts(connection: sa.Connection, schema: str | None) -> Artefact:
    """Read an artefact back from the tables of a database (of a schema, where there is one)."""
    described = connection.execute(sa.select(_meta_table(schema))).all()
    meta = {row.key: json.loads(row.value) for row in described if row.key != "sha256"}
    parts: dict[str, Part] = {}
    quote = connection.dialect.identifier_preparer.quote
    for name, listed in connection.execute(sa.select(*list(_contents_table(schema).c)[:2])).all():
        columns = tuple((column, kind) for column, kind in json.loads(listed))
        names = ", ".join(quote(column) for column, _ in columns)
        found = connection.exec_driver_sql(
            f"SELECT {names} FROM {_target(connection, name, schema)} ORDER BY {quote(_ORDINAL)}"
        )
        parts[name] = Part(name, columns, [_clean(row) for row in found])
    return Artefact(meta, parts)


def _clean(row: sa.Row[Any]) -> Row:
    return tuple(None if isinstance(v, float) and math.isnan(v) else v for v in row)
