"""One indicator for mine and for those like it, over Erewhon with numbers made by hand."""

from __future__ import annotations

from dashboard.components.panels import likes
from tests.components.markup import read
from tests.components.panels.conftest import AskFor


def test_an_indicator_is_shown_in_the_order_of_likeness_with_mine_first(alike: AskFor) -> None:
    unit = likes.dots(alike(picture="dots", indicators=["lanterne_accese"], label="Lanterne"))

    rows = read(unit.table).all("tr")[1:]
    assert [row.all("th")[0].text for row in rows] == ["Contea 01", "Contea 02", "Contea 03"]
    assert unit.title == "Lanterne, Contea 01: 100; nei territori simili da 110 a 300"
    assert "non dei valori" in unit.note


def test_a_share_has_its_interval_and_its_base(alike: AskFor) -> None:
    unit = likes.dots(
        alike(picture="dots", indicators=["quota_speso"], label="Quota", options={"interval": "share"})
    )

    assert "nel suo intervallo" in unit.title
    assert any("n\u00a0=\u00a0100" in "".join(trace.text or ()) for trace in unit.picture.data)
