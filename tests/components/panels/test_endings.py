"""How paths end: closed by year, and reasons to leave."""

from __future__ import annotations

from dashboard.components import wording
from dashboard.components.panels import endings
from dashboard.data.cells import Status
from tests.components.panels.conftest import HIDDEN, Draw, valid


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
    assert endings._grown({"1970": valid(4), "1972": valid(9)}, "1972").status is Status.NOT_COLLECTED
    assert endings._grown({"1971": HIDDEN, "1972": valid(9)}, "1972").value is None
    assert endings._grown({"1971": valid(9), "1972": valid(4)}, "1972").value is None
    assert endings._grown({"1971": valid(4), "1972": HIDDEN}, "1972") is HIDDEN
    assert endings._grown({"1971": valid(9), "1972": valid(9)}, "1972").status is Status.ZERO


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
