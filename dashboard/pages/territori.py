"""Territori: the map to explore, from the whole country to one Ambito, with the table behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import streamlit as st

from dashboard.components import figures, filters, pictures, shell, tables, views, wording
from dashboard.components.figures import Unit
from dashboard.components.filters import Choice
from dashboard.components.maps import Shapes
from dashboard.components.palette import Classes
from dashboard.components.tables import IndicatorRow
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.handouts import workbook
from dashboard.pages.context import Context, Level, Selection, link, open_page, strip_of


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
            unit = _map(context, selection, level, view, key="territori-mappa", width=640)
            _show(context, selection, unit)
        with right:
            _sheet(context, selection)
    shell.foot([context.atlas.attribution, wording.SOURCES])


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
        automatic = context.level("main" if selection.area == context.root else "operating")
        level = next((lv for lv in levels if lv.code == asked), automatic)
        indicator = context.catalogue.indicators[code]
        view = views.look_up(
            context.release, context.catalogue, indicator, level=level.code, chosen=selection.clocks
        )
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
    return views.look_up(
        context.release,
        context.catalogue,
        view.indicator,
        level=view.level,
        chosen={**selection.clocks, clock.code: other},
    )


def _two_maps(context: Context, selection: Selection, level: Level, first: View, second: View) -> None:
    """Put two moments side by side, on one scale, with one table for both."""
    classes = pictures.classes_of(second)
    units = [
        _map(context, selection, level, view, key=key, width=520, classes=classes)
        for view, key in ((first, "territori-prima"), (second, "territori-mappa"))
    ]
    for column, unit in zip(st.columns(2, gap="large"), units, strict=True):
        with column:
            picture = dataclasses.replace(unit, table="", reading=())
            shell.unit(picture, on_select=_picker(context, f"mappa-{unit.key}"))
    table = pictures.comparison_unit(
        first,
        second,
        key="territori-confronto",
        shown=_inside(context, selection, level, second) or list(second.cells),
        names=context.names,
        noun=level.plural,
        row_heading=level.label,
        unit_label=context.unit_label(second.indicator),
        catalogue=context.catalogue,
        chosen=selection.area,
    )
    _show(context, selection, table)


def _show(context: Context, selection: Selection, unit: Unit) -> None:
    shell.unit(
        unit,
        downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
        link=link("territori", selection, context, **_asked()),
        on_select=_picker(context, f"mappa-{unit.key}"),
        table_open=True,
    )


def _asked() -> dict[str, str]:
    """What the filters of this page stand on, for the link."""
    return {name: filters.kept(name) or "" for name in ("indicatore", "livello", "confronto")}


def _inside(context: Context, selection: Selection, level: Level, view: View) -> list[str] | None:
    """The areas to show: those of the one main area in sight, or None for all."""
    main = context.level("main").code
    region = context.release.ancestor(selection.area, main)
    if not region or level.code == main:
        return None
    return [code for code in view.cells if context.release.ancestor(code, main) == region]


def _map(
    context: Context,
    selection: Selection,
    level: Level,
    view: View,
    *,
    key: str,
    width: int,
    classes: Classes | None = None,
) -> Unit:
    main = context.level("main").code
    region = context.release.ancestor(selection.area, main)
    return pictures.map_unit(
        view,
        key=key,
        atlas=context.atlas,
        focus=(selection.area if level.code != main else region) or context.root,
        names=context.names,
        noun=level.plural,
        row_heading=level.label,
        unit_label=context.unit_label(view.indicator),
        catalogue=context.catalogue,
        chosen=selection.area,
        within=_inside(context, selection, level, view),
        outsiders=level.code == main,
        background=_background(context, level, region),
        classes=classes,
        width=width,
    )


def _background(context: Context, level: Level, region: str | None) -> list[Shapes]:
    """The thin lines under a map: the leaves of the one main area in sight, the main areas otherwise."""
    main = context.level("main").code
    if level.code == main:
        return []
    found = [context.atlas.shapes(main)]
    if region:
        found.insert(0, context.atlas.shapes(context.level("leaf").code, region))
    return [shapes for shapes in found if shapes]


def _picker(context: Context, key: str) -> Callable[[], None]:
    """Make what runs when somebody picks an area on a map: it becomes the territory of every page."""

    def picked() -> None:
        objects = st.session_state[key].selection.objects
        for found in objects.values():
            for item in found:
                code = str(item.get("properties", item).get("code", ""))
                if code in context.names:
                    filters.remember("territorio", code)

    return picked


def _sheet(context: Context, selection: Selection) -> None:
    """Say what is known of the chosen territory: what it is, and its value of each indicator of the map."""
    area = context.release.area(selection.area)
    level = context.level_label(selection.area)
    st.html(f'<h2 class="cr-title">{wording.escape(context.names[selection.area])}</h2>')
    st.html(figures.facts_html(_identity(context, area, level)))
    st.html(_values_html(context, selection))


def _identity(context: Context, area: dict[str, object], level: str) -> list[tuple[str, str]]:
    above = context.names.get(str(area.get("parent") or ""), "")
    residents = area.get("residents")
    count = wording.number(float(str(residents))) if residents == residents and residents else ""
    composition = str(area.get("composition") or "")
    items = [
        ("Livello", level),
        ("Codice", str(area["code"])),
        ("In", above),
        ("Residenti (2022)", count),
        ("Comuni dell'area", wording.COMPOSITION.get(composition, "")),
        ("Fonte", str(area.get("source") or "")),
    ]
    if area.get("demonstration"):
        items.append(("Attenzione", f"territorio {wording.DEMONSTRATION_SHORT}: non esiste"))
    return items


def _values_html(context: Context, selection: Selection) -> str:
    """Write the value of each indicator of the map for the territory, beside that of the whole country."""
    indicators = context.indicators(selection.programme.map_indicators)
    places = list(dict.fromkeys([selection.area, context.root]))
    rows = []
    for indicator in indicators:
        found = {
            place: views.look_up(
                context.release,
                context.catalogue,
                indicator,
                level=context.level_of[place],
                chosen=selection.clocks,
            )
            for place in places
        }
        rows.append(
            IndicatorRow(
                label=indicator.short or indicator.label,
                when=next((view.when for view in found.values() if view.when), ""),
                unit=indicator.unit,
                decimals=indicator.decimals,
                cells=[_cell(found[place], place) for place in places],
            )
        )
    return tables.indicator_table(
        rows,
        [context.names[place] for place in places],
        caption=f"{context.names[selection.area]}: indicatori della mappa",
    )


def _cell(view: View, area: str) -> Cell | None:
    """The cell of an area; when its whole table is withheld from this audience, a hidden one."""
    return view.cells.get(area) or (Cell(None, Status.SUPPRESSED) if view.refusal else None)
