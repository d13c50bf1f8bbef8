"""Small charts of the same number for every place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components import charts
from dashboard.components.charts import Small
from dashboard.components.panels import multiples
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

HIDDEN = Cell(None, Status.SUPPRESSED)


@pytest.fixture
def told(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Ask:
    values = {"01": (1, 3), "02": (4, 2), "03": (5, None)}
    points = tuple(
        Point((c, y), (f"Contea {c}", y), Cell(float(v), Status.VALID) if v else HIDDEN)
        for c, pair in values.items()
        for y, v in zip(("1971", "1972"), pair, strict=True)
    )
    monkeypatch.setattr(Ask, "slice", lambda self, indicator, *_, **__: Slice(indicator, points))
    return ask(area="02", picture="multiples", indicators=["quota_speso"], level="main", label="Quota spesa")


def test_the_message_counts_where_it_grew_and_where_it_fell(told: Ask) -> None:
    unit = multiples.multiples(told)

    assert "in aumento in 1 " in unit.title
    assert unit.title.endswith("in calo in 1")
    assert "stessa scala" in unit.note
    assert "coperto" in unit.note


def test_fewer_places_stand_in_a_row_on_a_phone(told: Ask) -> None:
    wide, narrow = (multiples.multiples(replace(told, width=w)).picture for w in (1440, 390))

    assert narrow.layout.height > wide.layout.height


def test_all_bars_share_one_scale_and_mine_alone_is_in_colour() -> None:
    items = [
        Small("a", "Alfa", [Cell(2.0, Status.VALID), Cell(4.0, Status.VALID)]),
        Small("b", "Beta", [Cell(1.0, Status.VALID), HIDDEN]),
        Small("c", "Gamma", [Cell(None, Status.NOT_PARTICIPATING)] * 2),
    ]
    figure = charts.multiples(items, ["1971", "1972"], unit="scudi", chosen="b", columns=2)

    bars = figure.data[0]
    assert bars.y[1] == pytest.approx(2 * bars.y[0], abs=0.001)
    assert bars.y[0] == pytest.approx(2 * bars.y[2], abs=0.001)
    assert len(set(bars.marker.color[:2])) == 1
    assert bars.marker.color[2] != bars.marker.color[0]
    texts = [text for trace in figure.data[2:] for text in trace.text]
    assert {"c", "non aderente", "<b>Beta</b>"} <= set(texts)
