from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from dashboard.__main__ import _Rooms, cli
from dashboard.settings import ROOT, SETTINGS


@pytest.mark.parametrize("name", sorted(_Rooms.rooms))
def test_every_command_is_in_its_room_and_says_what_it_does(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert command.name == name
    assert command.help
    assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


def test_the_help_lists_every_command() -> None:
    help_text = CliRunner().invoke(cli, ["--help"]).output

    for name in [*_Rooms.rooms, "settings"]:
        assert f"  {name}" in help_text


def test_what_is_no_command_is_refused() -> None:
    done = CliRunner().invoke(cli, ["volare"])

    assert done.exit_code == 2
    assert "volare" in done.output


def test_the_settings_are_listed_with_the_value_at_work_and_the_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AUDIENCE", "cabina")
    monkeypatch.delenv("RELEASE", raising=False)

    lines = CliRunner().invoke(cli, ["settings"]).output.splitlines()

    by_name = {line.split()[0]: line for line in lines}
    assert set(by_name) == {setting.name for setting in SETTINGS}
    assert by_name["AUDIENCE"].split()[1] == "cabina"
    assert "(vuoto)" in by_name["RELEASE"]
    assert all(setting.help in by_name[setting.name] for setting in SETTINGS)


def test_a_start_opens_no_room() -> None:
    code = "import sys, dashboard.__main__; print([m for m in sys.modules if m.startswith('pandas')])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
