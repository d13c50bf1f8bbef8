"""Panoramica: the state of a programme in one screen: key figures, map, time, what is new."""

from __future__ import annotations

import streamlit as st

from dashboard.components import pictures, shell, views, wording
from dashboard.components.maps import Place
from dashboard.components.views import View
from dashboard.data.definitions import Indicator
from dashboard.handouts import workbook
from dashboard.pages import facts
from dashboard.pages.context import Context, Selection, link, open_page, strip_of
from dashboard.pages.mapping import automatic_level, map_of, picker

_MOST_CHARTS = 2


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
    _over_time(context, selection)
    _news(context, selection)
    shell.foot([context.atlas.attribution, wording.SOURCES])


def _key_figures(context: Context, selection: Selection) -> None:
    """Show the key figures that are published; say in one sentence which are not, and why."""
    found = [
        facts.key_figure(context, selection, indicator)
        for indicator in context.indicators(selection.programme.key_figures)
    ]
    shell.cards([figure for figure in found if figure.cell.value is not None])
    absent = [figure.label for figure in found if figure.cell.value is None]
    if absent:
        shell.note(wording.not_here(absent, confidential=any(f.withheld for f in found)))


def _map(context: Context, selection: Selection) -> None:
    codes = selection.programme.map_indicators
    if not codes:
        shell.note("Per questo programma non c'è ancora un indicatore da mettere sulla mappa.")
        return
    indicator = context.catalogue.indicators[codes[0]]
    national = context.is_national(selection.programme)
    level = context.level("main") if national else automatic_level(context, selection)
    view = views.look_up(
        context.release,
        context.catalogue,
        indicator,
        level=level.code,
        programme=selection.programme.code,
        chosen=selection.clocks,
    )
    points = _points(context, selection, view) if national else []
    operating = context.level("operating")
    unit = map_of(
        context,
        selection,
        view,
        level=level,
        key="panoramica-mappa",
        width=560,
        height=520,
        extra=points,
        extra_label=f"sede di un {operating.label} che partecipa",
        title=_participation(context, view, len(points)),
    )
    shell.unit(
        unit,
        downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
        link=link("", selection, context),
        on_select=picker(context, unit),
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


def _over_time(context: Context, selection: Selection) -> None:
    """Draw the first indicators of the programme that have been published at several moments."""
    area = selection.place(context.root)
    level = context.level_of[area]
    units = []
    for indicator in _timed(context, selection):
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
        view = views.look_up(
            context.release,
            context.catalogue,
            indicator,
            level=level,
            programme=selection.programme.code,
            chosen=selection.clocks,
        )
        units.append(
            pictures.moments_unit(
                items,
                view,
                key=f"panoramica-tempo-{indicator.code}",
                place=context.names[area],
                unit_label=context.unit_label(indicator),
                chosen=view.moment.get(clock.code, ""),
            )
        )
        if len(units) == _MOST_CHARTS:
            break
    if not units:
        shell.note(f"{context.names[area]}: non ci sono ancora valori pubblicati in più momenti.")
        return
    for column, unit in zip(st.columns(_MOST_CHARTS, gap="large"), units, strict=False):
        with column:
            shell.unit(
                unit,
                downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
                link=link("", selection, context),
            )


def _timed(context: Context, selection: Selection) -> list[Indicator]:
    codes = dict.fromkeys((*selection.programme.map_indicators, *selection.programme.key_figures))
    return context.indicators(tuple(codes))


def _news(context: Context, selection: Selection) -> None:
    st.html('<h2 class="cr-title">Che cosa c\'è di nuovo</h2>')
    st.html(facts.news_html(context, selection.programme.code))
