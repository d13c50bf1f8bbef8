from __future__ import annotations

import ast
import errno
import gettext
import inspect
from pathlib import Path
from string import Formatter

import click
import click.core
import click.exceptions
import click.formatting
import click.parser
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from dashboard import console
from dashboard.__main__ import cli
from dashboard.console import ITALIAN, Command, Failure, Group, counted, os_reason, said, sentence_of
from dashboard.data.definitions import DefinitionError
from dashboard.data.store import StoreError

ENGLISH = (
    "Usage",
    "Options",
    "Commands",
    "Show",
    "Try ",
    "Error:",
    "Missing",
    "Invalid",
    "OPTIONS",
    "COMMAND",
    "ARGS",
    "TEXT",
    "INTEGER",
    "RANGE",
    "DIRECTORY",
    "FILES",
    "default",
    "required",
)
PROGRAMMERS = (
    "Could not determine",
    "No options defined",
    "Arguments take exactly",
    "Name '{name}'",
    "Boolean option",
    "Value must be",
    "DeprecationWarning",
    "deprecated",
    "Invalid start",
)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, words)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def commands(group: click.Group, *above: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [above]
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inside = isinstance(command, click.Group)
        found += commands(command, *above, name) if inside else [(*above, name)]  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
@pytest.mark.parametrize("more", ["--help", "--nessuna"])
def test_every_command_helps_and_complains_in_italian(words: tuple[str, ...], more: str) -> None:
    code, output = run(*words, more)
    assert code == (0 if more == "--help" else 2)
    assert output.startswith("Uso: ")
    assert [word for word in ENGLISH if word in output] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("volare",), "Errore: Il comando «volare» non esiste."),
        (("load",), "Errore: Manca l’argomento"),
        (("withdraw", "1"), "Errore: Manca l’opzione '--reason'."),
        (("withdraw", "uno", "--reason", "x"), "«uno» non è un numero intero."),
        (("release", "--corrects"), "L’opzione «--corrects» vuole un valore."),
        (("releases", "x"), "C’è un argomento di troppo (x)"),
        (("releases", "x", "y"), "Ci sono argomenti di troppo (x y)"),
        (("demo", "--scale", "900"), "900 non sta nell’intervallo 1<=x<=100."),
        (("territories", "import-ambiti", "/nessuno.csv"), "File «/nessuno.csv» non esiste."),
        (("load", "--datasets", "x"), "Forse '--dataset'?"),
    ],
)
def test_wrong_words_are_answered_in_italian(words: tuple[str, ...], said: str) -> None:
    code, output = run(*words)
    assert code == 2
    assert said in output


def test_every_sentence_that_click_can_say_to_a_user_has_its_translation() -> None:
    spoken: set[str] = set()
    for module in (click.core, click.exceptions, click.formatting, click.parser):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                spoken |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    missing = {text for text in spoken if text not in ITALIAN and not text.startswith(PROGRAMMERS)}
    assert len(spoken) > 20
    assert missing == set()


def test_a_translation_keeps_the_places_of_the_original() -> None:
    for english, italian in ITALIAN.items():
        places = {word.split("!")[0] for word in fields(italian)}
        assert places <= {word.split("!")[0] for word in fields(english)}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), "«a.csv»: non esiste."),
        (PermissionError(errno.EACCES, "Permission denied", "a.csv"), "«a.csv»: permesso negato."),
        (OSError(errno.ENOSPC, "No space left on device"), "il disco è pieno."),
        (OSError(errno.EPIPE, "Broken pipe"), "il sistema risponde: Broken pipe."),
        (StoreError("Detto."), "Detto."),
        (DefinitionError(["x"]), "Catalogo non valido:\n  x"),
    ],
)
def test_what_goes_wrong_outside_is_a_sentence(error: Exception, sentence: str) -> None:
    assert sentence_of(error) == sentence
    with pytest.raises(Failure) as failure, said():
        raise error
    assert (failure.value.message, failure.value.exit_code) == (sentence, 2)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("connection to server failed: Connection refused", "connessione rifiutata"),
        ('FATAL:  password authentication failed for user "x"', "utente o password non accettati"),
        ("unable to open database file", "il file non si può aprire"),
        ("file is not a database", "il file non è un database"),
        ("", "OperationalError"),
        ("something new\nand more", "il database dice: something new"),
    ],
)
def test_a_database_that_fails_is_told_with_its_reason(reason: str, told: str) -> None:
    sentence = sentence_of(OperationalError("SELECT 1", {}, Exception(reason)))
    assert sentence is not None
    assert sentence.startswith("il registro non risponde (") and told in sentence
    assert "SELECT" not in sentence


