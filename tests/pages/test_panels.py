"""Every panel, for every audience, programme and place: it draws, and its numbers are those of the rows.

The other road to a number is plain pandas over the rows of the ledger: it shares with publishing, look-ups
and pictures nothing but the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.components import panels
from dashboard.components.figures import Unit
from dashboard.components.panels import PICTURES, Ask, Slice, everything
from dashboard.data.definitions import Catalogue, Panel
from dashboard.data.definitions.models import Ratio
from dashboard.pages import DOORS, board, context
from dashboard.pages.context import Context, Selection
from tests.pages.oracle import Oracle

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


def test_every_number_laid_out_for_the_cabina_is_that_of_the_rows(
    opened: Callable[[str], Context], oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened("cabina")
    asked: dict[tuple[str, str], Slice] = {}
    look = Ask.slice

    def remember(self: Ask, *given: object, **more: object) -> Slice:
        told = look(self, *given, **more)  # type: ignore[arg-type]
        asked[self.panel.code, repr((told.indicator.code, told.laid, told.conditions, told.moments))] = told
        return told

    monkeypatch.setattr(Ask, "slice", remember)
    for panel in found.catalogue.panels.values():
        if panel.picture == everything.PICTURE:
            continue  # the same look-ups again, of every indicator: tried on a small country
        for selection in selections(found, panel, ("",)):
            panels.draw(board.ask_of(found, selection, panel))
    problems: list[str] = []
    checked: set[str] = set()
    for (panel_code, _), told in asked.items():
        if not told.known:
            continue
        expected = recomputed(told, oracle)
        for point in told.known:
            value = expected.get(point.codes, 0.0)
            if point.cell.value != pytest.approx(value):
                problems.append(
                    f"{panel_code} {told.indicator.code} {dict(told.conditions)} {dict(told.moments)} "
                    f"{point.codes}: {point.cell.value}, rows say {value}"
                )
            checked.add(told.indicator.code)
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])
    assert len(checked) > 100


def recomputed(told: Slice, oracle: Oracle) -> dict[tuple[str, ...], float]:
    """Compute the numbers of a slice from the rows: sums along what it is laid out by, then their ratio."""
    indicator = told.indicator
    found = _sums(indicator.numerator, told, oracle)
    by = [name for name in told.laid if name in found]
    if indicator.denominator is not None:
        base = _sums(indicator.denominator, told, oracle).rename(columns={"value": "base"})
        on = [name for name in told.laid if name in base]
        found = found.merge(base, on=on) if on else found.merge(base, how="cross")
        found = found[found["base"] != 0]
        found = found.assign(value=found["value"] / found["base"] * indicator.scale)
    keys = [tuple(map(str, key)) for key in found[by].itertuples(index=False, name=None)]
    return dict(zip(keys, found["value"].astype(float), strict=True))


def _sums(side: Ratio, told: Slice, oracle: Oracle) -> pd.DataFrame:
    """The sums of a measure by what a slice is laid out by, as far as the dataset has it: column `value`."""
    dataset = oracle.catalogue.datasets[side.dataset]
    rows = oracle.rows(side.dataset)
    own = {d.code for d in dataset.dimensions}
    conditions = {k: v for k, v in {**told.conditions, **told.moments}.items() if k in own} | dict(side.where)
    for name, value in conditions.items():
        rows = rows[rows[name].isin([value] if isinstance(value, str) else list(value))]
    if dataset.area is not None:
        codes = rows[dataset.area.code]
        areas = {code: _area_of(oracle, code, told.level, dataset.area.additive) for code in codes.unique()}
        rows = rows.assign(**{told.level: codes.map(areas)}).dropna(subset=[told.level])
        for level, code in told.conditions.items():
            if level not in own:
                wanted = {code} if isinstance(code, str) else set(code)
                above = {c: _above(oracle, c, level) for c in rows[told.level].unique()}
                rows = rows[rows[told.level].map(above).isin(wanted)]
    by = [name for name in told.laid if name in rows]
    rows = rows.dropna(subset=[side.measure, *by])
    told_of = {*conditions, *by}
    for dimension in dataset.dimensions:  # a base of other moments counts with its last one
        clock = dimension.type in ("date", "year") and not dimension.additive
        if clock and dimension.code not in told_of and len(rows):
            rows = rows[rows[dimension.code] == rows[dimension.code].max()]
    if not by:
        return pd.DataFrame({"value": [float(rows[side.measure].sum())] if len(rows) else []})
    return rows.groupby(by)[side.measure].sum().rename("value").reset_index()


def _area_of(oracle: Oracle, code: str, level: str, additive: bool) -> str | None:
    """The area of a level that a row counts for: its own or, where sums mean something, the one around it."""
    territories = oracle.territories
    own = territories.get(code).level
    if own == level or not additive:
        return code if own == level else None
    around = (area.code for area in territories.areas(level) if code in _inside_of(oracle, area.code, own))
    return _above(oracle, code, level) or next(around, None)


@cache
def _inside_of(oracle: Oracle, code: str, level: str) -> frozenset[str]:
    return frozenset(area.code for area in oracle.territories.descendants(code, level))


def _above(oracle: Oracle, code: str, level: str) -> str | None:
    if oracle.territories.get(code).level == level:
        return code
    if level == oracle.territories.root.level:
        return oracle.territories.root.code
    area = oracle.territories.ancestor(code, level)
    return area.code if area else None


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
