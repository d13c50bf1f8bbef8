"""Whatever reaches a browser, taken apart down to its texts and numbers.

Nothing is left out because nobody thought of it: a message is read field by field, whatever its kind; bytes
are opened by what they begin with; a text that is itself JSON, HTML or an address is opened in its turn.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import unquote_plus

import pyarrow as pa
from pypdf import PdfReader


class Message(Protocol):
    """What every protocol message can do."""

    def ListFields(self) -> Any:
        """Return the fields that are set, each with its value."""


Found = str | float
"""A text to be searched for numbers, or a number that came as one."""

_HASH = re.compile(r"(?<![0-9a-zA-Z])(?=[0-9a-f]*[a-f])[0-9a-f]{16,}(?![0-9a-zA-Z])")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")
_TAG = re.compile(r"<[^<>]*>")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u205f", " "))
_NUMBER = re.compile(r"\d+(?:[.,' ]\d+)*(?:[eE][+-]?\d{1,2}(?!\d))?")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d+)?")
_JSON_START = ("{", "[")
_LONGEST = 15
"""Digits of the longest number looked at: more do not fit in a double."""


# ---- messages ----


def in_message(message: Message) -> Iterator[Found]:
    """Yield every text and number of a protocol message, whatever its kind, and what its bytes hold."""
    for field, value in message.ListFields():
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            for key in value:
                yield from in_value(key)
                yield from in_value(value[key])
        else:
            for one in value if field.is_repeated else [value]:
                yield from in_value(one)


def in_value(value: object) -> Iterator[Found]:
    """Yield the texts and numbers of a value: of a message, of bytes, of JSON."""
    if isinstance(value, str):
        yield from in_text(value)
    elif isinstance(value, bytes):
        yield from in_bytes(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from in_value(key)
            yield from in_value(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from in_value(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
    elif hasattr(value, "ListFields"):
        yield from in_message(value)


def in_text(text: str) -> Iterator[Found]:
    """Yield a text and, where it is JSON or holds files by base64, what is inside."""
    stripped = text.strip()
    if stripped.startswith(_JSON_START):
        try:
            parsed = json.loads(stripped, object_pairs_hook=list)
        except ValueError:
            pass
        else:
            yield from in_value(parsed)
            return
    for uri in _DATA_URI.findall(text):
        yield from in_bytes(_unbase64(uri.partition(",")[2]))
    yield _DATA_URI.sub("", text)


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


# ---- bytes ----


def in_bytes(content: bytes) -> Iterator[Found]:
    """Yield the texts and numbers of bytes: Arrow, ZIP (and so XLSX), gzip, PNG, PDF, or text."""
    for start, read in _OPENERS:
        if content.startswith(start):
            try:
                yield from read(content)
            except (OSError, ValueError, zlib.error, zipfile.BadZipFile, struct.error, EOFError):
                break
            else:
                return
    yield from in_text(content.decode("utf-8", errors="replace"))


def _in_arrow(content: bytes) -> Iterator[Found]:
    with pa.ipc.open_stream(content) as stream:
        table = stream.read_all()
    for name, column in zip(table.column_names, table.columns, strict=True):
        yield name
        for one in column.to_pylist():
            yield from in_value(one if isinstance(one, bytes | str | int | float | list | dict) else str(one))
    for value in (table.schema.metadata or {}).values():
        yield from in_bytes(value)


def _in_zip(content: bytes) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield member.filename
            yield from in_bytes(archive.read(member))
        yield from in_bytes(archive.comment)


def _in_gzip(content: bytes) -> Iterator[Found]:
    yield from in_bytes(gzip.decompress(content))


def _in_png(content: bytes) -> Iterator[Found]:
    """Yield what the text chunks of a picture say (tEXt, zTXt, iTXt, eXIf): its pixels nobody reads here."""
    position = 8
    while position + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[position : position + 8])
        data = content[position + 8 : position + 8 + length]
        if kind in (b"tEXt", b"eXIf"):
            yield data.decode("latin-1").replace("\0", " ")
        elif kind == b"zTXt":
            name, _, packed = data.partition(b"\0")
            yield f"{name.decode('latin-1')} {zlib.decompress(packed[1:]).decode('latin-1')}"
        elif kind == b"iTXt":
            name, _, rest = data.partition(b"\0")
            text = rest[2:].split(b"\0", 2)[2]
            yield f"{name.decode('latin-1')} {(zlib.decompress(text) if rest[0] else text).decode()}"
        position += 12 + length


def _in_pdf(content: bytes) -> Iterator[Found]:
    reader = PdfReader(io.BytesIO(content))
    yield from in_value({str(key): str(value) for key, value in (reader.metadata or {}).items()})
    for page in reader.pages:
        yield page.extract_text()


_OPENERS = (
    (b"\xff\xff\xff\xff", _in_arrow),
    (b"PK\x03\x04", _in_zip),
    (b"\x1f\x8b", _in_gzip),
    (b"\x89PNG\r\n\x1a\n", _in_png),
    (b"%PDF", _in_pdf),
)


# ---- numbers ----


def numbers_in(text: str) -> set[float]:
    """Return every number that a text may be read to hold, as Italians, as English and as machines write.

    `10.007` is both ten and a bit and ten thousand and seven: an attacker tries both. Digests and random
    identifiers are no numbers.
    """
    found: set[float] = set()
    plain = unquote_plus(html.unescape(text)) if "%" in text else html.unescape(text)
    plain = _UUID.sub(" ", _HASH.sub(" ", plain.translate(_SPACES)))
    for version in {plain, _TAG.sub("", plain), _TAG.sub(" ", plain)}:
        for token in _NUMBER.findall(version):
            found.update(_readings(token))
    return found


def _readings(token: str) -> Iterator[float]:
    for digits in re.findall(r"\d+", token):
        if len(digits) <= _LONGEST:
            yield float(digits)
    if len(token) > 2 * _LONGEST:
        return
    if re.fullmatch(r"\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?", token):
        yield float(token.replace(",", "."))
    for part in re.finditer(r"\d+[.,]\d+", token):
        yield float(part[0].replace(",", "."))
    for part in _GROUPED.finditer(token):
        mark = part["mark"]
        yield float(part[0].replace(mark, "").replace(",", "."))
