from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from benchmarks import dash_client


class Peer(http.server.BaseHTTPRequestHandler):
    """Answers as Dash does; refuses the moment `guasto`."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        broken = asked["inputs"][0]["value"] == "guasto"
        self.send_response(500 if broken else 200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_the_request_is_the_one_that_dash_sends() -> None:
    sent = json.loads(dash_client.body("2022"))

    assert sent["output"] == "mappa.figure"
    assert sent["inputs"] == [{"id": "momento", "property": "value", "value": "2022"}]
    assert sent["changedPropIds"] == ["momento.value"]


def test_a_change_is_told_with_its_bytes(port: int) -> None:
    visitor = dash_client.Visitor(port)
    seconds, received = visitor.choose("2022")
    visitor.leave()

    assert seconds > 0
    assert received == 2


def test_a_load_counts_every_change_of_every_visitor(port: int) -> None:
    sample = dash_client.load(port, ["2021", "2022"], clients=3, seconds=0.2)

    assert len(sample.seconds) >= 3
    assert sample.elapsed >= 0.2


def test_a_failure_of_one_visitor_fails_the_load(port: int) -> None:
    with pytest.raises(RuntimeError, match="500"):
        dash_client.load(port, ["guasto"], clients=2, seconds=0.2)
