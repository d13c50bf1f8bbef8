"""States at their dates, paths closed by year, reasons to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from dashboard.components import wording
from dashboard.components.charts.curves import Line
from dashboard.components.figures import Unit
from dashboard.components.panels import states
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
Values = Mapping[tuple[str, ...], float | None]
HIDDEN = Cell(None, Status.SUPPRESSED)


def valid(value: float) -> Cell:
    return Cell(value, Status.VALID if value else Status.ZERO, True)


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw a picture of numbers by codes, per indicator; None is hidden."""

    def make(picture: str, by: list[str], *given: Values, **options: object) -> Unit:
        names = ["lanterne_accese", "stanziato_annata"][: len(given)]
        told = ask(picture=picture, indicators=names, by=by, options=options)
        numbers = dict(zip(names, given, strict=True))

        def look(self: Ask, indicator: Indicator, *_: object, **__: object) -> Slice:
            points = tuple(
                Point(codes, codes, HIDDEN if value is None else valid(value))
                for codes, value in numbers[indicator.code].items()
            )
            return Slice(indicator, points, place="Erewhon")

        monkeypatch.setattr(Ask, "slice", look)
        return getattr(states, picture)(told)  # type: ignore[no-any-return]

    return make


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

    assert unit.title == "Al 31/12/1972: f 6"
    assert "50" not in unit.table
    assert unit.demonstration


def test_what_closed_in_a_year_is_what_grew_since_the_year_before(draw: Draw) -> None:
    unit = draw(
        "closures",
        [],
        {("1971",): 10, ("1972",): 5},
        {("1971-12-31",): 10, ("1972-06-30",): 12, ("1972-12-31",): 25},
        year="annata",
        date="reference_date",
    )

    assert unit.data is not None
    assert list(unit.data["conclusi"]) == [10, 15]
    assert list(unit.data["usciti_prima"]) == [10, 5]
    assert list(unit.data["quota_arrivati_al_termine"]) == [50, 75]
    assert unit.title.startswith("1972: 20 percorsi chiusi, arrivati al termine 75")
    assert "(fra " in unit.title


def test_a_year_before_that_is_missing_or_hidden_leaves_no_number() -> None:
    assert states._grown({"1970": valid(4), "1972": valid(9)}, "1972").status is Status.NOT_COLLECTED
    assert states._grown({"1971": HIDDEN, "1972": valid(9)}, "1972").value is None
    assert states._grown({"1971": valid(9), "1972": valid(4)}, "1972").value is None
    assert states._grown({"1971": valid(4), "1972": HIDDEN}, "1972") is HIDDEN
    assert states._grown({"1971": valid(9), "1972": valid(9)}, "1972").status is Status.ZERO


def test_reasons_are_shares_of_the_known_ones(draw: Draw) -> None:
    unit = draw("reasons", ["genere"], {("f",): 30, ("m",): 10, ("x",): 1}, unknown="x")

    assert unit.title.startswith("I motivi più frequenti: f 75")
    assert unit.title.endswith("; n = 40")
    assert list(unit.picture.data[0].x) == [75, 25]
    assert unit.note.endswith("Senza motivo rilevato: 1 persona.")


def test_around_a_hidden_reason_no_share_is_computed(draw: Draw) -> None:
    unit = draw("reasons", ["genere"], {("f",): 30, ("m",): None}, unknown="x")

    assert unit.title == "Motivi delle uscite che si possono dire: f 30"
    assert "Quota" not in unit.table
    assert draw("reasons", ["genere"], {("f",): None}, unknown="x").title == wording.ALL_HIDDEN


def test_cohorts_that_reached_nothing_have_no_row(draw: Draw) -> None:
    unit = draw(
        "cohorts",
        ["annata", "stato"],
        {("1971", "arrivato"): 8, ("1972", "arrivato"): None, ("1973", "arrivato"): 0},
        states=["arrivato"],
        tell="arrivato",
    )

    assert unit.title == "Arrivato alla mèta, per coorte: 1971 8"
    assert "1972" in unit.table and "1973" not in unit.table


def test_published_figures_bear_each_its_own_number(draw: Draw) -> None:
    unit = draw("published", [], {("x",): 8}, {("x",): None})

    assert unit.title.startswith("Con lanterna") and unit.title.endswith(": 8")
    assert "Stanziato" not in unit.title
