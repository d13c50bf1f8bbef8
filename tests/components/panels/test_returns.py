"""Returns due and come, by dataset and year, and by main area."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import returns
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

Draw = Callable[..., Unit]
DUE = [
    ("viandanti_stati", "01", "1971-12-31", 2, 2),
    ("viandanti_stati", "01", "1972-12-31", 2, 1),
    ("viandanti_stati", "02", "1972-12-31", 4, 0),
    ("viandanti_stati", "03", "1972-12-31", 0, 0),
    ("altrove", "01", "1972-12-31", 9, 9),
]


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    def make(picture: str, *, area: str = "ERE", rows: int = len(DUE)) -> Unit:
        frame = pd.DataFrame(DUE[:rows], columns=["dataset", "area", "time", "expected", "received"])
        monkeypatch.setattr(Release, "completeness", lambda *_: frame)
        return getattr(returns, picture)(ask(area=area, picture=picture))  # type: ignore[no-any-return]

    return make


def test_returns_are_counted_by_dataset_and_year(draw: Draw) -> None:
    unit = draw("completeness")

    assert unit.title == "Arrivate 3 consegne su 8 attese (38%)"
    assert unit.data is not None
    assert unit.data.to_numpy().tolist() == [
        ["Viandanti per stato raggiunto", "1971", 2, 2],
        ["Viandanti per stato raggiunto", "1972", 6, 1],
    ]
    heat, _ = unit.picture.data
    assert [[round(v) for v in line] for line in heat.z] == [[100, 17]]


def test_a_place_counts_its_own_returns_and_a_silent_one_those_around_it(draw: Draw) -> None:
    assert draw("completeness", area="01").title == "Arrivate 3 consegne su 4 attese (75%)"
    assert draw("completeness", area="02").title == "Arrivate 0 consegne su 4 attese (0%)"

    around = draw("completeness", area="03")
    assert around.notice.startswith("Per Cinerina")
    assert "su 8" in around.title


def test_areas_that_delivered_everything_are_counted(draw: Draw) -> None:
    assert draw("completeness_of_areas").title.startswith("Nessun territorio ha consegnato tutto")
    assert draw("completeness_of_areas", rows=1).title.startswith("Un territorio ha consegnato tutto")

    unit = draw("completeness_of_areas")
    assert unit.data is not None
    assert unit.data.to_numpy().tolist() == [
        ["Aurorale", "Viandanti per stato raggiunto", 4, 3],
        ["Brumale", "Viandanti per stato raggiunto", 4, 0],
    ]
    assert "75" in unit.rows and "Cinerina" not in unit.rows


@pytest.mark.parametrize("picture", ["completeness", "completeness_of_areas"])
def test_where_nothing_is_due_it_is_said(draw: Draw, picture: str) -> None:
    unit = draw(picture, rows=0)

    assert unit.empty.startswith("Per «Lanterne» non ci sono consegne attese")
    assert (unit.title, unit.picture, unit.data, unit.rows) == ("Una prova", None, None, "")
