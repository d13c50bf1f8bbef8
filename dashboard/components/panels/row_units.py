"""A picture made of single rows, with all that must stand beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.components import wording
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.rows import Rows


def rows_of_programme(ask: Ask) -> Rows:
    """Return the rows of the whole programme: a network cut at a border is not a network."""
    top = ask.programme.scope[0]
    found = rows.rows_of(replace(ask, area=top))
    if ask.area == top or found.refusal:
        return found
    return replace(found, notice=f"La rete si guarda tutta insieme, non per territorio: {ask.names[top]}.")


def unit_of_rows(
    ask: Ask,
    found: Rows,
    *,
    message: str,
    unit_label: str,
    when: str = "",
    picture: Callable[[], Any] | None = None,
    table: str = "",
    listed: str = "",
    data: pd.DataFrame | None = None,
    reading: Sequence[tuple[str, str]] = (),
    note: str = "",
) -> Unit:
    """Put what is made of rows in its unit; say what would fill it when there are none.

    Args:
        ask: the panel at work.
        found: the rows.
        message: the sentence that says what the picture says.
        unit_label: the unit in words.
        when: the moment in words; the day of the data when not given.
        picture: draws it.
        table: the same data as HTML rows.
        listed: HTML beside (or in the place of) the picture.
        data: the same data for a file; the rows themselves when not given.
        reading: how to read it, besides what the dataset says of itself.
        note: a remark of this figure, besides that of the panel.
    """
    dataset = rows.dataset_of(ask)
    empty = found.refusal
    moment = when or wording.data_of_day(str(ask.release.meta["as_of"]))
    caption = " · ".join(part for part in (ask.panel.label, unit_label, found.place, moment) if part)
    title = ask.panel.label if empty else message
    if data is None and not empty:
        data = rows.file_of(ask, dataset, found.frame)
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=picture() if picture and not empty else None,
        table="" if empty else table,
        reading=[*reading, *rows.reading_of(dataset, found.sources)],
        data=None if empty else data,
        empty=empty,
        demonstration=found.demonstration,
        notice=found.notice,
        note=" ".join(part for part in (ask.panel.note, note) if part),
        rows="" if empty else listed,
    )


def text(value: object) -> str:
    """Write a value of a row: nothing for what is not there."""
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def site(address: str) -> tuple[str, str]:
    """Split a source into what is written and what it links to: an address alone shows its site."""
    if address.startswith(("http://", "https://")) and " " not in address:
        return address.split("/")[2].removeprefix("www."), address
    return address, ""
