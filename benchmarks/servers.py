"""Start the two servers that are measured, and stop them whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.browser import ROOT, free_port, python_at_work


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
    settings = {"STATE_DIR": str(state), "AUDIENCE": audience, "PORT": str(port)}
    call = [*command, *filter(None, [flag]), str(port)]
    with python_at_work(call, settings, log=log, answers_at=f"http://127.0.0.1:{port}{health}") as pid:
        yield Server(port, pid)


def prepare(state: Path) -> None:
    """Make the demonstration release in a state folder, as `make run` does."""
    subprocess.run(
        [sys.executable, "-m", "dashboard", "prepare"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
