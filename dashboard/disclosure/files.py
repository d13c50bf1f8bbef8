"""How CSV and JSON files are read, and how files are written: whole or not at all.

Everything is read as text, so that codes keep their leading zeros. What is wrong in a file is a sentence in
Italian: where, what, how to mend it.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MOST_COUNT = 10**9
_WHOLE = re.compile(r"[0-9]+(\.0)?")  # «1.000» is a thousand for some and one for others: neither
_SEPARATORS = ",;\t"
_SYSTEM = {
    errno.ENOENT: "non esiste",
    errno.EISDIR: "è una cartella, non un file",
    errno.ENOTDIR: "la cartella non esiste",
    errno.EACCES: "permesso negato",
    errno.EPERM: "permesso negato",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
}


class InputError(ValueError):
    """A file or an option that cannot be used; the message is a sentence for the user."""


@dataclass(frozen=True)
class Rows:
    """A CSV file as text.

    Attributes:
        path: where it was read, for the messages.
        columns: names of the columns.
        lines: for each row, the number of the line in the file and the text of each column.
    """

    path: Path
    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, name: str, what: str) -> int:
        """Return the position of a column.

        Raises:
            InputError: it is not there.
        """
        if name not in self.columns:
            raise InputError(
                f"{self.path.name}: la colonna «{name}» per {what} non c’è; "
                f"le colonne sono {listed(self.columns)}"
            )
        return self.columns.index(name)

    def flags(self, name: str, what: str) -> list[bool]:
        """Return a column of 0 and 1; an empty cell is 0.

        Raises:
            InputError: the column is not there, or holds something else.
        """
        place = self.column(name, what)
        found = []
        for line, texts in self.lines:
            if texts[place] not in ("", "0", "1", "0.0", "1.0"):
                raise InputError(
                    f"{self.path.name}, riga {line}: nella colonna «{name}» c’è «{texts[place]}», "
                    "ma ci vuole 0 oppure 1"
                )
            found.append(texts[place].startswith("1"))
        return found


def listed(names: Sequence[str], most: int = 8) -> str:
    """Return names as a list for a sentence, cut when there are too many."""
    shown = ", ".join(f"«{name}»" for name in names[:most])
    return shown + (f" e altre {len(names) - most}" if len(names) > most else "")


def read_rows(path: Path) -> Rows:
    """Read a CSV file: UTF-8, with comma, semicolon or tab, and the names of the columns in the first line.

    Raises:
        InputError: it cannot be read, is empty, or a row has not as many cells as there are columns.
    """
    with path_errors(path), path.open(encoding="utf-8-sig", newline="") as handle:
        first = handle.readline()
        separator = max(_SEPARATORS, key=first.count)
        handle.seek(0)
        try:
            found = list(_cut(csv.reader(handle, delimiter=separator, strict=True)))
        except csv.Error as error:
            raise InputError(f"{path.name}: non è un CSV regolare (virgolette non chiuse?)") from error
    if not found:
        raise InputError(f"{path.name}: il file è vuoto; nella prima riga ci vogliono i nomi delle colonne")
    (_, columns), *rows = found
    for name in columns:
        if not name or columns.count(name) > 1:
            what = f"la colonna «{name}» compare due volte" if name else "una colonna non ha nome"
            raise InputError(f"{path.name}: {what} nella prima riga")
    for line, texts in rows:
        if len(texts) != len(columns):
            raise InputError(
                f"{path.name}, riga {line}: ha {len(texts)} valori, ma le colonne sono {len(columns)}; "
                "se un valore contiene il separatore va messo fra virgolette"
            )
    return Rows(path, columns, tuple(rows))


def _cut(reader: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    for texts in reader:
        if any(text.strip() for text in texts):
            yield reader.line_num, tuple(text.strip() for text in texts)


def whole(text: str, where: str, name: str) -> int:
    """Return a count that is written as text.

    Args:
        text: as in the file; `3` and `3.0` are fine.
        where: file and row, for the message.
        name: the column, for the message.

    Raises:
        InputError: it is not a whole number from 0 to a thousand million.
    """
    if not _WHOLE.fullmatch(text):
        what = f"c’è «{text}»" if text else "manca il conteggio"
        raise InputError(
            f"{where}: nella colonna «{name}» {what}, ma ci vuole un numero intero, "
            "zero o più, senza punti né virgole"
        )
    if (found := int(text.partition(".")[0])) > MOST_COUNT:
        raise InputError(f"{where}: nella colonna «{name}» il numero {text} è troppo grande")
    return found


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        InputError: it cannot be read.
    """
    with path_errors(path):
        text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}: non è JSON regolare") from error


def write_json(path: Path, content: Mapping[str, Any], *, secret: bool = False) -> None:
    """Write a JSON file, whole or not at all; a secret one only its owner may read."""
    with written(path, secret=secret) as handle:
        json.dump(content, handle, ensure_ascii=False, indent=1)
        handle.write("\n")


@contextmanager
def written(path: Path, *, secret: bool = False) -> Iterator[IO[str]]:
    """Write a text file beside its place and move it there at the end: whole or not at all.

    Args:
        path: where it goes.
        secret: only the owner may read it.

    Raises:
        InputError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with path_errors(path):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
                yield handle
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def path_errors(path: Path) -> Iterator[None]:
    """Turn what the system or the encoding refuses into a sentence.

    Raises:
        InputError: in place of an OSError or of a UnicodeDecodeError.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: non è scritto in UTF-8; salvarlo come «CSV UTF-8»") from error
    except OSError as error:
        reason = _SYSTEM.get(error.errno or 0, "il sistema non lo permette")
        raise InputError(f"«{path}»: {reason}") from error
    except ValueError as error:
        if isinstance(error, InputError) or "null byte" not in str(error):
            raise
        raise InputError("il nome di un file contiene un carattere non ammesso") from error
