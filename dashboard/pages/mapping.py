"""The map of an indicator as several pages show it: where it looks, what it sets off, what lies under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.components import filters, pictures, wording
from dashboard.components.figures import Unit
from dashboard.components.maps import Place
from dashboard.components.views import View
from dashboard.pages.context import Context, Level, Selection
from dashboard.pages.frame import map_width
from dashboard.pages.hidden import why_hidden

TALLEST = 1.25
"""The most that a map is taller than wide: on a phone nothing is left blank above and below."""


def automatic_level(context: Context, selection: Selection) -> Level:
    """The level that answers first: the main areas of the country, or what is inside the one in sight."""
    return context.level("main" if selection.place(context.root) == context.root else "operating")


def map_of(
    context: Context,
    selection: Selection,
    view: View,
    *,
    level: Level,
    key: str,
    width: int,
    height: int = 560,
    extra: Sequence[Place] = (),
    extra_label: str = "",
    title: str = "",
) -> Unit:
    """Make the map of a view for what is chosen.

    Args:
        context: release and definitions.
        selection: programme, territory, clocks.
        view: the indicator at a level and a moment.
        level: that level.
        key: name of the figure.
        width: the most pixels that the map has.
        height: its pixels.
        extra: further points.
        extra_label: what the legend says of them.
        title: the message, when it is not that of the figures.
    """
    place = selection.place(context.root)
    main = context.level("main").code
    region = context.release.ancestor(place, main) or ""
    at_main = level.code == main
    chosen = (region if at_main else place) if selection.area != context.root else ""
    known = inside(context, selection, view, level)
    unit = pictures.map_unit(
        view,
        key=key,
        atlas=context.atlas,
        focus=context.root if at_main or not region else place,
        names=context.names,
        noun=level.noun,
        unit_label=context.unit_label(view.indicator),
        catalogue=context.catalogue,
        chosen=chosen,
        within=known,
        outsiders=at_main,
        region=region,
        extra=extra,
        extra_label=extra_label,
        width=map_width(width),
        height=min(height, round(map_width(width) * TALLEST)),
        title=title,
        nothing=_outside(context, selection, region),
    )
    return replace(unit, why=why_hidden(context, selection, [view], known or list(view.cells)))


def _outside(context: Context, selection: Selection, region: str) -> str:
    """Say that the main area in sight does not take part in the programme; empty when it does."""
    taking = context.release.participation(selection.programme.code)
    if not region or taking.empty or region in set(taking["main"]):
        return ""
    return wording.not_participating(context.names[region], selection.programme.label)


def inside(context: Context, selection: Selection, view: View, level: Level) -> list[str] | None:
    """The areas to show: those of the one main area in sight, or None for all."""
    main = context.level("main").code
    region = context.release.ancestor(selection.place(context.root), main)
    if not region or level.code == main:
        return None
    return [code for code in view.cells if context.release.ancestor(code, main) == region]


def picker(context: Context, unit: Unit) -> Callable[[], None]:
    """Make what runs when somebody picks an area on a map: it becomes the territory of every page."""

    def picked() -> None:
        for found in st.session_state[f"mappa-{unit.key}"].selection.objects.values():
            for item in found:
                code = str(item.get("properties", item).get("code", ""))
                if code in context.names:
                    filters.remember("territorio", code)

    return picked
