"""Every panel, for every audience, programme and place: it draws, and its numbers are those of the rows.

The other road to a number is plain pandas over the rows of the ledger: it shares with publishing, look-ups
and pictures nothing but the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.components import panels
from dashboard.components.panels import PICTURES, Ask, Slice
from dashboard.data.definitions import Catalogue, Panel
from dashboard.data.definitions.models import Ratio
from dashboard.pages import DOORS, board, context
from dashboard.pages.context import Context, Selection
from tests.pages.oracle import Oracle

PLACES = ("", "main", "operating")
"""Which place is chosen: the whole scope, one main area in it, one Ambito."""
MOST_BYTES = 60_000
"""Of one chart: what is larger slows every change of a filter."""
LEFT_OVERS = re.compile(r"\bnan\b|\bNone\b|\bTrue\b|\bFalse\b|\d\.\d{1,2}(?!\d)|<[a-z]|\{|\}")
"""What a machine would leave in a sentence."""


@pytest.fixture
def opened(prepared_state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Context]:
    """The release of an audience, as the pages open it."""

    def make(audience: str) -> Context:
        monkeypatch.setenv("STATE_DIR", str(prepared_state))
        monkeypatch.setenv("AUDIENCE", audience)
        return context.current()

    return make


def selections(found: Context, panel: Panel) -> Iterator[Selection]:
    """What may be chosen for a panel: its programmes, and places of each kind inside them."""
    for code in panel.programmes:
        programme = found.catalogue.programmes[code]
        scope = programme.scope[0]
        for role in PLACES:
            area = found.root if not role else _inside(found, scope, found.level(role).code)
            if area:
                yield Selection(programme, area, dict.fromkeys(programme.clocks, ""))


def _inside(found: Context, scope: str, level: str) -> str:
    """An area of a level inside a scope: the second of its kind, lest the first be a special one."""
    areas = found.release.areas(level)["code"]
    main = found.level_of[scope]
    inside = [str(code) for code in areas if found.release.ancestor(str(code), main) == scope]
    return inside[min(1, len(inside) - 1)] if inside else ""


@pytest.mark.parametrize("audience", ["pubblico", "cabina", "referente:16"])
def test_every_panel_draws_whatever_is_chosen_and_speaks_as_people_do(
    audience: str, opened: Callable[[str], Context]
) -> None:
    found = opened(audience)

    for panel in found.catalogue.panels.values():
        for selection in selections(found, panel):
            where = f"{panel.code}, {selection.programme.code}, {selection.area}"
            unit = board.unit_of(found, selection, panel)
            assert unit.key and unit.title and unit.caption, where
            assert unit.title in unit.alt and unit.caption in unit.alt, where
            for text in (unit.title, unit.caption, unit.empty, unit.notice, unit.note):
                assert not LEFT_OVERS.search(text), f"{where}: {text}"
            if unit.empty:
                assert unit.picture is None, where
                continue
            assert unit.table or unit.rows, f"{where}: no table"
            assert unit.reading, f"{where}: nothing says how to read it"
            if hasattr(unit.picture, "layout"):
                assert len(unit.picture.to_json()) < MOST_BYTES, f"{where}: {len(unit.picture.to_json())}"


def test_every_number_laid_out_for_the_cabina_is_that_of_the_rows(
    opened: Callable[[str], Context], oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened("cabina")
    asked: list[tuple[str, Slice]] = []
    look = Ask.slice

    def remember(self: Ask, *given: object, **more: object) -> Slice:
        told = look(self, *given, **more)  # type: ignore[arg-type]
        asked.append((self.panel.code, told))
        return told

    monkeypatch.setattr(Ask, "slice", remember)
    checked: dict[str, int] = {}
    for panel in found.catalogue.panels.values():
        for selection in selections(found, panel):
            panels.draw(board.ask_of(found, selection, panel))
    for panel_code, told in asked:
        if not told.known:
            continue
        expected = recomputed(told, oracle, found)
        for point in told.known:
            key = point.codes
            assert key in expected or point.cell.value == 0, f"{panel_code}: {key} is not in the rows"
            value = expected.get(key, 0.0)
            assert point.cell.value == pytest.approx(value), f"{panel_code} {told.conditions}: {key}"
            checked[told.indicator.code] = checked.get(told.indicator.code, 0) + 1
    shown = {code for panel in found.catalogue.panels.values() for code in panel.indicators}
    assert not shown - set(checked), f"never a number: {sorted(shown - set(checked))}"


def recomputed(told: Slice, oracle: Oracle, found: Context) -> dict[tuple[str, ...], float]:
    """Compute the numbers of a slice from the rows: sums along what it is laid out by, then their ratio."""
    indicator = told.indicator
    top = _sums(indicator.numerator, told, oracle)
    if indicator.denominator is None:
        return {key: value for key, value in top.items()}
    base = _sums(indicator.denominator, told, oracle)
    return {
        key: top.get(key, 0.0) / whole * indicator.scale
        for key in top
        if (whole := base.get(key, base.get((), 0.0)))
    }


def _sums(side: Ratio, told: Slice, oracle: Oracle) -> dict[tuple[str, ...], float]:
    """The sums of a measure by what a slice is laid out by (what the dataset lacks is repeated)."""
    dataset = oracle.catalogue.datasets[side.dataset]
    rows = oracle.rows(side.dataset)
    own = {d.code for d in dataset.dimensions}
    conditions = {k: v for k, v in {**told.conditions, **told.moments}.items() if k in own} | dict(side.where)
    for name, value in conditions.items():
        rows = rows[rows[name].isin([value] if isinstance(value, str) else list(value))]
    if dataset.area is not None:
        rows = rows.assign(**{told.level: oracle._areas(rows, dataset, told.level)})
        for level, code in told.conditions.items():
            if level not in own:
                wanted = {code} if isinstance(code, str) else set(code)
                within = rows[dataset.area.code].map(lambda c, at=level: _above(oracle, c, at))
                rows = rows[within.isin(wanted)]
    by = [name for name in told.laid if name in rows]
    rows = rows.dropna(subset=[side.measure, *by])
    told_of = {*conditions, *by}
    for dimension in dataset.dimensions:  # a base of other moments counts with its last one
        clock = dimension.type in ("date", "year") and not dimension.additive
        if clock and dimension.code not in told_of and len(rows):
            rows = rows[rows[dimension.code] == rows[dimension.code].max()]
    if not by:
        return {(): float(rows[side.measure].sum())} if len(rows) else {}
    sums: pd.Series = rows.groupby(by)[side.measure].sum()
    missing = [name for name in told.laid if name not in by]
    found = {key if isinstance(key, tuple) else (key,): float(v) for key, v in sums.items()}
    if not missing:
        return {tuple(map(str, key)): value for key, value in found.items()}
    return {(): float(rows[side.measure].sum())}


def _above(oracle: Oracle, code: str, level: str) -> str | None:
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
    listing = [panel for panel in catalogue.panels.values() if panel.picture == "all_values"]
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
