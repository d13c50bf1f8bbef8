"""What every picture of a panel says around itself: caption, how to read it, table, file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.components import figures, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator

ABSENT = Cell(None, Status.NOT_COLLECTED)


def unit_of(
    ask: Ask,
    slices: Sequence[Slice],
    *,
    message: str,
    picture: Callable[[], Any],
    table: str,
    data: pd.DataFrame,
    unit_label: str = "",
    extra: Sequence[str] = (),
    note: str = "",
) -> Unit:
    """Put a picture, its message, its table and its file together; say what would fill it when it is empty.

    Args:
        ask: the panel at work.
        slices: what is shown; the first gives place, moment and reading.
        message: the sentence that says what the picture says.
        picture: draws it; not called when there is nothing to draw.
        table: the same data as HTML rows.
        data: the same data for a file.
        unit_label: the unit in words; that of the first indicator when not given.
        extra: further parts of the caption.
        note: a remark of this figure, besides that of the panel.
    """
    first = slices[0]
    nothing = next((one.refusal for one in slices if one.refusal), "")
    empty = nothing if not any(one.known for one in slices) and not any(one.hidden for one in slices) else ""
    caption = caption_of(ask, first, unit_label=unit_label, extra=extra)
    title = ask.panel.label if empty else message
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None if empty or not any(one.known for one in slices) else picture(),
        table="" if empty else table,
        reading=reading_of([one.indicator for one in slices]),
        data=None if empty else data,
        empty=empty,
        demonstration=any(one.demonstration for one in slices),
        notice=next((one.notice for one in slices if one.notice), ""),
        note=" ".join(part for part in (ask.panel.note, note) if part),
    )


def caption_of(ask: Ask, first: Slice, *, unit_label: str = "", extra: Sequence[str] = ()) -> str:
    """Say what is shown, in which unit, where and when: its moment or, without one, the day of the data.

    A panel whose numbers are of a day that no dimension tells says it in its option `when`.
    """
    unit = unit_label or ask.unit_label(first.indicator.unit)
    when = first.when or ask.option("when") or wording.data_of_day(str(ask.release.meta["as_of"]))
    return " · ".join(part for part in (ask.panel.label, unit, first.place, when, *extra) if part)


def reading_of(indicators: Sequence[Indicator]) -> list[tuple[str, str]]:
    """List how to read one indicator, or several with their names before."""
    distinct = list(dict.fromkeys(one.code for one in indicators))
    by_code = {one.code: one for one in indicators}
    if len(distinct) == 1:
        return figures.reading_of(by_code[distinct[0]])
    told = []
    for code in distinct:
        one = by_code[code]
        told += [(one.label, one.definition), ("Come si legge", one.how_to_read), ("Limiti", one.limits)]
    last = by_code[distinct[0]]
    told += [("Fonte", last.source), ("Prossimo aggiornamento", wording.day(last.next_update))]
    return told


def table_of(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, Indicator, Sequence[Point]]],
    *,
    caption: str,
    heading: str,
    chosen: str = "",
) -> str:
    """Write the table behind a picture.

    Args:
        rows: (code, label), in order.
        columns: heading, indicator (how to write its numbers), points (one a row, by their last code).
        caption: what it holds.
        heading: heading of the first column.
        chosen: code of the row to set off.
    """
    return tables.html_table(
        rows,
        [
            Column(label, {point.code: point.cell for point in points}, indicator.unit, indicator.decimals)
            for label, indicator, points in columns
        ],
        caption=caption,
        row_heading=heading,
        chosen=chosen,
    )


def data_of(ask: Ask, slices: Sequence[Slice], headings: Sequence[str]) -> pd.DataFrame:
    """Lay the points of some slices out for a file: codes and labels, figure, base, status, mark.

    Args:
        ask: the panel at work.
        slices: what is shown.
        headings: name of each dimension laid out.
    """
    frames = []
    for one in slices:
        columns: dict[str, object] = {}
        for number, heading in enumerate(headings):
            columns[f"{heading} (codice)"] = [point.codes[number] for point in one.points]
            columns[heading] = [point.labels[number] for point in one.points]
        columns |= {"territorio": one.place, "periodo": one.when, "misura": one.indicator.label}
        columns["unita"] = ask.unit_label(one.indicator.unit)
        columns["valore"] = [point.cell.value for point in one.points]
        if one.indicator.denominator is not None:
            columns["base"] = [point.base if point.cell.value is not None else None for point in one.points]
        columns["stato"] = [tables.state(point.cell.status) for point in one.points]
        columns["origine"] = [tables.origin(point.cell.demonstration) for point in one.points]
        columns["nota"] = [point.cell.note for point in one.points]
        frames.append(pd.DataFrame(columns, index=range(len(one.points))))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def of_row(point: Point) -> Point:
    """Return a point of two dimensions as a cell of the row that its first one names."""
    return replace(point, codes=point.codes[:1], labels=point.labels[:1])


def figure(point: Point, indicator: Indicator, *, unit_label: str = "") -> str:
    """Write a point as it is said in a sentence: number with its unit, or why there is none."""
    return wording.cell_description(
        point.cell, unit=indicator.unit, unit_label=unit_label, decimals=indicator.decimals
    )
