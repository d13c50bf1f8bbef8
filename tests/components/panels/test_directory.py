"""The finder of services: those of the place, or the nearest, as the crow flies."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.atlas import Atlas
from dashboard.components.figures import Unit
from dashboard.components.panels import directory
from tests.components.panels.conftest import AskFor

OPTIONS = {"choice": "mestiere", "title": "bottega", "facts": ["insegna", "sito"]}


def found(ask: AskFor, atlas: Atlas, **choices: str) -> Unit:
    asked = ask(dataset="botteghe", options=OPTIONS)
    return directory.finder(replace(asked, atlas=atlas, choices=choices))


def test_a_place_with_a_service_lists_it_with_what_is_known_of_it(ask: AskFor, atlas: Atlas) -> None:
    unit = found(ask, atlas, comune="001001")

    assert unit.title == "1 servizio nel Comune di Primalba"
    assert "Al lume di luna" in unit.rows and "Vetraio" in unit.rows and "<dd>Falò</dd>" in unit.rows
    assert "Pagina" not in unit.rows  # what is not known has no line
    assert " km" not in unit.rows and not unit.demonstration


def test_a_place_without_one_gets_the_nearest_with_its_distance(ask: AskFor, atlas: Atlas) -> None:
    unit = found(ask, atlas, comune="002001")

    wanted = "Nessun servizio nel Comune di Tordina: il più vicino è a Primalba, a 111 km in linea d'aria"
    assert unit.title == wanted
    assert unit.data is not None and round(unit.data["km in linea d'aria"][0]) == 111


def test_a_kind_that_nobody_offers_is_said_to_be_missing(ask: AskFor, atlas: Atlas) -> None:
    unit = found(ask, atlas, comune="001001", mestiere="oleario")

    assert unit.title == unit.empty == "Nessun servizio di tipo Oleario in elenco"
    assert unit.data is None and not unit.rows


def test_without_a_place_one_is_asked_for(ask: AskFor, atlas: Atlas) -> None:
    assert found(ask, atlas).empty == "Scegliere un luogo."
