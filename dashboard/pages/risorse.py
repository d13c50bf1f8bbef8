"""Risorse: stanziato, cofinanziato, impegnato, speso."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "risorse"
LEAD = "Quanto è stanziato, cofinanziato, impegnato e speso, per annualità e territorio."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Risorse", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
