"""Panoramica: the state of a programme in one screen: key figures, map, time, what is new."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import streamlit as st

from dashboard.components import filters, shell, trends, views, wording
from dashboard.components.figures import KeyFigure, Unit
from dashboard.components.filters import Choice
from dashboard.components.maps import Place
from dashboard.components.views import View
from dashboard.data.cells import Status
from dashboard.data.definitions import Indicator
from dashboard.handouts import workbook
from dashboard.pages import board, facts, watching
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import link, map_width, open_page, strip_of
from dashboard.pages.hidden import why_hidden
from dashboard.pages.mapping import automatic_level, map_of, picker

ADDRESS = "panoramica"
_MOST_CHARTS = 2
_MAP_WIDTH = 560


def show() -> None:
    """Draw the page."""
    context, selection = open_page(
        "Panoramica",
        "Lo stato del programma in una schermata: chi partecipa, quanti sono, che cosa è cambiato.",
    )
    left, right = st.columns([5, 6], gap="medium")
    with left:
        _key_figures(context, selection)
    with right:
        _map(context, selection)
    watching.show(context, selection)
    _charts(context, selection)
    _multiples(context, selection)
    _news(context, selection)
    shell.foot([context.atlas.attribution, wording.SOURCES])


def warm_up(context: Context, selection: Selection) -> None:
    """Make what the first visitor sees before there is one."""
    _cards(context, selection)
    _first_map(context, selection)
    _first_charts(context, selection)
    watching.warm_up(context, selection)


def _key_figures(context: Context, selection: Selection) -> None:
    """Show the key figures that are published or hidden; say in one sentence which are not here, and why."""
    found = _cards(context, selection)
    shown = [figure for figure in found if figure.cell.value is not None or figure.why]
    shell.cards(shown)
    absent = [figure.label for figure in found if figure not in shown]
    if absent:
        shell.note(wording.not_here(absent, confidential=any(figure.withheld for figure in found)))


def _cards(context: Context, selection: Selection) -> list[KeyFigure]:
    return context.kept.get(("cards", *selection.key), lambda: _figures(context, selection))


def _figures(context: Context, selection: Selection) -> list[KeyFigure]:
    return [
        facts.key_figure(context, selection, indicator)
        for indicator in context.indicators(selection.programme.key_figures)
    ]


def _map(context: Context, selection: Selection) -> None:
    if not selection.programme.map_indicators:
        shell.note("Per questo programma non c'è ancora un indicatore da mettere sulla mappa.")
        return
    unit = _first_map(context, selection)
    shell.unit(
        unit,
        downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
        link=link("", selection, context),
        on_select=picker(context, unit),
    )


def _first_map(context: Context, selection: Selection) -> Unit:
    key = ("map", map_width(_MAP_WIDTH), *selection.key)
    return context.kept.get(key, lambda: _map_unit(context, selection))


def _map_unit(context: Context, selection: Selection) -> Unit:
    """The first map of the programme: the main areas of the country, or what is inside its own one."""
    indicator = context.catalogue.indicators[selection.programme.map_indicators[0]]
    national = context.is_national(selection.programme)
    level = context.level("main") if national else automatic_level(context, selection)
    view = context.view(indicator, level=level.code, selection=selection)
    points = _points(context, selection, view) if national else []
    return map_of(
        context,
        selection,
        view,
        level=level,
        key="panoramica-mappa",
        width=_MAP_WIDTH,
        height=520,
        extra=points,
        extra_label=f"sede di un {context.level('operating').label} che partecipa",
        title=_participation(context, view, len(points)),
    )


def _points(context: Context, selection: Selection, view: View) -> list[Place]:
    """The areas of the operating level that take part in the programme at the moment of the map."""
    taking = context.release.participation(selection.programme.code)
    moments = set(view.moment.values())
    level = context.level("operating").code
    codes = {
        str(area)
        for area, time in zip(taking["area"], taking["time"], strict=True)
        if str(time) in moments and context.level_of.get(str(area)) == level
    }
    places = [context.atlas.place(code, context.names[code]) for code in sorted(codes)]
    return [place for place in places if place is not None]


def _participation(context: Context, view: View, points: int) -> str:
    """Say who takes part, when the map is of participation; otherwise leave the message to the figures."""
    known = view.known
    if not points or sum(known.values()) != points:
        return ""
    main, operating = context.level("main"), context.level("operating")
    inside = sum(value > 0 for value in known.values())
    return (
        f"{wording.counted(points, operating.label, operating.plural)} in "
        f"{wording.counted(inside, main.label, main.plural)} su {len(view.cells)}: {view.when}"
    )


def _charts(context: Context, selection: Selection) -> None:
    """Show how the programme went over time, or what was done of what was planned."""
    units = _first_charts(context, selection)
    if not units:
        place = context.names[selection.place(context.root)]
        shell.note(f"{place}: non ci sono ancora valori pubblicati in più momenti.")
        return
    for column, unit in zip(st.columns(_MOST_CHARTS, gap="large"), units, strict=False):
        with column:
            shell.unit(
                unit,
                downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
                link=link("", selection, context),
            )


def _first_charts(context: Context, selection: Selection) -> list[Unit]:
    return context.kept.get(("charts", *selection.key), lambda: _chart_units(context, selection))


def _chart_units(context: Context, selection: Selection) -> list[Unit]:
    found = itertools.chain(_plans(context, selection), _over_time(context, selection))
    return list(itertools.islice(found, _MOST_CHARTS))


def _plans(context: Context, selection: Selection) -> Iterator[Unit]:
    """Make the charts of what was planned and what was done, area by area."""
    level = automatic_level(context, selection)
    for planned, actual in selection.programme.plans:
        views = [
            context.view(indicator, level=level.code, selection=selection)
            for indicator in context.indicators((planned, actual))
        ]
        unit = trends.plan_unit(
            *views,
            key=f"panoramica-piano-{actual}",
            names=context.names,
            noun=level.noun,
            unit_label=context.unit_label(views[1].indicator),
        )
        if not unit.empty:
            yield unit


def _over_time(context: Context, selection: Selection) -> Iterator[Unit]:
    """Make the charts of the indicators of the programme that have been published at several moments."""
    area = selection.place(context.root)
    level = context.level_of[area]
    for indicator in _timed(context, selection):
        if not facts.is_series(context.catalogue.datasets[indicator.numerator.dataset]):
            continue
        clock, items = views.series(
            context.release,
            context.catalogue,
            indicator,
            area=area,
            level=level,
            programme=selection.programme.code,
        )
        if clock is None or len([1 for _, _, cell in items if cell.value is not None]) < 2:
            continue
        view = context.view(indicator, level=level, selection=selection)
        unit = trends.moments_unit(
            items,
            view,
            key=f"panoramica-tempo-{indicator.code}",
            place=context.names[area],
            unit_label=context.unit_label(indicator),
            chosen=view.moment.get(clock.code, ""),
        )
        hidden = [cell for _, _, cell in items if cell.status is Status.SUPPRESSED]
        told = dataclasses.replace(view, cells={area: hidden[0]} if hidden else {})
        yield dataclasses.replace(unit, why=why_hidden(context, selection, [told], [area]))


def _timed(context: Context, selection: Selection) -> list[Indicator]:
    codes = dict.fromkeys((*selection.programme.map_indicators, *selection.programme.key_figures))
    return context.indicators(tuple(codes))


def _multiples(context: Context, selection: Selection) -> None:
    """Show one number over time for every territory, each in a small chart; the visitor chooses which."""
    found = {
        panel.code: panel
        for panel in context.catalogue.panels_of(ADDRESS, selection.programme.code)
        if panel.section != watching.SECTION
    }
    if not found:
        return
    st.html(f'<h2 class="cr-title">{wording.escape(next(iter(found.values())).section)}</h2>')
    code = next(iter(found))
    if len(found) > 1:
        options = {one.code: one.label for one in found.values()}
        code = filters.choose_one(Choice("serie", "Che cosa si guarda", options, code))
    board.one(context, selection, found[code], choices={"serie": code}, level=3, address="")


def _news(context: Context, selection: Selection) -> None:
    st.html('<h2 class="cr-title">Che cosa c\'è di nuovo</h2>')
    programme = selection.programme.code
    st.html(context.kept.get(("news", programme), lambda: facts.news_html(context, programme)))
