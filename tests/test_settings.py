from pathlib import Path

import pytest

from dashboard.settings import PACKAGE, ROOT, SETTINGS, Settings


def test_every_setting_has_its_default_and_a_sentence_of_help() -> None:
    found = Settings({})
    for setting in SETTINGS:
        assert found[setting.name] == setting.default
        assert setting.help.endswith(".")


def test_the_environment_wins_and_an_empty_value_is_the_default() -> None:
    assert Settings({"PORT": "9000", "UNKNOWN": "x"})["PORT"] == "9000"
    assert Settings({"PORT": ""})["PORT"] == "8501"


def test_a_setting_nobody_declared_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        Settings({})["COLOUR"]


def test_the_environment_of_the_process_is_read_when_no_other_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AUDIENCE", "cabina")
    assert Settings()["AUDIENCE"] == "cabina"


def test_folders_hang_on_the_state_folder(tmp_path: Path) -> None:
    assert Settings({}).state_dir == ROOT / "var"
    found = Settings({"STATE_DIR": str(tmp_path)})
    assert found.releases_dir == tmp_path / "releases"
    assert found.imported_territories_dir == tmp_path / "territories"
    assert found.database_url == f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    assert not found.uses_postgresql


def test_the_catalogue_is_the_shipped_one_unless_named() -> None:
    assert Settings({}).definitions_dir == PACKAGE / "data" / "definitions"
    assert Settings({}).territories_dir == PACKAGE / "data" / "territories"
    assert Settings({"DEFINITIONS_DIR": "elsewhere"}).definitions_dir == Path("elsewhere")
    assert Settings({"TERRITORIES_DIR": "there"}).territories_dir == Path("there")


@pytest.mark.parametrize("url", ["postgres://a@h/d", "postgresql://a@h/d", "postgresql+psycopg://a@h/d"])
def test_any_spelling_of_postgresql_is_understood(url: str) -> None:
    found = Settings({"DATABASE_URL": url})
    assert found.database_url == "postgresql+psycopg://a@h/d"
    assert found.uses_postgresql


def test_sizes_are_read_as_bytes() -> None:
    assert Settings({"MAX_UPLOAD_MB": "3"}).max_upload_bytes == 3_000_000
