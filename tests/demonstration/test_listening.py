from __future__ import annotations

from tests.demonstration.conftest import Made


def test_every_theme_and_side_of_listening_is_cited(made: Made) -> None:
    frame = made.frame("listening")
    assert set(frame["tema"]) == set(made.catalogue.codelists["tema_ascolto"].by_code)
    assert set(frame["dimensione"]) == set(made.catalogue.codelists["dimensione_ascolto"].by_code)
    assert set(made.frame("statements")["approvata_il"].str[:4]) == {"2023"}


def test_nobody_said_the_statements_and_every_theme_has_some(made: Made) -> None:
    frame = made.frame("statements")
    assert frame["testo"].str.startswith("[Frase dimostrativa, non detta da nessuno] ").all()
    national = frame[frame["programma"] == "care_leavers"]
    assert set(national["tema"]) == set(made.catalogue.codelists["tema_ascolto"].by_code)
    assert set(national["voce"]) == {"care_leavers", "tutor"}
    assert set(frame.loc[frame["programma"] == "humus", "voce"]) <= {"operatori", "famiglie", "responsabili"}


def test_the_good_practices_are_of_every_programme_and_say_that_they_are_invented(made: Made) -> None:
    frame = made.frame("good_practices")
    assert frame["titolo"].str.startswith("Prassi dimostrativa ").all()
    assert set(frame["programma"]) == set(made.catalogue.datasets["good_practices"].programmes)
    assert frame["processo"].nunique() > 8
