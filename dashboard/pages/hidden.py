"""Why a cell is hidden, and what can be seen instead: said where the hidden cell is, with links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.components import wording
from dashboard.components.hidden import Instead, why_html
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import door

_MOST_WIDER = 3


def why_hidden(context: Context, selection: Selection, views: Sequence[View], areas: Sequence[str]) -> str:
    """Explain the hidden cells of some views, and lead to the nearest published figures.

    Args:
        context: release and definitions.
        selection: programme, territory, clocks.
        views: what is shown.
        areas: the areas in sight.

    Returns:
        HTML, closed until somebody asks; empty when no cell in sight is hidden.
    """
    covered = [
        (view, area)
        for view in views
        for area in areas
        if (cell := view.cells.get(area)) is not None and cell.status is Status.SUPPRESSED
    ]
    if not covered:
        return ""
    instead: dict[tuple[str, str], Instead] = {}
    for view, area in covered:
        found = _wider(context, selection, view.indicator, area)
        if found is not None and len(instead) < _MOST_WIDER:
            instead.setdefault((view.indicator.code, found.label), found)
    datasets = dict.fromkeys(view.indicator.numerator.dataset for view, _ in covered)
    tables = [text for code in datasets for text in published_in_words(context, code)]
    threshold = int(context.release.meta.get("protection", {}).get("threshold", 0))
    notes = dict.fromkeys(view.cells[area].note for view, area in covered if view.cells[area].note)
    return why_html(threshold, list(instead.values()), tables, notes=list(notes))


def published_in_words(context: Context, dataset: str) -> list[str]:
    """Name the published tables of a dataset: `Regione`, `Italia × Genere`."""
    if not context.release.has(dataset):
        return []
    levels = {level["code"]: level["label"] for level in context.release.meta["levels"]}
    dimensions = {d.code: d.label for d in context.catalogue.datasets[dataset].dimensions}
    return [
        " × ".join(levels.get(name) or dimensions.get(name, name) for name in table)
        for table in context.release.published(dataset)
    ]


def _wider(context: Context, selection: Selection, indicator: Indicator, area: str) -> Instead | None:
    """Find the nearest figure that is published: that of the smallest area above that has a number."""
    above = context.release.area(area).get("parent")
    while above and str(above) in context.level_of:
        code = str(above)
        level = context.level_of[code]
        view = context.view(indicator, level=level, selection=selection)
        cell = view.cells.get(code)
        if cell is not None and cell.value is not None:
            return Instead(
                label=context.names[code],
                what=indicator.short or indicator.label,
                figure=_figure(context, indicator, cell),
                address=door(
                    "territori",
                    replace(selection, area=code),
                    context,
                    indicatore=indicator.code,
                    livello=level if level in _choosable(context) else "",
                ),
            )
        above = context.release.area(code).get("parent")
    return None


def _choosable(context: Context) -> set[str]:
    return {context.level("main").code, context.level("operating").code}


def _figure(context: Context, indicator: Indicator, cell: Cell) -> str:
    return wording.cell_description(
        cell,
        unit=indicator.unit,
        unit_label=context.unit_label(indicator),
        decimals=indicator.decimals,
    )
