from pathlib import Path

import pytest

from dashboard.settings import PACKAGE, ROOT, SETTINGS, SettingError, Settings


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "8501 "),
        ("MAX_UPLOAD_MB", "abc"),
        ("MAX_UPLOAD_MB", "0"),
        ("MAX_UPLOAD_MB", "1,5"),
        ("RELEASE", "primo"),
        ("DATABASE_URL", "foo"),
        ("DATABASE_URL", "mysql://u@h/d"),
        ("DATABASE_URL", "postgresql://h:porta/d"),
        ("DATABASE_URL", "postgresql://h"),
        ("DATABASE_URL", "postgresql:/d"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_name_value_and_what_is_expected(
    name: str, value: str
) -> None:
    setting = next(one for one in SETTINGS if one.name == name)
    found = Settings({name: value})
    with pytest.raises(SettingError) as refused:
        found[name]
    assert str(refused.value) == f"Impostazione {name}: trovato «{value}»; atteso: {setting.expected}."
    with pytest.raises(SettingError):
        found.check()


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@h:5432/d", "postgres:///d", "sqlite:////tmp/x.sqlite", "sqlite:///x"]
)
def test_an_address_of_a_database_is_taken(url: str) -> None:
    assert Settings({"DATABASE_URL": url})["DATABASE_URL"] == url


def test_a_password_is_never_said() -> None:
    found = Settings({"DATABASE_URL": "mysql://ada:se@greto@host/d"})
    assert found.shown("DATABASE_URL") == "mysql://ada:***@host/d"
    with pytest.raises(SettingError) as refused:
        found["DATABASE_URL"]
    assert "greto" not in str(refused.value)


def test_the_folders_that_must_be_there_are_looked_for(tmp_path: Path) -> None:
    Settings({"STATE_DIR": str(tmp_path / "nuova")}).check()
    (tmp_path / "file").write_text("x")
    for name in ("DEFINITIONS_DIR", "TERRITORIES_DIR"):
        with pytest.raises(SettingError, match=f"{name}: trovato .*nessuna.*cartella che esiste"):
            Settings({name: str(tmp_path / "nessuna")}).check()
    with pytest.raises(SettingError, match="STATE_DIR"):
        Settings({"STATE_DIR": str(tmp_path / "file")}).check()
