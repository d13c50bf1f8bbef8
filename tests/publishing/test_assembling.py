from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.audience import PUBLIC, Audience
from dashboard.data.release import NotPublished, open_release
from dashboard.data.store import FileStore
from dashboard.publishing import PublishingError
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people, published, release, small_ledger, statuses
from tests.examples import examples
from tests.publishing import guards
from tests.publishing.wild import AREAS, CANARY, CELLS, opened


def test_the_public_reads_of_people_what_passed_the_guard(tmp_path: Path) -> None:
    found = release(tmp_path, "pubblico")
    cells = statuses(found, "viandanti_stati", "distretto", stato="con_lanterna")
    assert cells["D0101"] == ("valid", 5)
    assert cells["D0201"] == ("valid", 10)
    assert cells["D0301"] == ("zero", 0)
    assert cells["D0102"] == ("not_collected", None)
    hidden = statuses(found, "viandanti_stati", "distretto", stato="avvistato")
    assert hidden["D0101"] == hidden["D0201"] == hidden["D0301"] == ("suppressed", None)
    assert hidden["D0202"] == ("not_participating", None)
    assert found.meta["protection"]["threshold"] == 5
    assert found.info("viandanti_stati").sources == ("Registro dei lampionai",)


def test_without_a_verdict_the_public_has_no_table_of_people(tmp_path: Path) -> None:
    rows = {**small_ledger().rows, "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", 3))}
    done = published(tmp_path, RowsLedger(rows), guard=guards.guard(audit=guards.doubt))
    found = open_release(erewhon.settings(tmp_path), PUBLIC, today=erewhon.TODAY)
    assert not found.has("viandanti_stati")
    with pytest.raises(NotPublished, match="la verifica non ha potuto escludere"):
        found.table("viandanti_stati")
    assert "la verifica non ha potuto escludere" in done.audiences[0].left_out["viandanti_stati"]
    assert found.has("risorse")


def test_a_referente_reads_the_own_territory_and_what_is_public_of_the_others(tmp_path: Path) -> None:
    found = release(tmp_path, "referente:01")
    cells = statuses(found, "viandanti_stati", "distretto", stato="avvistato")
    assert cells["D0101"] == ("valid", 10)
    assert cells["D0102"] == ("not_collected", None)
    assert cells["D0201"] == ("suppressed", None)
    assert cells["D0202"] == ("not_participating", None)
    assert statuses(found, "viandanti_stati", "distretto", stato="con_lanterna")["D0201"] == ("valid", 10)
    assert statuses(found, "viandanti_stati", "contea", stato="avvistato")["01"] == ("valid", 10)
    assert statuses(found, "viandanti_stati", "regno", stato="avvistato") == {"ERE": ("suppressed", None)}
    with pytest.raises(NotPublished, match="fascia"):
        found.table("viandanti_stati", by=("regno", "genere", "fascia"))
    assert found.table("risorse", by="contea").cell(contea="02", measure="stanziato").value == 50


def small_people(number: int) -> RowsLedger:
    """People in two districts, so few in one that everything is hidden."""
    some = people(("D0101", "avvistato", "f", "giovani", 9), ("D0201", "avvistato", "f", "giovani", number))
    return RowsLedger({**small_ledger().rows, "viandanti_stati": some})


@pytest.mark.parametrize("audience", ["pubblico", "referente-01"])
def test_an_artefact_is_the_same_whatever_is_behind_the_hidden_cells(tmp_path: Path, audience: str) -> None:
    def digest(number: int) -> str:
        state = tmp_path / str(number)
        published(state, small_people(number))
        entry = FileStore(erewhon.settings(state).releases_dir).entry(1)
        assert entry is not None
        return entry.digests[audience]

    assert digest(3) == digest(2) != digest(12)


def test_one_referente_for_each_main_area_that_takes_part(tmp_path: Path) -> None:
    done = published(tmp_path, small_ledger())
    assert [str(made.audience) for made in done.audiences] == [
        "pubblico",
        "cabina",
        "referente:01",
        "referente:02",
        "referente:03",
    ]


