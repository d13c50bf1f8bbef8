"""Ascolto e buone prassi: che cosa si dice, che cosa funziona."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels import listening
from dashboard.data.definitions import Panel
from dashboard.pages import board
from dashboard.pages.context import Context
from dashboard.pages.frame import open_page

ADDRESS = "ascolto"
LEAD = "Che cosa dicono operatori, famiglie, ragazze e ragazzi; che cosa funziona e si può rifare."
HOW = (
    "Trova le affermazioni e le buone prassi che hanno tutte le parole scritte, in qualsiasi ordine; basta "
    "l'inizio di una parola, e accenti e maiuscole non contano."
)


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Ascolto e buone prassi", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        section = board.choose_section([one.section for one in found])
        there = [one for one in found if one.section == section]
        board.place(context, selection, there, choices=_choices(context, there))
    shell.foot([wording.SOURCES])


def _choices(context: Context, there: Sequence[Panel]) -> dict[str, str]:
    """Show the controls of the section in sight: the words to look for, or the question."""
    if any(one.picture in ("quotes", "cards") for one in there):
        words = filters.search(listening.SEARCH, "Cerca", example="per esempio: casa affitto", help=HOW)
        return {listening.SEARCH: words}
    asked = next((one for one in there if one.picture == "themes"), None)
    if asked is None:
        return {}
    dataset = context.catalogue.datasets[context.catalogue.indicators[asked.indicators[0]].numerator.dataset]
    dimension = dataset.dimension(str(asked.options["question"]))
    codes = context.catalogue.codelists[dimension.codelist or ""].codes
    options = {code.code: code.label for code in codes}
    chosen = filters.choose_one(Choice(listening.QUESTION, dimension.label, options, codes[0].code))
    return {listening.QUESTION: chosen}
