"""What every command shares: click speaks Italian, and what goes wrong is a sentence, never a traceback.

Importing this module translates click. Click has no translation of its own and takes the words from
gettext, which needs compiled files and the language of the system: a table of words here is simpler.
"""

from __future__ import annotations

import errno
import gettext
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import click

from dashboard.settings import SettingError, Settings

ITALIAN = {
    "Usage:": "Uso:",
    "Options": "Opzioni",
    "Commands": "Comandi",
    "Positional arguments": "Argomenti",
    "Show this message and exit.": "Mostra questo aiuto.",
    "Try '{command} {option}' for help.": "Per l’aiuto: {command} {option}",
    "Error: {message}": "Errore: {message}",
    "Aborted!": "Interrotto.",
    "Missing command.": "Manca il comando.",
    "Missing argument": "Manca l’argomento",
    "Missing option": "Manca l’opzione",
    "Missing parameter": "Manca il parametro",
    "Missing parameter: {param_name}": "Manca il parametro {param_name}",
    "Missing {param_type}": "Manca {param_type}",
    "Invalid value: {message}": "Valore non valido: {message}",
    "Invalid value for {param_hint}: {message}": "Valore non valido per {param_hint}: {message}",
    "No such option {name!r}.": "L’opzione «{name}» non esiste.",
    "No such command {name!r}.": "Il comando «{name}» non esiste.",
    "Did you mean {possibility}?": "Forse {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Forse una di queste: {possibilities}?)",
    "Option {name!r} does not take a value.": "L’opzione «{name}» non vuole un valore.",
    "Option {name!r} requires an argument.": "L’opzione «{name}» vuole un valore.",
    "Option {name!r} requires {nargs} arguments.": "L’opzione «{name}» vuole {nargs} valori.",
    "Argument {name!r} takes {nargs} values.": "L’argomento «{name}» vuole {nargs} valori.",
    "Takes {nargs} values but 1 was given.": "Vuole {nargs} valori e ne ha uno.",
    "Takes {nargs} values but {len} were given.": "Vuole {nargs} valori e ne ha {len}.",
    "Got unexpected extra argument ({args})": "C’è un argomento di troppo ({args})",
    "Got unexpected extra arguments ({args})": "Ci sono argomenti di troppo ({args})",
    "default: {default}": "se manca: {default}",
    "env var: {var}": "variabile d’ambiente: {var}",
    "required": "obbligatoria",
    "(dynamic)": "(dipende)",
    "{value!r} is not a valid {number_type}.": "«{value}» non è un numero intero.",
    "{value} is not in the range {range}.": "{value} non sta nell’intervallo {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "«{value}» non è sì o no ({states}).",
    "{value!r} is not {choice}.": "«{value}» non è {choice}.",
    "{value!r} is not one of {choices}.": "«{value}» non è fra {choices}.",
    "file": "file",
    "directory": "cartella",
    "path": "percorso",
    "{name} {filename!r} does not exist.": "{name} «{filename}» non esiste.",
    "{name} {filename!r} is a file.": "«{filename}» è un file, non una cartella.",
    "{name} {filename!r} is a directory.": "«{filename}» è una cartella, non un file.",
    "{name} {filename!r} is not readable.": "{name} «{filename}»: lettura non permessa.",
    "{name} {filename!r} is not writable.": "{name} «{filename}»: scrittura non permessa.",
    "{name} {filename!r} is not executable.": "{name} «{filename}»: esecuzione non permessa.",
    "Could not open file {filename!r}: {message}": "Il file «{filename}» non si apre: {message}",
    "unknown error": "causa sconosciuta",
}
"""What click says, in Italian; what a user of this program cannot meet is left out."""

