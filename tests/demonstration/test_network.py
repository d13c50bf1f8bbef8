from __future__ import annotations

from tests.demonstration.conftest import Made


def test_ties_have_hubs_and_nobody_is_tied_to_itself(made: Made) -> None:
    ties = made.frame("network_ties")
    assert (ties["ente_da"] != ties["ente_a"]).all()
    degree = ties[ties["programma"] == "welfare_piemonte"]["ente_a"].value_counts()
    assert degree.max() > 2 * degree.median()
