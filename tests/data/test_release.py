import os
from datetime import date
from pathlib import Path

import pytest

from dashboard.data.artefact import Artefact
from dashboard.data.audience import CABINA, PUBLIC
from dashboard.data.release import AlteredArtefactError, ReleaseError, open_release
from dashboard.data.store import FileStore
from dashboard.publishing import Options
from tests import erewhon
from tests.erewhon import RowsLedger, money, published, small_ledger


def test_a_release_is_read_once_for_each_audience(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    settings = erewhon.settings(tmp_path)
    assert open_release(settings, "cabina") is open_release(settings, CABINA)
    assert open_release(settings, "cabina") is not open_release(settings, "pubblico")


def test_an_older_release_knows_that_there_is_a_newer_one(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    settings = erewhon.settings(tmp_path)
    first = open_release(settings, "cabina")
    assert first.newer is None
    published(tmp_path, RowsLedger({**small_ledger().rows, "risorse": money(("ERE", "1971", 7, 7))}))
    assert first.newer == 2
    assert open_release(settings, "cabina").number == 2
    assert open_release(settings, "cabina", 1).strip["newer"] == 2
    assert open_release(settings, "cabina", 1).table("risorse").cell(measure="stanziato").value == 100.5


def test_the_settings_may_name_the_release(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    published(tmp_path, small_ledger(), options=Options("definitivo"))
    settings = erewhon.settings(tmp_path)
    settings._values["RELEASE"] = "1"
    assert open_release(settings, "pubblico").number == 1


def test_the_public_does_not_open_a_release_under_embargo(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    published(tmp_path, small_ledger(), options=Options(embargo=date(1973, 3, 1)))
    settings = erewhon.settings(tmp_path)
    assert open_release(settings, PUBLIC, today=date(1973, 2, 28)).number == 1
    assert open_release(settings, PUBLIC, today=date(1973, 3, 1)).number == 2
    assert open_release(settings, CABINA, today=date(1973, 2, 28)).number == 2
    with pytest.raises(ReleaseError, match="embargo fino al 1973-03-01"):
        open_release(settings, PUBLIC, 2, today=date(1973, 2, 28))


def test_a_release_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    settings = erewhon.settings(tmp_path)
    with pytest.raises(ReleaseError, match="Nessun rilascio è stato ancora pubblicato"):
        open_release(settings, "pubblico")
    published(tmp_path, small_ledger(), audiences=[PUBLIC])
    with pytest.raises(ReleaseError, match="Il rilascio 9 non esiste: l’ultimo è il 1"):
        open_release(settings, "pubblico", 9)
    with pytest.raises(ReleaseError, match="Nessun rilascio è aperto per cabina"):
        open_release(settings, "cabina")
    with pytest.raises(ReleaseError, match="non è stato prodotto per referente:01"):
        open_release(settings, "referente:01", 1)


def test_an_altered_release_is_not_opened(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    folder = erewhon.settings(tmp_path).releases_dir
    os.replace(folder / "rilascio-0001-cabina.sqlite", folder / "rilascio-0001-pubblico.sqlite")
    with pytest.raises(AlteredArtefactError):
        open_release(erewhon.settings(tmp_path), "pubblico")


def test_only_a_few_releases_are_kept_in_memory(tmp_path: Path) -> None:
    published(tmp_path, small_ledger(), audiences=[PUBLIC])
    settings = erewhon.settings(tmp_path)
    first = open_release(settings, "pubblico")
    store = FileStore(settings.releases_dir)
    made = store.read(1, "pubblico")
    for number in range(2, 11):  # the same again, as if nothing had changed
        with store.writing() as batch:
            batch.add("pubblico", Artefact({**made.meta, "number": number}, made.parts))
            batch.register(store.releases()[-1].info)
        open_release(settings, "pubblico")
    assert open_release(settings, "pubblico").number == 10
    assert open_release(settings, "pubblico", 1) is not first
