from __future__ import annotations

from tests.demonstration.conftest import Made


def test_every_action_of_every_programme_is_on_the_schedule(made: Made) -> None:
    frame = made.frame("activities")
    assert set(frame["azione"]) == set(made.catalogue.codelists["azione"].by_code)
    assert (frame["inizio_previsto"] <= frame["fine_prevista"]).all()
    done = frame[frame["stato_attivita"] == "conclusa"]
    assert (done["avanzamento"] == 100).all() and (done["fine_effettiva"] != "").all()
    assert (frame["conclusa"] == (frame["stato_attivita"] == "conclusa")).all()
    assert frame["fine_effettiva"].max() <= "2023-12-31"