def test_only_the_audiences_asked_for_are_made(tmp_path: Path) -> None:
    done = published(tmp_path, small_ledger(), audiences=[PUBLIC, Audience("referente", "02"), PUBLIC])
    assert [str(made.audience) for made in done.audiences] == ["pubblico", "referente:02"]
    with pytest.raises(PublishingError, match="Contea"):
        published(tmp_path, small_ledger(), audiences=[Audience("referente", "D0101")])


def test_demonstration_data_marks_every_cell_and_release_it_is_in(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina")
    assert found.demonstration
    assert found.info("viandanti_stati").demonstration
    assert found.table("viandanti_stati", by="contea").demonstration
    assert not found.table("risorse", by="contea").demonstration
    assert release(tmp_path, "pubblico").demonstration
    assert not release(
        tmp_path / "senza", "pubblico", RowsLedger({"risorse": money(("ERE", "1971", 1, 1))})
    ).demonstration


def test_single_rows_are_published_only_where_the_definition_says_so(tmp_path: Path) -> None:
    found = release(tmp_path, "pubblico")
    rows = found.records("botteghe")
    assert rows["insegna"].tolist() == ["Falò"]
    assert rows["anno_apertura"].tolist() == ["1970"]
    assert rows["presenza"].tolist() == [1.0]
    with pytest.raises(NotPublished, match="singole righe"):
        release(tmp_path, "cabina").records("viandanti_stati")


def test_deliveries_name_persons_and_confidential_files_to_the_cabina_alone(tmp_path: Path) -> None:
    ledger = RowsLedger(
        small_ledger().rows,
        [
            {
                "dataset": "risorse",
                "file_name": "risorse.csv",
                "sha256": "ab",
                "rows": 3,
                "received_by": "Gisella",
                "received_at": "1973-01-01",
                "demonstration": False,
            },
            {"dataset": "viandanti_stati", "file_name": "viandanti.csv", "rows": 6, "received_by": "Gisella"},
            {"dataset": "risorse", "file_name": "vecchio.csv", "active": False},
        ],
    )
    assert release(tmp_path, "cabina", ledger).deliveries()["received_by"].tolist() == ["Gisella", "Gisella"]
    public = open_release(erewhon.settings(tmp_path), PUBLIC, today=erewhon.TODAY).deliveries()
    assert public["file_name"].tolist() == ["risorse.csv"]
    assert "received_by" not in public


@examples(3)
@given(CELLS, st.integers(1, 4))
def test_no_hidden_number_is_in_the_tables_of_others(
    cells: dict[tuple[str, str, str, str], int], number: int
) -> None:
    alone = {key: count for key, count in cells.items() if key[0] != "D0201"}
    planted = {**alone, ("D0201", "avvistato", "f", "adulti"): number}
    rows = {
        "adesioni": joined(*((area, "1971") for area in AREAS)),
        "viandanti_stati": people(*((*key, count) for key, count in planted.items())),
    }
    for audience in ("pubblico", "referente:01"):
        found, _ = opened(rows, audience)
        own = ["D0101", "D0102"] if audience != "pubblico" else []
        frame = found.table("viandanti_stati", by="distretto", where={"stato": "avvistato"}).frame
        assert frame[~frame["distretto"].isin(own)]["value"].isna().all()
    exact, _ = opened(rows, "cabina")
    assert (
        exact.table("viandanti_stati", by="distretto").select(distretto="D0201").frame["value"].tolist()[0]
        == number
    )


def test_a_number_of_thousands_that_is_hidden_is_in_no_byte(tmp_path: Path) -> None:
    rows = {
        **small_ledger().rows,
        "viandanti_stati": people(
            ("D0101", "avvistato", "f", "giovani", CANARY), ("D0201", "avvistato", "f", "giovani", 2)
        ),
    }
    for audience in ("pubblico", "referente:02"):
        _, content = opened(rows, audience)
        for number in (CANARY, float(CANARY), CANARY + 2):
            assert str(number).encode() not in content
        assert CANARY.to_bytes(4, "big") not in content
        assert pd.Series([float(CANARY)], dtype=">f8").to_numpy().tobytes() not in content
    _, exact = opened(rows, "cabina")
    assert CANARY.to_bytes(4, "big") in exact
