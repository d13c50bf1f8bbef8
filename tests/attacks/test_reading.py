"""Whatever carries a number to a browser gives it up to the reader."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zlib
from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.components import wording
from tests.attacks.reading import Found, in_bytes, in_message, in_text, numbers_in

CANARY = 74_713


def numbers(found: Iterable[Found]) -> set[float]:
    """All the numbers of what was found."""
    told: set[float] = set()
    for one in found:
        told |= numbers_in(one) if isinstance(one, str) else {one}
    return told


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write_number(0, 0, CANARY)
    return buffer.getvalue()


def arrow() -> bytes:
    table = pa.Table.from_pandas(pd.DataFrame({"a": [1, CANARY]}))
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


CARRIERS = {
    "text": f"sono {CANARY}".encode(),
    "gzip": gzip.compress(str(CANARY).encode()),
    "json": json.dumps({"a": [{"b": CANARY}]}).encode(),
    "key of json": json.dumps({str(CANARY): 1}).encode(),
    "workbook": workbook(),
    "arrow": arrow(),
    "gzipped workbook": gzip.compress(workbook()),
    "png tEXt": png(chunk(b"tEXt", f"Title\0{CANARY}".encode())),
    "png zTXt": png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(str(CANARY).encode()))),
    "png packed iTXt": png(chunk(b"iTXt", b"Title\0\1\0it\0\0" + zlib.compress(str(CANARY).encode()))),
    "png iTXt": png(chunk(b"iTXt", b"Title\0\0\0it\0\0" + str(CANARY).encode())),
    "data address": b"data:image/png;base64,"
    + base64.b64encode(png(chunk(b"tEXt", f"T\0{CANARY}".encode()))),
    "data address in json": b'{"img": "data:text/plain;base64,'
    + base64.b64encode(str(CANARY).encode())
    + b'"}',
    "broken zip": b"PK\x03\x04 not a zip 74713",
    "broken json": b"{ not json 74713",
    "csv": f"\ufeffa;b\n1;{CANARY},0\n".encode(),
}


@pytest.mark.parametrize("content", CARRIERS.values(), ids=CARRIERS.keys())
def test_a_number_is_found_in_whatever_carries_it(content: bytes) -> None:
    assert CANARY in numbers(in_bytes(content))


@pytest.mark.parametrize(
    "text",
    [
        "74713",
        "74.713",
        "74,713",
        "74 713",
        "74 713",
        "74 713",
        "74&nbsp;713",
        "74&#160;713",
        "74'713",
        "74713,0",
        "74713.0",
        "7.4713e4",
        "<td>74<b>.713</b></td>",
        "<td>74</td><td>713</td>74713",
        "?valore=74.713",
        "?valore=74%2E713&altro=1",
        "x74713y",
        "M12.5,74713L3",
        "n=74.713;m=2",
        "1.474713,74.713",
        "fra 3 e 74713",
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert CANARY in numbers_in(text)


@given(st.integers(0, 999_999))
def test_what_the_dashboard_writes_as_a_number_is_read_back(number: int) -> None:
    assert number in numbers_in(wording.number(number))


@pytest.mark.parametrize(
    "text",
    ["a" * 20 + "74713" + "b" * 20, "0f74713a-1234-5678-9abc-def074713000", "", "nessun numero", "747131"],
)
def test_digests_and_longer_numbers_are_no_numbers(text: str) -> None:
    assert CANARY not in numbers_in(text)


@pytest.mark.parametrize(
    "what", ["html", "markdown", "metric", "json", "chart", "deck", "frame", "query", "alert"]
)
def test_every_kind_of_message_is_read_to_its_end(what: str) -> None:
    message = ForwardMsg()
    element = message.delta.new_element
    if what == "html":
        element.html.body = f"<p>{CANARY}</p>"
    elif what == "markdown":
        element.markdown.body = f"**{CANARY}**"
    elif what == "metric":
        element.metric.body = str(CANARY)
    elif what == "json":
        element.json.body = json.dumps([CANARY])
    elif what == "chart":
        element.plotly_chart.spec = json.dumps({"data": [{"customdata": [[CANARY]]}]})
    elif what == "deck":
        element.deck_gl_json_chart.json = json.dumps({"layers": [{"data": {"v": str(CANARY)}}]})
    elif what == "frame":
        element.dataframe.arrow_data.data = arrow()
    elif what == "alert":
        element.alert.body = f"errore con {CANARY}"
    else:
        message.page_info_changed.query_string = f"n={CANARY}"

    assert CANARY in numbers(in_message(message))


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_reader(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG\r\n\x1a\n", b"\xff\xff\xff\xff"):
        list(in_bytes(start + content))


@given(st.text(max_size=100))
def test_no_text_stops_the_reader(text: str) -> None:
    assert all(number >= 0 for number in numbers(in_text(text)))
