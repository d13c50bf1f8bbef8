"""Confronto: il mio territorio accanto a quelli che gli somigliano."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "confronto"
LEAD = "Il mio territorio accanto a quelli che gli somigliano, con gli intervalli e senza classifiche."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Confronto", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
