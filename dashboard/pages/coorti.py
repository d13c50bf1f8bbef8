"""Coorti: come procede il percorso, dalle tappe alla conclusione."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "coorti"
LEAD = "Come procede il percorso di ogni coorte: dalle tappe alla conclusione, chi resta e chi esce prima."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Coorti", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