def test_a_fault_of_the_program_is_no_sentence() -> None:
    assert sentence_of(KeyError("x")) is None
    assert sentence_of(OSError("senza numero")) is None
    with pytest.raises(KeyError), said():
        raise KeyError("x")


def test_an_error_without_a_name_for_the_reason_is_still_told() -> None:
    assert os_reason(OSError()) == "il sistema risponde: OSError"


def test_what_click_raises_goes_through() -> None:
    with pytest.raises(click.UsageError), said():
        raise click.UsageError("x")


def test_numbers_agree_with_their_noun() -> None:
    assert [counted(n, "riga", "righe") for n in (0, 1, 2)] == ["0 righe", "1 riga", "2 righe"]


def test_only_click_is_translated() -> None:
    assert gettext.gettext("Usage:") == "Usage:"
    assert click.formatting._("Usage:") == "Uso:"


SETTINGS_GONE_WRONG = [
    ("MAX_UPLOAD_MB", "abc", "MAX_UPLOAD_MB: trovato «abc»"),
    ("PORT", "0", "PORT: trovato «0»"),
    ("RELEASE", "ultimo", "RELEASE: trovato «ultimo»"),
    ("DATABASE_URL", "foo", "DATABASE_URL: trovato «foo»"),
    ("DATABASE_URL", "mysql://u:segreto@h/d", "trovato «mysql://u:***@h/d»"),
    ("DEFINITIONS_DIR", "/nessuna", "DEFINITIONS_DIR: trovato «/nessuna»"),
    ("TERRITORIES_DIR", "/nessuna", "TERRITORIES_DIR: trovato «/nessuna»"),
    ("STATE_DIR", __file__, "STATE_DIR: trovato «"),
]


@pytest.mark.parametrize(("name", "value", "told"), SETTINGS_GONE_WRONG)
@pytest.mark.parametrize("words", [("release",), ("releases",), ("deliveries",), ("demo",), ("settings",)])
def test_a_setting_that_makes_no_sense_stops_every_command_with_a_sentence(
    words: tuple[str, ...],
    name: str,
    value: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    code, output = run(*words)
    assert code == 2
    assert "Errore: Impostazione" in output and told in output and "; atteso: " in output
    assert "segreto" not in output


@pytest.mark.parametrize("words", [("release",), ("releases",), ("deliveries",), ("prepare", "--force")])
def test_a_database_that_is_not_there_is_a_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nessuno:segreto@127.0.0.1:1/niente")
    if words[0] == "prepare":  # what it makes before it meets the ledger is not looked at here
        monkeypatch.setattr("dashboard.demonstration.generate", lambda *a, **k: [])
    code, output = run(*words)
    assert code == 2
    assert "connessione rifiutata" in output and "segreto" not in output


@pytest.mark.parametrize("words", [("release",), ("demo",)])
@pytest.mark.parametrize("name", ["DEFINITIONS_DIR", "TERRITORIES_DIR"])
def test_a_folder_with_nothing_in_it_is_a_sentence(
    words: tuple[str, ...], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vuota").mkdir()
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setenv(name, str(tmp_path / "vuota"))
    code, output = run(*words)
    assert code in (1, 2)
    assert "Errore: " in output and "vuota" in output


def test_a_room_of_its_own_gets_the_same_manners() -> None:
    @click.group(cls=Group, help="Prova.")
    def room() -> None: ...

    @room.command("via", help="Va.")
    def via() -> None:
        raise PermissionError(errno.EACCES, "no", "x")

    assert isinstance(via, Command)
    done = CliRunner().invoke(room, ["via"])
    assert (done.exit_code, done.output) == (2, "Errore: «x»: permesso negato.\n")
    assert console.ITALIAN["Usage:"] in CliRunner().invoke(room, ["--help"]).output
