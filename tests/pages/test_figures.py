"""Every indicator of the catalogue, on every panel that shows it: its numbers are those of the rows.

The other road to a number is plain pandas over the rows of the ledger (`recomputed.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dashboard.components import panels
from dashboard.components.figures import Unit
from dashboard.components.panels import Ask, Slice, everything, telling
from dashboard.components.panels.outcome_shares import PROFILE
from dashboard.data.definitions import Indicator, Panel
from dashboard.pages import board, context
from dashboard.pages.context import Context, Selection
from tests.pages.oracle import Oracle
from tests.pages.recomputed import recomputed
from tests.pages.test_panels import selections
from tests.test_coverage import LINES, MAPS


@dataclass
class Told:
    """What the pictures asked of the release, and what they draw.

    Attributes:
        slices: those with a number, by what they are of: each once, with a panel that shows it.
        shown: all pairs of a page and an indicator of which it shows some number.
    """

    slices: dict[str, list[tuple[str, Slice]]] = field(default_factory=dict)
    shown: set[tuple[str, str]] = field(default_factory=set)

    @property
    def indicators(self) -> set[str]:
        """Of which some number is shown."""
        return {indicator for _, indicator in self.shown}

    def remember(self, panel: Panel, told: Slice) -> None:
        if told.known:
            self.shown.add((panel.page, told.indicator.code))
            what = repr((told.indicator.code, told.level, told.laid, told.conditions, told.moments))
            same = self.slices.setdefault(what, [])
            if told.points not in [one.points for _, one in same]:
                same.append((panel.code, told))


@pytest.fixture(scope="module")
def cabina(prepared_state: Path) -> Iterator[Context]:
    """The release of the cabina, as the pages open it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATE_DIR", str(prepared_state))
        patch.setenv("AUDIENCE", "cabina")
        yield context.current()


@pytest.fixture(scope="module")
def told(cabina: Context, oracle: Oracle) -> Iterator[Told]:
    """All that the panels of all programmes say to the cabina, with each choice of their own."""
    found = Told()
    look, draw = Ask.slice, telling.unit_of

    def asked(self: Ask, *given: Any, **more: Any) -> Slice:
        one = look(self, *given, **more)
        found.remember(self.panel, one)
        return one

    def drawn(ask: Ask, slices: Sequence[Slice], **more: Any) -> Unit:
        for one in slices:
            if one.laid:  # some put the one number of several indicators side by side: they were asked for
                found.remember(ask.panel, one)
        return draw(ask, slices, **{**more, "picture": lambda: None})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ask, "slice", asked)
        patch.setattr(telling, "unit_of", drawn)
        for panel in cabina.catalogue.panels.values():
            for selection in selections(cabina, panel, ("",)):
                for choices in ways(panel):
                    panels.draw(board.ask_of(cabina, selection, panel, choices=choices))
        listing = next(p for p in cabina.catalogue.panels.values() if p.picture == everything.PICTURE)
        for indicator in cabina.catalogue.indicators.values():
            place = "" if indicator.code in found.indicators else a_place_of(indicator, oracle)
            if place:  # nothing for the whole of the programme: looked for where there are rows
                programme = cabina.catalogue.programmes[indicator.programmes[0]]
                selection = Selection(programme, place, dict.fromkeys(programme.clocks, ""))
                choices = {everything.TOPIC: everything.topic_of(indicator)}
                panels.draw(board.ask_of(cabina, selection, listing, choices=choices))
    yield found


def ways(panel: Panel) -> Iterator[dict[str, str]]:
    """What may be chosen on a panel that gives it other numbers: the side of a profile, the measure."""
    name, measures = panel.options.get("choice", ""), panel.options.get("measures", ())
    sides = panel.options.get("profile", ())
    yield from ({PROFILE: side} for side in sides)
    yield from ({str(name): measure} for measure in measures)
    if not (sides or measures):
        yield {}


def a_place_of(indicator: Indicator, oracle: Oracle) -> str:
    """The first of the areas for which the rows have a number of an indicator; empty when none has."""
    side = indicator.numerator
    area = oracle.catalogue.datasets[side.dataset].area
    rows = oracle.rows(side.dataset)
    for name, value in side.where.items():
        rows = rows[rows[name].isin([value] if isinstance(value, str) else list(value))]
    return str(rows.dropna(subset=[side.measure])[area.code].min()) if area and len(rows) else ""


def test_every_number_laid_out_for_the_cabina_is_that_of_the_rows(told: Told, oracle: Oracle) -> None:
    problems = []
    for same in told.slices.values():
        expected = recomputed(same[0][1], oracle)
        for panel, one in same:
            for point in one.known:
                figure = expected.get(point.codes)
                value, base = (figure.value, figure.base) if figure else (0.0, None)
                where = f"{panel} {one.indicator.code} {one.conditions} {one.moments} {point.codes}"
                if point.cell.value != pytest.approx(value):
                    problems.append(f"{where}: {point.cell.value}, rows say {value}")
                if base is not None and point.base != pytest.approx(base):
                    problems.append(f"{where}: over {point.base}, rows say {base}")
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])


def test_no_indicator_is_left_out_but_those_of_which_no_row_has_come(told: Told, oracle: Oracle) -> None:
    without_rows = {i.code for i in oracle.catalogue.indicators.values() if not a_place_of(i, oracle)}

    assert not set(oracle.catalogue.indicators) - told.indicators - without_rows
    assert len(without_rows) < 5


def test_a_page_really_shows_the_numbers_that_the_coverage_claims(told: Told) -> None:
    claimed = {(line.page, code) for line in LINES if line.page not in MAPS for code in line.indicators}

    assert claimed
    assert not claimed - told.shown
