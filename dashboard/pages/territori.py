"""Territori: the map to explore, from the whole country to one Ambito, with the table behind it."""

from __future__ import annotations

import dataclasses

import streamlit as st

from dashboard.components import figures, filters, pictures, shell, tables, views, wording
from dashboard.components.figures import Unit
from dashboard.components.filters import Choice
from dashboard.components.tables import IndicatorRow
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.handouts import workbook
from dashboard.pages import board, notes, watching
from dashboard.pages.context import Context, Level, Selection
from dashboard.pages.frame import link, map_width, open_page, strip_of
from dashboard.pages.hidden import why_hidden
from dashboard.pages.mapping import automatic_level, inside, map_of, picker

ADDRESS = "territori"


def show() -> None:
    """Draw the page."""
    context, selection = open_page(
        "Territori",
        "Si sceglie un territorio sulla mappa o dall'elenco e se ne leggono i valori accanto agli altri.",
    )
    if not selection.programme.map_indicators:
        shell.note(f"«{selection.programme.label}» non ha ancora indicatori da mettere sulla mappa.")
        return
    view, other, level = _what(context, selection)
    if other is not None:
        _two_maps(context, selection, level, other, view)
        _sheet(context, selection)
    else:
        left, right = st.columns([3, 2], gap="large")
        with left:
            _show(context, selection, _map(context, selection, level, view))
        with right:
            _sheet(context, selection)
    watching.show(context, selection, ADDRESS)
    _notes(context, selection)
    shell.foot([context.atlas.attribution, wording.SOURCES])


def _notes(context: Context, selection: Selection) -> None:
    """Show what the territory says of its own figures: notes that were approved."""
    panel = notes.of_programme(context, selection)
    if panel is not None:
        board.one(context, selection, panel, address=ADDRESS)


def _what(context: Context, selection: Selection) -> tuple[View, View | None, Level]:
    """Let the visitor choose the indicator, the level of territory, and another moment to compare with."""
    indicators = context.indicators(selection.programme.map_indicators)
    levels = [context.level("main"), context.level("operating")]
    with st.container(horizontal=True, gap="small", key="filtri-mappa"):
        code = filters.choose(
            Choice("indicatore", "Indicatore", {i.code: i.label for i in indicators}, indicators[0].code),
            width=400,
        )
        asked = filters.choose(
            Choice("livello", "Livello", {"": "Automatico", **{lv.code: lv.plural for lv in levels}}, ""),
            width=150,
        )
        indicator = context.catalogue.indicators[code]
        level = next((lv for lv in levels if lv.code == asked), automatic_level(context, selection))
        view = context.view(indicator, level=level.code, selection=selection)
        if not asked and view.refusal and not view.withheld:
            level = levels[0]
            view = context.view(indicator, level=level.code, selection=selection)
        other = _comparison(context, selection, view)
    return view, other, level


def _comparison(context: Context, selection: Selection, view: View) -> View | None:
    """Let the visitor put another moment beside the one of the map, where there is one."""
    dataset = context.catalogue.datasets[view.indicator.numerator.dataset]
    clock = next(iter(views.time_dimensions(dataset, context.catalogue)), None)
    if clock is None:
        return None
    others = [moment for moment in view.moments if moment != view.moment.get(clock.code)]
    if not others:
        return None
    options = {"": "nessun confronto"}
    options.update({moment: views.in_words(clock, moment, context.catalogue) for moment in reversed(others)})
    other = filters.choose(Choice("confronto", "Confronta con", options, ""), width=230)
    if not other:
        return None
    return context.view(view.indicator, level=view.level, selection=selection, **{clock.code: other})


def _map(
    context: Context, selection: Selection, level: Level, view: View, *, key: str = "territori-mappa"
) -> Unit:
    """Make the map of a view; half the page wide when it stands beside another."""
    width, height = (600, 600) if key == "territori-mappa" else (500, 520)
    return context.kept.get(
        (key, view.indicator.code, *selection.key, *view.moment.values(), level.code, map_width(width)),
        lambda: map_of(context, selection, view, level=level, key=key, width=width, height=height),
    )


