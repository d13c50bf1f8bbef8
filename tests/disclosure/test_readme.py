"""The README of the library does what it says: files are written, commands run, their output compared."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dashboard.disclosure.cli import commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "dashboard" / "disclosure" / "README.md").read_text(encoding="utf-8")
SECONDS = 120


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    found = re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    return dict(found)


def run(words: list[str], folder: Path) -> str:
    if words[0] == "cat":
        return (folder / words[1]).read_text(encoding="utf-8")
    assert words[0] == "python"
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_each_command_prints_what_the_readme_says(folder: Path) -> None:
    shown = "".join(blocks("console"))
    assert shown.startswith("$ ")
    done = []
    for line in re.findall(r"^\$ (.*)$", shown, flags=re.MULTILINE):
        done += [f"$ {line}\n", run(shlex.split(line), folder)]
    assert "".join(done) == shown


def test_the_example_in_python_runs(folder: Path) -> None:
    (code,) = blocks("python")
    (folder / "example.py").write_text(code, encoding="utf-8")
    hidden, safe = run(["python", "example.py"], folder).split()
    run(
        ["python", "-m", "dashboard.disclosure", "protect", "table.csv", "--count", "n", "-o", "o.csv"],
        folder,
    )
    assert (folder / "o.csv").read_text(encoding="utf-8").count(",hidden") == int(hidden)
    assert safe == "True"


@pytest.mark.parametrize("command", ["protect", "audit"])
def test_every_option_is_in_the_readme(command: str) -> None:
    for option in commands.commands[command].params:
        if isinstance(option, click.Option):
            assert f"`{option.opts[0]}" in README or f" {option.opts[0]} " in README, option.opts[0]


def test_every_option_of_the_readme_exists() -> None:
    known = {name for command in commands.commands.values() for one in command.params for name in one.opts}
    for name in re.findall(r"(?<![\w-])--[a-z][a-z-]*", README):
        assert name in known, name


def test_every_module_of_the_readme_exists() -> None:
    package = ROOT / "dashboard" / "disclosure"
    table = README.split("| module |")[1].split("## How it works")[0]
    for name in re.findall(
        r"`([\w*]+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line)
    ):
        assert list(package.glob(f"{name}.py")), name
