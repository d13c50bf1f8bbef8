"""The gate of the public: the one function through which every table of people must pass to be public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data.definitions import Dataset
from dashboard.publishing.tabulating import CellTable

LEFT_OUT = (
    "riguarda persone: resta fuori dalla versione pubblica finché le sue tabelle non passano dal controllo "
    "della riservatezza statistica."
)


@dataclass(frozen=True)
class Passed:
    """What passed the gate: the tables the public may read, and why the others may not be read."""

    tables: tuple[CellTable, ...]
    reason: str = ""


def pass_to_public(dataset: Dataset, tables: Sequence[CellTable]) -> Passed:
    """Let the public have the tables of a dataset.

    A dataset that is not confidential passes as it is. One that is confidential is left out altogether: there
    is no protection yet, and a table that is not there cannot be undone. Disclosure control goes here.

    Args:
        dataset: its definition.
        tables: the exact tables of the public menu.
    """
    if dataset.confidential:
        return Passed((), LEFT_OUT)
    return Passed(tuple(tables))