def _two_maps(context: Context, selection: Selection, level: Level, first: View, second: View) -> None:
    """Put two moments side by side, on one scale, with one table for both."""
    units = [
        _map(context, selection, level, view, key=key)
        for view, key in ((first, "territori-prima"), (second, "territori-dopo"))
    ]
    for column, unit in zip(st.columns(2, gap="large"), units, strict=True):
        with column:
            picture = dataclasses.replace(unit, table="", reading=(), why="")
            shell.unit(picture, on_select=picker(context, unit))
    table = context.kept.get(
        ("territori-confronto", second.indicator.code, *selection.key, *first.moment.values(), level.code),
        lambda: pictures.comparison_unit(
            first,
            second,
            key="territori-confronto",
            shown=inside(context, selection, second, level) or list(second.cells),
            names=context.names,
            noun=level.noun,
            unit_label=context.unit_label(second.indicator),
            catalogue=context.catalogue,
            chosen=selection.area,
        ),
    )
    shown = inside(context, selection, second, level) or list(second.cells)
    _show(
        context,
        selection,
        dataclasses.replace(table, why=why_hidden(context, selection, [first, second], shown)),
    )


def _show(context: Context, selection: Selection, unit: Unit) -> None:
    shell.unit(
        unit,
        downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
        link=link(ADDRESS, selection, context, **_asked()),
        on_select=picker(context, unit),
        table_open=True,
    )


def _asked() -> dict[str, str]:
    """What the filters of this page stand on, for the link."""
    return {name: filters.kept(name) or "" for name in ("indicatore", "livello", "confronto")}


def _sheet(context: Context, selection: Selection) -> None:
    """Say what is known of the chosen territory: what it is, and its value of each indicator of the map."""
    st.html(context.kept.get(("sheet", *selection.key), lambda: _sheet_html(context, selection)))


def _sheet_html(context: Context, selection: Selection) -> str:
    place = selection.place(context.root)
    identity = _identity(context, context.release.area(place), context.level_label(place))
    return (
        f'<h2 class="cr-title">{wording.escape(context.names[place])}</h2>'
        f"{figures.facts_html(identity)}{_values_html(context, selection)}"
    )


def _identity(context: Context, area: dict[str, object], level: str) -> list[tuple[str, str]]:
    above = context.names.get(str(area.get("parent") or ""), "")
    residents = area.get("residents")
    count = wording.number(float(str(residents))) if residents == residents and residents else ""
    composition = wording.COMPOSITION.get(str(area.get("composition") or ""), "")
    members = sorted(context.names[code] for code in str(area.get("members") or "").split())
    inside = f"{len(members)} ({composition}): {', '.join(members)}" if members else composition
    items = [
        ("Livello", level),
        ("Codice", str(area["code"])),
        ("In", above),
        (f"Residenti ({context.atlas.year})", count),
        (context.level("leaf").plural, inside),
        ("Fonte", str(area.get("source") or "")),
    ]
    if area.get("demonstration"):
        items.append(("Attenzione", f"territorio {wording.DEMONSTRATION_SHORT}: non esiste"))
    return items


def _values_html(context: Context, selection: Selection) -> str:
    """Write the value of each indicator of the map for the territory, beside that of the whole country."""
    place = selection.place(context.root)
    indicators = context.indicators(selection.programme.map_indicators)
    places = list(dict.fromkeys([place, context.root]))
    rows, shown = [], []
    for indicator in indicators:
        found = {
            one: context.view(indicator, level=context.level_of[one], selection=selection) for one in places
        }
        shown.append(found[place])
        rows.append(
            IndicatorRow(
                label=indicator.short or indicator.label,
                when=next((view.when for view in found.values() if view.when), ""),
                unit=indicator.unit,
                decimals=indicator.decimals,
                cells=[_cell(found[one], one) for one in places],
            )
        )
    table = tables.indicator_table(
        rows,
        [context.names[one] for one in places],
        caption=f"{context.names[place]}: indicatori della mappa",
    )
    return table + why_hidden(context, selection, shown, [place])


def _cell(view: View, area: str) -> Cell | None:
    """The cell of an area; without its table, a hidden one, or one to which the indicator does not apply."""
    if view.refusal:
        return Cell(None, Status.SUPPRESSED if view.withheld else Status.NOT_APPLICABLE)
    return view.cells.get(area)
