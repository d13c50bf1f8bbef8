"""Esiti: a che punto arriva chi conclude il percorso."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import filters, shell, wording
from dashboard.components.filters import Choice
from dashboard.components.panels.outcome_shares import PROFILE
from dashboard.data.definitions import Panel
from dashboard.pages import board
from dashboard.pages.context import Context
from dashboard.pages.coorti import told_first
from dashboard.pages.frame import open_page

ADDRESS = "esiti"
LEAD = "A che punto arriva chi conclude: studio, formazione, lavoro, casa, reti, alla conclusione e dopo."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Esiti", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        section = board.choose_section([panel.section for panel in found])
        mine = [panel for panel in found if panel.section == section]
        sides = _sides(context, mine)
        if sides:
            chosen = filters.choose_one(Choice(PROFILE, "Profilo", sides, next(iter(sides))))
            mine = [p for p in mine if "profile" not in p.options or chosen in p.options["profile"]]
            choices = {PROFILE: chosen}
            board.place(context, selection, told_first(context, selection, mine, choices), choices=choices)
        else:
            board.place(context, selection, mine)
    shell.foot([wording.SOURCES])


def _sides(context: Context, panels: Sequence[Panel]) -> dict[str, str]:
    """The sides of the profile that the panels of a section can be laid out by: code → label."""
    sides: dict[str, str] = {}
    for panel in panels:
        dataset = context.catalogue.indicators[panel.indicators[0]].numerator.dataset
        labels = {d.code: d.label for d in context.catalogue.datasets[dataset].dimensions}
        told = panel.options.get("profile", ())
        sides |= {code: labels[code] for code in ((told,) if isinstance(told, str) else told)}
    return sides
