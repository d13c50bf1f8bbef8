"""What the front page asks to look at, by rules that the definitions declare."""

from __future__ import annotations

from dashboard.data.definitions import Catalogue
from dashboard.pages.watching import SECTION
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_each_rule_of_the_programme_is_shown_with_the_places_that_cross_it(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    page = screen("cabina").opens()

    assert SECTION in [heading.text for heading in page.html.all("h2")]
    told = [heading.text for heading in page.html.all("h3")]
    rules = [p for p in catalogue.panels_of("panoramica", "care_leavers") if p.section == SECTION]
    assert rules
    for rule in rules:
        assert any(text.startswith(rule.label) for text in told)
    values = oracle.values(catalogue.indicators["quota_iscritti"], level="regione", programme="care_leavers")
    below = sum(value < 75 for value in values.values())
    wanted = f"Iscritti alla formazione sotto il previsto: {below} Regioni da guardare su {len(values)}"
    assert any(text.startswith(wanted) for text in told)
