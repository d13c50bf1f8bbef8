"""A trend in the space of a word: little bars over the published moments, the last set off. No Streamlit."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from dashboard.components import palette, wording
from dashboard.components.charts.base import REST
from dashboard.components.wording import escape
from dashboard.data.cells import Cell
from dashboard.data.definitions import Dimension

HEIGHT = 22
BAR, STEP = 6, 8
MOST = 12
"""Moments that fit; the latest ones stand."""

Items = Sequence[tuple[str, str, Cell]]
"""(moment, label, cell) from the earliest to the latest."""


def spark_html(items: Items, *, unit: str, decimals: int) -> str:
    """Write little bars as an image, from zero; a moment without a number leaves its place empty.

    Returns:
        HTML whose alternative text tells every number; empty with fewer than two numbers.
    """
    shown = list(items)[-MOST:]
    known = [cell.value for _, _, cell in shown if cell.value is not None]
    if len(known) < 2:
        return ""
    top = max(known) or 1
    bars = []
    for at, (_, _, cell) in enumerate(shown):
        if cell.value is None:
            bars.append(f'<circle cx="{at * STEP + BAR / 2}" cy="{HEIGHT - 2}" r="1" fill="{REST}"/>')
            continue
        tall = max(1.5, cell.value / top * (HEIGHT - 2))
        colour = palette.MID_BLUE if at == len(shown) - 1 else REST
        place = f'x="{at * STEP}" y="{HEIGHT - tall:.1f}" width="{BAR}" height="{tall:.1f}"'
        bars.append(f'<rect {place} fill="{colour}"/>')
    wide = len(shown) * STEP
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{HEIGHT}" '
        f'viewBox="0 0 {wide} {HEIGHT}">{"".join(bars)}</svg>'
    )
    told = "; ".join(
        f"{label}: {wording.cell_text(cell, unit=unit, decimals=decimals)}" for _, label, cell in shown
    )
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="cr-spark" src="data:image/svg+xml;base64,{data}" width="{wide}" height="{HEIGHT}" '
        f'alt="{escape(told)}" title="{escape(told)}">'
    )


def change(items: Items, *, clock: Dimension, unit: str, decimals: int) -> str:
    """Say how the last number differs from that of a year before, or of the moment before: `+12 dal 2022`.

    Args:
        items: the moments, earliest first.
        clock: the dimension of time.
        unit: unit code of the numbers.
        decimals: decimals of the numbers.

    Returns:
        The sentence; empty when the last moment has no number, or no other has.
    """
    if not items or items[-1][2].value is None:
        return ""
    moment, _, last = items[-1]
    known = [(m, label, cell) for m, label, cell in items[:-1] if cell.value is not None]
    if not known:
        return ""
    year_before = f"{int(moment[:4]) - 1}{moment[4:]}" if clock.type == "date" else ""
    _, label, before = next((one for one in known if one[0] == year_before), known[-1])
    difference = round((last.value or 0) - (before.value or 0), decimals)
    plain = label.isdigit() or clock.type in ("date", "year")
    since = f"dal {label}" if plain else f"rispetto a «{label}»"
    partial = " (mancano delle consegne)" if last.note or before.note else ""
    if not difference:
        return f"invariato {since}{partial}"
    sign = "+" if difference > 0 else "−"
    size = abs(difference)
    if unit == "percento":
        points = "punto" if size == 1 else "punti"
        return f"{sign}{wording.number(size, decimals=decimals)} {points} {since}{partial}"
    return f"{sign}{wording.amount(size, unit=unit, decimals=decimals)} {since}{partial}"
