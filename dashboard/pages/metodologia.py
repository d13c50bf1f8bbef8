"""Metodologia e open data: definizioni, protezione, dati aperti."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "metodologia"
LEAD = "Definizioni, glossario, protezione dei dati, accessibilità, dati aperti."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Metodologia e open data", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
