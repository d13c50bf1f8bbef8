from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.filling import UNCLEAR_NOTE
from dashboard.data.release import Release, open_release
from dashboard.publishing import Options
from dashboard.publishing.coverage import read_unclear
from dashboard.publishing.placing import Places
from dashboard.publishing.tabulating import prepare
from tests import erewhon
from tests.erewhon import (
    Rows,
    RowsLedger,
    joined,
    membership,
    money,
    people,
    published,
    release,
    small_ledger,
    statuses,
)
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


# ---- who takes part, where it is known ----


def known(tmp_path: Path, rows: dict[str, Rows], day: date | None = None) -> Release:
    published(tmp_path, RowsLedger(rows), options=Options(as_of=day), definitions=erewhon.with_membership())
    return open_release(erewhon.settings(tmp_path), "pubblico", today=erewhon.TODAY)


def test_after_the_day_of_the_figures_nobody_is_said_not_to_take_part(tmp_path: Path) -> None:
    rows = {"adesioni": joined(("D0101", "1971"), ("D0201", "1972"))}
    found = known(tmp_path, rows, date(1971, 12, 31))
    assert statuses(found, "adesioni", "contea", annata="1971") == {
        "01": ("valid", 1),
        "02": ("not_participating", None),
        "03": ("not_participating", None),
    }
    assert statuses(found, "adesioni", "contea", annata="1972") == {
        "01": ("not_collected", None),
        "02": ("valid", 1),
        "03": ("not_collected", None),
    }


def test_outside_the_scope_nobody_takes_part_even_after_the_day_of_the_figures(tmp_path: Path) -> None:
    rows = {"adesioni": joined(("D0201", "1971"), ("D0201", "1972"), programme="mulini")}
    found = known(tmp_path, rows, date(1971, 12, 31))
    assert statuses(found, "adesioni", "contea", annata="1972")["01"] == ("not_participating", None)


def test_where_membership_is_unclear_an_area_is_not_said_to_stay_out(tmp_path: Path) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971")),
        "contee": membership(("01", "1971-12-31", 1), ("02", "1971-12-31", None), ("03", "1971-12-31", 0)),
    }
    found = known(tmp_path, rows, date(1972, 12, 31))
    table = found.table("adesioni", by="contea", where={"annata": "1971"})
    assert table.cell(contea="02").status == "not_collected"
    assert table.cell(contea="02").note == UNCLEAR_NOTE
    assert table.cell(contea="03").status == "not_participating"
    assert table.cell(contea="03").note == ""
    inside = statuses(found, "adesioni", "distretto", annata="1971")
    assert inside["D0201"] == ("not_collected", None)
    assert inside["D0301"] == ("not_participating", None)


def test_returns_of_an_area_whose_membership_is_unclear_are_not_collected_either(tmp_path: Path) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971")),
        "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", 7)),
        "contee": membership(("02", "1971-12-31", None)),
    }
    published(tmp_path, RowsLedger(rows), definitions=erewhon.with_membership())
    found = open_release(erewhon.settings(tmp_path), "cabina", today=erewhon.TODAY)
    cells = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert (cells.cell(contea="02").status, cells.cell(contea="02").note) == ("not_collected", UNCLEAR_NOTE)
    assert cells.cell(contea="03").status == "not_participating"
    published(tmp_path / "r", RowsLedger(rows), definitions=erewhon.with_membership())
    seen = open_release(erewhon.settings(tmp_path / "r"), "referente:01", today=erewhon.TODAY)
    assert statuses(seen, "viandanti_stati", "contea", stato="avvistato")["02"] == ("not_collected", None)


def test_the_last_word_on_membership_up_to_the_day_of_the_figures_counts(tmp_path: Path) -> None:
    said = [
        ("02", "1970-12-31", None),
        ("02", "1971-12-31", 0),
        ("03", "1971-06-30", 1),
        ("03", "1972-06-30", None),
    ]
    rows = prepare(
        erewhon.with_membership().datasets["contee"],
        pd.DataFrame(membership(*said)),
        erewhon.with_membership(),
        Places(erewhon.territories()),
    )

    def on(day: date) -> dict[str, list[str]]:
        return read_unclear(rows, erewhon.with_membership(), day)

    assert on(date(1969, 1, 1)) == {}
    assert on(date(1971, 1, 1)) == {"lanterne": ["02"]}
    assert on(date(1971, 12, 31)) == {}
    assert on(date(1972, 12, 31)) == {"lanterne": ["03"]}


def test_a_dataset_without_territory_cannot_say_who_takes_part() -> None:
    catalogue = erewhon.with_membership()
    rows = prepare(catalogue.datasets["contee"], pd.DataFrame(), catalogue, Places(erewhon.territories()))
    bare = replace(rows, dataset=rows.dataset.model_copy(update={"measures": ()}))
    with pytest.raises(ValueError, match="contee"):
        read_unclear(bare, catalogue, date(1972, 12, 31))
