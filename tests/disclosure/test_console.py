"""Help and errors are in Italian, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from dashboard.disclosure import console
from dashboard.disclosure.files import InputError


@click.group(cls=console.Group, help="Prova.")
def group() -> None: ...


@group.command(cls=console.Command, help="Fa una cosa.")
@click.argument("table", type=console.Place(), metavar="TABELLA.csv")
@click.option("--count", required=True, help="quanti")
@click.option("--least", type=console.Whole(2))
@click.option("--pair", type=console.Pair())
@click.option("--kind", type=console.OneOf("a", "b"))
@click.option("--flag", is_flag=True)
def do(table: Path, **options: object) -> int:
    if options["kind"] == "b":
        raise InputError("così non va")
    if options["flag"]:
        raise KeyboardInterrupt
    click.echo(f"{table} {options['least']} {options['pair']}")
    return 1


@group.command(cls=console.Command)
def bad() -> None:
    raise click.BadParameter("non va")


def run(*words: str) -> int:
    return console.spoken(lambda: int(group.main(list(words), prog_name="prova", standalone_mode=False) or 0))


def test_a_command_gives_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("do", "t.csv", "--count", "n", "--least", "3", "--pair", "1,2", "--kind", "a") == 1
    assert capsys.readouterr().out == "t.csv 3 (1, 2)\n"


def test_help_is_in_italian(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("do", "--help") == 0
    text = capsys.readouterr().out
    assert text.startswith("Uso: prova do [OPZIONI] TABELLA.csv")
    assert "quanti  [obbligatoria]" in text
    assert "mostra questo aiuto" in text
    for english in ("Usage", "Options", "required", "Show"):
        assert english not in text


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    text = capsys.readouterr().err
    assert "Uso: prova [OPZIONI] COMANDO [OPZIONI]..." in text
    assert "Comandi:\n  do   Fa una cosa.\n" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["do"], "manca l’argomento TABELLA.csv"),
        (["do", "t"], "manca l’opzione --count"),
        (["do", "t", "--count"], "l’opzione «--count» non è usata bene"),
        (["do", "t", "--count", "n", "--flag=3"], "l’opzione «--flag» non è usata bene"),
        (["do", "t", "--countt", "n"], "l’opzione «--countt» non esiste"),
        (["do", "t", "u", "--count", "n"], "c’è un argomento di troppo"),
        (["do", "", "--count", "n"], "TABELLA.csv: manca il nome del file"),
        (["do", "t", "--count", "n", "--least", "1"], "--least: «1» non è un numero intero da 2 in su"),
        (["do", "t", "--count", "n", "--least", "²"], "--least: «²» non è un numero intero"),
        (["do", "t", "--count", "n", "--least", "9" * 30], "non è un numero intero"),
        (["do", "t", "--count", "n", "--pair", "1"], "--pair: «1» non è una coppia"),
        (["do", "t", "--count", "n", "--pair", "1,-1"], "--pair: «1,-1» non è una coppia"),
        (["do", "t", "--count", "n", "--kind", "c"], "--kind: «c» non è fra a, b"),
        (["do", "t", "--count", "n", "--kind", "b"], "Errore: così non va.\n"),
        (["do not"], "il comando non esiste"),
        (["bad"], "un’opzione: non va"),
    ],
)
def test_what_is_wrong_is_an_italian_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    said = capsys.readouterr().err
    assert said.startswith("Errore: ")
    assert says in said
    assert said.count("\n") == 1


def test_an_interruption_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("do", "t", "--count", "n", "--flag") == 130
    assert "Interrotto: nessun file scritto." in capsys.readouterr().err
