"""Servizi e copertura: dove sono, chi raggiungono, che cosa manca.

The controls of the page come from its panels: the option `choice` names a dimension to choose a value of,
`within` distances, a finder asks for a place.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels.directory import PLACE
from dashboard.components.panels.gaps import WITHIN
from dashboard.data.definitions import Panel
from dashboard.data.release import NotPublished
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "servizi"
LEAD = "Dove sono i servizi, quante persone raggiungono, come si accede, che cosa manca."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Servizi e copertura", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if found:
        section = board.choose_section([one.section for one in found])
        inside = [one for one in found if one.section == section]
        board.place(context, selection, inside, choices=_choices(context, selection, inside))
    else:
        board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])


def _choices(context: Context, selection: Selection, found: Sequence[Panel]) -> dict[str, str]:
    """Show the controls of a section, and return what they stand on."""
    chosen: dict[str, str] = {}
    kinds = [panel for panel in found if panel.options.get("choice")]
    if not kinds:
        return chosen
    with st.container(key="filtri-servizi", horizontal=True, gap="small"):
        chosen |= _kind(context, kinds)
        for panel in kinds:
            if panel.picture == "finder":
                chosen[PLACE] = _place(context, selection)
            if panel.options.get("within"):
                chosen[WITHIN] = _within(context, panel)
    return chosen


def _kind(context: Context, found: Sequence[Panel]) -> dict[str, str]:
    """Choose a value of the dimension that the panels name: those that occur, and «all» where it may be."""
    name = str(found[0].options["choice"])
    whole = next((str(panel.options["whole"]) for panel in found if panel.options.get("whole")), "")
    occurring: dict[str, str] = {}
    label = name
    for panel in found:
        codes = [context.catalogue.indicators[code].numerator.dataset for code in panel.indicators]
        for dataset in (*codes, *([panel.dataset] if panel.dataset else [])):
            try:
                values = context.release.values(dataset, name)
            except NotPublished:
                continue
            if name in panel.where:
                values = [value for value in values if value in panel.where[name]]
            dimension = next(d for d in context.catalogue.datasets[dataset].dimensions if d.code == name)
            label = dimension.label
            occurring |= {value: context.catalogue.label(str(dimension.codelist), value) for value in values}
    if not occurring:
        return {}
    options = {"": whole, **occurring} if whole else occurring
    return {name: filters.choose(Choice(name, label, options, next(iter(options))), width=380)}


def _within(context: Context, panel: Panel) -> str:
    """Choose what counts as a gap: nothing in the area itself, or nothing within so many km."""
    singular = context.level("operating").label
    distances = panel.options["within"]
    options = {"": f"nell'{singular}" if singular[:1] in "AEIOU" else f"nel territorio ({singular})"}
    options |= {km: f"entro {km} km dalla sede" for km in distances}
    return filters.choose(Choice(WITHIN, "Ci deve essere una sede", options, ""), width=260)


def _place(context: Context, selection: Selection) -> str:
    """Choose a place among the smallest areas of the scope; the seat of the chosen area comes first."""
    options = context.kept.get(("places", selection.programme.code), lambda: _places(context, selection))
    seat = str(context.release.area(selection.place(context.root)).get("seat") or "")
    first = seat if seat in options else _largest(context, options)
    label = context.level("leaf").label
    return filters.choose(Choice(PLACE, label, options, first), width=300) if options else ""


def _places(context: Context, selection: Selection) -> dict[str, str]:
    main, scope = context.level("main").code, selection.programme.scope
    around = {context.release.ancestor(code, main) or code for code in scope}
    leaves = context.release.areas(context.level("leaf").code)
    inside = [code for code in leaves["code"] if context.release.ancestor(code, main) in around]
    return {code: context.names[code] for code in sorted(inside, key=lambda code: context.names[code])}


def _largest(context: Context, options: dict[str, str]) -> str:
    """The place with most residents."""
    leaves = context.release.areas(context.level("leaf").code)
    known = leaves[leaves["code"].isin(options) & leaves["residents"].notna()]
    if known.empty:
        return next(iter(options), "")
    return str(known.sort_values("residents", key=lambda v: -v.astype(float))["code"].iloc[0])
