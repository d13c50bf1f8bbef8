import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.audience import CABINA, PUBLIC, Audience
from dashboard.data.definitions import Dataset
from dashboard.data.release import NotPublished, Release, open_release
from dashboard.data.store import FileStore
from dashboard.publishing import Options, PublishingError, publish
from dashboard.publishing.assembling import Assembled
from dashboard.publishing.gate import pass_to_public
from dashboard.publishing.placing import Places
from dashboard.publishing.tabulating import MenuError, prepare, tabulate
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people, published, release, small_ledger

AREAS = ["D0101", "D0102", "D0201", "D0202", "D0301"]
CANARY = 987_654_321


def statuses(found: Release, dataset: str, by: str, **where: str) -> dict[str, tuple[str, float | None]]:
    table = found.table(dataset, by=by, where=where)
    return {place[by]: (cell.status.value, cell.value) for place, cell in table.cells()}


# ---- rolling up ----


def test_districts_are_summed_into_counties_and_into_the_country(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina")
    counties = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert counties.cell(contea="01").value == 10
    assert counties.cell(contea="02").value == 40
    assert found.table("viandanti_stati", where={"stato": "avvistato"}).cell(regno="ERE").value == 52


def test_a_territory_that_is_not_additive_is_taken_as_delivered(tmp_path: Path) -> None:
    found = release(tmp_path, "cabina").table("risorse")
    assert found.cell(regno="ERE", measure="stanziato").value == 100.5
    assert found.cell(regno="ERE", measure="speso").status == "not_collected"


def test_a_table_without_level_over_several_levels_is_refused() -> None:
    rows = prepare(
        erewhon.catalogue().datasets["risorse"],
        pd.DataFrame(money(("ERE", "1971", 1, 1))),
        erewhon.catalogue(),
        Places(erewhon.territories()),
    )
    with pytest.raises(MenuError, match="livelli diversi"):
        tabulate(rows, (), Places(erewhon.territories()))


def test_a_menu_that_names_what_is_not_there_is_refused() -> None:
    places = Places(erewhon.territories())
    rows = prepare(
        erewhon.catalogue().datasets["viandanti_stati"], pd.DataFrame(), erewhon.catalogue(), places
    )
    with pytest.raises(MenuError, match="statura"):
        tabulate(rows, ("regno", "statura"), places)


def test_a_score_appears_only_where_a_cell_is_one_row(tmp_path: Path) -> None:
    rows = money(("01", "1971", 5, 3), ("01", "1972", 5, 3))
    for row in rows:
        row["gradimento"] = 40
    found = release(tmp_path, "pubblico", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", annata="1971", measure="gradimento").value == 40


def test_a_value_missing_in_some_rows_is_told_beside_the_sum(tmp_path: Path) -> None:
    rows = [
        {**row, "distretti": None if row["ref_area"] == "D0102" else 1}
        for row in joined(("D0101", "1971"), ("D0102", "1971"))
    ]
    cell = release(tmp_path, "cabina", RowsLedger({"adesioni": rows})).table("adesioni", by="contea")
    assert cell.cell(contea="01").value == 1
    assert cell.cell(contea="01").note == "valore non comunicato in 1 righe su 2"


def test_a_provisional_row_makes_a_provisional_cell(tmp_path: Path) -> None:
    rows = [{**row, "obs_status": "P"} for row in money(("01", "1971", 5, 3))]
    found = release(tmp_path, "cabina", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", measure="speso").status == "provisional"


def test_the_note_of_a_row_stands_beside_its_cell(tmp_path: Path) -> None:
    rows = [{**row, "nota": "conto chiuso a marzo"} for row in money(("01", "1971", 5, 3))]
    found = release(tmp_path, "cabina", RowsLedger({"risorse": rows})).table("risorse", by="contea")
    assert found.cell(contea="01", measure="speso").note == "conto chiuso a marzo"


def test_a_group_is_placed_where_all_its_leaves_are() -> None:
    places = Places(erewhon.territories())
    assert places.above("D0101", "baliato") == "001"
    assert places.above("D0101", "regno") == "ERE"
    assert places.above("001001", "distretto") == "D0101"
    assert places.above("006001", "distretto") is None  # it has been of two districts
    assert places.above("01", "distretto") is None
    assert places.above("nowhere", "regno") is None


# ---- zero, not collected, not participating ----


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


# ---- audiences ----


def test_the_public_has_no_table_of_people(tmp_path: Path) -> None:
    found = release(tmp_path, "pubblico")
    assert not found.has("viandanti_stati")
    with pytest.raises(NotPublished, match="riguarda persone"):
        found.table("viandanti_stati")
    assert found.has("risorse")
    assert found.completeness().empty


def test_the_gate_lets_pass_what_is_not_of_people() -> None:
    datasets = erewhon.catalogue().datasets
    places = Places(erewhon.territories())
    rows = prepare(datasets["adesioni"], pd.DataFrame(joined(("D0101", "1971"))), erewhon.catalogue(), places)
    tables = [tabulate(rows, ("contea",), places)]
    assert pass_to_public(datasets["adesioni"], tables).tables == tuple(tables)
    assert pass_to_public(datasets["viandanti_stati"], tables).tables == ()


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


# ---- the release ----


def test_nothing_changed_means_no_new_release(tmp_path: Path) -> None:
    assert not published(tmp_path, small_ledger()).unchanged
    again = published(tmp_path, small_ledger(), options=Options(reason="per sicurezza"))
    assert again.unchanged
    assert again.number == 1
    assert published(tmp_path, small_ledger(), options=Options(state="definitivo")).number == 2


def test_a_release_says_what_it_is(tmp_path: Path) -> None:
    options = Options("definitivo", date(1972, 12, 31), date(1973, 3, 1), "prima uscita", "al solstizio")
    published(tmp_path, small_ledger(), options=options)
    strip = open_release(erewhon.settings(tmp_path), CABINA, today=erewhon.TODAY).strip
    assert strip["number"] == 1
    assert strip["date"] == "1973-02-01"
    assert strip["as_of"] == "1972-12-31"
    assert strip["state"] == "definitivo"
    assert strip["embargo"] == "1973-03-01"
    assert strip["next_update"] == "al solstizio"
    assert strip["perimeter"][0]["total"] == {"contea": 3, "distretto": 4}
    assert strip["perimeter"][0]["times"]["1972"] == {"contea": 2, "distretto": 2}


def test_the_data_are_of_the_last_day_observed_unless_said_otherwise(tmp_path: Path) -> None:
    assert release(tmp_path, "cabina").meta["as_of"] == "1972-12-31"
    dateless = RowsLedger({"adesioni": joined(("D0101", "1971"))})
    assert release(tmp_path / "other", "cabina", dateless).meta["as_of"] == "1973-02-01"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (Options(corrects=7, reason="errore"), "Il rilascio 7"),
        (Options(corrects=1), "che cosa è cambiato"),
        (Options(as_of=date(1999, 1, 1)), "nel futuro"),
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path: Path, options: Options, reason: str) -> None:
    published(tmp_path, small_ledger())
    with pytest.raises(PublishingError, match=reason):
        published(tmp_path, small_ledger(), options=options)


def test_a_correction_names_the_release_it_corrects(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    published(tmp_path, small_ledger(), options=Options(corrects=1, reason="refuso nella contea 01"))
    assert open_release(erewhon.settings(tmp_path), CABINA, today=erewhon.TODAY).strip["corrects"] == 1


def test_an_empty_ledger_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(PublishingError, match="vuoto"):
        published(tmp_path, RowsLedger({}))


def test_rows_of_an_area_nobody_knows_stop_the_release(tmp_path: Path) -> None:
    with pytest.raises(PublishingError, match=r"viandanti_stati: D0999 \(1\)"):
        published(tmp_path, RowsLedger({"viandanti_stati": people(("D0999", "avvistato", "f", "adulti", 1))}))


def test_a_ledger_that_changes_meanwhile_is_not_published(tmp_path: Path) -> None:
    class Restless(RowsLedger):
        count = 0

        def fingerprint(self) -> str:
            Restless.count += 1
            return str(Restless.count)

    with pytest.raises(PublishingError, match="è cambiato mentre"):
        published(tmp_path, Restless(small_ledger().rows))


def test_one_artefact_that_fails_its_check_stops_the_whole_release(tmp_path: Path) -> None:
    def refuse(made: Assembled) -> None:
        if made.audience.kind == "referente":
            raise PublishingError("non passa")

    store = FileStore(erewhon.settings(tmp_path).releases_dir)
    with pytest.raises(PublishingError, match="non passa"):
        publish(small_ledger(), erewhon.catalogue(), erewhon.territories(), store, check=refuse)
    assert store.releases() == []
    assert [path.name for path in store.folder.iterdir()] == ["register.sqlite"]


def test_progress_is_told_from_start_to_end(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    publish(
        small_ledger(),
        erewhon.catalogue(),
        erewhon.territories(),
        FileStore(tmp_path),
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert told[0] == (0, 4, "lettura di Elenco delle botteghe")
    assert told[-1][0] == told[-1][1]


# ---- properties ----

CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(AREAS),
        st.sampled_from(["avvistato", "con_lanterna"]),
        st.sampled_from("fm"),
        st.sampled_from(["giovani", "adulti"]),
    ),
    st.integers(0, 50),
    min_size=1,
    max_size=25,
)


def opened(rows: dict[str, Any], audience: str) -> tuple[Release, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        whom, store = Audience.parse(audience), FileStore(Path(folder) / "releases")
        publish(RowsLedger(rows), erewhon.catalogue(), erewhon.territories(), store, audiences=[whom])
        found = open_release(erewhon.settings(Path(folder)), whom)
        file = store.folder / store.where(1, whom.key)
        return found, file.read_bytes()


def summed(found: Release, dataset: Dataset, level: str) -> pd.Series:
    frame = found.table(dataset.code, by=level, where={"reference_date": "1972-12-31"}).frame
    return frame.groupby("stato")["value"].sum(min_count=1)


@settings(max_examples=20, deadline=None)
@given(CELLS)
def test_a_parent_is_the_sum_of_its_children_over_territory_and_dimensions(
    cells: dict[tuple[str, str, str, str], int],
) -> None:
    rows = {
        "adesioni": joined(*((area, "1971") for area in AREAS)),
        "viandanti_stati": people(*((*key, number) for key, number in cells.items())),
    }
    found, _ = opened(rows, "cabina")
    dataset = erewhon.catalogue().datasets["viandanti_stati"]
    whole = summed(found, dataset, "regno")
    for level in ("contea", "distretto"):
        pd.testing.assert_series_equal(summed(found, dataset, level), whole)
    for by in (["contea", "genere"], ["contea", "fascia"], ["contea", "genere", "fascia"]):
        parts = found.table(dataset.code, by=by).frame.groupby(["contea", "stato"])["value"].sum(min_count=1)
        totals = found.table(dataset.code, by="contea").frame.set_index(["contea", "stato"])["value"]
        pd.testing.assert_series_equal(parts, totals.sort_index(), check_names=False)


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
