"""Start the two servers that are measured, and stop them whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.browser import ROOT, free_port

START_SECONDS = 90.0


@dataclass(frozen=True)
class Server:
    """A server at work: host and port, and the process that it is."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def resident(self) -> float:
        """Return the resident memory of the process, in MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"nessuna misura di memoria per il processo {self.pid}")


@contextmanager
def ours(state: Path, *, audience: str) -> Iterator[Server]:
    """Serve the dashboard as `make run` does."""
    command = ["-m", "streamlit", "run", str(ROOT / "streamlit_app.py"), "--server.address", "127.0.0.1"]
    with _running(command, "--server.port", state, audience, health="/_stcore/health") as server:
        yield server


@contextmanager
def dash(state: Path, *, audience: str) -> Iterator[Server]:
    """Serve the peer."""
    with _running(["-m", "benchmarks.dash_peer"], "", state, audience, health="/") as server:
        yield server


@contextmanager
def _running(command: list[str], flag: str, state: Path, audience: str, *, health: str) -> Iterator[Server]:
    port = free_port()
    log = state / f"server-{port}.log"
    env = {**os.environ, "STATE_DIR": str(state), "AUDIENCE": audience, "PORT": str(port)}
    call = [sys.executable, *command, *filter(None, [flag]), str(port)]
    with log.open("w", encoding="utf-8") as output:
        # a session of its own: Ctrl-C reaches us alone, and we stop it
        process = subprocess.Popen(
            call, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}{health}", process, log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    tail = log.read_text(encoding="utf-8")[-2000:]
    raise RuntimeError(f"Il server non risponde su {address}. Ultime righe del suo diario:\n{tail}")


def prepare(state: Path) -> None:
    """Make the demonstration release in a state folder, as `make run` does."""
    subprocess.run(
        [sys.executable, "-m", "dashboard", "prepare"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
