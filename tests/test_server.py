from __future__ import annotations

import ast
import asyncio
import base64
import gc
import hashlib
import re
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from dashboard import bundles, server
from dashboard.components import wording
from dashboard.packed import FOREVER
from dashboard.settings import ROOT

Get = Callable[..., httpx.Response]
BUNDLE = "/static/" + next(
    f"js/{path.name}"
    for path in sorted(bundles.folder().glob("js/index.*.js"))
    if path.stat().st_size > 100_000
)


def ask_once(app: ASGIApp, path: str, *, method: str = "GET", encoding: str = "gzip") -> httpx.Response:
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, headers={"accept-encoding": encoding})

    return asyncio.run(once())


@pytest.fixture(scope="module")
def get() -> Get:
    """Ask our routes and middleware around Streamlit's own static files, without a network."""
    options = server.options()
    routes = [*options["routes"], *create_streamlit_static_assets_routes(base_url="")]
    app = Starlette(routes=routes, middleware=options["middleware"])

    return partial(ask_once, app)


# ---- the document ----


@pytest.mark.parametrize("path", ["/", "/territori"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_every_page_starts_from_an_italian_document(get: Get, path: str, encoding: str) -> None:
    answer = get(path, encoding=encoding)

    assert answer.status_code == 200
    assert '<html lang="it">' in answer.text
    assert f"<title>{wording.APP}</title>" in answer.text
    assert server.NOSCRIPT in answer.text
    assert "<title>Streamlit" not in answer.text
    assert "openapi" not in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert int(answer.headers["content-length"]) == answer.num_bytes_downloaded


def test_the_document_can_be_asked_for_its_headers_only(get: Get) -> None:
    answer = get("/", method="HEAD")

    assert answer.content == b""
    assert answer.headers["content-security-policy"] == server.document().policy


def test_the_document_names_no_address_outside() -> None:
    html = server.document().html.decode()

    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", html)


def test_the_document_tells_the_page_where_its_server_is() -> None:
    html = server.make_document('<html lang="en"><title>Streamlit</title></html>', base="/cruscotto/").html

    assert b'BACKEND_BASE_URL: window.location.origin + "/cruscotto/"' in html


def test_the_first_font_and_the_icon_of_the_document_are_in_the_tree() -> None:
    for address in (server.FIRST_FONT, server.FAVICON):
        assert (ROOT / "static" / address.removeprefix("./app/static/")).is_file()
        assert address in server.document().html.decode()


# ---- the policy ----


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split("; "))}


def test_every_inline_script_is_admitted_by_its_hash_and_no_other() -> None:
    document = server.document()
    scripts = re.findall(r"<script>(.*?)</script>", document.html.decode(), flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    allowed = directives(document.policy)["script-src"]

    assert scripts
    assert allowed == ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{one}'" for one in hashes)]


def test_the_policy_admits_no_other_host_and_no_eval() -> None:
    policy = server.document().policy

    assert "'unsafe-eval'" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert directives(policy)["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize(
    "path", ["/", BUNDLE, "/confini/2022/regione.geojson", "/nessuno/nessuno.js", "/icona/x"]
)
def test_every_answer_bears_the_security_headers(get: Get, path: str) -> None:
    headers = get(path).headers

    assert headers["content-security-policy"] == server.document().policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "kept"), [("/app/static/fonts/x-1.0/f.woff2", FOREVER), ("/app/static/logo.svg", None)]
)
def test_a_font_is_kept_for_ever_and_what_has_no_version_in_its_address_is_not(
    path: str, kept: str | None
) -> None:
    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"font", media_type="font/woff2")(scope, receive, send)

    assert ask_once(server.PublicHeaders(streamlit), path).headers.get("cache-control") == kept


def test_a_shell_that_comes_in_pieces_is_replaced_once() -> None:
    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"<html>"
            yield b"</html>"

        await StreamingResponse(pieces(), media_type="text/html")(scope, receive, send)

    assert ask_once(server.PublicHeaders(streamlit), "/").content == server.document().html


def test_a_websocket_passes_untouched() -> None:
    seen: list[Scope] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    scope = {"type": "websocket", "path": "/_stcore/stream"}
    app = server.PublicHeaders(server.PackedBundles(streamlit))
    asyncio.run(app(scope, None, None))  # type: ignore[arg-type]

    assert seen == [{"type": "websocket", "path": "/_stcore/stream"}]


# ---- the bundles ----


def test_a_bundle_goes_out_packed_and_is_kept_for_ever(get: Get) -> None:
    answer = get(BUNDLE)
    size = (bundles.folder() / BUNDLE.removeprefix("/static/")).stat().st_size

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.num_bytes_downloaded < size / 2
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_browser_that_cannot_unpack_gets_the_same_bundle_unpacked(get: Get) -> None:
    plain = get(BUNDLE, encoding="identity")

    assert "content-encoding" not in plain.headers
    assert plain.content == get(BUNDLE).content


def test_what_is_not_there_is_left_to_streamlit(get: Get) -> None:
    assert get("/static/js/nothing.js").headers["content-type"].startswith("text/html")


# ---- icon, start ----


def test_whatever_icon_a_page_has_its_favicon_is_ours(get: Get) -> None:
    answer = get("/icona/map/default/24px.svg")

    assert answer.content == (ROOT / "static/favicon.svg").read_bytes()
    assert answer.headers["content-type"] == "image/svg+xml"


def test_the_start_without_a_release_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    try:
        server.warm_up()
    finally:
        gc.unfreeze()

    assert "python -m dashboard release" in capsys.readouterr().out
    server.warm_up_more()
    assert not capsys.readouterr().out, "it has been said"


def test_the_start_warms_up_and_packs_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(server, "warm_up", lambda: done.append("warm"))
    monkeypatch.setattr(server, "pack_ahead", lambda: done.append("packed"))
    monkeypatch.setattr(server, "warm_up_more", lambda: done.append("warm for all"))
    monkeypatch.setattr(server.tidier, "start", lambda: done.append("tidies"))

    async def start() -> None:
        async with server.lifespan(None):
            deadline = time.monotonic() + 5
            while len(done) < 4 and time.monotonic() < deadline:
                await asyncio.sleep(0.01)

    asyncio.run(start())

    assert sorted(done) == ["packed", "tidies", "warm", "warm for all"]
    assert done.index("warm") < done.index("warm for all")


def test_what_is_packed_ahead_is_the_bundles_and_then_the_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[str] = []
    monkeypatch.setattr(server, "pack_all", lambda: packed.append("bundles"))
    monkeypatch.setattr(server.borders, "pack_all", lambda: packed.append("borders"))

    server.pack_ahead()

    assert packed == ["bundles", "borders"]


def test_the_script_declares_the_application_in_the_words_that_streamlit_looks_for() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(ROOT / "streamlit_app.py")

    assert found.import_string == "streamlit_app:app"
    assert len(ast.parse((ROOT / "streamlit_app.py").read_text()).body) <= 4
