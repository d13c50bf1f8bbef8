"""What a panel stands on: words, and the places around what is chosen."""

from __future__ import annotations

from tests.components.panels.conftest import AskFor


def test_an_option_is_one_text_or_a_list(ask: AskFor) -> None:
    asked = ask(options={"one": "a", "many": ["a", "b"]})

    assert (asked.option("one"), asked.option("many"), asked.option("none", "x")) == ("a", "a,b", "x")
    assert (asked.options("one"), asked.options("many"), asked.options("none")) == (("a",), ("a", "b"), ())


def test_a_value_is_said_by_its_list_and_an_area_by_its_name(ask: AskFor) -> None:
    asked = ask(indicators=["lanterne_accese"])
    dataset = asked.indicators[0].numerator.dataset

    assert asked.word(dataset, "genere", "f") == "Femmine"
    assert asked.word(dataset, "contea", "01") == "Aurorale"


def test_the_wider_places_end_at_the_scope_of_the_programme(ask: AskFor) -> None:
    asked = ask(area="01")

    assert asked.places == ["01", "N", "ERE"]
    assert ask().above("ERE") == []
