from __future__ import annotations

from dashboard.intake import Intake
from tests.intake.helpers import Deliver, check, row


def test_rows_with_the_same_dimensions_are_both_named(intake: Intake, deliver: Deliver) -> None:
    rows = [row(), row(genere="m"), row(viandanti=3), row(viandanti=4)]
    report = check(intake, deliver("viandanti_stati.csv", rows))
    assert [(p.row, "riga 2" in p.found) for p in report.problems] == [(4, True), (5, True)]
    assert "2 e 4" in report.problems[0].remedy


def test_a_wrong_cell_elsewhere_does_not_hide_a_repeated_row(intake: Intake, deliver: Deliver) -> None:
    report = check(intake, deliver("viandanti_stati.csv", [row(), row(viandanti="x")]))
    assert {p.row for p in report.problems} == {3} and report.errors == 2


def test_a_code_list_of_years_dates_a_territory_too(intake: Intake, deliver: Deliver) -> None:
    header = ("programma", "ref_area", "annata", "distretti", "origine")
    rows = [("lanterne", "D0302", "1972", 1, "rilevato"), ("lanterne", "D0302", "1973", 1, "rilevato")]
    report = check(intake, deliver("adesioni.csv", rows, header))
    assert [(p.row, "30/06/1972" in p.expected) for p in report.problems] == [(3, True)]
