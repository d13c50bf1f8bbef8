"""Money beside people: how much for each, only where it is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Band
from dashboard.components.figures import Unit
from dashboard.components.panels import accounts, telling
from dashboard.components.panels.asking import Ask, Point
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.withholding import LEAST_BASE


def per_person(ask: Ask) -> Unit:
    """Draw what was spent since the start for each person, by area, only where it is safe.

    Indicators: allocated, spent (by moment of the clock), the people reached since the start. All are
    published cells; in public no figure on fewer than `LEAST_BASE` people. `by`: the clock.
    """
    allocated, spent, people = ask.indicators[:3]
    clock = accounts.clock_of(ask)
    count = ask.slice(people)
    due, paid = (ask.slice(one, [clock], climb=False) for one in (allocated, spent))
    day = str(ask.release.meta["as_of"])
    begun = {code for code, start in accounts.starts(ask).items() if start <= day}
    public = ask.release.audience.is_public
    points = [_each(p, due.known, paid.known, begun, public=public) for p in count.points]
    shown = [p for p in points if p.cell.status is not Status.NOT_PARTICIPATING]
    told = replace(count, points=tuple(shown), laid=())  # no longer numbers of the indicator
    _, label, plural = ask.levels[ask.panel.level]
    caption = telling.caption_of(ask, told, unit_label="euro per persona")
    without = sum(p.cell.status is Status.SUPPRESSED for p in shown)
    notes = [
        f"Spesa di tutte le annualità divisa per le persone di «{people.label}» ({count.when}), che sono n.",
        f"Con meno di {LEAST_BASE} persone "
        + ("il valore non si mostra." if public else "basta una persona in più o in meno per spostarlo."),
    ]
    if without:
        notes.append(f"{wording.counted(without, label, plural)} con il valore coperto.")
    data = telling.data_of(ask, [told], [label])
    return telling.unit_of(
        ask,
        [told],
        message=_message_of_each(shown, label, plural),
        picture=lambda: charts.bands(
            [Band(p.code, p.label, p.cell, told=wording.out_of(p.base) if p.base else "") for p in shown],
            unit="euro",
            chosen=ask.area if any(p.code == ask.area for p in shown) else "",
        ),
        table=tables.html_table(
            [(p.code, p.label) for p in shown],
            [
                Column("Spesa per persona", {p.code: p.cell for p in shown}, "euro"),
                Column(people.short or people.label, {p.code: p.cell for p in count.points}, people.unit),
            ],
            caption=caption,
            row_heading=label,
            chosen=ask.area,
        ),
        data=data.assign(unita="euro per persona", misura="spesa per persona") if len(data) else data,
        unit_label="euro per persona",
        note=" ".join(notes),
    )


def _message_of_each(shown: Sequence[Point], label: str, plural: str) -> str:
    known = [p.cell.value for p in shown if p.cell.value is not None]
    if not known:
        return "Il valore per persona non si può mostrare in sicurezza per nessun territorio"
    return (
        f"Fra {wording.counted(len(known), label, plural)} con il dato la spesa per persona va da "
        f"{wording.money(min(known))} a {wording.money(max(known))}"
    )


def _each(
    people: Point, due: Sequence[Point], paid: Sequence[Point], begun: set[str], *, public: bool
) -> Point:
    """Divide what was paid by the people, to hundreds of euro; nothing where a side lacks or is not safe."""
    base = people.cell.value
    wanted = {p.codes[1] for p in due if p.codes[0] == people.code and p.codes[1] in begun}
    amounts = [p for p in paid if p.codes[0] == people.code and p.codes[1] in wanted]
    if base is None:
        return people
    if not base or not wanted or len(amounts) < len(wanted):
        return Point(people.codes, people.labels, Cell(None, Status.NOT_COLLECTED), None, base)
    if public and base < LEAST_BASE:
        reason = f"meno di {LEAST_BASE} persone: il valore per persona non si mostra"
        return Point(people.codes, people.labels, Cell(None, Status.SUPPRESSED, note=reason), None, base)
    total = sum(p.cell.value or 0 for p in amounts)
    demo = people.cell.demonstration or any(p.cell.demonstration for p in amounts)
    value = round(total / base, -2)
    return Point(
        people.codes,
        people.labels,
        Cell(value, accounts.status_of(value), demo, people.cell.note),
        total,
        base,
    )
