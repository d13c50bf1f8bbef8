"""A rate in many places: its funnel, its profile, and what they may say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from dashboard.components import wording
from dashboard.components.figures import Unit
from dashboard.components.panels import rates
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
Rates = Mapping[str, tuple[float, float] | None]
HIDDEN = Cell(None, Status.SUPPRESSED)
SOME: Rates = {"01": (100, 1000), "02": (105, 1000), "03": (300, 1000)}


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw numerators over bases, by area; None is hidden."""

    def make(given: Rates, *, picture: str = "funnel_plot", area: str = "ERE", **options: object) -> Unit:
        told = ask(
            area=area, picture=picture, indicators=["quota_con_lanterna"], level="main", options=options
        )
        points = tuple(
            Point((code,), (told.names[code],), Cell(100 * sides[0] / sides[1], Status.VALID, True), *sides)
            if sides
            else Point((code,), (told.names[code],), HIDDEN)
            for code, sides in given.items()
        )
        found = Slice(told.indicators[0], points, place="contee, Erewhon")
        monkeypatch.setattr(Ask, "slice", lambda *_, **__: found)
        return getattr(rates, picture)(told)  # type: ignore[no-any-return]

    return make


def test_a_funnel_counts_those_that_chance_does_not_explain(draw: Draw) -> None:
    unit = draw(SOME)

    # pooled 505 of 3000: at a base of 1000 the outer limits are about 13,5 and 20,6
    assert unit.title.replace("\u00a0", " ") == (
        "In media 17 %; 3 Contee su 3 differiscono dal resto più di quanto farebbe il caso"
    )
    assert unit.demonstration and unit.note == rates.FUNNEL_NOTE


def test_small_places_differ_by_chance(draw: Draw) -> None:
    unit = draw({"01": (1, 10), "02": (2, 10), "03": (3, 10)})
    assert "nessun territorio su 3 differisce" in unit.title


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("01", "meno degli altri, oltre quanto farebbe il caso"),
        ("03", "più degli altri, oltre quanto farebbe il caso"),
    ],
)
def test_my_place_is_told_alone(draw: Draw, area: str, said: str) -> None:
    unit = draw(SOME, area=area)
    assert unit.title.startswith({"01": "Aurorale: ", "03": "Cinerina: "}[area])
    assert unit.title.endswith(said)


def test_marks_to_reach_are_counted_below_and_above(draw: Draw) -> None:
    guides = ["10.2|la soglia|soglia", "30|la mèta|mèta"]

    assert draw(SOME, guides=guides).title == ("1 Contea su 3 è sotto la soglia, 1 raggiunge la mèta")
    assert ", raggiunge la soglia, è sotto la mèta; " in draw(SOME, area="02", guides=guides).title


@pytest.mark.parametrize("picture", ["funnel_plot", "profile"])
def test_where_all_is_hidden_nothing_is_drawn(draw: Draw, picture: str) -> None:
    unit = draw({"01": None, "02": None}, picture=picture)

    assert unit.title == wording.ALL_HIDDEN
    assert unit.picture is None
    assert "2 Contee senza dato" in unit.caption


def test_a_profile_says_the_whole_and_from_what_to_what(draw: Draw) -> None:
    unit = draw({"01": (300, 1000), "02": (40, 100), "03": None}, picture="profile")
    title = unit.title.replace("\u00a0", " ")

    # 340 of 1100: not the mean of the two rates
    assert title == "2 Contee: 31 % nell'insieme, da 30 % a 40 %"
    assert "1 Contea senza dato" in unit.caption


def test_a_profile_sets_my_place_against_the_whole(draw: Draw) -> None:
    title = draw(SOME, picture="profile", area="03").title.replace("\u00a0", " ")
    assert title == "Cinerina: 30 %, contro 17 % nell'insieme"
