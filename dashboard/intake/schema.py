"""The tables of the ledger. Rows are only ever added: nothing is updated, nothing is deleted."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

# One loaded file. `replaces`: the delivery that this one takes the place of, as a whole.
delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", Text, nullable=False, index=True),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_by", Text, nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("replaces", Integer, ForeignKey("delivery.id"), nullable=True),
    Column("warnings", Text, nullable=False),
    Column("catalogue", Text, nullable=False),
    sqlite_autoincrement=True,
)

# One row of a loaded file. `key`: its dimensions as a JSON object, in the order of their codes.
observation = Table(
    "observation",
    metadata,
    Column("delivery_id", Integer, ForeignKey("delivery.id"), primary_key=True),
    Column("row_number", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("measures", Text, nullable=False),
    Column("attributes", Text, nullable=False),
    sqlite_with_rowid=False,
)

# A delivery that no longer counts, who said so, when and why.
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("delivery_id", Integer, ForeignKey("delivery.id"), primary_key=True),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
)