_SYSTEM = {
    errno.ENOENT: "non esiste",
    errno.EISDIR: "è una cartella, non un file",
    errno.ENOTDIR: "non è una cartella",
    errno.EEXIST: "esiste già",
    errno.EACCES: "permesso negato",
    errno.EPERM: "permesso negato",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.EDQUOT: "lo spazio assegnato è finito",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
    errno.EIO: "il disco non si legge",
    errno.EBUSY: "è in uso",
    errno.EMFILE: "troppi file aperti",
    errno.ENOTEMPTY: "la cartella non è vuota",
}
_DATABASE = (
    ("refused", "connessione rifiutata"),
    ("resolve", "il server non si trova"),
    ("translate host", "il server non si trova"),
    ("timeout", "nessuna risposta in tempo"),
    ("timed out", "nessuna risposta in tempo"),
    ("authentication failed", "utente o password non accettati"),
    ("password", "utente o password non accettati"),
    ("permission denied", "permesso negato"),
    ("does not exist", "il database o l’utente non esiste"),
    ("unable to open", "il file non si può aprire"),
    ("not a database", "il file non è un database"),
    ("readonly", "il file è in sola lettura"),
    ("locked", "un altro programma lo sta usando"),
    ("disk is full", "il disco è pieno"),
    ("malformed", "il file è danneggiato"),
)


class Failure(click.ClickException):
    """What stops a command from outside the files it is given: a sentence, and exit code 2."""

    exit_code: ClassVar[int] = 2


class Command(click.Command):
    """A command whose failures are sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPZIONI]")
        super().__init__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, after a look at the settings."""
        with said():
            Settings().check()
            return super().invoke(ctx)


class Group(click.Group):
    """A group of commands whose failures are sentences."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPZIONI]")
        kwargs.setdefault("subcommand_metavar", "COMANDO [ARGOMENTI]...")
        super().__init__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with said():
            return super().invoke(ctx)


@contextmanager
def said() -> Iterator[None]:
    """Turn what can go wrong outside the program into a sentence and exit code 2.

    Raises:
        Failure: instead of an error of settings, catalogue, territories, store, ledger, database or disk.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise Failure(sentence) from error


def sentence_of(error: Exception) -> str | None:
    """Say an error in Italian; None when it is a fault of the program.

    A class of error whose name a room marks with `speaks_italian = True` needs no entry here.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from dashboard.data.audience import AudienceError
    from dashboard.data.definitions import DefinitionError
    from dashboard.data.store import StoreError
    from dashboard.data.territories import TerritoryError

    known = (SettingError, AudienceError, DefinitionError, StoreError, TerritoryError)
    if isinstance(error, known) or getattr(error, "speaks_italian", False):
        return str(error)
    if isinstance(error, SQLAlchemyError):
        return f"il registro non risponde ({_database_reason(error)}): controllare DATABASE_URL e STATE_DIR."
    if isinstance(error, OSError) and error.errno is not None:
        where = f"«{error.filename}»: " if error.filename else ""
        return f"{where}{os_reason(error)}."
    return None


def os_reason(error: OSError) -> str:
    """Say in Italian why the system refused, as in «permesso negato»."""
    known = _SYSTEM.get(error.errno or 0)
    return known or f"il sistema risponde: {error.strerror or type(error).__name__}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun in agreement: «1 riga», «2 righe».

    Args:
        number: how many.
        one: the noun in the singular.
        many: the noun in the plural.
    """
    return f"{number} {one if number == 1 else many}"


def _database_reason(error: Exception) -> str:
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    text = lines[0].lower()
    return next((reason for mark, reason in _DATABASE if mark in text), f"il database dice: {lines[0]}")


def _translate(text: str) -> str:
    return ITALIAN.get(text, text)


def _translate_number(one: str, many: str, number: int) -> str:
    return _translate(one if number == 1 else many)


def _speak_italian() -> None:
    """Give click's modules our words in the place of gettext's; nothing else uses them."""
    ours: dict[str, Any] = {"_": _translate, "ngettext": _translate_number}
    theirs = {"_": gettext.gettext, "ngettext": gettext.ngettext}
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for word, function in theirs.items():
                if getattr(module, word, None) is function:
                    setattr(module, word, ours[word])


_speak_italian()
