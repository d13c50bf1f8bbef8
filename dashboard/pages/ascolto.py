"""Ascolto e buone prassi: che cosa si dice, che cosa funziona."""

from __future__ import annotations

from dashboard.components import shell, wording
from dashboard.pages import board
from dashboard.pages.frame import open_page

ADDRESS = "ascolto"
LEAD = "Che cosa dicono operatori, famiglie, ragazze e ragazzi; che cosa funziona e si può rifare."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Ascolto e buone prassi", LEAD)
    board.show(context, selection, ADDRESS)
    shell.foot([wording.SOURCES])
