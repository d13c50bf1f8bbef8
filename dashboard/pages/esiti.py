"""Esiti: a che punto arriva chi conclude il percorso."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "esiti"
LEAD = "A che punto arriva chi conclude: studio, formazione, lavoro, casa, reti, alla conclusione e dopo."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Esiti", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
