"""From what was planned to what was done, and whom it reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dashboard.components import wording
from dashboard.components.figures import Unit
from dashboard.components.panels import plans
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
Values = Mapping[str, float | None]
PAIR = ["stanziato_annata", "speso_per_lanterna"]
HIDDEN = Cell(None, Status.SUPPRESSED)


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw a picture of numbers by code, one mapping per indicator; None is hidden."""

    def make(
        picture: str,
        *given: Values,
        names: list[str] | None = None,
        choices: Mapping[str, str] | None = None,
        level: str = "",
        **options: object,
    ) -> Unit:
        names = names or PAIR
        told = ask(
            picture=picture, indicators=names, by=[] if level else ["annata"], options=options, level=level
        )
        numbers = dict(zip(names, given, strict=True))

        def look(self: Ask, indicator: Indicator, *_: object, **__: object) -> Slice:
            points = tuple(
                Point(
                    (code,),
                    (code,),
                    HIDDEN if v is None else Cell(v, Status.VALID if v else Status.ZERO, True),
                )
                for code, v in numbers[indicator.code].items()
            )
            return Slice(indicator, points, place="Erewhon", when="nel 1972")

        monkeypatch.setattr(Ask, "slice", look)
        return getattr(plans, picture)(replace(told, choices=choices or {}))  # type: ignore[no-any-return]

    return make


def test_the_total_is_told_with_the_least_and_the_most_done(draw: Draw) -> None:
    unit = draw("progress", {"a": 10, "b": 40, "c": 0}, {"a": 9, "b": 10, "c": 0})

    assert unit.title == "Speso nell'annata: 19 su 50 (38%); da 25% (b) a 90% (a)"
    assert "(25%)" in unit.picture.to_json()
    assert unit.demonstration


def test_around_a_hidden_number_no_total_is_told(draw: Draw) -> None:
    some = draw("progress", {"a": 10, "b": 40}, {"a": 9, "b": None})
    none = draw("progress", {"a": 10}, {"a": None})

    assert some.title == "Speso nell'annata: il totale non si dice, una parte è coperta"
    assert none.title == wording.ALL_HIDDEN


def test_areas_that_reached_what_was_planned_are_counted(draw: Draw) -> None:
    unit = draw("progress", {"01": 10, "02": 40}, {"01": 10, "02": 10}, level="main")
    assert unit.title == "Speso nell'annata: 20 su 50 (40%); previsto raggiunto in 1 su 2"


def test_the_choice_of_the_page_picks_the_pair(draw: Draw) -> None:
    four = [*PAIR, "lanterne_accese", "quota_speso"]
    values = ({"a": 10}, {"a": 5}, {"a": 4}, {"a": 1})
    told = {"names": four, "choice": "misura", "measures": ["scudi", "lumi"]}

    assert draw("progress", *values, **told).title.startswith("Speso nell'annata: 5 su 10")
    second = draw("progress", *values, **told, choices={"misura": "lumi"})
    assert second.title.startswith("Quota spesa dello stanziato: 1 su 4 (25%)")


def test_steps_are_told_each_in_its_unit_and_a_hidden_one_is_left_out(draw: Draw) -> None:
    words = ["scudo stanziato|scudi stanziati", "scudo speso|scudi spesi"]

    assert (
        draw("steps", {"x": 8}, {"x": 1}, words=words).title == "Nel 1972: 8 scudi stanziati e 1 scudo speso"
    )
    assert draw("steps", {"x": 8}, {"x": None}, words=words).title == "Nel 1972: 8 scudi stanziati"
    assert draw("steps", {"x": None}, {"x": None}, words=words).title == wording.ALL_HIDDEN


@pytest.mark.parametrize(
    ("reached", "end"),
    [
        (30, "30, per 40 osti in servizio (75 ogni 100): al più 75 su 100"),
        (50, "50, per 40 osti in servizio (125 ogni 100): almeno qualcuno si è iscritto più volte"),
    ],
)
def test_whom_it_reached_is_never_told_as_a_share_of_people(draw: Draw, reached: float, end: str) -> None:
    unit = draw("coverage", {"x": reached}, {"x": 40}, people=["oste", "osti"])

    assert unit.title == f"Stanziato nell'annata: {end}"
    assert "contato due volte" in unit.note


def test_with_one_number_missing_nothing_is_said_of_whom_it_reached(draw: Draw) -> None:
    unit = draw("coverage", {"x": 30}, {}, people=["oste", "osti"])
    assert unit.title.startswith("Non si può dire quanti osti siano stati raggiunti")
