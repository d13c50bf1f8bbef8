from __future__ import annotations

import gzip

import pytest

from dashboard.packed import FOREVER, pack, packed_response, takes_gzip


@pytest.mark.parametrize(("accepted", "packed"), [(b"gzip, br", True), (b"identity", False), (None, False)])
def test_who_cannot_unpack_gets_the_same_bytes_unpacked(accepted: bytes | None, packed: bool) -> None:
    scope = {"type": "http", "headers": [] if accepted is None else [(b"accept-encoding", accepted)]}

    answer = packed_response(scope, pack(b"confini"), "text/plain")

    assert takes_gzip(scope) is packed
    assert (gzip.decompress(bytes(answer.body)) if packed else answer.body) == b"confini"
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["vary"] == "Accept-Encoding"


def test_the_same_bytes_are_packed_the_same() -> None:
    assert pack(b"a" * 1000) == pack(b"a" * 1000)
    assert len(pack(b"a" * 1000)) < 100
