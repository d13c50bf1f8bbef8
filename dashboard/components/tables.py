"""Tables in HTML: real rows and headers that a screen reader, a printer and a phone can use.

A figure is written with its status: zero, hidden and not collected never look alike, and demonstration
data bears its mark in every cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components import wording
from dashboard.components.wording import escape
from dashboard.data.cells import Cell, Status, Table

ROWS_IN_SIGHT = 25
"""A longer table scrolls in a frame of its own."""
DEMO_MARK = f'<abbr class="cr-demo" title="{wording.DEMONSTRATION_SHORT}">◆</abbr>'


@dataclass(frozen=True)
class Column:
    """A column of figures: its heading, how to write its numbers, and a cell by area (or other row) code."""

    label: str
    cells: Mapping[str, Cell]
    unit: str = ""
    decimals: int = 0


def html_table(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    *,
    caption: str,
    row_heading: str,
    chosen: str = "",
) -> str:
    """Write a table with one row per code and one column per set of cells.

    Args:
        rows: (code, label) in the order in which they are shown.
        columns: the figures; a row without a cell is written as not collected.
        caption: what the table holds, with unit and date.
        row_heading: heading of the first column.
        chosen: code of the row to set off.

    Returns:
        HTML of a `<table>` inside a frame that scrolls by itself on a narrow screen, reachable by keyboard.
    """
    absent = Cell(None, Status.NOT_COLLECTED)
    head = "".join(f'<th scope="col" class="cr-num">{escape(column.label)}</th>' for column in columns)
    body = []
    for code, label in rows:
        mark = ' class="cr-chosen"' if code == chosen else ""
        cells = "".join(_td(column.cells.get(code, absent), column) for column in columns)
        body.append(f'<tr{mark}><th scope="row">{escape(label)}</th>{cells}</tr>')
    told = [column.cells.get(code, absent) for code, _ in rows for column in columns]
    shown, demo = {cell.status for cell in told}, any(cell.demonstration for cell in told)
    notes = _notes((label, column.cells.get(code)) for code, label in rows for column in columns)
    whole = " cr-whole" if len(rows) <= ROWS_IN_SIGHT else ""
    return (
        f'<div class="cr-scroll{whole}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cr-table"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(row_heading)}</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>{_legend(shown, demo, notes)}"
    )


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in a table of several: its name, its moment, how to write it, one cell per place."""

    label: str
    when: str
    unit: str
    decimals: int
    cells: Sequence[Cell | None]


def indicator_table(rows: Sequence[IndicatorRow], places: Sequence[str], *, caption: str) -> str:
    """Write a table with one row per indicator and one column per place.

    Args:
        rows: the indicators; a missing cell is written as not collected.
        places: headings of the columns of figures.
        caption: what the table holds.
    """
    absent = Cell(None, Status.NOT_COLLECTED)
    head = "".join(f'<th scope="col" class="cr-num">{escape(place)}</th>' for place in places)
    body = []
    for row in rows:
        column = Column(row.label, {}, row.unit, row.decimals)
        when = f'<br><span class="cr-when">{escape(row.when)}</span>' if row.when else ""
        cells = "".join(_td(cell or absent, column) for cell in row.cells)
        body.append(f'<tr><th scope="row">{escape(row.label)}{when}</th>{cells}</tr>')
    found = [cell or absent for row in rows for cell in row.cells]
    notes = _notes((row.label, cell) for row in rows for cell in row.cells)
    return (
        f'<div class="cr-scroll cr-whole" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cr-table"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Indicatore</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
        f"{_legend({cell.status for cell in found}, any(cell.demonstration for cell in found), notes)}"
    )


def _td(cell: Cell, column: Column) -> str:
    text = escape(wording.cell_text(cell, unit=column.unit, decimals=column.decimals))
    star = '<sup aria-hidden="true">*</sup>' if cell.note else ""
    if cell.value is None:
        meaning = escape(wording.STATUS_MEANING[cell.status])
        return f'<td class="cr-num cr-{cell.status}"><abbr title="{meaning}">{text}</abbr>{star}</td>'
    return f'<td class="cr-num">{text}{star}{DEMO_MARK if cell.demonstration else ""}</td>'


def _legend(statuses: set[Status], demonstration: bool, notes: Sequence[str] = ()) -> str:
    marks = [
        wording.STATUS_MEANING[status]
        for status in (Status.SUPPRESSED, Status.NOT_COLLECTED, Status.NOT_PARTICIPATING)
        if status in statuses
    ]
    if demonstration:
        marks.append(f"◆ dato {wording.DEMONSTRATION_SHORT}")
    if notes:
        marks.append("* " + "; ".join(notes))
    return f'<p class="cr-legend">{escape(" · ".join(marks))}</p>' if marks else ""


def _notes(cells: Iterable[tuple[str, Cell | None]]) -> list[str]:
    """List the notes of the cells, with the names of the rows; equal ones once."""
    found: dict[str, list[str]] = {}
    for label, cell in cells:
        if cell is not None and cell.note:
            found.setdefault(cell.note, []).append(label)
    return [f"{wording.listing(labels, most=3)}: {note}" for note, labels in found.items()]


def tidy(
    table: Table, *, labels: Mapping[str, Mapping[str, str]], headings: Mapping[str, str]
) -> pd.DataFrame:
    """Lay a table out for a file: code and label of every dimension, then figure, status and mark.

    The numbers are those on screen: what is hidden is empty, with its status beside it.

    Args:
        table: a published table.
        labels: per dimension, the label of each code (dimensions without labels get no label column).
        headings: heading of each dimension; its code where missing.

    Returns:
        One row per cell, columns in Italian, texts but for `valore`.
    """
    columns: dict[str, object] = {}
    for name in table.dims:
        heading = headings.get(name, name)
        codes = table.frame[name].astype("string").fillna("")
        columns[f"{heading} (codice)" if name in labels else heading] = codes.to_numpy()
        if name in labels:
            columns[heading] = [labels[name].get(code, code) for code in codes]
    columns["misura"] = [headings.get(code, code) for code in table.frame["measure"]]
    columns["unita"] = [table.unit.get(code, "") for code in table.frame["measure"]]
    columns["valore"] = table.frame["value"].to_numpy()
    columns["stato"] = [state(Status(status)) for status in table.frame["status"]]
    columns["origine"] = [origin(bool(demo)) for demo in table.frame["demonstration"]]
    columns["nota"] = table.frame["note"].fillna("").to_numpy()
    return pd.DataFrame(columns)


def rows(items: Sequence[tuple[str, str, Cell]], *, heading: str, measure: str, unit: str) -> pd.DataFrame:
    """Lay a few cells out for a file, as `tidy` does for a table.

    Args:
        items: (code, label, cell).
        heading: what the rows are.
        measure: what the figures are.
        unit: code of their unit.
    """
    return pd.DataFrame(
        {
            f"{heading} (codice)": [code for code, _, _ in items],
            heading: [label for _, label, _ in items],
            "misura": measure,
            "unita": unit,
            "valore": [cell.value for _, _, cell in items],
            "stato": [state(cell.status) for _, _, cell in items],
            "origine": [origin(cell.demonstration) for _, _, cell in items],
            "nota": [cell.note for _, _, cell in items],
        }
    )


def state(status: Status) -> str:
    """Write the status of a figure for a file."""
    return "rilevato" if status.has_value else wording.STATUS_MARK[status]


def origin(demonstration: bool) -> str:
    """Write the mark of demonstration data for a file."""
    return wording.DEMONSTRATION.upper() if demonstration else ""
