import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from dashboard.data.store import (
    AlteredArtefactError,
    FileStore,
    SchemaStore,
    Store,
    StoreError,
    open_store,
)
from dashboard.settings import Settings
from tests.data.parts import artefact


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "releases")


@pytest.fixture(params=["store", "schemas"])
def any_store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def schemas(postgres_url: str) -> Iterator[SchemaStore]:
    found = SchemaStore(postgres_url)
    yield found
    found.engine.dispose()


def publish(store: Store, *keys: str) -> int:
    with store.writing() as batch:
        for key in keys or ("pubblico",):
            batch.add(key, artefact(batch.number))
        return batch.register({"date": "2024-01-01"}).number


def names(store: FileStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_what_is_written_reads_back_the_same(any_store: Store) -> None:
    number = publish(any_store, "pubblico", "referente-16")
    found = any_store.read(number, "referente-16")
    assert found.meta == artefact(number).meta
    assert found.parts["boundaries"].frame()["content"].iloc[0] == b"\x00\x01\xff"
    frame = found.parts["cells"].frame()
    assert frame["value"].tolist()[::2] == [1.0, 0.1]
    assert frame["value"].isna().tolist() == [False, True, False]
    assert frame["area"].isna().tolist() == [False, True, False]
    assert frame["mark"].tolist() == [1, 0, 1]
    assert found.digest == artefact(number).digest


def test_releases_are_numbered_one_after_the_other(any_store: Store) -> None:
    assert any_store.releases() == []
    first = publish(any_store)
    assert publish(any_store) == first + 1
    assert [entry.number for entry in any_store.releases()][-2:] == [first, first + 1]
    entry = any_store.entry(first)
    assert entry is not None
    assert entry.info == {"date": "2024-01-01"}


def test_a_release_nobody_registered_does_not_exist(any_store: Store) -> None:
    before = len(any_store.releases())
    with any_store.writing() as batch:
        batch.add("pubblico", artefact())
    assert len(any_store.releases()) == before
    with pytest.raises(StoreError, match="non è nel registro"):
        any_store.read(before + 1, "pubblico")
    assert publish(any_store) == before + 1


def test_an_error_on_the_way_undoes_the_whole_release(any_store: Store) -> None:
    before = any_store.releases()
    with pytest.raises(ZeroDivisionError), any_store.writing() as batch:
        batch.add("pubblico", artefact())
        batch.register({})
        _ = 1 / 0
    assert any_store.releases() == before


def test_nothing_is_left_of_an_undone_release_on_disk(store: FileStore) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as batch:
        batch.add("pubblico", artefact())
        _ = 1 / 0
    assert names(store) == ["register.sqlite"]


def test_release_files_are_read_only_and_named_after_number_and_audience(store: FileStore) -> None:
    publish(store, "pubblico", "referente-16")
    assert names(store) == [
        "register.sqlite",
        "rilascio-0001-pubblico.sqlite",
        "rilascio-0001-referente-16.sqlite",
    ]
    assert (store.folder / "rilascio-0001-pubblico.sqlite").stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cells SET value = 7 WHERE row_no = 0",
        "DELETE FROM cells WHERE row_no = 2",
        "UPDATE meta SET value = '\"altro\"' WHERE key = 'reason'",
        "UPDATE contents SET name = 'altre' WHERE name = 'cells'",
        "DROP TABLE cells",
    ],
)
def test_an_altered_artefact_is_refused(store: FileStore, change: str) -> None:
    publish(store)
    path = store.folder / "rilascio-0001-pubblico.sqlite"
    path.chmod(0o644)
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(AlteredArtefactError, match=r"rilascio-0001-pubblico.sqlite.*non è quello pubblicato"):
        store.read(1, "pubblico")


def test_an_artefact_altered_in_postgresql_is_refused(schemas: SchemaStore) -> None:
    publish(schemas)
    with schemas.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE release_0001_pubblico.cells SET value = 7 WHERE row_no = 0")
    with pytest.raises(AlteredArtefactError, match="release_0001_pubblico"):
        schemas.read(1, "pubblico")


def test_an_artefact_that_is_missing_or_garbage_is_refused(store: FileStore) -> None:
    publish(store, "pubblico", "cabina")
    (store.folder / "rilascio-0001-pubblico.sqlite").unlink()
    path = store.folder / "rilascio-0001-cabina.sqlite"
    path.chmod(0o644)
    path.write_bytes(b"this is no database" * 100)
    for key in ("pubblico", "cabina"):
        with pytest.raises(AlteredArtefactError):
            store.read(1, key)


_WRITER = """
import sys, time
from pathlib import Path
from dashboard.data.store import FileStore
from tests.data.parts import artefact
store = FileStore(Path(sys.argv[1]))
with store.writing() as batch:
    batch.add("pubblico", artefact())
    print("half-way", flush=True)
    time.sleep(600)
"""


def test_a_writer_killed_half_way_leaves_nothing_that_can_be_opened(store: FileStore) -> None:
    publish(store)
    root = Path(__file__).resolve().parents[2]
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(store.folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "half-way\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert [entry.number for entry in store.releases()] == [1]
    assert store.read(1, "pubblico").digest == artefact(1).digest
    assert publish(store) == 2
    assert not [name for name in names(store) if ".tmp" in name]


def test_two_writers_take_turns(store: FileStore) -> None:
    done: list[int] = []

    def write() -> None:
        with store.writing() as batch:
            time.sleep(0.05)
            batch.add("pubblico", artefact(batch.number))
            done.append(batch.register({}).number)

    threads = [Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [1, 2, 3]


def test_a_writer_does_not_wait_for_ever(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.data.store._PATIENCE", 0)
    impatient = FileStore(store.folder)
    with store.writing(), pytest.raises(StoreError, match="in corso"), impatient.writing():
        pass


def test_the_settings_choose_the_store(tmp_path: Path) -> None:
    files = open_store(Settings({"STATE_DIR": str(tmp_path)}))
    assert isinstance(files, FileStore)
    assert files.folder == tmp_path / "releases"
    schemas = open_store(Settings({"DATABASE_URL": "postgresql://nobody@localhost:1/none"}))
    assert isinstance(schemas, SchemaStore)
    assert schemas.where(3, "referente-16") == "release_0003_referente_16"


def test_a_text_stands_beside_an_artefact(any_store: Store) -> None:
    with any_store.writing() as batch:
        batch.add("pubblico", artefact(batch.number))
        batch.attach("pubblico", "audit", '{"à": 1}')
        number = batch.register({"date": "2024-01-01"}).number
    assert any_store.attached(number, "pubblico", "audit") == '{"à": 1}'
    assert any_store.attached(number, "pubblico", "altro") is None
    plain = publish(any_store)
    assert any_store.attached(plain, "pubblico", "audit") is None


def test_what_stands_beside_an_artefact_goes_with_it_when_it_is_not_registered(store: FileStore) -> None:
    with store.writing() as batch:
        batch.add("pubblico", artefact(batch.number))
        batch.attach("pubblico", "audit", "{}")
    assert names(store) == ["register.sqlite"]
