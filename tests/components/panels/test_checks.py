"""Cross-checks, codes that found a place, and where a figure comes from; what the public may not know."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.components.panels import checks
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

WARNING = {
    "check": "speso_entro_stanziato",
    "dataset": "risorse",
    "area": "01",
    "time": "",
    "at": "annata=1971",
    "left": 60,
    "right": 50,
}


def test_checks_that_hold_say_so_for_the_cabina_and_are_reserved_where_they_count_people(
    ask: AskFor, pubblico: Release
) -> None:
    exact, public = checks.warnings(ask()), checks.warnings(ask(release=pubblico))

    assert exact.title == "Nessun avviso su 2 controlli incrociati"
    assert public.title == "Nessun avviso su 1 controllo incrociato"
    assert public.rows.count("riservato") == 1 and "riservato" not in exact.rows


@pytest.mark.parametrize(("area", "title"), [("ERE", "1 avviso su"), ("01", "1 avviso su"), ("02", "Nessun")])
def test_a_check_that_does_not_hold_shows_its_two_numbers_where_it_is(
    ask: AskFor, cabina: Release, monkeypatch: pytest.MonkeyPatch, area: str, title: str
) -> None:
    monkeypatch.setattr(type(cabina), "beside", lambda self, name: pd.DataFrame([WARNING]))
    unit = checks.warnings(ask(area=area))

    assert unit.title.startswith(title)
    assert ("60 contro 50" in unit.rows) == (area != "02")
    assert ("Aurorale" in unit.rows) == (area != "02")


def test_codes_without_a_place_are_counted(
    ask: AskFor, cabina: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.matching(ask()).title.startswith("Tutti i ")
    row = {"dataset": "botteghe", "column": "mestiere", "values": 3, "unknown": 1, "rows": 4, "blank": 0}
    lost = pd.DataFrame([{**row, "examples": "stagnino"}])
    monkeypatch.setattr(type(cabina), "beside", lambda self, name: lost)

    unit = checks.matching(ask())
    assert unit.title == "1 codice sconosciuto su 3"
    assert "stagnino" in unit.rows and "Mestiere" in unit.rows


def test_a_figure_of_people_tells_its_files_to_the_cabina_alone(ask: AskFor, pubblico: Release) -> None:
    chosen = {checks.FIGURE: "lanterne_accese"}
    exact = checks.provenance(replace(ask(), choices=chosen))
    public = checks.provenance(replace(ask(release=pubblico), choices=chosen))

    assert "Viandanti con lanterna" in exact.title and "1 controllo incrociato" in exact.title
    assert "dove Stato raggiunto è Con lanterna" in exact.rows
    assert "soltanto alla Cabina di regia" in public.rows and "soltanto alla Cabina" not in exact.rows
    assert "0 tabelle pubblicate" in public.title


def test_a_figure_of_money_is_not_covered(ask: AskFor, pubblico: Release) -> None:
    unit = checks.provenance(replace(ask(release=pubblico), choices={checks.FIGURE: "speso_per_lanterna"}))

    assert "nessuna cella è coperta" in unit.rows
    assert "2 tabelle pubblicate" in unit.title
