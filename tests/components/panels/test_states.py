"""States at their dates, of each cohort, and as they were published."""

from __future__ import annotations

from dashboard.components import wording
from dashboard.components.charts.curves import Line
from dashboard.components.panels import states
from tests.components.panels.conftest import HIDDEN, Draw, valid


def test_a_line_tells_its_first_highest_and_last_number() -> None:
    points = [("1971-12-31", valid(3)), ("1972-06-30", valid(9)), ("1972-12-31", valid(7))]

    assert states._message_of_dates(Line("a", "Accesi", points)) == (
        "Accesi: 3 al 31/12/1971, 9 al 30/06/1972 e 7 al 31/12/1972"
    )
    assert states._message_of_dates(Line("a", "Accesi", [("1971-12-31", HIDDEN)])) == wording.ALL_HIDDEN


def test_parts_are_those_of_the_last_end_of_year(draw: Draw) -> None:
    unit = draw(
        "composition",
        ["reference_date", "genere"],
        {
            ("1971-12-31", "f"): 4,
            ("1971-12-31", "m"): 1,
            ("1972-06-30", "f"): 50,
            ("1972-12-31", "f"): 6,
            ("1972-12-31", "m"): None,
        },
    )

    assert unit.title == "Al 31/12/1972: f (6)"
    assert "50" not in unit.table
    assert unit.demonstration


def test_cohorts_that_reached_nothing_have_no_row(draw: Draw) -> None:
    unit = draw(
        "cohorts",
        ["annata", "stato"],
        {("1971", "arrivato"): 8, ("1972", "arrivato"): None, ("1973", "arrivato"): 0},
        states=["arrivato"],
        tell="arrivato",
    )

    assert unit.title == "Arrivato alla mèta, per coorte: 1971 (8)"
    assert "1972" in unit.table and "1973" not in unit.table


def test_published_figures_bear_each_its_own_number(draw: Draw) -> None:
    unit = draw("published", [], {("x",): 8}, {("x",): None})

    assert unit.title.startswith("Con lanterna") and unit.title.endswith(": 8")
    assert "Stanziato" not in unit.title
