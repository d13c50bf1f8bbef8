from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.definitions import Dataset
from dashboard.data.release import open_release
from dashboard.publishing.placing import Places
from dashboard.publishing.quality import approved, broken_checks, end_of, matching
from dashboard.publishing.tabulating import Rows, prepare
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people, published, release, small_ledger

CSV = {"dataset": "risorse", "received_at": "1973-01-01", "demonstration": False, "rows": 3}


def rows_of(**rows: list[dict[str, object]]) -> dict[str, Rows]:
    places = Places(erewhon.territories())
    catalogue = erewhon.catalogue()
    return {
        code: prepare(dataset, pd.DataFrame(rows.get(code, [])), catalogue, places)
        for code, dataset in catalogue.datasets.items()
    }


def test_a_file_says_how_many_of_its_rows_count_and_of_which_time_they_speak(tmp_path: Path) -> None:
    rows = [{**row, "delivery_id": 4 + (row["ref_area"] == "02")} for row in small_ledger().rows["risorse"]]
    delivered = [
        {**CSV, "id": 4, "file_name": "a.csv", "warnings": ("uno", "due")},
        {**CSV, "id": 5, "file_name": "b.csv"},
    ]
    ledger = RowsLedger({**small_ledger().rows, "risorse": rows}, delivered)
    first, second = release(tmp_path, "pubblico", ledger).deliveries().to_dict("records")

    assert (first["counted"], first["areas"], first["warnings"]) == (2, 2, 2)
    assert (first["first"], first["last"], first["reference"]) == ("1971", "1971", "1971-12-31")
    assert (second["counted"], second["rows"], second["warnings"]) == (1, 3, 0)


def test_what_no_longer_counts_is_told_and_the_reason_to_the_cabina_alone(tmp_path: Path) -> None:
    delivered = [
        {**CSV, "id": 1, "file_name": "prima.csv", "active": False, "replaced_by": 2},
        {**CSV, "id": 2, "file_name": "seconda.csv"},
        {
            **CSV,
            "id": 3,
            "file_name": "errata.csv",
            "active": False,
            "withdrawn_at": date(1973, 1, 9),
            "reason": "Lo dice Gisella",
        },
        {"dataset": "viandanti_stati", "id": 4, "file_name": "persone.csv", "active": False},
    ]
    ledger = RowsLedger(small_ledger().rows, delivered)
    public = release(tmp_path, "pubblico", ledger).beside("corrections")

    assert public["file_name"].tolist() == ["prima.csv", "errata.csv"]
    assert public["state"].tolist() == ["sostituita", "ritirata"]
    assert public["instead"].tolist() == ["seconda.csv", ""]
    assert public["changed_at"].tolist() == ["", "1973-01-09"]
    assert "reason" not in public
    office = open_release(erewhon.settings(tmp_path), "cabina", today=erewhon.TODAY).beside("corrections")
    assert office["reason"].tolist() == ["", "Lo dice Gisella", ""]
    assert len(office) == 3


def test_a_broken_check_is_found_in_what_counts_today_unless_a_note_explains_it() -> None:
    check = erewhon.catalogue().checks["lanterna_dopo_avvistamento"]
    rows = people(("D0101", "avvistato", "f", "giovani", 3), ("D0101", "con_lanterna", "f", "giovani", 5))
    found = broken_checks(rows_of(viandanti_stati=rows), erewhon.catalogue())

    assert found.to_dict("records") == [
        {
            "dataset": "viandanti_stati",
            "check": check.code,
            "area": "D0101",
            "time": "1972-12-31",
            "at": "",
            "left": 5.0,
            "right": 3.0,
        }
    ]
    fine = people(("D0101", "avvistato", "f", "giovani", 5), ("D0101", "con_lanterna", "f", "giovani", 5))
    assert broken_checks(rows_of(viandanti_stati=fine), erewhon.catalogue()).empty
    noted = [{**row, "nota": "È così."} for row in rows]
    assert len(broken_checks(rows_of(viandanti_stati=noted), erewhon.catalogue())) == 1

    spent = money(("01", "1971", 50, 51), ("02", "1971", 50, 51))
    spent[1]["nota"] = "Speso l'avanzo dell'anno prima."
    loud = broken_checks(rows_of(risorse=spent), erewhon.catalogue())
    assert loud[["area", "at"]].values.tolist() == [["01", "programma=lanterne"]]


