"""Click in Italian, as far as this command line needs it: help, types, and what is wrong as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dashboard.disclosure.files import InputError


class Command(click.Command):
    """A command whose help is in Italian."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPZIONI]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Uso: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Opzioni"):
            formatter.write_dl(
                [(names, text.replace("[required]", "[obbligatoria]")) for names, text in records]
            )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help, in Italian."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "mostra questo aiuto"
        return option


class Group(Command, click.Group):
    """A group of commands whose help is in Italian."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "COMANDO [OPZIONI]...")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("Comandi"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(90)) for name in self.commands])


class Whole(click.ParamType):
    """A whole number, not under a least one."""

    name = "N"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < self.least:
            self.fail(f"«{text}» non è un numero intero da {self.least} in su", param, ctx)
        return int(text)


class Pair(click.ParamType):
    """Two whole numbers with a comma between."""

    name = "L,U"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return the two numbers."""
        parts = str(value).split(",")
        if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) < 10 for p in parts):
            self.fail(f"«{value}» non è una coppia di numeri interi, come 1,1", param, ctx)
        return int(parts[0]), int(parts[1])


class OneOf(click.ParamType):
    """One of some words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.name = "|".join(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word."""
        if value not in self.words:
            self.fail(f"«{value}» non è fra {', '.join(self.words)}", param, ctx)
        return str(value)


class Place(click.ParamType):
    """A path; whether the file can be read, its reader will say."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        if not str(value):
            self.fail("manca il nome del file", param, ctx)
        return Path(value)


def sentence_of(error: click.UsageError) -> str:
    """Say in Italian what is wrong with the words of a command."""
    hint = error.ctx.command_path + " --help" if error.ctx else "--help"
    return f"{_what(error)}; per l’aiuto: {hint}"


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        kind = "l’argomento" if isinstance(error.param, click.Argument) else "l’opzione"
        return f"manca {kind} {_name(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)}: {error.message}"
    if isinstance(error, click.NoSuchOption):
        return f"l’opzione «{error.option_name}» non esiste"
    if isinstance(error, click.BadOptionUsage):
        return f"l’opzione «{error.option_name}» non è usata bene (vuole un valore, oppure non ne vuole)"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return "il comando non esiste"
    return "c’è un argomento di troppo, o ne manca uno"


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "un’opzione"
    if isinstance(error.param, click.Argument):
        return error.param.make_metavar(error.ctx or click.Context(click.Command("")))
    return "/".join(error.param.opts)


def spoken(run: Callable[[], int]) -> int:
    """Run a command line and turn what goes wrong into a sentence on standard error.

    Args:
        run: does the work and returns the exit code.

    Returns:
        Exit code: that of `run`, 2 for wrong input, 130 when interrupted.
    """
    try:
        return run()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        click.echo(f"Errore: {sentence_of(error)}.", err=True)
    except click.Abort:
        click.echo("Interrotto: nessun file scritto.", err=True)
        return 130
    except InputError as error:
        click.echo(f"Errore: {error}.", err=True)
    return 2
