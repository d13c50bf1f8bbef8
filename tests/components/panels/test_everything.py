"""Every indicator of a programme has a value, or the reason why not, beside that of the whole."""

from __future__ import annotations

from dashboard.components import panels
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor


def test_each_indicator_of_the_programme_is_listed_for_the_place_and_the_whole(ask: AskFor) -> None:
    asked = ask(picture="all_values", about="release", area="02")

    unit = panels.draw(asked)

    assert unit.data is not None
    codes = {i.code for i in asked.catalogue.indicators.values() if "lanterne" in i.programmes}
    assert set(unit.data["indicatore (codice)"]) == codes
    values = unit.data.set_index(["indicatore (codice)", "territorio"])["valore"]
    assert values["lanterne_accese", "Brumale"] == 10
    assert values["lanterne_accese", "Erewhon"] == 15
    assert values["quota_con_lanterna", "Brumale"] == 25
    assert f"su {len(codes)}" in unit.title and "Viandanti con lanterna" in unit.rows


def test_people_that_the_public_may_not_read_are_hidden_not_zero(ask: AskFor, pubblico: Release) -> None:
    unit = panels.draw(ask(picture="all_values", about="release", release=pubblico))

    assert unit.data is not None
    states = unit.data.set_index("indicatore (codice)")["stato"]
    assert states["lanterne_accese"] == "c"
