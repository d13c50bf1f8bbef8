"""Formazione: fabbisogni, piano, edizioni, effetti."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "formazione"
LEAD = "Di che cosa gli operatori hanno bisogno, che cosa era previsto, che cosa si è fatto, con quale esito."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Formazione", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
