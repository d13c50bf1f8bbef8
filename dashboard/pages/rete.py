"""Rete e governance: chi lavora con chi, e quanto si incontra."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import filters, shell, views, wording
from dashboard.components.filters import Choice
from dashboard.data.definitions import Dataset, Dimension, Panel
from dashboard.data.release import NotPublished
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "rete"
LEAD = "Chi lavora con chi: organi e incontri, partner, accordi, tutor, Youth Conference."
NETWORK = "network"
"""The picture whose ties may be looked at one kind at a time; its `by` ends with the kind."""
ALL = "Tutti i legami"


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Rete e governance", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        section = board.choose_section([one.section for one in found])
        here = [one for one in found if one.section == section]
        board.place(context, selection, here, choices=_controls(context, selection, here))
    shell.foot([wording.SOURCES])


def _controls(context: Context, selection: Selection, here: Sequence[Panel]) -> dict[str, str]:
    """The controls of a section: one kind of tie, or one year, where its pictures have them."""
    network = next((one for one in here if one.picture == NETWORK and one.dataset), None)
    if network is not None:
        dataset = context.catalogue.datasets[str(network.dataset)]
        return _chosen(_kinds(context, selection, dataset, dataset.dimension(network.by[-1])))
    return _chosen(_years(context, selection, here))


def _chosen(choice: Choice | None) -> dict[str, str]:
    if choice is None:
        return {}
    value = filters.choose_one(choice)
    return {choice.name: value} if value else {}


def _kinds(context: Context, selection: Selection, dataset: Dataset, kind: Dimension) -> Choice | None:
    """The kinds of tie that occur in the programme."""
    present = set(_values(context, selection, dataset, kind.code))
    codes = context.catalogue.codelists[str(kind.codelist)].codes if kind.codelist else ()
    options = {one.code: one.short or one.label for one in codes if one.code in present}
    return Choice(kind.code, kind.label, {"": ALL, **options}, "") if len(options) > 1 else None


def _years(context: Context, selection: Selection, here: Sequence[Panel]) -> Choice | None:
    """The years of the section, the last one unless another is chosen; None where there are none."""
    for panel in here:
        for code in panel.indicators:
            indicator = context.catalogue.indicators[code]
            dataset = context.catalogue.datasets[indicator.numerator.dataset]
            for clock in views.time_dimensions(dataset, context.catalogue):
                if clock.type != "year" or clock.code in panel.by:
                    continue
                years = _values(context, selection, dataset, clock.code)
                options = {year: year for year in years}
                if len(options) > 1:
                    return Choice(clock.code, clock.label, {"": wording.LATEST, **options}, "")
    return None


def _values(context: Context, selection: Selection, dataset: Dataset, dimension: str) -> list[str]:
    """The values of a dimension in the programme; in all programmes where rows are not public."""
    key = ("values", dataset.code, dimension, selection.programme.code)
    return context.kept.get(key, lambda: _read(context, selection, dataset, dimension))


def _read(context: Context, selection: Selection, dataset: Dataset, dimension: str) -> list[str]:
    release = context.release
    try:
        programme = release.info(dataset.code).programme
        frame = release.records(dataset.code)
        frame = frame[frame[programme] == selection.programme.code] if programme else frame
        return sorted({str(value) for value in frame[dimension].dropna()})
    except NotPublished:
        pass
    try:
        return release.values(dataset.code, dimension)
    except NotPublished:
        return []
