"""Servizi e copertura: dove sono, chi raggiungono, che cosa manca."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "servizi"
LEAD = "Dove sono i servizi, quante persone raggiungono, come si accede, che cosa manca."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Servizi e copertura", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
