"""The map of a view as a drawing (SVG): for the sheet, and for a picture to take home. No Streamlit here."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components import palette, wording
from dashboard.components.atlas import Atlas
from dashboard.components.maps import Place
from dashboard.components.palette import Classes
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.territories.boundaries import Boundaries
from dashboard.data.territories.svg import svg_map


def ground(view: View, atlas: Atlas, focus: str) -> Boundaries | None:
    """The areas that a drawing of a view can show: those with a figure, else the one in sight."""
    outlines = atlas.outlines(view.level)
    inside = [code for code in outlines.codes if code in view.cells] if outlines else []
    if outlines and inside:
        return outlines if len(inside) == len(outlines.codes) else outlines.only(inside)
    return atlas.outline_of(focus)


def map_sketch(
    view: View,
    *,
    key: str,
    title: str,
    description: str,
    ground: Boundaries,
    attribution: str,
    classes: Classes | None,
    chosen: str,
    points: Mapping[str, Place],
    said: Mapping[str, str],
) -> str:
    """Draw the map of a view as SVG, with the same colours and marks.

    Args:
        view: the indicator; its cells alone are drawn.
        key: name of the figure, for the identifiers inside the drawing.
        title: what it shows.
        description: its message.
        ground: the areas (see `ground`).
        attribution: who made the boundaries.
        classes: the classes of the scale.
        chosen: code of the area to set off.
        points: seats, and further points.
        said: by area, what is told of it in the place of its number.
    """
    inside = [code for code in ground.codes if code in view.cells]
    by_status: dict[Status, list[str]] = {}
    for code in inside:
        by_status.setdefault(view.cells[code].status, []).append(code)
    known = {code: view.cells[code].value for code in inside}
    mark = f"◆ {wording.DEMONSTRATION.upper()} · " if view.demonstration else ""
    return svg_map(
        ground,
        fills={
            code: classes.colour(value) if classes and value else palette.WHITE
            for code, value in known.items()
            if value is not None
        }
        | dict.fromkeys(by_status.get(Status.NOT_COLLECTED, ()), palette.ABSENT),
        title=title,
        description=description,
        labels={
            code: f"{ground.names[code]}: "
            + (
                said.get(code)
                or wording.cell_text(
                    view.cells[code], unit=view.indicator.unit, decimals=view.indicator.decimals
                )
            )
            for code in inside
        },
        hatched=by_status.get(Status.SUPPRESSED, ()),
        outlined=by_status.get(Status.NOT_PARTICIPATING, ()),
        highlight=chosen if chosen in inside else None,
        points={
            code: (place.lon, place.lat, _point_colour(place.cell, classes)) for code, place in points.items()
        },
        attribution=f"{mark}{attribution}",
        name=key,
    )


def _point_colour(cell: Cell | None, classes: Classes | None) -> str:
    return classes.colour(cell.value) if classes and cell and cell.value else palette.ORANGE
