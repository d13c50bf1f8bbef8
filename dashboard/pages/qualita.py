"""Qualità dei dati: consegne, completezza, avvertenze."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "qualita"
LEAD = "Chi ha consegnato che cosa e quando, quanto è completo, che cosa non torna."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Qualità dei dati", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
