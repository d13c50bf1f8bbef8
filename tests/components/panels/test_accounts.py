"""The four numbers of money: whose they are, when they are added up, when not."""

from __future__ import annotations

from dashboard.components.panels import accounts
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

FOUR = ["stanziato_annata", "stanziato_annata", "stanziato_annata", "speso_per_lanterna"]


def of_money(ask: AskFor, area: str) -> Ask:
    return ask(indicators=FOUR, by=["annata"], area=area)


def by_area(one: Slice, *cells: tuple[str, str, float | None]) -> Slice:
    points = [
        Point(
            (area, year), (area, year), Cell(value, Status.NOT_COLLECTED if value is None else Status.VALID)
        )
        for area, year, value in cells
    ]
    return Slice(one.indicator, tuple(points))


def test_a_place_with_spending_of_its_own_shows_its_own_numbers(ask: AskFor) -> None:
    found = accounts.over_time(of_money(ask, "01"))

    assert found.keys == (("1971", "1971"),)
    assert (found.value(0, "1971"), found.value(3, "1971")) == (50, 20)
    assert not found.parts and not found.slices[0].notice


def test_the_whole_without_spending_of_its_own_is_the_sum_of_its_areas(ask: AskFor) -> None:
    found = accounts.over_time(of_money(ask, "ERE"))

    assert (found.value(0, "1971"), found.value(3, "1971")) == (100, 20)
    assert found.parts == {"1971": 2}


def test_a_place_without_money_shows_the_wider_one_and_says_so(ask: AskFor) -> None:
    found = accounts.over_time(of_money(ask, "03"))

    assert found.value(3, "1971") == 20
    assert "Cinerina" in found.slices[0].notice and "Erewhon" in found.slices[0].notice


def test_a_moment_in_which_one_area_has_no_number_has_no_sum(ask: AskFor) -> None:
    empty = Slice(of_money(ask, "ERE").indicators[0])
    allocated = by_area(empty, ("01", "1971", 5), ("02", "1971", 7), ("01", "1972", 5))
    spent = by_area(empty, ("01", "1971", 5), ("02", "1971", None), ("01", "1972", 3))

    (whole, part), parts = accounts._summed([empty, empty], [allocated, spent])

    assert [p.cell.value for p in whole.points] == [12, 5]
    assert [p.cell.value for p in part.points] == [None, 3]
    assert part.points[0].cell.status is Status.NOT_COLLECTED
    assert parts == {"1971": 2, "1972": 1}


def test_a_share_needs_both_numbers_and_something_allocated() -> None:
    assert accounts.share(20, 50) == 40
    assert accounts.share(0, 50) == 0
    assert accounts.share(None, 50) is None
    assert accounts.share(20, 0) is None
    assert accounts.status_of(0) is Status.ZERO
