from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from dashboard import preparation
from dashboard.__main__ import cli
from dashboard.data.definitions import Catalogue
from dashboard.data.release import open_release
from dashboard.data.store import FileStore
from dashboard.intake.ledger import Ledger
from dashboard.preparation import OPERATOR, PreparationError, build, fingerprint
from dashboard.settings import Settings


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
    assert len({first, second, fingerprint([tmp_path])}) == 3


# ---- the command ----


def test_a_second_preparation_has_nothing_to_do(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))

    done = CliRunner().invoke(cli, ["prepare"])

    assert done.exit_code == 0
    assert "già pronto" in done.output


def test_what_changed_or_is_forced_is_prepared_again(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", str(state))
    built: list[Path] = []

    def record(at_work: Settings) -> str:
        built.append(at_work.state_dir)
        return "fatto"

    monkeypatch.setattr(preparation, "build", record)

    assert CliRunner().invoke(cli, ["prepare", "--force"]).output.strip() == "fatto"
    (state / "prepared").write_text("un'altra versione")
    assert CliRunner().invoke(cli, ["prepare"]).output.strip() == "fatto"
    assert "già pronto" in CliRunner().invoke(cli, ["prepare"]).output
    assert built == [state, state]


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


class FewDeliveries:
    """A ledger of a few deliveries, which notes what is withdrawn from it."""

    def __init__(self, *received: tuple[int, str, bool]) -> None:
        self._received = received
        self.withdrawn: list[int] = []

    def deliveries(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=i, received_by=who, active=active) for i, who, active in self._received]

    def withdraw(self, delivery: int, reason: str, *, by: str) -> None:
        assert reason
        assert by == OPERATOR
        self.withdrawn.append(delivery)


def test_only_what_an_earlier_preparation_loaded_is_withdrawn() -> None:
    ledger = FewDeliveries(
        (1, "Gisella", True), (2, OPERATOR, True), (3, OPERATOR, False), (4, OPERATOR, True)
    )

    preparation._withdraw_stale(ledger, current={4})

    assert ledger.withdrawn == [2]
