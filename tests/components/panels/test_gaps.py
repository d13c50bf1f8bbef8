"""Areas without a service, areas too far from one, and who has not answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.atlas import Atlas
from dashboard.components.panels import gaps
from dashboard.components.panels.asking import Ask, Point
from dashboard.components.panels.gaps import Finding
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

NONE, SOME, UNKNOWN = Cell(0, Status.ZERO), Cell(3, Status.VALID), Cell(None, Status.NOT_COLLECTED)


def finding(code: str, missing: bool | None, km: float | None = None) -> Finding:
    return Finding(code, code, SOME, km, "", missing)


def grid(ask: AskFor, area: str = "ERE") -> Ask:
    return ask(indicators=["lanterne_accese"], level="main", options={"choice": "genere"}, area=area)


def test_the_grid_says_what_is_missing_most_and_least_often(ask: AskFor) -> None:
    unit = gaps.gap_grid(grid(ask))

    assert unit.title == (
        "Quello che manca più spesso è Maschi: 3 Contee su 3 non ne hanno; "
        "quello che manca meno è Femmine (1)"
    )
    assert unit.rows.count('class="cr-num cr-gap"') == 4
    assert unit.demonstration and "◆" in unit.rows


@pytest.mark.parametrize(
    ("area", "wanted"), [("01", "Aurorale: manca: Maschi"), ("03", "Cinerina: manca: Femmine e Maschi")]
)
def test_the_grid_of_a_place_says_what_it_lacks(ask: AskFor, area: str, wanted: str) -> None:
    unit = gaps.gap_grid(grid(ask, area))

    assert unit.title == wanted and 'class="cr-chosen"' in unit.rows


def test_one_place_alone_that_lacks_it_is_in_the_singular(ask: AskFor) -> None:
    cells: dict[tuple[str, ...], Cell] = {("a", "f"): NONE, ("b", "f"): SOME}
    told = gaps._message_of_grid(grid(ask), [("a", "A"), ("b", "B")], [("f", "Femmine")], cells, "main")

    assert told.startswith("Quello che manca più spesso è Femmine: 1 Contea su 2 non ne ha; ")


def test_a_place_that_has_not_answered_lacks_nothing_that_one_knows(ask: AskFor) -> None:
    told = gaps._message_of_grid(
        grid(ask, "01"), [("01", "Aurorale")], [("f", "Femmine")], {("01", "f"): UNKNOWN}, "main"
    )

    assert told == "Aurorale non ha risposto: non si sa che cosa manca"


@pytest.mark.parametrize(
    ("own", "within", "site", "missing"),
    [
        (NONE, "", "001001", True),
        (SOME, "", "001001", False),
        (UNKNOWN, "", "001001", None),
        (NONE, "50", "001001", True),  # the only site is 111 km away
        (NONE, "150", "001001", False),
        (UNKNOWN, "50", "001001", None),  # it may have one of its own
        (UNKNOWN, "150", "001001", False),
    ],
)
def test_a_gap_is_nothing_in_the_area_or_nothing_near_enough(
    ask: AskFor, atlas: Atlas, own: Cell, within: str, site: str, missing: bool | None
) -> None:
    asked = replace(grid(ask), atlas=atlas, choices={gaps.WITHIN: within})
    point = atlas.point(site)
    assert point is not None

    found = gaps._finding(asked, Point(("002001",), ("Tordina",), own), [(site, point)])
    assert found.missing is missing
    assert found.nearest == "Primalba" and found.km is not None and round(found.km) == 111


@pytest.mark.parametrize(
    ("findings", "km", "wanted"),
    [
        ([finding("a", None)], 0, "Nessun territorio ha risposto: non si può dire che cosa manca"),
        (
            [finding("a", True), finding("b", False)],
            0,
            "Olio: 1 Contea su 2 non ne ha nel proprio territorio",
        ),
        (
            [finding("a", True), finding("b", True)],
            9,
            "Olio: 2 Contee su 2 non ne hanno entro 9 km dalla sede",
        ),
        (
            [finding("ERE", True, 12)],
            0,
            "Olio: ERE non ha una sede nel proprio territorio; la più vicina è a 12 km",
        ),
    ],
)
def test_the_map_says_how_many_areas_lack_it(
    ask: AskFor, findings: list[Finding], km: int, wanted: str
) -> None:
    assert gaps._message(grid(ask), findings, "Olio", km, "main") == wanted


def test_the_map_bears_the_verdict_of_each_area_and_a_legend(ask: AskFor, atlas: Atlas) -> None:
    asked = ask(indicators=["lanterne_accese"], dataset="botteghe", options={"points": "botteghe"})
    unit = gaps.gap_map(replace(asked, atlas=atlas))

    assert unit.data is not None
    verdicts = dict(zip(unit.data["Distretto"], unit.data["esito"], strict=True))
    assert verdicts["Selvabianca"] == "c'è" and verdicts["Sabbiadoro"] == "manca"
    assert [told for _, told in unit.legend][:2] == ["c'è", "manca"]
