"""The gate of the public: the one way by which a table of people becomes public.

What counts as people: those whom the programmes follow, that is the young people of the experiment, the
children and the families in charge, the beneficiaries of a measure, and any count that may have some of them
among others (who came to an event or to a focus group). A dataset of such counts is `confidential` in its
definition; what may be public beside it, such as the number of events, stands in a dataset of its own.
Operators are not confidential: tutors, social workers, trainees, members of a table are counted in their
office; and so are areas, services, meetings, projects, money.

What is made here knows nothing but what is published: the shape of a group (see `populations`), the values of
its cells with NaN where hidden, and marks that are the same for a whole population. True values behind the
hidden cells cannot change a byte of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.data.cells import Status
from dashboard.data.definitions import Dataset, Measure
from dashboard.disclosure.layout import Bools, Floats
from dashboard.publishing.populations import Chosen, Shape
from dashboard.publishing.tabulating import CellTable

PARTLY = "valore non comunicato da tutti"
_COLUMNS = ["measure", "value", "status", "demonstration", "note"]


@dataclass(frozen=True)
class Published:
    """What is public of a group.

    Attributes:
        shape: its cells.
        values: the value of each cell, NaN where hidden.
        passed: which populations passed the audit; the others are left out.
        demonstration: by population, whether any row is demonstration data.
        provisional: by population, whether any row is provisional.
    """

    shape: Shape
    values: Floats
    passed: tuple[bool, ...]
    demonstration: tuple[bool, ...]
    provisional: tuple[bool, ...]


def public_tables(dataset: Dataset, chosen: Sequence[Chosen], groups: Sequence[Published]) -> list[CellTable]:
    """Make the public tables of the counts of people of a dataset.

    Every cell of every area that has delivered is there: a number, an explicit zero, or hidden, with nothing
    that tells a primary cell from a secondary one, no note, and the marks of the population as a whole. So
    neither the rows that are there nor how many they are depend on what is hidden.

    Args:
        dataset: its definition.
        chosen: the tables, as the menu names them.
        groups: all groups of all its counts.
    """
    tables = []
    for table in chosen:
        frames = [_frame(group, table) for group in groups]
        if frames:
            shape = groups[0].shape
            frame = pd.concat(frames, ignore_index=True)
            tables.append(
                CellTable(dataset.code, shape.level_of(table) or None, table, shape.dims(table), frame)
            )
    return tables


def _frame(group: Published, chosen: Chosen) -> pd.DataFrame:
    shape = group.shape
    dims = shape.dims(chosen)
    keys = shape.layout.cells[:, 0]
    rows, cells = [], []
    for values, cell in shape.cells_of(chosen):
        if group.passed[keys[cell]]:
            rows.append(values)
            cells.append(cell)
    frame = pd.DataFrame(rows, columns=list(dims), dtype="object")
    at = np.array(cells, dtype=np.int64)
    value = pd.Series(group.values[at], dtype="float64")
    provisional = np.array(group.provisional, dtype=bool)[keys[at]]
    status = pd.Series(Status.VALID.value, index=value.index, dtype="object")
    status[provisional] = Status.PROVISIONAL.value
    status[value == 0] = Status.ZERO.value
    status[value.isna()] = Status.SUPPRESSED.value
    return frame.assign(
        measure=pd.Series(shape.measure, index=frame.index, dtype="object"),
        value=value,
        status=status,
        demonstration=np.array(group.demonstration, dtype=bool)[keys[at]],
        note=pd.Series("", index=frame.index, dtype="object"),
    )


def with_followers(
    dataset: Dataset, table: CellTable, exact: pd.DataFrame, waiting: Collection[tuple[str, ...]] = ()
) -> CellTable:
    """Add the measures that count no people (months paid, euro, meetings) to a public table of people.

    Such a measure is published where the count it is shown with is published and not zero, that is at least
    the threshold; it is hidden where that one is hidden. The same pattern protects it: for every hidden count
    the audit has shown other whole tables of people that agree with all that is published. A small step from
    the true table towards one of them moves the months or the euro of the same inner cells in the same
    proportion, and the sums of the published cells stay as they are; so no hidden amount is determined
    either. What this does not give is a width of its own: how far an amount may lie is not proven.

    Args:
        dataset: its definition.
        table: the public table of its counts of people.
        exact: the exact cells of the same table.
        waiting: count and population (values of the dimensions never summed) of those that stay as an earlier
            release shows them: the new sums would tell what has changed, and wait with the people.
    """
    fixed = [d.code for d in dataset.fixed if d.type != "area"]
    frames = [table.frame]
    for measure in dataset.measures:
        if measure.shown_with:
            people = table.frame[table.frame["measure"] == measure.shown_with]
            keys = people[["measure", *fixed]].itertuples(index=False, name=None)
            waits = np.array([key in waiting for key in keys], dtype=bool)
            frames.append(_follower(table, people, measure, exact, waits))
    frame = pd.concat(frames, ignore_index=True)
    return CellTable(table.dataset, table.level, table.chosen, table.dims, frame)


def _follower(
    table: CellTable, people: pd.DataFrame, measure: Measure, exact: pd.DataFrame, waits: Bools
) -> pd.DataFrame:
    dims = list(table.dims)
    mine = exact[exact["measure"] == measure.code][[*dims, "value", "note"]]
    joined = people[[*dims, *_COLUMNS]].merge(mine, on=dims, how="left", suffixes=("", "_own"))
    hidden = joined["status"].eq(Status.SUPPRESSED.value) | waits
    nobody = joined["value"].eq(0)
    value = joined["value_own"].mask(nobody & joined["value_own"].isna(), 0.0).mask(hidden)
    status = (
        joined["status"]
        .mask(hidden, Status.SUPPRESSED.value)
        .mask(~hidden & ~nobody & value.eq(0), Status.ZERO.value)
    )
    status = status.mask(~hidden & nobody & value.ne(0), Status.VALID.value)
    status = status.mask(~hidden & value.isna(), Status.NOT_COLLECTED.value)
    partly = ~hidden & value.notna() & joined["note_own"].fillna("").ne("") & ~nobody
    return joined.assign(
        measure=measure.code, value=value, status=status, note=partly.map({True: PARTLY, False: ""})
    )[[*dims, *_COLUMNS]]


def counted(groups: Sequence[Published], chosen: Chosen) -> Mapping[str, int]:
    """Count the cells of a table: in all, hidden, zero."""
    found = {"cells": 0, "hidden": 0, "zero": 0}
    for group in groups:
        cells = np.array([cell for _, cell in group.shape.cells_of(chosen)], dtype=np.int64)
        found["cells"] += len(cells)
        found["hidden"] += int(np.isnan(group.values[cells]).sum())
        found["zero"] += int((group.values[cells] == 0).sum())
    return found
