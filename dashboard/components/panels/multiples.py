"""The same number over time for every place of a level, each in a small chart of its own."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import charts, views, wording
from dashboard.components.charts import Small
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point
from dashboard.data.definitions import Dimension

PHONE, TABLET = 640, 1000
"""Pixels of the window under which fewer places stand in a row."""


def multiples(ask: Ask) -> Unit:
    """Draw the first indicator over time for each place of the level inside what runs the programme.

    The place at work (or the one around it) is in the accent colour. `level`: role of the level.

    Options:
        last: how many of the latest moments are shown.
    """
    indicator = ask.indicators[0]
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    clock = next(
        d
        for d in views.time_dimensions(dataset, ask.catalogue)
        if d.code not in indicator.numerator.where and d.code not in ask.panel.where
    )
    level, noun, plural = ask.levels[ask.panel.level or "main"]
    top = ask.programme.scope[0]
    found = ask.slice(indicator, [clock.code], level=ask.panel.level or "main", area=top, climb=False)
    moments = _moments(ask, found.points, clock)[-int(ask.option("last", "8")) :]
    places = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    cells = {p.codes: p for p in found.points}
    items = [
        Small(
            code,
            label,
            [cells[code, m].cell if (code, m) in cells else telling.ABSENT for m, _ in moments],
        )
        for code, label in places
    ]
    chosen = ask.release.ancestor(ask.area, level) or ""
    across = 2 if ask.width < PHONE else 4 if ask.width < TABLET else 6
    return telling.unit_of(
        ask,
        [found],
        message=_message(
            ask, items, [views.short(clock, m, ask.catalogue) for m, _ in moments], (noun, plural)
        ),
        picture=lambda: charts.multiples(
            items,
            [label for _, label in moments],
            unit=indicator.unit,
            decimals=indicator.decimals,
            chosen=chosen,
            columns=min(across, len(items)),
        ),
        table=telling.table_of(
            places,
            [
                (
                    label,
                    indicator,
                    [telling.of_row(cells[code, m]) for code, _ in places if (code, m) in cells],
                )
                for m, label in moments
            ],
            caption=telling.caption_of(ask, found),
            heading=noun,
            chosen=chosen,
        ),
        data=telling.data_of(ask, [found], [noun, clock.label]),
        note=_remark(ask, items),
    )


def _moments(ask: Ask, points: Sequence[Point], clock: Dimension) -> list[tuple[str, str]]:
    """The moments that have come, with their names as they fit under a bar."""
    known = dict.fromkeys(p.codes[1] for p in points if p.cell.value is not None)
    day = str(ask.release.meta["as_of"])
    told = [(m, views.short(clock, m, ask.catalogue)) for m in known]
    if clock.type == "date":
        return sorted((m, f"{m[5:7]}/{m[2:4]}") for m in known if m <= day)
    codes = ask.catalogue.codelists[clock.codelist].by_code if clock.codelist else {}
    order = {code: i for i, code in enumerate(codes)}
    inside = [
        (m, label) for m, label in told if not (m in codes and codes[m].start and str(codes[m].start) > day)
    ]
    return sorted(inside, key=lambda one: (order.get(one[0], len(order)), one[0]))


def _message(ask: Ask, items: Sequence[Small], moments: Sequence[str], noun: tuple[str, str]) -> str:
    """Say in how many places it grew, fell or stayed, between the first and the last moment."""
    label = ask.panel.label
    if len(moments) < 2:
        return f"{label}: un solo momento pubblicato"
    both = [
        ((item.cells[0].value or 0), (item.cells[-1].value or 0))
        for item in items
        if item.cells[0].value is not None and item.cells[-1].value is not None
    ]
    if not both:
        return f"{label}: nessun territorio ha un valore sia al primo sia all'ultimo momento"
    more, less = sum(b > a for a, b in both), sum(b < a for a, b in both)
    parts = [f"in aumento in {wording.counted(more, *noun)}", f"in calo in {less}"]
    if same := len(both) - more - less:
        parts.append(f"stabile in {same}")
    return f"{label}: fra {moments[0]} e {moments[-1]} {', '.join(parts)}"


def _remark(ask: Ask, items: Sequence[Small]) -> str:
    marks = {wording.STATUS_MARK[c.status]: wording.STATUS_MEANING[c.status] for i in items for c in i.cells}
    if any(cell.note for item in items for cell in (item.cells[0], item.cells[-1])):
        marks["*"] = (
            "dove nella tabella c'è un asterisco mancano delle consegne: il valore può essere parziale"
        )
    told = [text for mark, text in marks.items() if mark in ("c", "n.d.", "–", "*")]
    rest = f" {'; '.join(told)[:1].upper()}{'; '.join(told)[1:]}." if told else ""
    return f"Tutti i riquadri hanno la stessa scala, da zero; il numero è l'ultimo valore.{rest}"
