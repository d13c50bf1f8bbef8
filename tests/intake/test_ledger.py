from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.intake import Intake, Ledger, LedgerError, load_files
from dashboard.intake.ledger import _loaded, key_text
from tests.intake.helpers import PEOPLE, Deliver, Load, row

ROOT = Path(__file__).resolve().parents[2]


def counts(ledger: Ledger) -> dict[str, float]:
    frame = ledger.current(PEOPLE)
    return {} if frame.empty else dict(zip(frame["genere"], frame["viandanti"], strict=True))


def test_a_valid_file_is_loaded_with_who_when_and_which_file(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    path = deliver("viandanti_stati__a.csv", [row(), row(genere="m", nota="perché no")])
    result = load(path, by="Ufficio dati")
    assert (result.status, result.rows, result.superseded) == ("loaded", 2, 0)
    [item] = ledger.deliveries()
    assert (item.file_name, item.dataset, item.received_by) == (path.name, PEOPLE, "Ufficio dati")
    assert item.received_at >= before and item.received_at.tzinfo is not None
    assert item.size == path.stat().st_size and len(item.sha256) == 64 and item.active
    frame = ledger.current(PEOPLE)
    assert list(frame["viandanti"]) == [10.0, 10.0] and frame["viandanti"].dtype == float
    assert list(frame["nota"]) == ["", "perché no"]
    assert list(frame["row_number"]) == [2, 3] and set(frame["delivery_id"]) == {item.id}


def test_the_same_file_again_changes_nothing_and_says_so(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    path = deliver("viandanti_stati.csv", [row()])
    first, print_before = load(path), ledger.fingerprint()
    again = load(path)
    assert again.status == "unchanged" and again.delivery == first.delivery
    assert "nulla è cambiato" in again.message
    assert len(ledger.deliveries()) == 1 and ledger.fingerprint() == print_before


def test_a_corrected_file_takes_the_place_of_the_old_rows_and_keeps_them(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati__a.csv", [row(), row(genere="m")]))
    before = ledger.fingerprint()
    result = load(deliver("viandanti_stati__b.csv", [row(viandanti=12)]))
    assert result.superseded == 1
    assert "caricata 1 riga come consegna 2; sostituisce una riga precedente." in result.message
    assert counts(ledger) == {"f": 12.0, "m": 10.0}
    assert ledger.fingerprint() != before
    key = dict(zip(("ref_area", "reference_date", "stato", "genere", "fascia"), row()[:5], strict=True))
    history = ledger.history(PEOPLE, {k: str(v) for k, v in key.items()})
    assert [item["measures"]["viandanti"] for item in history] == [10, 12]
    assert [item["delivery"].id for item in history] == [1, 2]


def test_a_file_that_replaces_a_delivery_takes_its_rows_away_too(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    old = deliver("viandanti_stati__a.csv", [row(), row(genere="m")])
    load(old)
    load(deliver("viandanti_stati__b.csv", [row(viandanti=12)]), replaces=1)
    assert counts(ledger) == {"f": 12.0}
    assert ledger.deliveries()[0].replaced_by == 2 and not ledger.deliveries()[0].active
    again = load(old)
    assert again.status == "unchanged" and "sostituita dalla 2" in again.message
    ledger.withdraw(2, "era quello giusto")
    assert counts(ledger) == {"f": 10.0, "m": 10.0}


def test_only_an_active_delivery_of_the_same_dataset_can_be_replaced(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    header = ("programma", "ref_area", "annata", "distretti", "origine")
    load(deliver("adesioni.csv", [("lanterne", "D0101", "1971", 1, "rilevato")], header))
    path = deliver("viandanti_stati.csv", [row()])
    for number, reason in ((9, "non esiste"), (1, "«adesioni»")):
        with pytest.raises(LedgerError, match=reason):
            load(path, replaces=number)
    load(path)
    ledger.withdraw(2, "errore")
    with pytest.raises(LedgerError, match="già stata ritirata"):
        load(deliver("viandanti_stati__b.csv", [row(viandanti=3)]), replaces=2)
    assert len(ledger.deliveries()) == 2 and len(ledger.deliveries(PEOPLE)) == 1


def test_a_withdrawn_delivery_stays_no_longer_counts_and_may_be_loaded_again(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    path = deliver("viandanti_stati.csv", [row()])
    load(path)
    print_before = ledger.fingerprint()
    ledger.withdraw(1, " dati di prova ", by="Ada")
    assert counts(ledger) == {} and list(ledger.current(PEOPLE)) == ["delivery_id", "row_number"]
    [item] = ledger.deliveries()
    assert (item.withdrawn_by, item.reason, item.active) == ("Ada", "dati di prova", False)
    assert item.withdrawn_at is not None and item.withdrawn_at.tzinfo is not None
    assert load(path).status == "loaded" and counts(ledger) == {"f": 10.0}
    assert ledger.fingerprint() == print_before


def test_a_withdrawal_wants_a_reason_and_a_delivery_that_counts(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati.csv", [row()]))
    for number, reason, message in ((1, " ", "motivo"), (7, "x", "non esiste")):
        with pytest.raises(LedgerError, match=message):
            ledger.withdraw(number, reason)
    ledger.withdraw(1, "x")
    with pytest.raises(LedgerError, match="già stata ritirata"):
        ledger.withdraw(1, "x")


def test_a_file_with_one_error_is_left_out_whole(ledger: Ledger, load: Load, deliver: Deliver) -> None:
    result = load(deliver("viandanti_stati.csv", [row(), row(genere="m", viandanti="x")]))
    assert result.status == "refused" and result.delivery is None
    assert ledger.deliveries() == () and counts(ledger) == {}


_SLOW_LOAD = """
import sys, time
from pathlib import Path
from dashboard.intake import Intake, Ledger, Limits, load_files
from dashboard.data.definitions import load_catalogue
from dashboard.data.territories.model import Territories
base = Path("tests/fixtures/erewhon")
intake = Intake(load_catalogue(base / "definitions"), Territories.load(base / "territories"),
                Limits(batch=50), Ledger(sys.argv[2]))
def progress(done, total, what):
    if "carico" in what and done < total:
        print("half", flush=True)
        time.sleep(600 if sys.argv[3] == "wait" else 0.01)
for report, result in load_files([Path(sys.argv[1])], intake, progress=progress):
    print(result.status, flush=True)
"""


def start(path: Path, url: str, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SLOW_LOAD, str(path), url, how],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def many(count: int, **changes: object) -> list[tuple[object, ...]]:
    return [row(reference_date=f"{1970 + n // 12}-{n % 12 + 1:02d}-01", **changes) for n in range(count)]


def test_a_load_killed_half_way_leaves_the_ledger_as_it_was(
    ledger: Ledger, ledger_url: str, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati__a.csv", [row(genere="m")]))
    before, frame = ledger.fingerprint(), ledger.current(PEOPLE)
    path = deliver("viandanti_stati__b.csv", many(400))
    with start(path, ledger_url, "wait") as process:
        assert process.stdout is not None and process.stdout.readline() == "half\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    ledger.close()
    assert ledger.fingerprint() == before and len(ledger.deliveries()) == 1
    pd.testing.assert_frame_equal(ledger.current(PEOPLE), frame)
    with ledger.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM observation")).scalar() == 1
    assert load(path).status == "loaded"  # nothing stands in the way of a second try
    assert len(ledger.current(PEOPLE)) == 401


def test_two_loads_at_once_take_turns_and_none_is_lost(
    ledger: Ledger, ledger_url: str, deliver: Deliver
) -> None:
    one = deliver("viandanti_stati__a.csv", many(300))
    two = deliver("viandanti_stati__b.csv", many(300, genere="m"))
    processes = [start(path, ledger_url, "slow") for path in (one, two, one)]
    outcomes = []
    for process in processes:
        output, _ = process.communicate(timeout=120)
        outcomes.append(output.split()[-1])
    assert sorted(outcomes) == ["loaded", "loaded", "unchanged"]
    assert len(ledger.deliveries()) == 2 and len(ledger.current(PEOPLE)) == 600


def test_a_key_is_written_in_one_way_only() -> None:
    assert key_text({"b": "è", "a": "1"}) == key_text({"a": "1", "b": "è"}) == '{"a":"1","b":"è"}'


def test_the_user_of_the_system_signs_when_nobody_does(
    ledger: Ledger, load: Load, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    load(deliver("viandanti_stati.csv", [row()]))
    assert ledger.deliveries()[0].received_by == "sconosciuto"


def test_warnings_are_kept_with_the_delivery_the_first_ones_in_full(
    ledger: Ledger, load: Load, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.intake.ledger._WARNINGS", 1)
    rows = [row(genere=g, stato=s, viandanti=v, reference_date=d) for d in ("1972-12-31", "1973-12-31")
            for g, s, v in (("f", "avvistato", 1), ("f", "con_lanterna", 2))]  # fmt: skip
    load(deliver("viandanti_stati.csv", rows))
    warnings = ledger.deliveries()[0].warnings
    assert len(warnings) == 2 and warnings[1] == "un altro avviso"


@pytest.mark.parametrize(
    ("rows", "superseded", "said"),
    [
        (1, 0, "caricata 1 riga come consegna 7."),
        (2, 0, "caricate 2 righe come consegna 7."),
        (1, 1, "caricata 1 riga come consegna 7; sostituisce una riga precedente."),
        (2, 1, "caricate 2 righe come consegna 7; 1 sostituisce una riga precedente."),
        (3, 2, "caricate 3 righe come consegna 7; 2 sostituiscono righe precedenti."),
    ],
)
def test_the_words_of_a_load_agree_with_its_numbers(rows: int, superseded: int, said: str) -> None:
    assert _loaded("f.csv", rows, 7, superseded) == f"f.csv: {said}"


def test_time_is_kept_as_the_clock_says(ledger_url: str, intake: Intake, deliver: Deliver) -> None:
    moment = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)
    ledger = Ledger(ledger_url, clock=lambda: moment)
    load_files([deliver("viandanti_stati.csv", [row()])], replace(intake, ledger=ledger))
    assert ledger.deliveries()[0].received_at == moment
    ledger.close()


def test_progress_of_a_load_ends_at_the_last_row(ledger: Ledger, intake: Intake, deliver: Deliver) -> None:
    seen: list[tuple[int, int, str]] = []
    path = deliver("viandanti_stati.csv", many(5))
    load_files([path], replace(intake, ledger=ledger), progress=lambda *step: seen.append(step))
    assert seen[-1][:2] == (5, 5) and "carico" in seen[-1][2]


def test_rows_of_the_ledger_are_json_that_anybody_can_read(
    ledger: Ledger, load: Load, deliver: Deliver
) -> None:
    load(deliver("viandanti_stati.csv", [row(nota='dice «sì», "no"')]))
    with ledger.engine.connect() as connection:
        found = connection.execute(text("SELECT key, measures, attributes FROM observation")).one()
    assert json.loads(found.key)["stato"] == "avvistato"
    assert json.loads(found.measures) == {"viandanti": 10}
    assert json.loads(found.attributes) == {"origine": "rilevato", "nota": 'dice «sì», "no"'}
