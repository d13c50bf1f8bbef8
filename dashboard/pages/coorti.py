"""Coorti: come procede il percorso, letto da chi entra, da chi finisce, o a una data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels.triangle import STEP
from dashboard.data.definitions import Panel
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
    if not any(panel.options.get("reading") in READINGS for panel in found):
        board.show(context, selection, ADDRESS)
    else:
        reading = filters.choose_one(Choice(READING, "Lettura", READINGS, _default(context, selection)))
        shell.note(SAYS[reading])
        mine = [panel for panel in found if panel.options.get("reading", reading) == reading]
        section = board.choose_section([panel.section for panel in mine])
        shown = [panel for panel in mine if panel.section == section]
        choices = {READING: reading}
        if any("early" in panel.options for panel in shown):
            choices[STEP] = filters.choose_one(_step(context, shown))
        board.place(context, selection, told_first(context, selection, shown, choices), choices=choices)
    shell.foot([wording.SOURCES])


def told_first(
    context: Context, selection: Selection, panels: Sequence[Panel], choices: Mapping[str, str]
) -> list[Panel]:
    """Put what this view can show before what it cannot: the page leads with what is published."""
    return sorted(panels, key=lambda p: bool(board.unit_of(context, selection, p, choices=choices).empty))


def _step(context: Context, panels: Sequence[Panel]) -> Choice:
    """The steps that the figures of a section let one choose."""
    panel = next(panel for panel in panels if "early" in panel.options)
    dataset = context.catalogue.datasets[context.catalogue.indicators[panel.indicators[0]].numerator.dataset]
    labels = context.catalogue.codelists[str(dataset.dimension(panel.by[1]).codelist)].by_code
    options = {code: labels[code].short or labels[code].label for code in panel.options["steps"]}
    return Choice(STEP, dataset.dimension(panel.by[1]).label, options, next(iter(options)))


def _default(context: Context, selection: Selection) -> str:
    """The reading that one comes to: from the entry, where this view holds some of it; else at a date."""
    here = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    entry = [panel for panel in here if panel.options.get("reading") == "entry"]
    first = [panel for panel in entry if panel.section == entry[0].section]
    told = (board.unit_of(context, selection, panel, choices={READING: "entry"}) for panel in first)
    return "entry" if any(not unit.empty for unit in told) else "date"
