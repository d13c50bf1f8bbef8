"""What several pictures of places share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.panels import choosing
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor


def places(ask: AskFor, area: str = "ERE", **choices: str) -> Ask:
    asked = ask(indicators=["lanterne_accese"], level="main", area=area, options={"choice": "genere"})
    return replace(asked, choices=choices)


def test_the_control_of_the_page_is_a_condition_and_is_said_in_words(ask: AskFor) -> None:
    women = places(ask, genere="f")

    assert choosing.chosen(women) == {"genere": "f"}
    assert choosing.chosen_label(women, "viandanti_stati") == "Femmine"
    found = choosing.around(women, women.indicators[0], "main")
    men = places(ask, genere="m")
    other = choosing.around(men, men.indicators[0], "main")
    assert sum(p.cell.value or 0 for p in found.points) == 15
    assert sum(p.cell.value or 0 for p in other.points) == 0


def test_on_all_or_without_a_control_there_is_no_condition(ask: AskFor) -> None:
    assert choosing.chosen(places(ask)) == choosing.chosen(places(ask, genere="")) == {}
    assert choosing.chosen(places(ask, fascia="adulti")) == {}
    assert choosing.chosen_label(places(ask), "viandanti_stati") == ""


def test_mine_is_the_chosen_territory_what_lies_in_it_and_nothing_when_all_is_chosen(ask: AskFor) -> None:
    county, district = places(ask, "01"), places(ask, "D0101")
    districts = choosing.mine(county, county.level_of["D0101"])

    assert choosing.mine(county, county.level_of["01"]) == {"01"}
    assert {"D0101", "D0102"} <= districts and "D0201" not in districts
    assert choosing.mine(district, district.level_of["D0101"]) == {"D0101"}
    assert choosing.mine(places(ask), county.level_of["01"]) == set()


def test_a_territory_outside_the_programme_reads_that_it_is_no_zero(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = places(ask, "01")
    assert choosing.is_inside(asked) and choosing.is_inside(places(ask))
    assert not choosing.around(asked, asked.indicators[0], "main").notice

    monkeypatch.setattr(choosing, "is_inside", lambda _: False)
    found = choosing.around(asked, asked.indicators[0], "main")

    assert found.notice == (
        "Aurorale non partecipa a «Lanterne»: non è uno zero, è fuori dal perimetro. Si mostra Erewhon."
    )


def test_places_together_have_the_rate_of_their_sums_and_a_hidden_one_is_left_out() -> None:
    valid, hidden = Cell(1, Status.VALID), Cell(None, Status.SUPPRESSED)
    points = [
        Point(("a",), ("A",), valid, 1, 10),
        Point(("b",), ("B",), valid, 30, 50),
        Point(("c",), ("C",), hidden, None, 1000),
        Point(("d",), ("D",), valid, 0, 0),
    ]

    assert choosing.pooled(points, 100) == pytest.approx(31 / 60 * 100)  # not the mean of 10 and 60
    assert choosing.pooled(points[2:], 100) is None and choosing.pooled([], 100) is None


def test_areas_without_a_number_are_counted_with_their_noun(ask: AskFor) -> None:
    asked = places(ask)
    one, many = choosing.noun(asked, "main")
    known, hidden = Cell(1, Status.VALID), Cell(None, Status.SUPPRESSED)

    def told(*cells: Cell) -> str:
        points = tuple(Point((str(i),), (str(i),), cell) for i, cell in enumerate(cells))
        return choosing.without(asked, Slice(asked.indicators[0], points), "main")

    assert told(known) == ""
    assert told(known, hidden) == f"1 {one} senza dato"
    assert told(hidden, hidden) == f"2 {many} senza dato" and one != many