def test_broken_checks_about_people_are_told_to_the_cabina_and_of_the_own_territory(tmp_path: Path) -> None:
    rows = people(
        ("D0101", "avvistato", "f", "giovani", 3),
        ("D0101", "con_lanterna", "f", "giovani", 5),
        ("D0201", "avvistato", "f", "giovani", 3),
        ("D0201", "con_lanterna", "f", "giovani", 6),
    )
    published(tmp_path, RowsLedger({**small_ledger().rows, "viandanti_stati": rows}))

    def told(audience: str) -> list[str]:
        found = open_release(erewhon.settings(tmp_path), audience, today=erewhon.TODAY)
        return sorted(found.beside("warnings")["area"])

    assert told("pubblico") == []
    assert told("referente:01") == ["D0101"]
    assert told("cabina") == ["D0101", "D0201"]


def test_codes_that_no_list_knows_are_counted_with_their_rows() -> None:
    rows = people(
        ("D0101", "avvistato", "x", "giovani", 3),
        ("D0102", "avvistato", "x", "giovani", 3),
        ("D0102", "avvistato", "f", "", 3),
    )
    found = matching(rows_of(viandanti_stati=rows), erewhon.catalogue(), ["Comune 9 senza posto"])
    by_column = {(line.dataset, line.column): line for line in found.itertuples()}

    gender = by_column["viandanti_stati", "genere"]
    assert (gender.values, gender.unknown, gender.rows, gender.examples) == (2, 1, 2, "x")
    assert by_column["viandanti_stati", "fascia"].blank == 1
    assert by_column["viandanti_stati", "ref_area"].unknown == 0
    assert by_column["viandanti_stati", "ref_area"].values == 2
    assert by_column["", ""].examples == "Comune 9 senza posto"


def test_nothing_is_said_to_the_public_of_the_codes_of_people(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())

    def told(audience: str) -> set[str]:
        found = open_release(erewhon.settings(tmp_path), audience, today=erewhon.TODAY)
        return set(found.beside("matching")["dataset"])

    assert "viandanti_stati" in told("cabina")
    assert "viandanti_stati" not in told("pubblico") | told("referente:01")


@pytest.mark.parametrize(
    ("day", "texts"), [(date(1972, 6, 1), ["prima"]), (date(1973, 1, 1), ["prima", "dopo"]), (None, "all")]
)
def test_a_row_waits_for_its_approval(day: date | None, texts: list[str] | str) -> None:
    shop = erewhon.catalogue().datasets["botteghe"]
    fields = shop.model_dump()
    dated = {"code": "approvata", "label": "Approvata", "type": "date"}
    dataset = Dataset.model_validate(
        {**fields, "attributes": [*fields["attributes"], dated], "approved_on": "approvata"}
    )
    source = pd.DataFrame({"testo": ["prima", "dopo", "mai"], "approvata": ["1972-01-01", "1972-12-31", ""]})
    kept = approved(dataset, source, day)["testo"].tolist()

    assert kept == (["prima", "dopo", "mai"] if texts == "all" else texts)
    assert len(approved(shop, source, day)) == 3


def test_the_attribute_of_approval_must_hold_a_date() -> None:
    fields = erewhon.catalogue().datasets["botteghe"].model_dump()
    with pytest.raises(ValueError, match="approved_on"):
        Dataset.model_validate({**fields, "approved_on": "insegna"})


def test_a_return_ends_with_its_year_or_its_day() -> None:
    catalogue = erewhon.catalogue()
    day = catalogue.datasets["viandanti_stati"].dimension("reference_date")
    year = catalogue.datasets["adesioni"].dimension("annata")

    assert end_of(day, "1972-06-30", catalogue) == "1972-06-30"
    assert end_of(year, "1971", catalogue) == "1971-12-31"
    assert end_of(year, "boh", catalogue) in ("", "boh-12-31")


def test_the_manifest_counts_what_is_hidden(tmp_path: Path) -> None:
    found = release(tmp_path, "pubblico").manifest()
    hidden = found.groupby("dataset")["hidden"].sum()

    assert hidden["viandanti_stati"] > 0
    assert hidden["risorse"] == 0
    assert (found["hidden"] <= found["cells"]).all()


def test_a_broken_check_of_public_figures_is_public(tmp_path: Path) -> None:
    ledger = RowsLedger({"adesioni": joined(("D0101", "1971")), "risorse": money(("ERE", "1971", 1, 2))})
    found = release(tmp_path, "pubblico", ledger)

    assert found.beside("warnings")["check"].tolist() == ["speso_entro_stanziato"]
    assert found.beside("nulla").empty
