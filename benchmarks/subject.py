"""What is measured: the national map of the first programme's first indicator, moment by moment.

Both sides show these views: our page finds them by itself, Dash's app takes them from here, out of the same
release, with the same classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dashboard.components import pictures, views
from dashboard.components.legends import fill_of
from dashboard.components.views import View
from dashboard.data.definitions import load_catalogue
from dashboard.data.release import open_release
from dashboard.data.territories.boundaries import Boundaries, load_boundaries
from dashboard.settings import Settings


@dataclass(frozen=True)
class Subject:
    """The national map, and the moments that the benchmark goes round and round.

    Attributes:
        indicator: code of the indicator.
        clock: name of the filter that turns the map.
        moments: code → label, as our filter writes it.
        views: what the map shows at each moment.
        round: the moments in turn; each differs from the one before in the colour of some area.
        names: names of the areas.
        boundaries: shapes of the level.
    """

    indicator: str
    clock: str
    moments: dict[str, str]
    views: dict[str, View]
    round: tuple[str, ...]
    names: dict[str, str]
    boundaries: Boundaries


@cache
def subject() -> Subject:
    """Find the national map in the release at work (settings STATE_DIR and AUDIENCE).

    Raises:
        LookupError: the first indicator has fewer than two moments to go between.
    """
    settings = Settings()
    release = open_release(settings, settings["AUDIENCE"])
    catalogue = load_catalogue(settings.definitions_dir)
    programme = min(catalogue.programmes.values(), key=lambda one: one.order)
    indicator = catalogue.indicators[programme.map_indicators[0]]
    level = next(one["code"] for one in release.meta["levels"] if one["role"] == "main")
    first = views.look_up(release, catalogue, indicator, level=level)
    dataset = catalogue.datasets[indicator.numerator.dataset]
    clock = next(iter(views.time_dimensions(dataset, catalogue)), None)
    if clock is None or len(first.moments) < 2:
        raise LookupError(f"{indicator.code}: meno di due momenti, nulla da misurare")
    found = {
        moment: views.look_up(release, catalogue, indicator, level=level, chosen={clock.code: moment})
        for moment in first.moments
    }
    codes = catalogue.codelists[str(clock.codelist)].by_code
    areas = release.areas(level)
    return Subject(
        indicator=indicator.code,
        clock=clock.code,
        moments={moment: codes[moment].short or codes[moment].label for moment in found},
        views=found,
        round=turning(found),
        names=dict(zip(areas["code"], areas["name"], strict=True)),
        boundaries=load_boundaries(settings.territories_dir, level, None),
    )


def turning(found: Mapping[str, View]) -> tuple[str, ...]:
    """Choose the moments to go round: all those whose map differs from the one before.

    Many moments, not two: what the browser or the server keep of the last few maps then helps nobody.

    Raises:
        LookupError: no two maps differ.
    """
    kept: list[str] = []
    for moment, view in found.items():
        if not kept or changes(found[kept[-1]], view):
            kept.append(moment)
    while len(kept) > 1 and not changes(found[kept[-1]], found[kept[0]]):
        kept.pop()
    if len(kept) < 2:
        raise LookupError("tutte le mappe sono uguali: nulla da misurare")
    return tuple(kept)


def changes(before: View, after: View) -> int:
    """Count the areas whose fill differs between two moments of an indicator."""
    scale = pictures.classes_of(before)
    codes = {*before.cells, *after.cells}
    return sum(fill_of(before.cells.get(c), scale) != fill_of(after.cells.get(c), scale) for c in codes)
