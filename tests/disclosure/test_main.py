"""`python -m dashboard.disclosure` ends with the exit code of its command."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["audit", "none.csv"], 2)])
def test_the_exit_code_is_that_of_the_command(
    words: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["disclosure", *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("dashboard.disclosure", run_name="__main__")
    assert ended.value.code == code
    assert any(capsys.readouterr())


def test_importing_it_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_module("dashboard.disclosure.__main__", run_name="elsewhere")
    assert not any(capsys.readouterr())


def test_every_public_name_is_there() -> None:
    import dashboard.disclosure as package

    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = package.nonsense


def test_importing_the_package_loads_no_solver() -> None:
    code = "import sys, dashboard.disclosure as d; d.Rule; print({'highspy', 'ortools'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
