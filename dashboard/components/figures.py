"""The unit in which every figure is shown, and the cards of the first screen. No Streamlit here.

A unit is: a title that says the message, the picture, the same data as a table, how to read it and its
limits, the file to take home, the link.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.components import wording
from dashboard.components.wording import escape
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator


@dataclass(frozen=True)
class Unit:
    """One figure with everything that must stand beside it.

    Attributes:
        key: short text that is the same for the same figure: names its widgets and files.
        title: the message, a sentence.
        caption: what is shown, unit, date, perimeter.
        alt: the message for who does not see the picture.
        picture: a plotly figure, a pydeck map, or None when there is nothing to draw.
        legend: entries as `legends.of_classes` gives them.
        table: the same data as HTML rows.
        reading: pairs of heading and text: how to read it, limits, source, updates.
        data: the same data for a file.
        empty: what to say, and what would fill it, when there is nothing to show.
        demonstration: whether any of it is demonstration data.
        attribution: who made the boundaries, under a map.
        height: pixels of the picture.
        sketch: draws the same map as SVG: seen before the heavy one is there, and a file to take home.
        why: HTML that says why cells are hidden, and what can be seen instead; empty when none is.
        notice: what was asked for and is not what is shown (a narrower place, a cohort).
        note: what the picture can and cannot say.
        rows: HTML shown in the place of a picture (cards, lists).
    """

    key: str
    title: str
    caption: str
    alt: str
    picture: Any
    table: str = ""
    legend: Sequence[tuple[str, str]] = ()
    reading: Sequence[tuple[str, str]] = ()
    data: pd.DataFrame | None = None
    empty: str = ""
    demonstration: bool = False
    attribution: str = ""
    height: int = 560
    sketch: Callable[[], str] | None = None
    why: str = ""
    notice: str = ""
    note: str = ""
    rows: str = ""


@dataclass(frozen=True)
class Download:
    """A file to take home; it is made only when somebody asks for it."""

    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class KeyFigure:
    """One number of the first screen, with definition and date.

    `withheld`: not for this audience; `why`: HTML that says why it is hidden; `trend`: how it differs from a
    moment before, in words; `spark`: HTML of its published moments.
    """

    label: str
    cell: Cell
    unit: str
    unit_label: str
    decimals: int
    when: str
    where: str
    definition: str
    source: str
    prefix: str = ""
    withheld: bool = False
    why: str = ""
    trend: str = ""
    spark: str = ""


def cards_html(figures: Sequence[KeyFigure]) -> str:
    """Write the key figures as cards: label, number, date and place, definition and source on demand."""
    return f'<div class="cr-cards">{"".join(_card(figure) for figure in figures)}</div>'


def _card(figure: KeyFigure) -> str:
    cell = figure.cell
    when = " · ".join(part for part in (figure.where, figure.when) if part)
    noted = cell.value is not None and bool(cell.note)
    note = f'<p class="cr-card-meta">* {escape(cell.note)}</p>' if noted else ""
    star = '<sup aria-hidden="true">*</sup>' if noted else ""
    if cell.value is None:
        value = f'<p class="cr-card-value cr-absent">{escape(_absence(cell))}</p>'
    else:
        text = wording.amount(cell.value, unit=figure.unit, decimals=figure.decimals)
        unit = "" if figure.unit in wording.UNITS_WITH_SYMBOL else figure.unit_label
        prefix = f"<small>{escape(figure.prefix)} </small>" if figure.prefix else ""
        value = f'<p class="cr-card-value">{prefix}{escape(text)}{star} <small>{escape(unit)}</small></p>'
    details = "".join(
        f"<p><strong>{escape(heading)}</strong> {escape(text)}</p>"
        for heading, text in {
            "Definizione:": figure.definition,
            "Fonte:": figure.source,
        }.items()
        if text
    )
    return (
        f'<article class="cr-card"><p class="cr-card-label">{escape(figure.label)}</p>{value}'
        f'<p class="cr-card-meta">{escape(when)} {badge(cell)}</p>{_trend(figure)}{note}'
        f"<details><summary>Definizione e fonte</summary>{details}</details>{figure.why}</article>"
    )


def _trend(figure: KeyFigure) -> str:
    if not figure.trend and not figure.spark:
        return ""
    return f'<p class="cr-card-trend">{figure.spark}<span>{escape(figure.trend)}</span></p>'


def _absence(cell: Cell) -> str:
    return {
        Status.SUPPRESSED: "c – coperto",
        Status.NOT_PARTICIPATING: "non aderente",
        Status.NOT_APPLICABLE: "non applicabile",
    }.get(cell.status, "dato non disponibile")


def badge(cell: Cell) -> str:
    """Write the mark of demonstration data; nothing for a cell that is not."""
    return (
        f'<span class="cr-badge cr-is-demo">◆ {wording.DEMONSTRATION_SHORT}</span>'
        if cell.demonstration
        else ""
    )


def strip_html(items: Sequence[tuple[str, str]]) -> str:
    """Write the strip of every page: release, date, state, perimeter, next update."""
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in items)
    return f'<dl class="cr-strip">{pairs}</dl>'


def legend_html(entries: Sequence[tuple[str, str]], *, label: str) -> str:
    """Write the legend of a map: a swatch (a CSS colour, or the name of a mark) and its text."""
    items = []
    for fill, text in entries:
        is_colour = fill.startswith("#")
        swatch = f'<i style="background:{fill}"></i>' if is_colour else f'<i class="cr-{escape(fill)}"></i>'
        items.append(f"<li>{swatch}{escape(text)}</li>")
    return f'<ul class="cr-key" aria-label="{escape(label)}">{"".join(items)}</ul>' if items else ""


def facts_html(items: Sequence[tuple[str, str]]) -> str:
    """Write pairs of name and text, one per line."""
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in items if text)
    return f'<dl class="cr-facts">{pairs}</dl>'


def reading_of(indicator: Indicator) -> list[tuple[str, str]]:
    """List what must stand beside an indicator: definition, how to read it, limits, source, updates."""
    return [
        ("Definizione", indicator.definition),
        ("Come si legge", indicator.how_to_read),
        ("Limiti", indicator.limits),
        ("Fonte", indicator.source),
        ("Ultimo aggiornamento", wording.day(indicator.last_update)),
        ("Prossimo aggiornamento", wording.day(indicator.next_update)),
    ]


def sketch_html(item: Unit, *, height: int) -> str:
    """Write what stands in the place of a heavy picture: its sketch, or nothing, at the same height."""
    drawn = ""
    if item.sketch and (sketch := item.sketch()):
        data = base64.b64encode(sketch.encode()).decode()
        drawn = f'<img src="data:image/svg+xml;base64,{data}" alt="">'
    return f'<div class="cr-sketch" style="height:{height}px" aria-hidden="true">{drawn}</div>'
