"""Da guardare: the rules that panels declare, applied to the place at work, on every page that asks."""

from __future__ import annotations

import streamlit as st

from dashboard.data.definitions import Panel
from dashboard.pages import board
from dashboard.pages.context import Context, Selection

HOME = "panoramica"
"""Address of the page that declares the rules."""
SECTION = "Da guardare"
_ACROSS = 3


def show(context: Context, selection: Selection, address: str = "") -> None:
    """Show each rule with the places that cross it, side by side; nothing for a programme without rules.

    Args:
        context: release and definitions.
        selection: programme, territory, clocks.
        address: of the page at work (empty: the front page).
    """
    found = _panels(context, selection)
    if not found:
        return
    st.html(f'<h2 class="cr-title">{SECTION}</h2>')
    for start in range(0, len(found), _ACROSS):
        row = found[start : start + _ACROSS]
        for column, panel in zip(st.columns(len(row), gap="large"), row, strict=True):
            with column:
                board.one(context, selection, panel, level=3, address=address)


def warm_up(context: Context, selection: Selection) -> None:
    """Make what the first visitor sees before there is one."""
    for panel in _panels(context, selection):
        board.unit_of(context, selection, panel)


def _panels(context: Context, selection: Selection) -> list[Panel]:
    here = context.catalogue.panels_of(HOME, selection.programme.code)
    return [panel for panel in here if panel.section == SECTION]
