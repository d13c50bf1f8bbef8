"""Agreements between bodies: who signed what, with which money, and whether it is still in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Part
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.row_units import text, unit_of_rows
from dashboard.components.panels.rows import Line
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

IN_FORCE, OVER, UNKNOWN = "in vigore", "scaduto", "senza scadenza nota"
PLURAL = {IN_FORCE: "in vigore", OVER: "scaduti", UNKNOWN: "senza scadenza nota"}
HEADINGS = ("Accordo", "Territorio", "Firma", "Scadenza", "Finanziamento", "Firmatari")


def agreements(ask: Ask) -> Unit:
    """List agreements with their signatories, and draw by kind how many are in force on the release's day.

    `by` names the columns: kind of agreement, funding.

    Options:
        title, members: attributes with the title and the names of the signatories.
        signed, ends: attributes with the days of signature and of end.
        count: the measure that counts the signatories.
    """
    found = rows.rows_of(ask)
    if found.refusal:
        return unit_of_rows(ask, found, message="", unit_label="")
    kind, _ = ask.panel.by
    frame = found.frame.sort_values([ask.option("signed"), ask.option("title")], kind="stable")
    day = date.fromisoformat(str(ask.release.meta["as_of"]))
    states = [state_of(row, ask.option("ends"), day) for row in frame.to_dict("records")]
    frame = frame.assign(state=states)
    kinds = [
        (code.code, code.label)
        for code in ask.catalogue.codelists[_list(ask, kind)].codes
        if (frame[kind] == code.code).any()
    ]
    present = [state for state in PLURAL if state in states]

    def cell(code: str, state: str) -> Cell:
        some = frame[(frame[kind] == code) & (frame["state"] == state)]
        return Cell(
            float(len(some)), Status.VALID if len(some) else Status.ZERO, bool(some["demonstration"].any())
        )

    parts = [Part(s, PLURAL[s], [cell(code, s) for code, _ in kinds]) for s in present]
    caption = f"{ask.panel.label}, {found.place}"
    return unit_of_rows(
        ask,
        found,
        message=_message(ask, frame, states, day),
        unit_label="numero di accordi",
        when=f"al {wording.long_day(day)}",
        picture=lambda: charts.stacked([label for _, label in kinds], parts, unit=""),
        table=tables.html_table(
            kinds,
            [Column(PLURAL[s], {code: cell(code, s) for code, _ in kinds}) for s in present],
            caption=caption,
            row_heading="Tipo di accordo",
        ),
        listed=rows.list_of(
            [_line(ask, row) for row in frame.to_dict("records")], HEADINGS, caption=f"Elenco: {caption}"
        ),
        reading=[
            (
                "Come si legge",
                "Un accordo è in vigore fino alla scadenza, guardato al giorno dei dati del rilascio. "
                "Un accordo firmato non è un accordo attuato.",
            )
        ],
    )


def state_of(row: dict[Any, Any], ends: str, day: date) -> str:
    """Tell whether an agreement is in force on a day."""
    end = rows.day_of(row[ends])
    if end is None:
        return UNKNOWN
    return IN_FORCE if end >= day else OVER


def _list(ask: Ask, column: str) -> str:
    dimension = ask.dimension(str(ask.panel.dataset), column)
    return str(dimension.codelist) if dimension else ""


def _line(ask: Ask, row: dict[Any, Any]) -> Line:
    dataset = rows.dataset_of(ask)
    kind, money = ask.panel.by
    area = dataset.area.code if dataset.area else ""
    members, count = text(row[ask.option("members")]), text(row[ask.option("count")])
    number = f"{float(count):.0f}" if count else ""
    return Line(
        (
            text(row[ask.option("title")]) or rows.word(ask, dataset, kind, row[kind]),
            rows.word(ask, dataset, area, row[area]),
            rows.word(ask, dataset, ask.option("signed"), row[ask.option("signed")]),
            f"{wording.day(text(row[ask.option('ends')]))} ({row['state']})",
            rows.word(ask, dataset, money, row[money]),
            ": ".join(part for part in (number, members) if part),
        ),
        bool(row["demonstration"]),
    )


def _message(ask: Ask, frame: Any, states: Sequence[str], day: date) -> str:
    signatures = frame[ask.option("count")].dropna()
    number = wording.counted(len(frame), "accordo firmato", "accordi firmati")
    told = f"{number}, {states.count(IN_FORCE) or 'nessuno'} in vigore al {wording.day(day)}"
    if signatures.empty:
        return told
    low, high = int(signatures.min()), int(signatures.max())
    span = f"{low} per accordo" if low == high else f"da {low} a {high} per accordo"
    return f"{told}; {wording.counted(float(signatures.sum()), 'firma', 'firme')} di enti, {span}"
