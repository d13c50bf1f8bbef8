"""Money by annualità and by place: the sentence, the numbers, what is added up."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.panels import money
from dashboard.components.panels.accounts import Accounts
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor
from tests.components.panels.test_accounts import FOUR


def read(text: str) -> str:
    return text.replace("\u00a0", " ")


def accounts_of(ask: Ask, *lines: tuple[str, float | None, float | None]) -> Accounts:
    """Accounts of places: name, allocated, spent."""

    def one(values: list[float | None]) -> Slice:
        cells = [Cell(v, Status.NOT_COLLECTED if v is None else Status.VALID) for v in values]
        points = [Point((n,), (n,), cell) for (n, _, _), cell in zip(lines, cells, strict=True)]
        return Slice(ask.indicators[0], tuple(points))

    first, last = one([a for _, a, _ in lines]), one([s for _, _, s in lines])
    return Accounts((first, first, first, last), tuple((n, n) for n, _, _ in lines), {})


def test_the_years_say_how_much_was_spent_of_what_was_allocated(ask: AskFor) -> None:
    unit = money.years(ask(indicators=FOUR, by=["annata"], area="01"))

    assert read(unit.title) == "Spesi 20 € dei 50 € stanziati in 1 annualità (40%)"
    assert unit.picture is not None and unit.data is not None
    assert list(unit.data["valore"]) == [50, 50, 50, 20]
    assert "Somma" not in unit.note and not unit.demonstration


def test_a_sum_of_areas_is_said_to_be_one(ask: AskFor) -> None:
    unit = money.years(ask(indicators=FOUR, by=["annata"]))

    assert read(unit.title) == "Spesi 20 € dei 100 € stanziati in 1 annualità (20%)"
    assert unit.note.startswith("Somma di 2 Contee")


def test_the_fund_is_that_of_the_whole_wherever_one_stands(ask: AskFor) -> None:
    unit = money.fund(ask(indicators=FOUR, by=["annata"], area="01"))

    assert read(unit.title) == "100 € stanziati per il 1971"
    assert unit.notice == "Il fondo è di tutto il programma: Erewhon."
    assert list(unit.picture.data[0].y) == [100.5]


def test_the_areas_say_between_which_shares_they_stand(ask: AskFor) -> None:
    unit = money.areas(ask(indicators=FOUR, level="main", options={"clock": "annata"}))

    wanted = "2 Contee con stanziato e speso: la quota spesa sta fra 0% e 40% dello stanziato"
    assert unit.title == wanted
    assert "1971" in unit.caption


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([("A", 10.0, None), ("B", 40.0, 30.0)], "B: spesi 30 € di 40 €"),
        ([("A", 10.0, None), ("B", 40.0, None)], "2 Contee: solo lo stanziato è noto"),
        ([], wording.ALL_HIDDEN),
    ],
)
def test_the_only_area_that_has_spent_is_named_with_its_own_numbers(
    ask: AskFor, lines: list[tuple[str, float | None, float | None]], wanted: str
) -> None:
    found = accounts_of(ask(indicators=FOUR), *lines)

    assert read(money._message_of_areas(found, "Contea", "Contee")) == wanted


def test_without_spending_only_what_is_allocated_is_said(ask: AskFor) -> None:
    found = accounts_of(ask(indicators=FOUR), ("1971", 10.0, None), ("1972", 5.0, None))

    told = money._message(found, ["1971", "1972"])
    assert read(told) == "Stanziati 15 €; nessun dato su quanto è stato speso"
