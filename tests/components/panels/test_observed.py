"""How much is observed behind a figure, and shares as each audience may read them."""

from __future__ import annotations

import pytest

from dashboard.components.panels import observed
from dashboard.components.panels.asking import Point
from dashboard.data.cells import Cell, Status
from dashboard.data.release import Release
from dashboard.data.statistics import Interval
from tests.components.panels.conftest import AskFor

COVERED = Cell(None, Status.SUPPRESSED)


def count(value: float | None, *codes: str) -> Point:
    return Point(codes, codes, COVERED if value is None else Cell(value, Status.VALID, True))


def test_a_share_is_exact_for_the_cabina_and_has_its_interval(ask: AskFor) -> None:
    cell, span = observed.share(ask(), 1, 3, demonstration=True)

    assert cell.value == pytest.approx(100 / 3) and cell.demonstration
    assert span is not None and span.low < 100 / 3 < span.high


@pytest.mark.parametrize(
    ("top", "base", "value", "note"),
    [(9, 19, None, "base inferiore"), (1, 40, 5, "5 o meno"), (40, 40, 95, "95 o più"), (67, 200, 34, "")],
)
def test_the_public_reads_no_share_that_tells_of_few(
    ask: AskFor, pubblico: Release, top: float, base: float, value: float | None, note: str
) -> None:
    cell, span = observed.share(ask(release=pubblico), top, base, demonstration=False)

    assert cell.value == value and note in cell.note
    assert (span is None) == bool(note)


def test_a_share_of_nobody_does_not_apply(ask: AskFor) -> None:
    cell, span = observed.share(ask(), 0, 0, demonstration=False)

    assert cell.status is Status.NOT_APPLICABLE and span is None


def test_nothing_is_computed_around_a_hidden_count(ask: AskFor) -> None:
    indicator = ask(indicators=["quota_con_lanterna"]).indicators[0]
    known = [count(4, "con_lanterna"), count(16, "avvistato"), count(9, "arrivato")]

    cell, top, base = observed.ratio(ask(), indicator, known, ["stato"])
    assert (cell.value, top, base) == (25, 4, 16) and cell.demonstration
    cell, top, base = observed.ratio(ask(), indicator, [known[0], count(None, "avvistato")], ["stato"])
    assert cell.status is Status.SUPPRESSED and top is base is None
    assert observed.amounts([*known, count(None, "x")]) is None
    assert observed.amounts(known)[("arrivato",)] == 9  # type: ignore[index]


def test_a_share_is_told_with_its_interval_and_what_is_hidden_with_its_mark() -> None:
    told = observed.told(Cell(88, Status.VALID), Interval(85.2, 90.4))

    assert told == "88\u00a0% (fra 85 e 90)"
    assert observed.told(COVERED, Interval(1, 2)) == "c"


def test_the_returns_are_those_of_the_main_area_around_the_place(ask: AskFor) -> None:
    """Four districts take part, and that of Brumale has delivered."""
    came, due, around = observed.returns(ask(area="D0201"), "viandanti_stati", time="1972-12-31")

    assert (came, due, around) == (1, 1, "02")
    told = observed.delivered(ask(), "viandanti_stati", time="1972-12-31")
    assert told == "consegne: 3 Distretti su 4"


def test_months_are_whole_and_a_year_that_has_not_begun_has_none(ask: AskFor) -> None:
    ages = [observed.age_of(ask(), "risorse", "annata", year) for year in ("1971", "1972", "1973", "1900")]

    assert ages == [23, 11, 0, None]  # on the last day of 1972
