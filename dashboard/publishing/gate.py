"""The gate of the public: the one function through which every table of people must pass to be public.

What counts as people: those whom the programmes follow, that is the young people of the experiment, the
children and the families in charge, the beneficiaries of a measure, and any count that may have some of them
among others (who came to an event or to a focus group). A dataset of such counts is `confidential` in its
definition; what may be public beside it, such as the number of events, stands in a dataset of its own.
Operators are not confidential: tutors, social workers, trainees, members of a table are counted in their
office; and so are areas, services, meetings, projects, money.
"""

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
