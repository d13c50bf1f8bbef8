"""Confronto: il mio territorio accanto a quelli che gli somigliano."""

from __future__ import annotations

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels import similar
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "confronto"
LEAD = "Il mio territorio accanto a quelli che gli somigliano, con gli intervalli e senza classifiche."
HELP = "Le variabili su cui due territori sono simili: si tolgono e si rimettono con un clic."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Confronto", LEAD)
    board.show(context, selection, ADDRESS, choices=_variables(context, selection))
    shell.foot([wording.SOURCES])


def _variables(context: Context, selection: Selection) -> dict[str, str]:
    """Let the visitor choose the variables that make places alike, among those that the page declares."""
    here = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    panel = next((one for one in here if one.picture == similar.PICTURE), None)
    if panel is None or selection.place(context.root) == selection.programme.scope[0]:
        return {}
    options = {i.code: i.label for i in context.indicators(panel.indicators)}
    choice = Choice(similar.VARIABLES, "Simili per", options, ",".join(options), HELP)
    return {similar.VARIABLES: ",".join(filters.choose_many(choice))}
