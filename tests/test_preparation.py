from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard import preparation
from dashboard.__main__ import cli
from dashboard.data.audience import CABINA
from dashboard.data.definitions import Catalogue, load_catalogue
from dashboard.data.filling import UNCLEAR_NOTE
from dashboard.data.release import open_release
from dashboard.data.store import FileStore, open_store
from dashboard.data.territories import Territories
from dashboard.intake.ledger import Ledger
from dashboard.intake.service import Intake, load_files
from dashboard.preparation import OPERATOR, OTHERS, PreparationError, build, fingerprint
from dashboard.publishing.service import publish_release
from dashboard.settings import Settings
from tests import erewhon
from tests.erewhon import published, small_ledger


@pytest.fixture
def state(prepared_state: Path, tmp_path: Path) -> Path:
    """A prepared state of one's own."""
    return Path(shutil.copytree(prepared_state, tmp_path / "state"))


def settings(state: Path) -> Settings:
    return Settings({"STATE_DIR": str(state)})


def deliveries(state: Path) -> list[tuple[str, bool]]:
    with Ledger(settings(state).database_url) as ledger:
        return [(one.file_name, one.active) for one in ledger.deliveries()]


# ---- the fingerprint ----


def test_a_fingerprint_changes_with_names_and_contents_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1")
    first = fingerprint([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert fingerprint([tmp_path]) == first

    (tmp_path / "a.csv").write_text("2")
    second = fingerprint([tmp_path])
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    third = fingerprint([tmp_path])
    assert len({first, second, third, fingerprint([tmp_path], "x"), fingerprint([tmp_path], "y")}) == 5


# ---- the command ----


def test_a_second_preparation_has_nothing_to_do(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))

    done = CliRunner().invoke(cli, ["prepare"])

    assert done.exit_code == 0
    assert "già pronto" in done.output


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of every preparation that is really made; none is."""
    made: list[Settings] = []

    def record(at_work: Settings, *, people: bool) -> str:
        made.append(at_work)
        return "fatto con le persone" if people else "fatto"

    monkeypatch.setattr(preparation, "build", record)
    return made


def test_what_changed_or_is_forced_is_prepared_again(
    state: Path, built: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))

    assert CliRunner().invoke(cli, ["prepare", "--force"]).output.strip() == "fatto"
    (state / "prepared").write_text("un'altra versione")
    assert CliRunner().invoke(cli, ["prepare"]).output.strip() == "fatto"
    assert "già pronto" in CliRunner().invoke(cli, ["prepare"]).output
    assert [one.state_dir for one in built] == [state, state]


def test_tables_of_people_come_with_a_second_preparation_that_stands_for_both(
    state: Path, built: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))

    assert CliRunner().invoke(cli, ["prepare", "--protected"]).output.strip() == "fatto con le persone"
    assert "già pronto" in CliRunner().invoke(cli, ["prepare", "--protected"]).output
    (state / "prepared").unlink()
    assert "già pronto" in CliRunner().invoke(cli, ["prepare"]).output
    assert len(built) == 1


@pytest.mark.parametrize("name", ["DEFINITIONS_DIR", "TERRITORIES_DIR"])
def test_another_catalogue_or_country_is_another_preparation(
    state: Path, built: list[Settings], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    monkeypatch.setenv(name, erewhon.settings(state)[name])

    assert CliRunner().invoke(cli, ["prepare"]).output.strip() == "fatto"
    assert "già pronto" in CliRunner().invoke(cli, ["prepare"]).output
    assert len(built) == 1


def test_a_store_without_a_release_is_not_ready_whatever_the_mark_says(
    state: Path, built: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    shutil.rmtree(settings(state).releases_dir)

    assert CliRunner().invoke(cli, ["prepare"]).output.strip() == "fatto"
    assert len(built) == 1


def test_an_empty_database_is_not_ready_because_the_files_were(
    state: Path, built: list[Settings], monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    monkeypatch.setenv("DATABASE_URL", postgres_url)

    for _ in range(2):  # also when the mark is of this very database
        assert CliRunner().invoke(cli, ["prepare"]).output.strip() == "fatto"
    assert [one.uses_postgresql for one in built] == [True, True]

    store = open_store(Settings({"DATABASE_URL": postgres_url}))
    published(state, small_ledger(), store=store)
    store.engine.dispose()
    assert "già pronto" in CliRunner().invoke(cli, ["prepare"]).output


# ---- beside the deliveries of others ----


def deliver(state: Path, name: str = "territory_notes__regione.csv") -> int:
    """Load a note of a Regione, as its referente would; return the number of the delivery."""
    head = "programma;ref_area;data_nota;argomento;testo;approvata_il;origine;fonte"
    row = "care_leavers;09;20/11/2026;operatori;Nota di prova;21/11/2026;rilevato;Referente"
    path = state / name
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    at_work = settings(state)
    intake = load_catalogue(at_work.definitions_dir), Territories.load(*at_work.territory_dirs)
    with Ledger(at_work.database_url) as ledger:
        ((report, result),) = load_files([path], Intake(*intake, ledger=ledger), by="Gisella")
    assert result.delivery is not None, [str(problem) for problem in report.problems]
    return result.delivery


def test_nothing_is_prepared_where_others_have_delivered(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    deliver(state)
    before = deliveries(state)

    done = CliRunner().invoke(cli, ["prepare", "--force"])

    assert (done.exit_code, done.output.strip()) == (0, OTHERS)
    assert deliveries(state) == before
    store = FileStore(settings(state).releases_dir)
    assert [entry.number for entry in store.releases()] == [1]


@pytest.mark.slow
def test_what_was_withdrawn_hinders_nothing(state: Path) -> None:
    number = deliver(state)
    assert build(settings(state)) == OTHERS
    with Ledger(settings(state).database_url) as ledger:
        ledger.withdraw(number, "era una prova", by="Gisella")
    assert build(settings(state)) != OTHERS


@pytest.mark.slow
def test_a_plain_release_after_one_more_file_is_of_the_same_day(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    deliver(state)

    done = publish_release(settings(state), audiences=[CABINA])

    assert (done.number, done.unchanged) == (2, False)
    assert open_release(settings(state), "cabina").meta["as_of"] == preparation.AS_OF.isoformat()


def test_a_region_that_is_not_clear_is_not_said_to_stay_out(prepared_state: Path) -> None:
    found = open_release(settings(prepared_state), "pubblico")
    where = {"programma": "care_leavers", "annualita": "2023"}
    table = found.table("participation", by="regione", where=where)

    assert (table.cell(regione="02").status, table.cell(regione="02").note) == ("not_collected", UNCLEAR_NOTE)
    assert {code: table.cell(regione=code).status for code in ("04", "17")} == dict.fromkeys(
        ("04", "17"), "not_participating"
    )
    later = found.table("participation", by="regione", where={**where, "annualita": "2025"}).frame
    assert set(later["status"]) == {"valid", "not_collected"}
    assert later["status"].eq("valid").sum() == 2


def test_another_country_stops_the_preparation_with_a_sentence(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    monkeypatch.setenv("TERRITORIES_DIR", erewhon.settings(state)["TERRITORIES_DIR"])

    for command in ("prepare", "release"):
        done = CliRunner().invoke(cli, [command])
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        assert "territori" in done.output


# ---- what it prepares ----


def test_the_release_holds_published_facts_and_marked_demonstration_data(prepared_state: Path) -> None:
    release = open_release(settings(prepared_state), "cabina")

    assert release.number == 1
    assert release.demonstration
    assert release.meta["as_of"] == preparation.AS_OF.isoformat()
    assert release.strip["reason"] == preparation.REASON
    received = release.deliveries()
    assert set(received["received_by"]) == {OPERATOR}
    assert set(received["demonstration"].astype(bool)) == {True, False}


def test_every_row_says_where_it_comes_from_and_demonstration_is_never_mixed_into_a_published_file(
    prepared_state: Path, catalogue: Catalogue
) -> None:
    with Ledger(settings(prepared_state).database_url) as ledger:
        for dataset in catalogue.datasets:
            rows = ledger.current(dataset)
            if len(rows):
                assert set(rows["origine"]) <= {"pubblicato", "dimostrativo"}
                assert rows["fonte"].ne("").all()
                mixed = rows.groupby("delivery_id")["origine"].nunique()
                assert (mixed == 1).all(), dataset


@pytest.mark.slow
def test_to_prepare_again_loads_nothing_twice_and_makes_no_new_release(state: Path) -> None:
    before = deliveries(state)

    said = build(settings(state))

    assert deliveries(state) == before
    assert " 0 righe caricate ora" in said
    assert [entry.number for entry in FileStore(settings(state).releases_dir).releases()] == [1]


def test_a_file_of_the_program_that_fails_its_own_check_stops_with_the_reason(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = state / "demo" / "funding__sbagliato.csv"

    def generate(catalogue: Catalogue, *_: object, progress: Callable[..., None]) -> list[Path]:
        progress(1, 1, "funding")
        wrong.write_text("programma;annualita\nnessuno;1066\n", encoding="utf-8")
        return [wrong]

    monkeypatch.setattr("dashboard.demonstration.generate", generate)
    before = deliveries(state)

    with pytest.raises(PreparationError, match="funding__sbagliato"):
        build(settings(state))
    assert deliveries(state) == before


class FewDeliveries(Ledger):
    """A ledger of a few deliveries, which notes what is withdrawn from it."""

    def __init__(self, *received: tuple[int, str, bool]) -> None:
        self._received = received
        self.withdrawn: list[int] = []

    def deliveries(self, dataset: str | None = None) -> Any:
        return [SimpleNamespace(id=i, received_by=who, active=active) for i, who, active in self._received]

    def withdraw(self, delivery_id: int, reason: str, *, by: str = "") -> Any:
        assert reason
        assert by == OPERATOR
        self.withdrawn.append(delivery_id)


def test_only_what_an_earlier_preparation_loaded_is_withdrawn() -> None:
    ledger = FewDeliveries(
        (1, "Gisella", True), (2, OPERATOR, True), (3, OPERATOR, False), (4, OPERATOR, True)
    )

    preparation._withdraw_stale(ledger, current={4})

    assert ledger.withdrawn == [2]
