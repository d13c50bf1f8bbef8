"""The web server around the pages: headers, compressed bundles, warm-up; boundaries are in `borders`.

Streamlit serves its own pages and bundles; here stands what a public administration's server owes its
visitors on top of that: an Italian document, a strict content security policy, small first views, and
boundaries by address instead of inside every page.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import importlib
import json
import logging
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from dashboard import borders
from dashboard.bundles import KINDS, base_path, pack_all, packed_bundle
from dashboard.components import wording
from dashboard.packed import FOREVER, pack, packed_response, takes_gzip
from dashboard.tidying import tidier

LANGUAGE = "it"
WIDTH_COOKIE = "larghezza"
"""Width of the window in pixels, told to the pages so that a map fits a phone; nothing of the visitor."""
TITLE = wording.APP
NOSCRIPT = "Per usare il cruscotto occorre attivare JavaScript nel browser."
FIRST_FONT = "./app/static/fonts/titillium-web-5.3.0/titillium-web-latin-400-normal.woff2"
FAVICON = "./app/static/favicon.svg"

PERMISSIONS = ("camera", "geolocation", "microphone", "payment", "usb")
"""Powers of the browser that the dashboard never asks for."""

_NOT_PAGES = ("/_stcore/", "/static/", "/media/", "/component/", "/app/static/", "/confini/", "/icona/")
_VERSIONED = ("/app/static/fonts/", "/app/static/topojson/")
_BUNDLE = re.compile(r"/static/((?:js|css)/[\w.-]+\.(js|css))")


# ---- the document: the one HTML file that every page starts from ----


@dataclass(frozen=True)
class Document:
    """The HTML shell of every page and the content security policy that belongs to it."""

    html: bytes
    policy: str


def make_document(index_html: str, *, base: str = "/") -> Document:
    """Turn Streamlit's shell into ours: Italian, with our title, icon and font.

    The shell is also told where its server is. Left alone it guesses, by asking a wrong address first
    whenever a visitor enters by the address of a page.

    Args:
        index_html: the text of the `index.html` that Streamlit ships.
        base: path under which the server answers, from `/` to `/`.

    Returns:
        The document, and a policy that admits its inline scripts by their hash and no other.
    """
    html = re.sub(r"<html lang=\"[^\"]*\">", f'<html lang="{LANGUAGE}">', index_html)
    server = (
        f"window.__streamlit = {{ BACKEND_BASE_URL: window.location.origin + {json.dumps(base)} }};"
        f'document.cookie = "{WIDTH_COOKIE}=" + window.innerWidth + ";path=/;SameSite=Strict";'
    )
    html = re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>\n    <script>{server}</script>", html)
    html = re.sub(r"(rel=\"shortcut icon\" href=\")[^\"]*", rf"\g<1>{FAVICON}", html)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<link\s+rel=\"service-desc\"[^>]*>", "", html)
    html = re.sub(r"(rel=\"preload\"\s+href=\")[^\"]*(\"\s+as=\"font\")", rf"\g<1>{FIRST_FONT}\g<2>", html)
    html = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{NOSCRIPT}</noscript>", html, flags=re.DOTALL)
    html = re.sub(r"\n\s*\n+", "\n", html).lstrip()
    return Document(html.encode(), content_policy(html))


def content_policy(html: str) -> str:
    """Return the content security policy for a document: everything from ourselves, no `unsafe-eval`.

    Inline styles are admitted, because the drawing libraries set them; inline scripts only by hash;
    WebAssembly, because the map library carries a decoder in it.
    """
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{value}'" for value in hashes)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@cache
def document() -> Document:
    """Return the document of the installed Streamlit, made once per process."""
    index_html = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    return make_document(index_html, base=base_path())


class PublicHeaders:
    """Middleware: security headers on every answer, and our document in place of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (websockets pass untouched)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wants_page = scope["method"] in {"GET", "HEAD"} and not _path(scope).startswith(_NOT_PAGES)
        body = b""

        async def reply(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if wants_page and message["status"] == 200 and "text/html" in headers.get("content-type", ""):
                    body = _document_body(scope, headers)
                elif _path(scope).startswith(_VERSIONED) and message["status"] == 200:
                    headers["cache-control"] = FOREVER
                headers.update(_security_headers())
            elif body:
                if message.get("more_body"):
                    return
                content = body if scope["method"] == "GET" else b""
                message = {"type": "http.response.body", "body": content}
            await send(message)

        await self.app(scope, receive, reply)


def _document_body(scope: Scope, headers: MutableHeaders) -> bytes:
    """Set the headers of the document and return its bytes, packed when the browser can unpack them."""
    html = document().html
    for stale in ("etag", "last-modified", "accept-ranges", "content-encoding", "vary"):
        if stale in headers:
            del headers[stale]
    if takes_gzip(scope):
        html = pack(html)
        headers["content-encoding"] = "gzip"
    headers.add_vary_header("Accept-Encoding")
    headers["content-length"] = str(len(html))
    headers["cache-control"] = "no-cache"
    return html


@cache
def _security_headers() -> dict[str, str]:
    return {
        "content-security-policy": document().policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": ", ".join(f"{power}=()" for power in PERMISSIONS),
    }


# ---- the bundles: megabytes of script, packed once ----


class PackedBundles:
    """Middleware: Streamlit's scripts and style sheets, compressed once and kept in memory.

    Their names carry a hash of their content, so a browser asks for each of them once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on when it is not for a bundle."""
        asked = scope["type"] == "http" and scope["method"] == "GET"
        match = _BUNDLE.fullmatch(_path(scope)) if asked else None
        packed = await run_in_threadpool(packed_bundle, match[1]) if match else None
        if match is None or packed is None:
            await self.app(scope, receive, send)
        else:
            await packed_response(scope, packed, KINDS[match[2]])(scope, receive, send)


# ---- start ----


def warm_up() -> None:
    """Make once what the first visitor sees, then tell the garbage collector that it stays."""
    # Streamlit warns of whatever runs outside a visit; this does, on purpose.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    pages = importlib.import_module("dashboard.pages")
    try:
        pages.warm_up()
    except pages.frame.CANNOT_OPEN as error:
        print(error)
    gc.collect()
    gc.freeze()


def warm_up_more() -> None:
    """Make the first page of the other programmes: about a second, while the first visitor reads."""
    pages = importlib.import_module("dashboard.pages")
    with suppress(*pages.frame.CANNOT_OPEN):  # told when it warmed up
        pages.warm_up_programmes()


def pack_ahead() -> None:
    """Pack what every visitor asks for: the bundles, then the borders of the maps (some seconds)."""
    pack_all()
    borders.pack_all()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up before the first visitor; what is asked for later is made beside, not to delay the start."""
    threading.Thread(target=pack_ahead, name="pack-ahead", daemon=True).start()
    await run_in_threadpool(warm_up)
    threading.Thread(target=warm_up_more, name="warm-up-more", daemon=True).start()
    tidier.start()
    yield {}


async def page_icon(request: Request) -> Response:
    """Answer `/icona/…`: whatever page asks, the favicon is ours."""
    icon = Path(__file__).resolve().parent.parent / "static" / "favicon.svg"
    return packed_response(request.scope, pack(icon.read_bytes()), "image/svg+xml")


def options() -> dict[str, Any]:
    """Return what `st.App` needs besides the script: routes, middleware, start."""
    return {
        "routes": [
            *borders.routes(),
            Route(f"{base_path()}icona/{{name:path}}", page_icon),
        ],
        "middleware": [Middleware(PublicHeaders), Middleware(PackedBundles)],
        "lifespan": lifespan,
    }


def _path(scope: Scope) -> str:
    """Return the path of a request, as if the server answered at the root."""
    path: str = scope["path"]
    return path.removeprefix(base_path().rstrip("/"))
