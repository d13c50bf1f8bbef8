from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.demonstration import commands
from dashboard.demonstration.facts import MissingFactError
from dashboard.settings import Settings


def test_the_command_writes_the_files_and_says_so_in_italian(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands.demo, ["--out", str(tmp_path), "--seed", "4"])
    assert result.exit_code == 0, result.output
    assert f"in {tmp_path} (seme 4)" in result.output
    assert "dimostrativo" in result.output
    assert (tmp_path / "participation__dimostrativo.csv").exists()


def test_by_default_files_go_to_the_folder_of_the_state(tmp_path: Path) -> None:
    assert commands.demo_dir(Settings({"STATE_DIR": str(tmp_path)})) == tmp_path / "demo"


def test_a_missing_fact_is_a_sentence_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> list[Path]:
        raise MissingFactError("in_assessment (IT, totale)")

    monkeypatch.setattr(commands, "generate", fail)
    result = CliRunner().invoke(commands.demo, ["--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "tra i dati pubblicati manca: in_assessment" in result.output
