"""Confronto: il mio territorio accanto a quelli che gli somigliano."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels import everything, similar
from dashboard.data.definitions import Panel
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "confronto"
LEAD = "Il mio territorio accanto a quelli che gli somigliano, con gli intervalli e senza classifiche."
HELP = "Le variabili su cui due territori sono simili: si tolgono e si rimettono con un clic."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Confronto", LEAD)
    board.show(context, selection, ADDRESS, controls=lambda shown: _controls(context, selection, shown))
    shell.foot([wording.SOURCES])


def _controls(context: Context, selection: Selection, shown: Sequence[Panel]) -> dict[str, str]:
    """Show the controls of the pictures in sight."""
    return {**_variables(context, selection, shown), **_topic(context, selection, shown)}


def _variables(context: Context, selection: Selection, shown: Sequence[Panel]) -> dict[str, str]:
    """Let the visitor choose the variables that make places alike, among those that the page declares.

    They stand beside every picture of the places like mine, not only the one that declares them.
    """
    here = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    panel = next((one for one in here if one.picture == similar.PICTURE), None)
    alike = any(one.picture != everything.PICTURE for one in shown)
    if panel is None or not alike or selection.place(context.root) == selection.programme.scope[0]:
        return {}
    options = {i.code: i.label for i in context.indicators(panel.indicators)}
    choice = Choice(similar.VARIABLES, "Simili per", options, ",".join(options), HELP)
    return {similar.VARIABLES: ",".join(filters.choose_many(choice))}


def _topic(context: Context, selection: Selection, shown: Sequence[Panel]) -> dict[str, str]:
    """Let the visitor choose the topic of the list of indicators: all of them at once are hundreds.

    It stands on the first topic of which this view has something.
    """
    if not any(one.picture == everything.PICTURE for one in shown):
        return {}
    served = everything.indicators_of(context.catalogue, selection.programme.code)
    options = {topic: everything.heading_of(topic) for topic in everything.topics_of(served)}
    here = [one for one in served if context.release.has(one.numerator.dataset)]
    choice = Choice(everything.TOPIC, "Tema", options, everything.topics_of(here or served)[0])
    return {everything.TOPIC: filters.choose(choice, width=260)}
