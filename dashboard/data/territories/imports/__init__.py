"""Bring in territories from outside: Istat's boundaries and tables of Ambiti."""

from .ambiti import describe_columns, import_ambiti, write_ambiti
from .carry import carry_groups, write_carried
from .istat import import_istat
from .report import Finding, ImportReport

__all__ = [
    "Finding",
    "ImportReport",
    "carry_groups",
    "describe_columns",
    "import_ambiti",
    "import_istat",
    "write_ambiti",
    "write_carried",
]
