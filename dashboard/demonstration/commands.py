"""The command that makes the demonstration data; messages in Italian."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from tqdm import tqdm

from dashboard.console import Command
from dashboard.data.definitions.loader import load_catalogue
from dashboard.data.territories import Territories
from dashboard.settings import Settings

from .facts import MissingFactError
from .generate import SEED, generate


def demo_dir(settings: Settings) -> Path:
    """Return the folder where the demonstration is kept when no other is named."""
    return settings.state_dir / "demo"


@click.command("demo", cls=Command)
@click.option(
    "--out",
    metavar="CARTELLA",
    type=click.Path(file_okay=False, path_type=Path),
    help="Cartella dei file (var/demo).",
)
@click.option(
    "--seed",
    metavar="NUMERO",
    type=click.IntRange(0),
    default=SEED,
    show_default=True,
    help="Seme dei numeri casuali.",
)
@click.option(
    "--scale",
    metavar="NUMERO",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="Moltiplica i dati.",
)
def demo(out: Path | None, seed: int, scale: int) -> None:
    """Genera i dati dimostrativi per ciò che nessuno ha pubblicato.

    Ogni riga è marcata come dimostrativa. Con lo stesso seme i file sono identici, byte per byte.
    """
    settings = Settings()
    folder = out or demo_dir(settings)
    catalogue = load_catalogue(settings.definitions_dir)
    territories = Territories.load(settings.territories_dir)
    with tqdm(desc="Dati dimostrativi", unit="passo", disable=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.total, bar.n = total, done
            bar.set_postfix_str(what)

        try:
            boundaries = settings.territories_dir / "boundaries" / "comune"
            paths = generate(
                catalogue,
                territories,
                folder,
                seed=seed,
                scale=scale,
                progress=progress,
                boundaries=boundaries,
            )
        except MissingFactError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"Scritti {len(paths)} file di dati dimostrativi in {folder} (seme {seed}).")
    click.echo(
        "Ogni riga porta la marca «dimostrativo»: non descrive nessuna persona e nessun territorio reale."
    )
