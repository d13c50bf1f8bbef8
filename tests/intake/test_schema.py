from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from dashboard.intake import Ledger
from dashboard.intake.database import writing
from dashboard.intake.schema import delivery, metadata, observation, withdrawal
from tests.intake.helpers import Deliver, Load, row


def test_the_database_itself_refuses_to_change_or_delete_what_was_written(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati.csv", [row()]))
    ledger.withdraw(1, "x")
    for statement in (
        update(delivery).values(rows=0),
        update(observation).values(key="{}"),
        delete(observation),
        delete(withdrawal),
        delete(delivery),
    ):
        with pytest.raises(DatabaseError), writing(ledger.engine) as connection:
            connection.execute(statement)
    assert len(ledger.deliveries()) == 1


def test_the_migrations_make_the_tables_that_the_program_reads(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
