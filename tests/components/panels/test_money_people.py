"""Money for each person, only where it is safe."""

from __future__ import annotations

from dashboard.components.panels.asking import Point
from dashboard.components.panels.money_people import _each
from dashboard.data.cells import Cell, Status


def people(number: float) -> Point:
    return Point(("01",), ("Contea",), Cell(number, Status.VALID))


def paid(*amounts: float) -> list[Point]:
    return [
        Point(("01", f"{2018 + i}"), ("Contea", ""), Cell(v, Status.VALID)) for i, v in enumerate(amounts)
    ]


BEGUN = {"2018", "2019"}


def test_the_public_reads_no_amount_on_fewer_than_twenty_people() -> None:
    due = paid(100_000, 100_000)

    assert _each(people(19), due, due, BEGUN, public=True).cell.status is Status.SUPPRESSED
    assert _each(people(20), due, due, BEGUN, public=True).cell.value == 10_000
    assert _each(people(10), due, due, BEGUN, public=False).cell.value == 20_000


def test_a_year_without_spending_leaves_no_amount() -> None:
    found = _each(people(50), paid(100_000, 100_000), paid(90_000), BEGUN, public=False)

    assert found.cell.status is Status.NOT_COLLECTED


def test_what_is_hidden_stays_hidden() -> None:
    hidden = Point(("01",), ("Contea",), Cell(None, Status.SUPPRESSED))

    assert _each(hidden, paid(1), paid(1), BEGUN, public=True) is hidden
