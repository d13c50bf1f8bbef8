from __future__ import annotations

from tests.demonstration.conftest import Made


def test_every_theme_and_side_of_listening_is_cited(made: Made) -> None:
    frame = made.frame("listening")
    assert set(frame["tema"]) == set(made.catalogue.codelists["tema_ascolto"].by_code)
    assert set(frame["dimensione"]) == set(made.catalogue.codelists["dimensione_ascolto"].by_code)
    assert set(made.frame("statements")["approvata_il"].str[:4]) == {"2023"}
