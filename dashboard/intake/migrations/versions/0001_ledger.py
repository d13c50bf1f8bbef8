"""The ledger: deliveries, observations, withdrawals; rows may be added and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("delivery", "observation", "withdrawal")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("dataset", sa.Text, nullable=False, index=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False, index=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text, nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("delivery.id"), nullable=True),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "observation",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("row_number", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("measures", sa.Text, nullable=False),
        sa.Column("attributes", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawal",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("withdrawn_by", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    _forbid_changes()


def _forbid_changes() -> None:
    """Make the database itself refuse to change or delete what was written."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for action in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append only'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
        )


def downgrade() -> None:
    raise NotImplementedError("the ledger is never taken back")
