"""`python -m dashboard.disclosure` ends with the exit code of its command."""

from __future__ import annotations

import runpy
import sys

import pytest


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
