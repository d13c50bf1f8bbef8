"""Every panel, for every audience, programme and place: it draws, and speaks as people do.

That its numbers are those of the rows is tested in `test_figures.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import PICTURES, everything
from dashboard.data.definitions import Catalogue, Panel
from dashboard.pages import DOORS, board, context
from dashboard.pages.context import Context, Selection

MOST_BYTES = 110_000
"""Of one chart: what is larger slows every change of a filter."""
LEFT_OVERS = re.compile(r"\bnan\b|\bNone\b|\bTrue\b|\bFalse\b|\d\.\d{1,2}(?!\d| [A-Z])|<[a-z]|\{|\}")
"""What a machine would leave in a sentence."""


@pytest.fixture
def opened(prepared_state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Context]:
    """The release of an audience, as the pages open it."""

    def make(audience: str) -> Context:
        monkeypatch.setenv("STATE_DIR", str(prepared_state))
        monkeypatch.setenv("AUDIENCE", audience)
        return context.current()

    return make


def selections(found: Context, panel: Panel, places: Sequence[str]) -> Iterator[Selection]:
    """What may be chosen for a panel: its programmes, and places of some kinds inside them.

    Args:
        found: the release at work.
        panel: the panel.
        places: roles of the levels that a place is chosen of; an empty one chooses the whole.
    """
    for code in panel.programmes:
        programme = found.catalogue.programmes[code]
        scope = programme.scope[0]
        for role in places:
            area = found.root if not role else _inside(found, scope, found.level(role).code)
            if area:
                yield Selection(programme, area, dict.fromkeys(programme.clocks, ""))


def _inside(found: Context, scope: str, level: str) -> str:
    """An area of a level inside a scope: the second of its kind, lest the first be a special one."""
    areas = found.release.areas(level)["code"]
    main = found.level_of[scope]
    inside = [str(code) for code in areas if found.release.ancestor(str(code), main) == scope]
    return inside[min(1, len(inside) - 1)] if inside else ""


LOOKS = [
    pytest.param("pubblico", ("",), id="public"),
    pytest.param("cabina", ("operating",), id="cabina"),
    pytest.param("referente:16", ("main",), id="referente", marks=pytest.mark.slow),
    pytest.param("pubblico", ("main", "operating"), id="public-within", marks=pytest.mark.slow),
    pytest.param("cabina", ("", "main"), id="cabina-above", marks=pytest.mark.slow),
    pytest.param("referente:16", ("", "operating"), id="referente-within", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("audience", "places"), LOOKS)
def test_every_panel_draws_whatever_is_chosen_and_speaks_as_people_do(
    audience: str, places: tuple[str, ...], opened: Callable[[str], Context]
) -> None:
    found = opened(audience)
    problems: list[str] = []

    for panel in found.catalogue.panels.values():
        for selection in selections(found, panel, places):
            choices = {everything.TOPIC: "contesto"} if panel.picture == everything.PICTURE else {}
            unit = board.unit_of(found, selection, panel, choices=choices)
            where = f"{panel.code}, {selection.programme.code}, {selection.area}"
            problems += [f"{where}: {problem}" for problem in wrong_with(unit)]
    assert not problems, "\n".join(problems)


def wrong_with(unit: Unit) -> Iterator[str]:
    """List what a unit lacks, or says as only a machine would."""
    drawn = unit.picture is not None
    if not (unit.key and unit.title) or (drawn and not unit.caption):
        yield "no message"
    if drawn and unit.title not in unit.alt:
        yield "the text alternative is not the message"
    for text in (unit.title, unit.caption, unit.empty, unit.notice, unit.note):
        if LEFT_OVERS.search(text):
            yield f"not as people speak: {text}"
    if unit.empty:
        if unit.picture is not None:
            yield "empty, but drawn"
        return
    if not (unit.table or unit.rows):
        yield "no table"
    if drawn and not unit.reading:
        yield "nothing says how to read it"
    if hasattr(unit.picture, "layout") and len(unit.picture.to_json()) > MOST_BYTES:
        yield f"{len(unit.picture.to_json())} bytes"


def test_every_panel_names_a_picture_that_somebody_draws_and_a_page_that_has_a_door(
    catalogue: Catalogue,
) -> None:
    addresses = {door.address for door in DOORS}
    for panel in catalogue.panels.values():
        assert panel.picture in PICTURES, panel.code
        assert panel.page in addresses, panel.code


def test_every_dataset_and_every_indicator_has_a_place_on_screen(catalogue: Catalogue) -> None:
    shown = {code for panel in catalogue.panels.values() for code in panel.indicators}
    listing = [panel for panel in catalogue.panels.values() if panel.picture == everything.PICTURE]
    listed = {code for panel in listing for code in panel.programmes}
    shown |= {code for code, one in catalogue.indicators.items() if listed & set(one.programmes)}
    for one in catalogue.programmes.values():
        shown |= {*one.key_figures, *one.map_indicators, *(c for pair in one.plans for c in pair)}
    sides = [
        s for c in shown for s in (catalogue.indicators[c].numerator, catalogue.indicators[c].denominator)
    ]
    datasets = {side.dataset for side in sides if side}
    datasets |= {panel.dataset for panel in catalogue.panels.values() if panel.dataset}

    assert not set(catalogue.indicators) - shown
    assert not set(catalogue.datasets) - datasets - SHOWN_OTHERWISE


SHOWN_OTHERWISE = {"territory_notes"}
"""Beside the figures of their topic (`pages/notes.py`)."""
