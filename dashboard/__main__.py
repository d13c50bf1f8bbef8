"""The command line: `python -m dashboard COMANDO`. Every room brings its own commands; here they meet."""

from __future__ import annotations

from typing import ClassVar

import click

from dashboard.settings import SETTINGS, Settings


class _Rooms(click.Group):
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
        return command


@click.group(cls=_Rooms, help="Cruscotto: dati di monitoraggio, dal modello compilato al rilascio.")
def cli() -> None:
    """Entry point of `python -m dashboard`."""


@cli.command(help="Elenca le impostazioni: nome, valore in uso, significato.")
def settings() -> None:
    """Print the table of settings."""
    current = Settings()
    for setting in SETTINGS:
        click.echo(f"{setting.name:<18} {current[setting.name] or '(vuoto)':<12} {setting.help}")


if __name__ == "__main__":
    cli(prog_name="python -m dashboard")
