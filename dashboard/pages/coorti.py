"""Coorti: come procede il percorso, letto da chi entra, da chi finisce, o a una data."""

from __future__ import annotations

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "coorti"
LEAD = "Come procede il percorso di ogni coorte: dalle tappe alla conclusione, chi resta e chi esce prima."
READING = "lettura"
READINGS = {
    "entry": "Chi è entrato insieme",
    "exit": "Chi ha finito nello stesso anno",
    "date": "Chi c'è a una data",
}
SAYS = {
    "entry": (
        "Coorte d'ingresso: segue nel tempo chi è entrato insieme. Dice quanti arrivano a ogni tappa e in "
        "quanti mesi, e confronta le coorti alla stessa età. Non dice quanti sono accompagnati oggi, e delle "
        "coorti giovani non dice ancora la fine."
    ),
    "exit": (
        "Coorte d'uscita: guarda chi ha chiuso il percorso nello stesso anno. Dice come finiscono i percorsi "
        "e perché. Non dice quanti di chi è entrato finiranno: chi è ancora in corso qui non c'è, e nei "
        "primi anni le uscite anticipate pesano di più, perché arrivano prima delle conclusioni."
    ),
    "date": (
        "Fotografia a una data: conta chi a quel giorno ha raggiunto ciascuno stato. Dice quante persone "
        "sono accompagnate e come cambia il numero. Mette insieme coorti di età diverse: non dice la "
        "probabilità di arrivare in fondo."
    ),
}


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Coorti", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        reading = filters.choose_one(Choice(READING, "Lettura", READINGS, _default(context, selection)))
        shell.note(SAYS[reading])
        mine = [panel for panel in found if panel.options.get("reading") == reading]
        section = board.choose_section([panel.section for panel in mine])
        shown = [panel for panel in mine if panel.section == section]
        board.place(context, selection, shown, choices={READING: reading})
    shell.foot([wording.SOURCES])


def _default(context: Context, selection: Selection) -> str:
    """The reading that one comes to: from the entry, where this view holds it; else at a date."""
    entry = next(
        panel
        for panel in context.catalogue.panels_of(ADDRESS, selection.programme.code)
        if panel.options.get("reading") == "entry"
    )
    unit = board.unit_of(context, selection, entry, choices={READING: "entry"})
    return "date" if unit.empty else "entry"
