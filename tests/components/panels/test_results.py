"""Results of a programme, each in its own unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import results
from dashboard.components.panels.results import Result
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw some rows: name, unit, planned, reached, origin."""

    def make(*given: tuple[str, str, float | None, float | None], origin: str = "pubblicato") -> Unit:
        frame = pd.DataFrame(given, columns=["bottega", "mestiere", "piano", "presenza"])
        frame = frame.assign(
            ref_area="001001", verificata_il="1972-05-01", insegna="Falò", origine=origin, fonte="Gilda"
        )
        monkeypatch.setattr(Release, "records", lambda *_: frame)
        options = {
            "name": "bottega",
            "unit": "mestiere",
            "planned": "piano",
            "reached": "presenza",
            "day": "verificata_il",
            "columns": ["insegna"],
        }
        return results.results(ask(picture="results", dataset="botteghe", options=options))

    return make


def test_each_result_keeps_its_unit_and_only_those_reached_are_counted(draw: Draw) -> None:
    unit = draw(
        ("vetri", "vetraio", 10, 12), ("olio", "oleario", 40, 10), ("stoppini", "stoppinaio", 5, None)
    )

    assert unit.title == (
        "Previsto raggiunto in 1 risultato su 2; per un altro manca il previsto o il raggiunto"
    )
    assert unit.caption == "Una prova · ciascuno con la propria unità · Erewhon · al 1° maggio 1972"
    assert unit.note == results.NOT_SUMMED
    for told in ("Vetri", "Vetraio", "n.d.", "Falò", "Gilda"):
        assert told in unit.table
    assert not unit.demonstration and unit.picture is not None


def test_none_reached_is_said_without_a_number_of_zero(draw: Draw) -> None:
    unit = draw(("vetri", "vetraio", 10, 2), ("olio", "oleario", 40, 10))
    assert unit.title == "Previsto non ancora raggiunto in nessuno dei 2 risultati"


def test_one_result_says_its_numbers_and_its_share(draw: Draw) -> None:
    assert draw(("vetri", "vetraio", 10, 2)).title == "Vetri: 2 su 10 Vetraio (20%)"


def test_what_is_only_planned_is_a_programme_and_not_a_failure(draw: Draw) -> None:
    unit = draw(("vetri", "vetraio", 10, None), ("olio", "oleario", 5, None))
    assert unit.title == "In programma: vetri 10 e olio 5; il valore raggiunto non è pubblicato"


def test_without_a_plan_the_largest_is_told_in_the_unit_of_all(draw: Draw) -> None:
    unit = draw(("vetri", "vetraio", None, 3), ("olio", "vetraio", None, 8), origin="dimostrativo")

    assert unit.title == "2 voci; la più ampia: Olio (8 Vetraio)"
    assert unit.caption.startswith("Una prova · Vetraio · ")
    assert unit.reading[0] == ("Come si legge", results.READING_PLAIN)
    assert unit.demonstration and not unit.note


@pytest.mark.parametrize(
    ("planned", "reached", "told", "met"),
    [
        (None, None, "vetri: senza un numero", False),
        (4.0, None, "n.d. su 4 vetri", False),
        (None, 4.0, "4 vetri", False),
        (0.0, 3.0, "3 su 0 vetri", False),
        (4.0, 4.0, "4 su 4 vetri (100%)", True),
    ],
)
def test_what_is_not_said_is_told_apart_from_zero(
    planned: float | None, reached: float | None, told: str, met: bool
) -> None:
    nothing: dict[str, Any] = {}
    found = Result("Vetri", "vetri", planned, reached, False, nothing)
    assert (found.told, found.met) == (told, met)
