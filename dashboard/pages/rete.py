"""Rete e governance: chi lavora con chi, e quanto si incontra."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "rete"
LEAD = "Chi lavora con chi: organi e incontri, partner, accordi, tutor, Youth Conference."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Rete e governance", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
