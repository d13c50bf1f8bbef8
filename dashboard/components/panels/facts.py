"""Published facts: each with its own definition, date and source, never joined into a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.components import charts, wording
from dashboard.components.charts import Pair
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.declared import NARROW
from dashboard.components.panels.row_units import site, text, unit_of_rows
from dashboard.components.panels.rows import Line
from dashboard.data.cells import Cell, Status

HEADINGS = ("Fatto", "Valore", "Data", "Definizione della fonte", "Fonte")
FEW = 3
"""Facts that a sentence can list."""
NOT_A_SERIES = "Ogni fatto ha la propria definizione, data e fonte: non si uniscono in una serie."


def facts(ask: Ask) -> Unit:
    """List some facts as they were published and, where two are of one thing, draw planned and actual.

    `by` names the columns: fact, day, part of the total, unit of count; `where` says which facts.

    Options:
        planned, actual: the two facts that are of one thing.
        names: how the two are called (`annunciati,presenti`).
        thing: what the two are of, as the sentence begins.
        order: the facts that come first, in order.
        whole: the part that is the total, which is not named.
        definition, precision: attributes with the definition and how exact the value is.
    """
    found = rows.rows_of(ask)
    fact, day, *_ = ask.panel.by
    order = {code: number for number, code in enumerate(ask.options("order"))}
    frame = found.frame
    if not found.refusal:
        rank = frame[fact].map(order).fillna(len(order))
        frame = frame.assign(_rank=rank).sort_values(["_rank", fact, day], kind="stable")
    pair = None if found.refusal else _pair(ask, frame)
    lines = [_line(ask, row) for row in frame.to_dict("records")]
    return unit_of_rows(
        ask,
        found,
        message=_message(ask, pair, lines),
        unit_label="come nelle fonti",
        picture=(
            lambda: charts.planned_and_actual(
                [Pair("", *pair[:2])], unit=pair[2], names=_names(ask), narrow=ask.width < NARROW
            ).update_yaxes(visible=False)
        )
        if pair
        else None,
        listed=rows.list_of(lines, HEADINGS, caption=f"{ask.panel.label}, {found.place}"),
        note=NOT_A_SERIES,
    )


def _line(ask: Ask, row: dict[Any, Any]) -> Line:
    fact, day, part, _ = ask.panel.by
    dataset = rows.dataset_of(ask)
    name = rows.word(ask, dataset, fact, row[fact])
    if str(row[part]) != ask.option("whole"):
        name = f"{name} – {rows.word(ask, dataset, part, row[part]).lower()}"
    shown, address = site(text(row["fonte"]))
    told = text(row[ask.option("definition")]) if ask.option("definition") else ""
    texts = (name, _amount(ask, row), wording.day(str(row[day])), told, shown)
    return Line(texts, bool(row["demonstration"]), address)


def _pair(ask: Ask, frame: pd.DataFrame) -> tuple[Cell, Cell, str] | None:
    """The two facts that are of one thing and their unit, when both were published once."""
    fact, _, _, unit = ask.panel.by
    cells, units = [], set()
    for name in ("planned", "actual"):
        one = frame[frame[fact] == ask.option(name)]
        if len(one) != 1:
            return None
        cells.append(Cell(float(one[_measure(ask)].iloc[0]), Status.VALID))
        units.add(str(one[unit].iloc[0]))
    return (cells[0], cells[1], units.pop()) if len(units) == 1 else None


def _measure(ask: Ask) -> str:
    return rows.dataset_of(ask).measures[0].code


def _names(ask: Ask) -> tuple[str, str]:
    first, second = ask.option("names", "previsti,realizzati").split(",")
    return first.strip(), second.strip()


def _amount(ask: Ask, row: dict[Any, Any]) -> str:
    """Write a value with its unit and how exact it is (`circa 24 mln €`)."""
    value, unit = float(row[_measure(ask)]), str(row[ask.panel.by[3]])
    number = wording.amount(value, unit=unit, decimals=0 if value == round(value) else 1)
    label = "" if unit in wording.UNITS_WITH_SYMBOL else ask.unit_label(unit)
    return " ".join(part for part in (_exactness(ask, row), number, label) if part)


def _exactness(ask: Ask, row: dict[Any, Any]) -> str:
    name = ask.option("precision")
    attribute = next((one for one in rows.dataset_of(ask).attributes if one.code == name), None)
    if attribute is None or attribute.codelist is None:
        return ""
    item = ask.catalogue.codelists[attribute.codelist].by_code.get(text(row[name]))
    return item.short if item else ""


def _message(ask: Ask, pair: tuple[Cell, Cell, str] | None, lines: Sequence[Line]) -> str:
    """Say the two facts of one thing or, without them, the first facts of the list."""
    if pair is None:
        told = [f"{name}: {amount}" for name, amount in (line.texts[:2] for line in lines[:FEW])]
        rest = len(lines) - len(told)
        return "; ".join(told) + (f"; e {wording.counted(rest, 'altra', 'altre')}" if rest else "")
    planned, actual = (wording.amount(cell.value or 0, unit=pair[2]) for cell in pair[:2])
    due, done = _names(ask)
    return f"{ask.option('thing')} {actual} {done} su {planned} {due}"
