"""Qualità dei dati: che cosa è arrivato, che cosa manca, quanto ci si può fidare."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels import checks
from dashboard.data.definitions import Panel
from dashboard.pages import board, releases
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "qualita"
LEAD = "Chi ha consegnato che cosa e quando, che cosa manca, che cosa è stato corretto."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Qualità dei dati", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        section = board.choose_section([one.section for one in found])
        there = [one for one in found if one.section == section]
        board.place(context, selection, there, choices=_figure(context, selection, there))
        if any(one.picture == "corrections" for one in there):
            st.html('<h2 class="cr-title">Rilasci che ne correggono altri</h2>')
            st.html(releases.notes_html(releases.entries_of(context), corrections=True))
    shell.foot([wording.SOURCES])


def _figure(context: Context, selection: Selection, there: Sequence[Panel]) -> dict[str, str]:
    """Let the visitor choose the figure whose origin is told."""
    if not any(one.picture == "provenance" for one in there):
        return {}
    every = context.catalogue.indicators.values()
    options = {i.code: i.label for i in every if selection.programme.code in i.programmes}
    first = next((c for c in selection.programme.key_figures if c in options), next(iter(options)))
    return {checks.FIGURE: filters.choose(Choice(checks.FIGURE, "Cifra", options, first), width=520)}
