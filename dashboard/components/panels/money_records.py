"""Amounts of single places that somebody has published, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.components import charts, wording
from dashboard.components.charts import Bar
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.declared import NARROW
from dashboard.components.panels.row_units import rows_of_programme, site, text, unit_of_rows
from dashboard.components.panels.rows import Line
from dashboard.data.cells import Cell, Status


def published(ask: Ask) -> Unit:
    """List the published amounts of places under the main level, and draw the first one of each.

    `by`: the clock. Options: `origin`: the origin of the rows shown; `amounts`: the measures, in order.
    """
    dataset = rows.dataset_of(ask)
    found = rows_of_programme(ask)
    if found.refusal or dataset.area is None:
        return unit_of_rows(ask, found, message="", unit_label="")
    area, clock = dataset.area.code, ask.panel.by[0]
    level, label, plural = ask.levels["operating"]
    frame = found.frame
    frame = frame[frame["origine"] == ask.option("origin")]
    frame = frame[[ask.level_of.get(str(code)) == level for code in frame[area]]]
    if frame.empty:
        return unit_of_rows(ask, replace(found, refusal=ask.nothing(dataset)), message="", unit_label="")
    frame = frame.sort_values([clock, area], kind="stable").reset_index(drop=True)
    first = ask.options("amounts")[0]
    records = frame.to_dict("records")
    places = {str(code) for code in frame[area]}
    items = [
        Bar(
            str(number),
            f"{ask.names.get(str(row[area]), row[area])}, {row[clock]}",
            Cell(float(row[first]), Status.VALID),
        )
        for number, row in enumerate(records)
    ]
    mine = next((str(n) for n, row in enumerate(records) if str(row[area]) == ask.area), "")
    names = {one.code: one.label for one in dataset.measures}
    return unit_of_rows(
        ask,
        replace(found, frame=frame, notice=""),
        message=f"{wording.counted(len(items), 'importo', 'importi')} di {len(places)} {plural}: "
        f"da {wording.money(frame[first].min())} a {wording.money(frame[first].max())}",
        unit_label="euro",
        picture=lambda: charts.bars(
            items, unit="euro", horizontal=True, chosen=mine, narrow=ask.width < NARROW
        ),
        listed=rows.list_of(
            [_line(ask, row, area) for row in records],
            [label, ask.heading(dataset.code, clock), *(names[a] for a in ask.options("amounts")), "Fonte"],
            caption=f"{ask.panel.label}, {found.place}",
        ),
        note="Sono gli importi di cui si è trovata una fonte pubblica, non tutti: non si sommano.",
    )


def _line(ask: Ask, row: Mapping[Any, Any], area: str) -> Line:
    shown, address = site(text(row["fonte"]))
    amounts = [text(row[name]) for name in ask.options("amounts")]
    told = [f"{wording.number(float(one))} €" if one else "n.d." for one in amounts]
    name = ask.names.get(str(row[area]), str(row[area]))
    return Line((name, str(row[ask.panel.by[0]]), *told, shown), bool(row["demonstration"]), address)
