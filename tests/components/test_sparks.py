"""A trend in the space of a word."""

from __future__ import annotations

import pytest

from dashboard.components import sparks
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Dimension

DAY = Dimension(code="giorno", label="Giorno", type="date", additive=False)
YEAR = Dimension(code="anno", label="Anno", type="year", additive=False)
ROUND = Dimension(code="turno", label="Turno", type="code", codelist="turni", additive=False)


def items(*pairs: tuple[str, float | None], note: str = "") -> list[tuple[str, str, Cell]]:
    return [
        (m, m, Cell(v, Status.VALID, note=note) if v is not None else Cell(None, Status.SUPPRESSED))
        for m, v in pairs
    ]


@pytest.mark.parametrize(
    ("found", "clock", "unit", "said"),
    [
        (items(("2021", 10), ("2022", 22)), YEAR, "persone", "+12 dal 2021"),
        (items(("2021", 22), ("2022", 10)), YEAR, "persone", "−12 dal 2021"),
        (items(("2021", 22), ("2022", 22)), YEAR, "persone", "invariato dal 2021"),
        (items(("2021", 22), ("2022", 23)), YEAR, "percento", "+1 punto dal 2021"),
        (items(("R1", 2), ("R2", 5)), ROUND, "sedi", "+3 rispetto a «R1»"),
        (items(("2021", None), ("2022", 23)), YEAR, "persone", ""),
        (items(("2021", 3), ("2022", None)), YEAR, "persone", ""),
    ],
)
def test_a_change_is_said_since_the_moment_before(
    found: list[tuple[str, str, Cell]], clock: Dimension, unit: str, said: str
) -> None:
    assert sparks.change(found, clock=clock, unit=unit, decimals=0) == said


def test_a_day_is_compared_with_that_of_a_year_before() -> None:
    found = items(("2021-12-31", 5), ("2022-06-30", 9), ("2022-12-31", 8))

    assert sparks.change(found, clock=DAY, unit="persone", decimals=0) == "+3 dal 2021-12-31"


def test_missing_returns_are_said_beside_a_change() -> None:
    found = items(("2021", 5), ("2022", 9), note="manca 1 Ambito su 2")

    assert sparks.change(found, clock=YEAR, unit="persone", decimals=0).endswith("(mancano delle consegne)")


def test_little_bars_tell_every_number_to_who_does_not_see_them() -> None:
    html = sparks.spark_html(items(("2021", 5), ("2022", None), ("2023", 9)), unit="", decimals=0)

    assert 'alt="2021: 5; 2022: c; 2023: 9"' in html
    assert sparks.spark_html(items(("2021", 5), ("2022", None)), unit="", decimals=0) == ""
