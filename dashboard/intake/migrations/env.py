"""Run the migrations of the ledger on the connection that `Ledger.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from dashboard.intake.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
