"""Open a zip that comes from outside: sizes are checked before anything is read."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from ..model import TerritoryError

MEGABYTE = 1_000_000
MAX_FILES = 500
MAX_TOTAL = 600 * MEGABYTE
"""Bytes of all the files of an archive, unpacked."""
MAX_RATIO = 150
"""How many times a file may grow when unpacked, from `FREE` bytes on."""
FREE = 5 * MEGABYTE


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip after checking what it would become.

    Raises:
        TerritoryError: it is not a zip, or it is encrypted, too large, or names paths outside itself.
    """
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise TerritoryError(f"{path.name}: il file non esiste") from None
    except (zipfile.BadZipFile, OSError):
        raise TerritoryError(f"{path.name}: non è un archivio zip leggibile") from None
    try:
        check(archive, path.name)
    except TerritoryError:
        archive.close()
        raise
    return archive


def check(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that could not be unpacked in safety.

    Raises:
        TerritoryError: saying why.
    """
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise TerritoryError(f"{name}: contiene {len(members)} file, più dei {MAX_FILES} ammessi")
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL:
        raise TerritoryError(
            f"{name}: scompattato occuperebbe {total // MEGABYTE} MB, più dei {MAX_TOTAL // MEGABYTE} ammessi"
        )
    for member in members:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts:
            raise TerritoryError(f"{name}: il percorso «{member.filename}» esce dall'archivio")
        if member.flag_bits & 1:
            raise TerritoryError(f"{name}: «{member.filename}» è cifrato")
        if member.file_size > max(FREE, MAX_RATIO * member.compress_size):
            raise TerritoryError(f"{name}: «{member.filename}» si gonfia troppo quando si scompatta")


def extract(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> None:
    """Unpack some files side by side, never writing more than they declare.

    Raises:
        TerritoryError: a file is damaged.
    """
    for member in members:
        target = folder / PurePosixPath(member.filename).name
        try:
            with archive.open(member) as source, target.open("wb") as out:
                left = member.file_size
                while left > 0 and (chunk := source.read(min(left, MEGABYTE))):
                    out.write(chunk)
                    left -= len(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
            raise TerritoryError(f"«{member.filename}» è danneggiato: {error}") from None
