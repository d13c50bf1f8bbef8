from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.data.audience import CABINA, PUBLIC
from dashboard.data.release import open_release
from dashboard.data.store import FileStore
from dashboard.data.territories import Territories
from dashboard.publishing import Options, PublishingError, publish
from dashboard.publishing.assembling import Assembled
from tests import erewhon
from tests.erewhon import RowsLedger, joined, membership, money, people, published, release, small_ledger
from tests.publishing import guards


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


def strip_of(tmp_path: Path) -> dict[str, object]:
    return open_release(erewhon.settings(tmp_path), CABINA, today=erewhon.TODAY).strip


def test_a_day_that_was_said_holds_until_a_return_that_was_due_is_later(tmp_path: Path) -> None:
    rows = small_ledger().rows
    early = {**rows, "viandanti_stati": people(("D0101", "avvistato", "f", "giovani", 7), day="1971-12-31")}
    published(tmp_path, RowsLedger(early), options=Options(as_of=date(1972, 6, 30)))
    assert published(tmp_path, RowsLedger(early)).unchanged

    published(tmp_path, RowsLedger({**early, "risorse": money(("ERE", "1973", 1, 1))}))
    assert strip_of(tmp_path)["as_of"] == "1972-06-30"
    published(tmp_path, RowsLedger(rows))
    assert strip_of(tmp_path)["as_of"] == "1972-12-31"
    published(tmp_path, RowsLedger(early))  # nobody said the last one
    assert strip_of(tmp_path)["as_of"] == "1971-12-31"
    published(tmp_path, RowsLedger(rows), today=date(1972, 6, 1))  # what is in the future does not count
    assert strip_of(tmp_path)["as_of"] == "1972-06-01"


def test_days_of_datasets_without_a_perimeter_do_not_move_the_release(tmp_path: Path) -> None:
    rows = {
        **small_ledger().rows,
        "contee": membership(("01", "1973-01-31", 1)),
    }
    published(tmp_path, RowsLedger(rows), definitions=erewhon.with_membership())
    assert strip_of(tmp_path)["as_of"] == "1972-12-31"


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
        publish(
            small_ledger(),
            erewhon.catalogue(),
            erewhon.territories(),
            store,
            check=refuse,
            guard=guards.guard(),
        )
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
        guard=guards.guard(),
    )
    assert told[0] == (0, 4, "lettura di Elenco delle botteghe")
    assert told[-1][0] == told[-1][1]


def test_what_has_no_place_in_the_territories_is_told(tmp_path: Path) -> None:
    assert published(tmp_path, small_ledger()).warnings == ()
    (tmp_path / "memberships.csv").write_text("group,member\n" + "D0101,999999\n" * 6)
    territories = Territories.load(erewhon.BASE / "territories", tmp_path)
    store = FileStore(erewhon.settings(tmp_path).releases_dir)
    for _ in range(2):
        done = publish(
            small_ledger(), erewhon.catalogue(), territories, store, today=erewhon.TODAY, guard=guards.guard()
        )
        assert len(done.warnings) == 1
        assert "restano fuori (6): 999999, membro di D0101;" in done.warnings[0]
        assert done.warnings[0].endswith("….")


def test_many_datasets_that_name_unknown_areas_are_told_in_few_words(tmp_path: Path) -> None:
    rows = {
        "viandanti_stati": people(*((f"D099{i}", "avvistato", "f", "adulti", 1) for i in range(6))),
        "adesioni": joined(("D0999", "1971")),
    }
    with pytest.raises(PublishingError, match=r"D0990, D0991, D0992, D0993, D0994 … \(6\)"):
        published(tmp_path, RowsLedger(rows))


def test_a_solver_killed_in_the_middle_publishes_nothing_and_leaves_the_earlier_release_on_line(
    tmp_path: Path,
) -> None:
    published(tmp_path, small_ledger())
    store = FileStore(erewhon.settings(tmp_path).releases_dir)
    before = {path.name: path.read_bytes() for path in store.folder.iterdir()}
    silent = guards.guard(audit=guards.fall_silent, evidence=tmp_path / "evidence")
    with pytest.raises(PublishingError, match="resta in linea il rilascio precedente"):
        published(tmp_path, small_ledger(), options=Options("definitivo"), guard=silent)
    assert {path.name: path.read_bytes() for path in store.folder.iterdir()} == before
    assert open_release(erewhon.settings(tmp_path), PUBLIC, today=erewhon.TODAY).number == 1


def test_another_threshold_is_another_release_and_the_cabina_alone_needs_none(tmp_path: Path) -> None:
    assert published(tmp_path, small_ledger()).number == 1
    assert (
        published(
            tmp_path, small_ledger(), guard=guards.guard(threshold=6, evidence=tmp_path / "evidence")
        ).number
        == 2
    )
    silent = guards.guard(audit=guards.fall_silent)
    assert published(tmp_path, small_ledger(), audiences=[CABINA], guard=silent).number == 3
