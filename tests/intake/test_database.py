from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import text

from dashboard.intake import Ledger, LedgerError
from dashboard.intake.database import writing
from dashboard.settings import ROOT
from tests.intake.helpers import Deliver, Load, row


def test_opening_the_ledger_again_changes_nothing(
    ledger: Ledger, ledger_url: str, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati.csv", [row()]))
    other = Ledger(ledger_url)
    assert other.fingerprint() == ledger.fingerprint()
    other.close()


def test_a_ledger_of_a_newer_program_is_not_touched(ledger: Ledger, ledger_url: str) -> None:
    with writing(ledger.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="più recente"):
        Ledger(ledger_url)


def test_two_first_starts_at_once_make_the_tables_once(ledger_url: str) -> None:
    start = f"from dashboard.intake.ledger import Ledger; Ledger({ledger_url!r}).deliveries()"
    processes = [subprocess.Popen([sys.executable, "-c", start], cwd=ROOT) for _ in range(2)]

    assert [process.wait(60) for process in processes] == [0, 0]
