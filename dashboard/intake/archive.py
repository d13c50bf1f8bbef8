"""Look into a workbook before opening it: a hostile one is refused without being unpacked in memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from dashboard.intake.limits import Limits
from dashboard.intake.tables import ReadingError

_SAVE_AS = "Aprire il file con il programma di calcolo e salvarlo come «Cartella di lavoro Excel (.xlsx)»."
_ACTIVE = re.compile(
    r"vbaproject|/macrosheets/|/dialogsheets/|/activex/|/embeddings/|/externallinks/|/ctrlprops/"
    r"|/connections\.xml|/querytables/|customui",
    re.IGNORECASE,
)
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_SHARED = re.compile(r"^xl/sharedstrings\.xml$", re.IGNORECASE)
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s>/]")
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si[\s>/]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1 << 20
_EXCEL_ROWS = 1_048_576


def check_workbook(path: Path, limits: Limits) -> None:
    """Refuse a workbook that is too big, is not what it seems, or would run something.

    Nothing is kept in memory but a piece at a time; sizes are those written in the archive's index,
    beyond which `zipfile` does not unpack.

    Raises:
        ReadingError: why the workbook is refused.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadingError(
            "un file .xls di vecchio tipo o protetto da password",
            "una cartella di lavoro .xlsx senza password",
            "Togliere la password. " + _SAVE_AS,
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist(), limits)
            _check_contents(archive, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ReadingError(
            "un file danneggiato o che non è una cartella di lavoro .xlsx",
            "un file .xlsx, o un file di testo con nome .csv",
            _SAVE_AS,
        ) from error
    except (RuntimeError, ValueError) as error:  # an encrypted or damaged part, a broken stream
        raise ReadingError("un file protetto o danneggiato", "un file .xlsx", _SAVE_AS) from error


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > limits.entries or len(set(names)) != len(names):
        raise ReadingError(
            f"un archivio di {len(entries)} parti", f"al più {limits.entries}, tutte diverse", _SAVE_AS
        )
    if "mimetype" in names:
        raise ReadingError("un file OpenDocument (.ods)", "un file .xlsx o .csv", _SAVE_AS)
    active = sorted(name for name in names if _ACTIVE.search("/" + name))
    if active:
        raise ReadingError(
            f"macro, collegamenti esterni o oggetti incorporati ({active[0]})",
            "una cartella di lavoro con soli valori",
            "Copiare i valori nel modello vuoto (Incolla speciale > Valori) e caricare quello.",
        )
    total = sum(entry.file_size for entry in entries)
    if total > limits.bytes:
        raise ReadingError(
            f"un file di {total // 1_000_000} MB una volta scompattato",
            f"al più {limits.bytes // 1_000_000} MB",
            "Dividere i dati in più file, o consegnarli in CSV.",
        )
    for entry in entries:
        packed, name = max(entry.compress_size, 1), entry.filename
        if entry.file_size > limits.small_part and entry.file_size > limits.ratio * packed:
            raise ReadingError(
                f"una parte compressa oltre misura ({name}: {entry.file_size // packed} volte)",
                f"al più {limits.ratio} volte",
                "Copiare i dati nel modello vuoto: il file contiene righe o celle ripetute senza dati.",
            )
        # Whatever its name says, a part may be named as a sheet by the workbook: all the others stay small.
        if not (_SHEET.match(name) or _SHARED.match(name)) and entry.file_size > limits.other_part:
            raise ReadingError(
                f"una parte fuori misura ({name}: {entry.file_size // 1000} kB)",
                f"al più {limits.other_part // 1000} kB",
                "Copiare i dati nel modello vuoto: il file ha troppi formati o troppi fogli.",
            )


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> None:
    tags = 0
    for entry in archive.infolist():
        name = entry.filename
        rows = _SHEET.match(name) is not None
        mark = _ROW if rows else _TEXT if _SHARED.match(name) else None
        count = longest = last = 0
        for start, block in _blocks(archive, entry):
            if name.lower().endswith((".xml", ".rels")):
                _check_xml(name, start, block)
            if mark is None:
                tags += block.count(b"<")
                continue
            for found in mark.finditer(block):
                longest, last = max(longest, start + found.start() - last), start + found.start()
                count += 1
        if mark is not None:
            longest = max(longest, entry.file_size - last)
        most = _EXCEL_ROWS if rows else limits.shared_texts
        if count > most or longest > limits.row_bytes or tags > limits.other_tags:
            raise ReadingError(
                f"un foglio con troppe righe, o con una parte smisurata ({name})",
                f"al più {most} righe, ognuna di {limits.row_bytes // 1000} kB",
                "Copiare i dati nel modello vuoto.",
            )


def _check_xml(name: str, start: int, block: bytes) -> None:
    if start == 0 and (block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in block[:64]):
        raise ReadingError(f"una parte con codifica insolita ({name})", "UTF-8", _SAVE_AS)
    if _DECLARATION.search(block):
        raise ReadingError(f"dichiarazioni XML non ammesse ({name})", "un file .xlsx ordinario", _SAVE_AS)


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of a part; a tag cut at the end of a block opens the next one."""
    rest, start = b"", 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            block = rest + chunk
            cut = block.rfind(b"<")
            keep = cut if cut > 0 and len(block) - cut < 256 else len(block)
            yield start, block[:keep]
            start, rest = start + keep, block[keep:]
    if rest:
        yield start, rest
