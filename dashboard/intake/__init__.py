"""From filled templates to the ledger: templates, reading, checking, loading. Exact figures live here."""

from dashboard.intake.database import LedgerError
from dashboard.intake.ledger import Delivery, Ledger, LoadResult
from dashboard.intake.limits import Limits
from dashboard.intake.problems import Problem, Report, Severity
from dashboard.intake.service import Intake, check_files, load_files

__all__ = [
    "Delivery",
    "Intake",
    "Ledger",
    "LedgerError",
    "Limits",
    "LoadResult",
    "Problem",
    "Report",
    "Severity",
    "check_files",
    "load_files",
]
