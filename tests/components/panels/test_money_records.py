"""Amounts of single places that somebody has published."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import money_records
from dashboard.components.panels.rows import Rows
from tests.components.panels.conftest import AskFor


def amount(area: str, allocated: float, spent: float | None, origin: str = "pubblicato") -> dict[str, object]:
    return {
        "programma": "lanterne",
        "ref_area": area,
        "annata": "1971",
        "stanziato": allocated,
        "speso": spent,
        "origine": origin,
        "fonte": "https://www.contea.ere/decreto",
        "demonstration": False,
    }


def listed(ask: AskFor, monkeypatch: pytest.MonkeyPatch, *told: dict[str, object], area: str = "ERE") -> Unit:
    monkeypatch.setattr(
        money_records, "rows_of_programme", lambda ask: Rows(pd.DataFrame(told), "Erewhon", "La rete.")
    )
    options = {"origin": "pubblicato", "amounts": ["stanziato", "speso"]}
    return money_records.published(ask(dataset="risorse", by=["annata"], options=options, area=area))


def test_only_published_amounts_of_places_under_the_main_level_are_listed(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = listed(
        ask,
        monkeypatch,
        amount("D0101", 5000, 12),
        amount("D0201", 7000, None),
        amount("01", 1, None),
        amount("D0301", 9, None, origin="dimostrativo"),
    )

    assert unit.title.replace("\u00a0", " ") == "2 importi di 2 Distretti: da 5.000 € a 7.000 €"
    assert "12 €" in unit.rows and "n.d." in unit.rows and ">contea.ere</a>" in unit.rows
    assert "Cinerina" not in unit.rows and "Sabbiadoro" not in unit.rows
    assert "non si sommano" in unit.note and not unit.notice


def test_the_amount_of_my_place_is_in_colour(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = listed(ask, monkeypatch, amount("D0101", 5, 1), amount("D0201", 7, 1), area="D0201")

    bars = unit.picture.data[0]
    colours = dict(zip(bars.x, bars.marker.color, strict=True))
    assert set(colours) == {5, 7} and colours[5] != colours[7]


def test_with_nothing_published_the_reason_is_said(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = listed(ask, monkeypatch, amount("01", 1, None))

    assert unit.title == "Una prova" and unit.picture is None
    assert "Risorse stanziate e spese" in unit.empty
