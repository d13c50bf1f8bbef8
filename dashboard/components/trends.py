"""An indicator over time, and what was done beside what was planned, as units. No Streamlit here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components import charts, figures, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.tables import Column
from dashboard.components.views import View
from dashboard.data.cells import Cell


def moments_unit(
    items: Sequence[tuple[str, str, Cell]],
    view: View,
    *,
    key: str,
    place: str,
    unit_label: str,
    chosen: str = "",
) -> Unit:
    """Make the bars of an indicator over time, for one place.

    Args:
        items: (moment, label, cell) from the earliest to the latest.
        view: the same indicator (definition and refusal).
        key: name of the figure.
        place: name of the territory.
        unit_label: the unit in words.
        chosen: the moment to set off.
    """
    indicator = view.indicator
    known = [(moment, label, cell) for moment, label, cell in items if cell.value is not None]
    bars = [charts.Bar(moment, label, cell) for moment, label, cell in items]

    def text(cell: Cell) -> str:
        said = wording.cell_description(
            cell, unit=indicator.unit, unit_label=unit_label, decimals=indicator.decimals
        )
        return f"{said}*" if cell.note else said

    if not known:
        sentence = view.refusal or "Nessun valore pubblicato."
    elif len({cell.value for _, _, cell in known}) == 1:
        sentence = f"{place}: {text(known[0][2])} in ogni periodo, dal {known[0][1]} al {known[-1][1]}"
    else:
        last = next((item for item in known if item[0] in view.moment.values()), known[-1])
        most = max(known, key=lambda item: item[2].value or 0)
        beside = "" if most is last else f"; il massimo è {text(most[2])} ({most[1]})"
        sentence = f"{place}: {text(last[2])} ({last[1]}){beside}"
    column = Column(
        indicator.short or indicator.label, {m: c for m, _, c in items}, indicator.unit, indicator.decimals
    )
    notes = dict.fromkeys(f"* {c.note}" for _, _, c in known if c.note and text(c) in sentence)
    caption = " · ".join(part for part in (indicator.label, unit_label, place, *notes) if part)
    return Unit(
        key=key,
        title=sentence,
        caption=caption,
        alt=f"{caption}. {sentence}",
        picture=charts.bars(bars, unit=indicator.unit, decimals=indicator.decimals, chosen=chosen),
        table=tables.html_table(
            [(moment, label) for moment, label, _ in items], [column], caption=caption, row_heading="Periodo"
        ),
        reading=figures.reading_of(indicator),
        data=tables.rows(items, heading="periodo", measure=indicator.label, unit=indicator.unit),
        demonstration=any(cell.demonstration for _, _, cell in items),
        empty="" if known else sentence,
    )


def plan_unit(
    planned: View,
    actual: View,
    *,
    key: str,
    names: Mapping[str, str],
    noun: tuple[str, str],
    unit_label: str,
) -> Unit:
    """Make the bars of what was done beside what was planned, area by area.

    Args:
        planned: the figure planned, at a level.
        actual: the figure reached, at the same level.
        key: name of the figure.
        names: names of the areas.
        noun: singular and plural of the level.
        unit_label: the unit in words.
    """
    indicator = actual.indicator
    codes = [code for code in sorted(actual.known, key=lambda c: names.get(c, c)) if code in planned.known]
    done, due = sum(actual.known[c] for c in codes), sum(planned.known[c] for c in codes)
    reached = sum(actual.known[code] >= planned.known[code] for code in codes)
    sentence = (
        f"{indicator.label}: {wording.number(done)} su {wording.number(due)} previste; "
        f"{reached} {noun[1]} su {len(codes)} hanno raggiunto il previsto"
    )
    pairs = [charts.Pair(names.get(c, c), planned.cells[c], actual.cells[c]) for c in codes]
    columns = [
        Column("previsto", planned.cells, indicator.unit, indicator.decimals),
        Column("realizzato", actual.cells, indicator.unit, indicator.decimals),
    ]
    caption = " · ".join(part for part in (indicator.label, unit_label, actual.when) if part)
    items = [
        (f"{code} {what}", f"{names.get(code, code)}: {what}", view.cells[code])
        for code in codes
        for what, view in (("previsto", planned), ("realizzato", actual))
    ]
    return Unit(
        key=key,
        title=sentence,
        caption=caption,
        alt=f"{caption}. {sentence}",
        picture=charts.planned_and_actual(pairs, unit=indicator.unit, decimals=indicator.decimals),
        table=tables.html_table(
            [(code, names.get(code, code)) for code in codes], columns, caption=caption, row_heading=noun[0]
        ),
        reading=figures.reading_of(indicator),
        data=tables.rows(items, heading="voce", measure=indicator.label, unit=indicator.unit),
        demonstration=any(cell.demonstration for _, _, cell in items),
        empty="" if codes else "Nessun valore previsto e realizzato.",
    )
