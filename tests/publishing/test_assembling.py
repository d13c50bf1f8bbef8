from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.audience import PUBLIC, Audience
from dashboard.data.release import NotPublished, Release, open_release
from dashboard.data.store import FileStore
from dashboard.publishing import PublishingError
from tests import erewhon
from tests.erewhon import RowsLedger, joined, people, published, release, small_ledger, statuses
from tests.publishing.wild import AREAS, CANARY, CELLS, opened


def test_the_public_has_no_table_of_people(tmp_path: Path) -> None:
    found = release(tmp_path, "pubblico")
    assert not found.has("viandanti_stati")
    with pytest.raises(NotPublished, match="riguarda persone"):
        found.table("viandanti_stati")
    assert found.has("risorse")
    assert found.completeness().empty


def test_a_referente_reads_the_own_territory_and_no_other(tmp_path: Path) -> None:
    found = release(tmp_path, "referente:01")
    cells = statuses(found, "viandanti_stati", "distretto", stato="avvistato")
    assert cells["D0101"] == ("valid", 10)
    assert cells["D0102"] == ("not_collected", None)
    assert cells["D0201"] == ("suppressed", None)
    assert cells["D0202"] == ("not_participating", None)
    with pytest.raises(NotPublished, match="regno"):
        found.table("viandanti_stati", by="regno")
    with pytest.raises(NotPublished):
        found.table("viandanti_stati")
    assert found.table("risorse", by="contea").cell(contea="02", measure="stanziato").value == 50


def test_what_others_hide_does_not_change_what_a_referente_reads(tmp_path: Path) -> None:
    def with_others(number: int) -> Release:
        rows = small_ledger().rows
        mine = [row for row in rows["viandanti_stati"] if row["ref_area"] == "D0101"]
        others = people(
            ("D0201", "arrivato", "m", "adulti", number),
            ("D0301", "avvistato", "m", "adulti", 9),
            day="1971-12-31",
        )
        ledger = RowsLedger({**rows, "viandanti_stati": mine + (others if number else [])})
        return release(tmp_path / str(number), "referente:01", ledger)

    pair = with_others(0), with_others(CANARY)
    for by in ("contea", "distretto"):
        first, second = (one.table("viandanti_stati", by=by).frame for one in pair)
        pd.testing.assert_frame_equal(first, second)
    assert pair[0].info("viandanti_stati") == pair[1].info("viandanti_stati")


def test_the_public_artefact_is_the_same_whatever_the_people_are(tmp_path: Path) -> None:
    def digest(number: int) -> str:
        rows = {
            **small_ledger().rows,
            "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", number)),
        }
        state = tmp_path / str(number)
        published(state, RowsLedger(rows))
        entry = FileStore(erewhon.settings(state).releases_dir).entry(1)
        assert entry is not None
        return entry.digests["pubblico"]

    assert digest(3) == digest(CANARY)


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
    assert not release(tmp_path, "pubblico").demonstration


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


@settings(max_examples=10, deadline=None)
@given(CELLS, st.integers(CANARY, CANARY + 10**6))
def test_no_confidential_number_is_in_the_bytes_of_others(
    cells: dict[tuple[str, str, str, str], int], canary: int
) -> None:
    alone = {key: number for key, number in cells.items() if key[0] != "D0201"}
    planted = {**alone, ("D0201", "avvistato", "f", "adulti"): canary}
    rows = {
        "adesioni": joined(*((area, "1971") for area in AREAS)),
        "viandanti_stati": people(*((*key, number) for key, number in planted.items())),
    }
    for audience in ("pubblico", "referente:01"):
        found, content = opened(rows, audience)
        for number in (canary, float(canary)):
            assert str(number).encode() not in content
        assert canary.to_bytes(4, "big") not in content
        assert pd.Series([float(canary)], dtype=">f8").to_numpy().tobytes() not in content
        if audience != "pubblico":
            frame = found.table("viandanti_stati", by="distretto").frame
            assert frame[~frame["distretto"].isin(["D0101", "D0102"])]["value"].isna().all()
    _, exact = opened(rows, "cabina")
    assert canary.to_bytes(4, "big") in exact
