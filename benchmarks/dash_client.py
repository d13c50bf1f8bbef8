"""A visitor of the Dash app without a browser: one kept connection, one POST per change."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence

from benchmarks.samples import Sample

_HEADERS = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "gzip"}


def body(moment: str) -> bytes:
    """Write the request that Dash's page sends when a moment is chosen."""
    return json.dumps(
        {
            "output": "mappa.figure",
            "outputs": {"id": "mappa", "property": "figure"},
            "inputs": [{"id": "momento", "property": "value", "value": moment}],
            "changedPropIds": ["momento.value"],
            "parsedChangedPropsIds": ["momento.value"],
        },
        separators=(",", ":"),
    ).encode()


class Visitor:
    """One browser's connection to the Dash app on a port."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def choose(self, moment: str) -> tuple[float, int]:
        """Ask for the map at a moment.

        Returns:
            Seconds, and bytes of the body of the answer as they came (compressed).

        Raises:
            RuntimeError: the answer is not a figure.
        """
        start = time.perf_counter()
        self._connection.request("POST", "/_dash-update-component", body(moment), _HEADERS)
        answer = self._connection.getresponse()
        raw = answer.read()
        seconds = time.perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"Dash risponde {answer.status}: {raw[:200]!r}")
        return seconds, len(raw)

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()


def load(port: int, moments: Sequence[str], *, clients: int, seconds: float, think: float = 0.0) -> Sample:
    """Let several visitors go round the moments for some seconds.

    Args:
        port: port of the app.
        moments: what they choose, in turn.
        clients: how many at once.
        seconds: how long.
        think: pause of each between an answer and its next choice, in seconds.
    """
    timings: list[float] = []
    failures: list[Exception] = []
    start = time.perf_counter()
    end = start + seconds

    def visit(number: int) -> None:
        visitor = Visitor(port)
        try:
            time.sleep(think * number / clients)
            turn = number
            while time.perf_counter() < end:
                took, _ = visitor.choose(moments[turn % len(moments)])
                timings.append(took)
                turn += 1
                time.sleep(think)
        except Exception as error:
            failures.append(error)
        finally:
            visitor.leave()

    threads = [threading.Thread(target=visit, args=(n,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Sample(tuple(timings), time.perf_counter() - start)
