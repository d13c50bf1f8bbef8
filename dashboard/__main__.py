"""The command line: `python -m dashboard COMANDO`. Every room brings its own commands; here they meet."""

from __future__ import annotations

from typing import ClassVar

import click

from dashboard import console
from dashboard.settings import SETTINGS, Settings


class _Rooms(console.Group):
    """A group that imports a room only when one of its commands is called, so that a start takes no time."""

    rooms: ClassVar = {
        "templates": "dashboard.intake.commands",
        "check": "dashboard.intake.commands",
        "load": "dashboard.intake.commands",
        "deliveries": "dashboard.intake.commands",
        "withdraw": "dashboard.intake.commands",
        "demo": "dashboard.demonstration.commands",
        "release": "dashboard.publishing.commands",
        "releases": "dashboard.publishing.commands",
        "audit": "dashboard.publishing.commands",
        "territories": "dashboard.data.territories.commands",
        "prepare": "dashboard.preparation",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.rooms})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        if cmd_name not in self.rooms:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(self.rooms[cmd_name]), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        if not isinstance(command, console.Command | console.Group):  # a room that knows nothing of consoles
            command.options_metavar = "[OPZIONI]"
        return command


@click.group(cls=_Rooms, help="Cruscotto: dati di monitoraggio, dal modello compilato al rilascio.")
def cli() -> None:
    """Entry point of `python -m dashboard`."""


@cli.command(
    cls=click.Command,  # it shows the settings before it judges them
    options_metavar="[OPZIONI]",
    help="Elenca le impostazioni: nome, valore in uso, significato.",
)
def settings() -> None:
    """Print the table of settings; end with 2 when a value makes no sense."""
    current = Settings()
    for setting in SETTINGS:
        click.echo(f"{setting.name:<18} {current.shown(setting.name) or '(vuoto)':<12} {setting.help}")
    current.check()


if __name__ == "__main__":
    cli(prog_name="python -m dashboard")
