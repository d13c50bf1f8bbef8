"""Answers out of bytes that were compressed once, ahead of whoever asks."""

from __future__ import annotations

import gzip

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

FOREVER = "public, max-age=31536000, immutable"
"""How long a browser may keep what never changes under its address."""


def pack(content: bytes) -> bytes:
    """Compress some bytes as browsers understand it."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def packed_response(scope: Scope, packed: bytes, media_type: str) -> Response:
    """Return an answer that a browser may keep for ever, out of gzipped bytes."""
    headers = {"cache-control": FOREVER, "vary": "Accept-Encoding"}
    if takes_gzip(scope):
        headers["content-encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return Response(packed, media_type=media_type, headers=headers)


def takes_gzip(scope: Scope) -> bool:
    """Tell whether who asks can unpack."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")
