"""From a view of an indicator to its map on screen: message, picture, table, file. No Streamlit here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.components import figures, legends, maps, palette, sketches, tables, views, wording
from dashboard.components.atlas import Atlas
from dashboard.components.figures import Unit
from dashboard.components.maps import Place
from dashboard.components.palette import Classes
from dashboard.components.tables import Column
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue


def classes_of(view: View) -> Classes | None:
    """Cut the scale of a view in classes: the same for every moment and territory of its level."""
    return palette.make_classes(view.scale, whole=view.indicator.decimals == 0)


def map_unit(
    view: View,
    *,
    key: str,
    atlas: Atlas,
    focus: str,
    names: Mapping[str, str],
    noun: tuple[str, str],
    unit_label: str,
    catalogue: Catalogue,
    chosen: str = "",
    within: Sequence[str] | None = None,
    region: str = "",
    outsiders: bool = True,
    extra: Sequence[Place] = (),
    extra_label: str = "",
    classes: Classes | None = None,
    width: int = 640,
    height: int = 600,
    title: str = "",
    nothing: str = "",
    said: Mapping[str, tuple[str, str]] | None = None,
) -> Unit:
    """Make the map of an indicator, with its table.

    Args:
        view: the indicator at one level and moment.
        key: name of the figure.
        atlas: where things are.
        focus: code of the area to show whole.
        names: names of the areas.
        noun: singular and plural of the level.
        unit_label: the unit in words.
        catalogue: the definitions (labels in the file to take home).
        chosen: code of the area to set off.
        within: the only areas to show; None for all.
        region: the only main area in sight; empty for all.
        outsiders: whether areas that do not participate are listed too.
        extra: further points, such as who takes part.
        extra_label: what the legend says of them.
        classes: the classes of the scale; made from the view when not given.
        width: pixels of the frame, to fit the view.
        height: pixels of the frame.
        title: the message; made from the view when not given.
        nothing: what to say when there is no figure to show.
        said: by area, what its label and its pointer say in the place of the number.
    """
    cells = {
        code: cell
        for code, cell in view.cells.items()
        if (within is None or code in within)
        and (outsiders or cell.status is not Status.NOT_PARTICIPATING or code == chosen)
    }
    shown = dataclasses.replace(view, cells=cells)
    scale = classes or classes_of(view)
    shapes = atlas.painted(view.level, region)
    indicator = view.indicator
    places = {
        code: dataclasses.replace(
            place,
            cell=cell,
            text=said[code][0] if said else _label(cell, view),
            tip=said[code][1]
            if said
            else wording.cell_description(
                cell, unit=indicator.unit, unit_label=unit_label, decimals=indicator.decimals
            ),
        )
        for code, cell in cells.items()
        if (place := atlas.place(code, names.get(code, code)))
    }
    drawn = set(shapes.codes) if shapes else set()
    everywhere = atlas.shapes(view.level)
    known = set(everywhere.codes) if everywhere else set()
    seats = {code: place for code, place in places.items() if code not in known and place.cell is not None}
    under, around = atlas.background(view.level, region), atlas.around(view.level, region)
    layers = [maps.outlines(under)] if under else []
    if around:
        layers.append(maps.frame(f"intorno-{view.level}", around))
    if shapes:
        inside = {code: place for code, place in places.items() if code in drawn}
        layers += maps.choropleth(shapes, inside, classes=scale)
    if chosen in drawn:
        layers += maps.strong(f"mia-{view.level}", atlas.rings(view.level, chosen))
    if seats:
        layers.append(maps.points(f"sedi-{view.level}", seats, classes=scale, chosen=chosen))
    if extra:
        layers.append(maps.points("punti", {place.code: place for place in extra}, chosen=chosen))
    layers += maps.labels(f"etichette-{view.level}", {c: p for c, p in places.items() if c in drawn})
    layers += maps.labels(f"etichette-sedi-{view.level}", seats, above=14)
    legend = legends.of_classes(
        scale, unit=indicator.unit, decimals=indicator.decimals, statuses=shown.statuses
    )
    if extra:
        legend.append(("point", extra_label))
    sentence = views.spread(shown, noun=noun, names=names)
    ground = sketches.ground(shown, atlas, focus)
    caption = " · ".join(part for part in (indicator.label, unit_label, view.when) if part)
    rows = [(code, names.get(code, code)) for code in _by_name(cells, names)]
    return Unit(
        key=key,
        title=title or (nothing if nothing and not cells else sentence),
        caption=caption,
        alt=f"{caption}. {sentence}",
        picture=maps.deck(
            layers, view=atlas.view(focus, width=width, height=height), ahead=_elsewhere(atlas, catalogue)
        )
        if cells
        else None,
        legend=legend,
        table=tables.html_table(
            rows,
            [Column(indicator.short or indicator.label, cells, indicator.unit, indicator.decimals)],
            caption=caption,
            row_heading=noun[0],
            chosen=chosen,
        ),
        reading=figures.reading_of(indicator),
        data=_data(shown, names=names, row_heading=noun[0], catalogue=catalogue),
        empty="" if cells else view.refusal or wording.LOOK_WIDER,
        demonstration=shown.demonstration,
        attribution=atlas.attribution,
        height=height,
        sketch=None
        if ground is None
        else lambda: sketches.map_sketch(
            shown,
            key=key,
            title=caption,
            description=sentence,
            ground=ground,
            attribution=atlas.attribution,
            classes=scale,
            chosen=chosen,
            points={**seats, **{place.code: place for place in extra}},
            said={code: tip for code, (_, tip) in (said or {}).items()},
        ),
    )


def _elsewhere(atlas: Atlas, catalogue: Catalogue) -> list[str]:
    """Where the boundaries are that the first maps of all programmes ask for."""
    places = dict.fromkeys(programme.scope[0] for programme in catalogue.programmes.values())
    return [address for place in places for address in atlas.addresses(place)]


def _by_name(cells: Mapping[str, Cell], names: Mapping[str, str]) -> list[str]:
    """The codes in alphabetical order of their names, those outside the perimeter last."""
    return sorted(cells, key=lambda c: (cells[c].status is Status.NOT_PARTICIPATING, names.get(c, c)))


def comparison_unit(
    first: View,
    second: View,
    *,
    key: str,
    shown: Sequence[str],
    names: Mapping[str, str],
    noun: tuple[str, str],
    unit_label: str,
    catalogue: Catalogue,
    chosen: str = "",
) -> Unit:
    """Make the table behind two maps: the same indicator at two moments, one beside the other.

    Args:
        first: the indicator at a moment.
        second: the same at another.
        key: name of the figure.
        shown: codes of the areas on the maps.
        names: names of the areas.
        noun: singular and plural of the level.
        unit_label: the unit in words.
        catalogue: the definitions.
        chosen: code of the area to set off.
    """
    indicator = first.indicator
    both = [code for code in shown if code in first.known and code in second.known]
    more = sum(second.known[code] > first.known[code] for code in both)
    less = sum(second.known[code] < first.known[code] for code in both)
    sentence = (
        f"Fra {first.when} e {second.when}: {more} {noun[1]} in aumento, {less} in diminuzione, "
        f"{len(both) - more - less} senza variazioni"
    )
    caption = " · ".join(part for part in (indicator.label, unit_label) if part)
    cells = {code: second.cells[code] for code in shown if code in second.cells}
    told = [
        dataclasses.replace(view, cells={code: view.cells[code] for code in cells if code in view.cells})
        for view in (first, second)
    ]
    columns = [Column(view.when, view.cells, indicator.unit, indicator.decimals) for view in told]
    data = [_data(view, names=names, row_heading=noun[0], catalogue=catalogue) for view in told]
    return Unit(
        key=key,
        title=sentence,
        caption=caption,
        alt=f"{caption}. {sentence}",
        picture=None,
        table=tables.html_table(
            [(code, names.get(code, code)) for code in _by_name(cells, names)],
            columns,
            caption=caption,
            row_heading=noun[0],
            chosen=chosen,
        ),
        reading=figures.reading_of(indicator),
        data=pd.concat([frame for frame in data if frame is not None], ignore_index=True),
        demonstration=any(view.demonstration for view in told),
    )


def _label(cell: Cell, view: View) -> str:
    if cell.status in (Status.NOT_PARTICIPATING, Status.NOT_APPLICABLE, Status.NOT_COLLECTED):
        return ""
    if view.indicator.unit == "euro" and cell.value is not None:
        return wording.number(cell.value / 1000)
    return wording.cell_text(cell, decimals=view.indicator.decimals)


def _data(
    view: View, *, names: Mapping[str, str], row_heading: str, catalogue: Catalogue
) -> pd.DataFrame | None:
    if view.table is None:
        return None
    kept = view.table.select(**{view.level: list(view.cells)})
    labels = {view.level: names}
    headings = {view.level: row_heading, view.indicator.code: view.indicator.label}
    dataset = catalogue.datasets[view.indicator.numerator.dataset]
    for dimension in dataset.dimensions:
        headings[dimension.code] = dimension.label
        if dimension.codelist:
            labels[dimension.code] = {
                code.code: code.label for code in catalogue.codelists[dimension.codelist].codes
            }
    return tables.tidy(kept, labels=labels, headings=headings)
