"""A dataset as SDMX-CSV 2.0 (aligned with SDMX 3.0), all its published tables in one file.

Format: field guide of sdmx-twg/sdmx-csv, `STRUCTURE, STRUCTURE_ID, ACTION`, dimensions, measure, attributes;
observation status from the cross-domain code list CL_OBS_STATUS; `_T` is the total of a dimension that a
table does not break down, `_U` a value that is not known.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.data.cells import Status, Table
from dashboard.data.definitions import Dataset, Dimension
from dashboard.data.release import Release

AGENCY = "CRUSCOTTO"
VERSION = "1.0.0"
TOTAL, UNKNOWN = "_T", "_U"
MEASURE, VALUE = "MISURA", "OBS_VALUE"
ATTRIBUTES = ("OBS_STATUS", "UNIT_MEASURE", "STATO_CELLA", "ORIGINE_CELLA", "NOTA_CELLA")
MIME = "application/vnd.sdmx.data+csv; version=2.0.0"

OBS_STATUS: Mapping[Status, str] = {
    Status.VALID: "A",
    Status.ZERO: "A",
    Status.PROVISIONAL: "P",
    Status.SUPPRESSED: "Q",
    Status.NOT_COLLECTED: "O",
    Status.NOT_APPLICABLE: "M",
    Status.NOT_PARTICIPATING: "M",
}
"""CL_OBS_STATUS: A normal value, P provisional, Q missing and suppressed, O missing, M cannot exist.

`STATO_CELLA` keeps apart what one code of the list joins (a zero, an area that does not take part).
"""


def structure_id(dataset: Dataset) -> str:
    """Identify the dataflow, as `AGENCY:ARTEFACT_ID(VERSION)`."""
    return f"{AGENCY}:{dataset.code.upper()}({VERSION})"


def component(dimension: Dimension, dataset: Dataset) -> str:
    """Name the column of a dimension: the concepts of SDMX for territory and time, else its own code."""
    if dimension.type == "area":
        return "REF_AREA"
    clocks = [d for d in dataset.dimensions if d.type in ("date", "year") and not d.additive]
    return "TIME_PERIOD" if clocks == [dimension] else dimension.code.upper()


def header(dataset: Dataset) -> list[str]:
    """List the columns of a dataset's file."""
    named = [component(dimension, dataset) for dimension in dataset.dimensions]
    return ["STRUCTURE", "STRUCTURE_ID", "ACTION", *named, MEASURE, VALUE, *ATTRIBUTES]


def frame(dataset: Dataset, table: Table, *, root: str) -> pd.DataFrame:
    """Lay one published table out as observations.

    Args:
        dataset: its definition.
        table: the cells, as the screen reads them.
        root: code of the whole country, the area of a table without territory.

    Returns:
        One row a cell, columns as `header` lists them, all texts; a cell without a number has no value.
    """
    cells = table.frame
    named = {d.code for d in dataset.dimensions}
    level = next((name for name in table.dims if name not in named), "")
    columns: dict[str, object] = {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": structure_id(dataset),
        "ACTION": "I",
    }
    for dimension in dataset.dimensions:
        name = component(dimension, dataset)
        if dimension.type == "area":
            columns[name] = cells[level] if level else root
        elif dimension.code in table.dims:
            columns[name] = cells[dimension.code].replace("", UNKNOWN)
        else:
            columns[name] = TOTAL
    statuses = {str(status): code for status, code in OBS_STATUS.items()}
    columns[MEASURE] = cells["measure"]
    columns[VALUE] = ["" if value != value else f"{value:.15g}" for value in cells["value"]]
    columns["OBS_STATUS"] = cells["status"].map(statuses)
    columns["UNIT_MEASURE"] = cells["measure"].map(dict(table.unit))
    columns["STATO_CELLA"] = cells["status"]
    columns["ORIGINE_CELLA"] = cells["demonstration"].map({True: "dimostrativo", False: ""})
    columns["NOTA_CELLA"] = cells["note"].fillna("")
    return pd.DataFrame(columns, index=cells.index, columns=header(dataset))


def to_csv(release: Release, dataset: Dataset, *, root: str) -> bytes:
    """Write every published table of a dataset as one SDMX-CSV file.

    A hidden cell is a line without a value, with status Q: it is not left out, so that nobody takes it for a
    zero.
    """
    parts = [
        frame(dataset, release.table(dataset.code, by=named), root=root)
        for named in release.published(dataset.code)
    ]
    every = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=header(dataset))
    return every.to_csv(index=False, lineterminator="\r\n").encode()
