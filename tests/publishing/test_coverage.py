from __future__ import annotations

from pathlib import Path

from tests.erewhon import RowsLedger, joined, money, people, release, small_ledger, statuses
from tests.publishing.wild import AREAS


def test_absent_cells_say_why_they_are_absent(tmp_path: Path) -> None:
    found = statuses(release(tmp_path, "cabina"), "viandanti_stati", "distretto", stato="con_lanterna")
    assert found["D0101"] == ("valid", 5)
    assert found["D0301"] == ("zero", 0)  # delivered, nobody in this state
    assert found["D0102"] == ("not_collected", None)  # takes part, no return
    assert found["D0202"] == ("not_participating", None)


def test_a_district_does_not_take_part_before_its_first_year(tmp_path: Path) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971"), ("D0201", "1972")),
        "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", 3), day="1971-12-31")
        + people(("D0101", "avvistato", "f", "giovani", 4), ("D0201", "avvistato", "f", "giovani", 1)),
    }
    found = release(tmp_path, "cabina", RowsLedger(rows))
    before = statuses(found, "viandanti_stati", "distretto", reference_date="1971-12-31")
    assert before["D0201"] == ("not_participating", None)
    assert statuses(found, "viandanti_stati", "distretto", reference_date="1972-12-31")["D0201"] == (
        "valid",
        1,
    )


def test_a_district_that_no_longer_exists_is_not_missed(tmp_path: Path) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971"), ("D0302", "1971")),
        "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", 3), day="1972-12-31"),
    }
    found = statuses(release(tmp_path, "cabina", RowsLedger(rows)), "viandanti_stati", "distretto")
    assert "D0302" not in found
    assert found["D0303"] == ("not_participating", None)


def test_an_incomplete_sum_says_how_many_returns_are_missing(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina")
    counties = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert counties.cell(contea="01").note == "manca 1 Distretto su 2"
    assert counties.cell(contea="02").note == ""
    rows = {**small_ledger().rows, "adesioni": joined(*((area, "1971") for area in AREAS))}
    both = release(tmp_path / "more", "cabina", RowsLedger(rows)).table("viandanti_stati")
    assert both.cell(stato="avvistato").note == "mancano 2 Distretti su 5"


def test_completeness_counts_the_returns_due_and_received(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina").completeness("viandanti_stati").set_index("area")
    assert found["expected"].to_dict() == {"01": 2, "02": 1, "03": 1}
    assert found["received"].to_dict() == {"01": 1, "02": 1, "03": 1}


def test_what_a_perimeter_does_not_name_does_not_take_part(tmp_path: Path) -> None:
    found = statuses(release(tmp_path, "pubblico"), "adesioni", "contea", annata="1972")
    assert found == {"01": ("valid", 1), "02": ("valid", 1), "03": ("not_participating", None)}


def test_outside_the_scope_of_a_programme_nothing_is_missing(tmp_path: Path) -> None:
    rows = [{**row, "programma": "mulini"} for row in money(("02", "1972", 5, 3))]
    found = statuses(release(tmp_path, "cabina", RowsLedger({"risorse": rows})), "risorse", "contea")
    assert found["01"] == ("not_participating", None)


def test_a_zero_that_was_delivered_is_a_zero(tmp_path: Path) -> None:
    table = release(tmp_path, "cabina").table("risorse", by="contea", where={"annata": "1971"})
    assert table.cell(contea="02", measure="speso").status == "zero"
    assert table.cell(contea="02", measure="stanziato").value == 50
