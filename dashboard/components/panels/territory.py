"""A panel that is a map: an indicator by area, at the level that fits the chosen place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.components import pictures, views, wording
from dashboard.components.figures import Unit
from dashboard.components.maps import Place
from dashboard.components.palette import Classes
from dashboard.components.panels import choosing, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.sizes import PAGE_MARGIN, map_width
from dashboard.components.views import View
from dashboard.data.release import NotPublished

HALF, WHOLE = 500, 980
"""Pixels that a map has at most in half a page, and in a whole one."""
HEIGHT = 430


def map_(ask: Ask) -> Unit:
    """Draw the first indicator as a map: the main areas of the country, or what lies inside one of them.

    The panel's `dataset`, where given, is a list of single places (one row each, with their area): they are
    points on the map.

    Options:
        choice: dimension on which the page's own control puts a condition.
        points: what the legend says of the points.
    """
    indicator = ask.indicators[0]
    name = ask.option("choice")
    role = role_of(ask)
    inside = choosing.is_inside(ask)
    place = ask.area if inside else ask.top
    value = choosing.chosen(ask).get(name, "")
    found = ask.slice(indicator, where={name: value} if value else {}, level=role, area=place, climb=False)
    scale = _scale(ask, role, name if value else "")
    cells = {p.codes[0]: p.cell for p in found.points}
    view = View(indicator, ask.levels[role][0], cells, {}, found.when, None, found.refusal, scale=scale)
    points = places_of(ask) if ask.panel.dataset else []
    picked = choosing.chosen_label(ask, indicator.numerator.dataset)
    title = message(ask, found, role, picked)
    unit = draw(ask, view, role, points=points, title=title)
    caption = telling.caption_of(ask, found, extra=[picked] if picked else [])
    return replace(
        unit,
        caption=caption,
        alt=f"{caption}. {unit.title}",
        title=ask.panel.label if unit.empty else unit.title,
        data=telling.data_of(ask, [found], [choosing.noun(ask, role)[0]]) if found.points else None,
        notice="" if inside else wording.shown_instead(ask.names[ask.area], ask.names[ask.top]),
        note=ask.panel.note,
    )


def role_of(ask: Ask) -> str:
    """The level that answers first: the one of the panel, the main one of the country, or the one inside."""
    whole = ask.area == ask.top and ask.level_of[ask.top] == ask.levels["root"][0]
    return ask.panel.level or ("main" if whole else "operating")


def draw(
    ask: Ask,
    view: View,
    role: str,
    *,
    title: str,
    points: Sequence[Place] = (),
    said: Mapping[str, tuple[str, str]] | None = None,
    classes: Classes | None = None,
) -> Unit:
    """Draw a view on the map of the chosen place.

    Args:
        ask: the panel at work.
        view: a cell by area.
        role: role of the level of those areas.
        title: the message.
        points: further points.
        said: by area, what its label and its pointer say in the place of the number.
        classes: the classes of the scale, when they are not to be made of the view.
    """
    assert ask.atlas is not None, "a map needs to be told where things are"
    main = ask.levels["main"][0]
    place = ask.area if choosing.is_inside(ask) else ask.top
    region = ask.release.ancestor(place, main) or ""
    at_main = role == "main"
    most = WHOLE if ask.panel.width == "whole" else HALF
    width = map_width(most, window=ask.width + 2 * PAGE_MARGIN)
    return pictures.map_unit(
        view,
        key=ask.panel.code,
        atlas=ask.atlas,
        focus=place if region and not at_main else ask.top,
        names=ask.names,
        noun=choosing.noun(ask, role),
        unit_label=ask.unit_label(view.indicator.unit),
        catalogue=ask.catalogue,
        chosen="" if place == ask.top else region if at_main else place,
        outsiders=at_main,
        region=region,
        extra=points,
        extra_label=ask.option("points"),
        classes=classes,
        width=width,
        height=min(HEIGHT, round(width * 1.25)),
        title=title,
        said=said,
    )


def places_of(ask: Ask) -> list[Place]:
    """The single places of the panel's dataset that meet the page's control, gathered by area."""
    assert ask.panel.dataset and ask.atlas
    dataset = ask.catalogue.datasets[ask.panel.dataset]
    try:
        rows = ask.release.records(dataset.code)
    except NotPublished:
        return []
    for name, value in choosing.chosen(ask).items():
        rows = rows[rows[name] == value]
    counted = Counter(str(code) for code in rows[dataset.area.code]) if dataset.area else Counter()
    unit = ask.unit_label(dataset.measures[0].unit)
    found = []
    for code, number in sorted(counted.items()):
        place = ask.atlas.place(code, ask.names.get(code, code))
        if place is not None and _lies_in(ask, code):
            found.append(replace(place, tip=f"{number} {unit}"))
    return found


def _lies_in(ask: Ask, code: str) -> bool:
    around = ask.release.ancestor(ask.area, ask.levels["main"][0]) or ask.top
    return ask.release.ancestor(code, ask.level_of[around]) == around


def _scale(ask: Ask, role: str, kind: str) -> tuple[float, ...]:
    """The numbers of which the classes of colour are made: of all the areas of a level, at all moments.

    So one number has one colour wherever one looks, whenever, and for every value of a dimension (`kind`).
    """
    indicator = ask.indicators[0]
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    fixed = {*indicator.numerator.where, *ask.panel.where}
    clocks = [c.code for c in views.time_dimensions(dataset, ask.catalogue) if c.code not in fixed]
    every = ask.slice(indicator, [*([kind] if kind else []), *clocks], level=role, area=ask.top, climb=False)
    return tuple(p.cell.value or 0 for p in every.known)


def message(ask: Ask, found: Slice, role: str, picked: str = "") -> str:
    """Say how many there are and in how many areas; of a rate, from what to what."""
    indicator, known = found.indicator, found.known
    if not known:
        return wording.ALL_HIDDEN if found.hidden else found.refusal or wording.LOOK_WIDER
    singular, plural = choosing.noun(ask, role)
    if indicator.denominator is not None:
        cells = {p.code: p.cell for p in found.points}
        view = View(indicator, ask.levels[role][0], cells, {}, found.when, None)
        return views.spread(view, noun=(singular, plural), names=ask.names)
    label = picked or indicator.label
    own = next((p for p in known if p.code == ask.area), None)
    having = sum(bool(p.cell.value) for p in known)
    unit = ask.unit_label(indicator.unit)
    without = Counter(p.cell.status for p in found.points if p.cell.value is None)
    lacking = "".join(
        f"; {wording.counted(number, singular, plural)} {wording.STATUS_COUNTED[status]}"
        for status, number in without.items()
    )
    if own is not None:
        figure = wording.amount(own.cell.value or 0, unit=indicator.unit, decimals=indicator.decimals)
        return f"{label}, {own.label}: {figure} {unit}"
    if found.hidden:
        return (
            f"{label}: in {wording.counted(having, singular, plural)} su {len(known)} con un valore{lacking}"
        )
    total = sum(p.cell.value or 0 for p in known)
    figure = wording.amount(total, unit=indicator.unit, decimals=indicator.decimals)
    if unit == plural and total == having:  # the areas themselves are what is counted
        return f"{label}: {wording.counted(having, singular, plural)} su {len(known)}{lacking}"
    where = f"in {wording.counted(having, singular, plural)} su {len(known)}"
    return f"{label}: {figure} {unit} {where}{lacking}"
