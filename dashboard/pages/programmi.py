"""Programmi: azioni, tempi, risultati, prodotti."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "programmi"
LEAD = "La scheda del programma: azioni e tempi, risultati previsti e raggiunti, prodotti."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Programmi", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
