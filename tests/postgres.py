"""A real PostgreSQL server for the tests, started by the tests themselves; a plugin: `pytest_plugins`.

The binaries are looked for in PATH and where Debian puts them. As root the server runs as user `postgres`
(it refuses to run as root). Where there are none, the tests that need it are skipped; one loud line says so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_USER = "cruscotto"
_missing: list[str] = []


def find_binaries() -> Path | None:
    """Return the folder with `initdb` and `postgres`, the newest version first; None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address (without database) of a PostgreSQL server of our own, on a free port of 127.0.0.1."""
    binaries = find_binaries()
    user = _server_user()
    if binaries is None or user == "":
        _missing.append("initdb e postgres" if binaries is None else "l'utente di sistema «postgres»")
        pytest.skip(f"PostgreSQL: manca {_missing[-1]}")
    base = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    process = None
    try:
        if user:
            shutil.chown(base, user)
        prefix = ["runuser", "-u", user, "--"] if user else []
        data = base / "data"
        made = subprocess.run(
            [*prefix, binaries / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
            capture_output=True,
            text=True,
            cwd=base,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        if made.returncode:
            pytest.fail(f"initdb: {made.stderr}")
        port = _free_port()
        options = [
            "-c",
            f"port={port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={base}",
        ]
        options += ["-c", "fsync=off", "-c", "max_connections=40", "-c", "shared_buffers=32MB"]
        with (base / "log").open("w") as log:
            process = subprocess.Popen(
                [*prefix, binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=base
            )
        _wait(port, process, base / "log")
        yield f"postgresql+psycopg://{_USER}@127.0.0.1:{port}"
    finally:
        if process is not None:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy address of a database of its own, empty, dropped at the end."""
    name = f"prova_{uuid.uuid4().hex[:12]}"
    address = postgres_server.replace("+psycopg", "") + "/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{postgres_server}/{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, once, that PostgreSQL was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    if _missing or any("PostgreSQL: manca" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(
            "ATTENZIONE: PostgreSQL NON È STATO PROVATO (mancano i suoi programmi: "
            "su Debian 'apt-get install postgresql').",
            red=True,
            bold=True,
        )


def _server_user() -> str | None:
    """Return who the server runs as: None for ourselves, empty when root finds no such user."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name if shutil.which("runuser") else ""
    except KeyError:
        return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"postgresql://{_USER}@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    pytest.fail(f"PostgreSQL non parte: {log.read_text(errors='replace')[-2000:]}")
