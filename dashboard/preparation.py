"""Prepare the demonstration state: published facts and demonstration data through the intake, then a release.

`make run` calls it. It touches only what it put there itself, and nothing at all once somebody else has
delivered: whether and when that is published is for the data office to say (`python -m dashboard release`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from dashboard import console
from dashboard.settings import PACKAGE, Settings

if TYPE_CHECKING:
    from dashboard.intake.ledger import Ledger

AS_OF = date(2023, 12, 31)
"""Day of the last published report on the experiment: the release shows the state of that day."""
OPERATOR = "preparazione"
REASON = "prima pubblicazione: cifre già pubbliche, con la loro fonte, e dati dimostrativi"
REASON_PEOPLE = "tabelle di persone protette e verificate, accanto a ciò che era già pubblicato"
OTHERS = "Nulla da preparare: ci sono consegne di altri. Pubblicare con «python -m dashboard release»."
_SOURCES = ("data", "demonstration", "disclosure", "intake", "publishing")
_BESIDES = ("__pycache__", "panels")
"""Folders that change no release: compiled code, and the pictures declared for the pages."""
_STALE = "sostituita da una nuova preparazione"


class PreparationError(click.ClickException):
    """The demonstration state cannot be prepared; the message is in Italian."""


@click.command(
    cls=console.Command,
    help="Prepara il rilascio dimostrativo: fatti pubblicati e dati dimostrativi, se serve.",
)
@click.option("--force", is_flag=True, help="Prepara di nuovo anche se nulla è cambiato.")
@click.option(
    "--protected",
    is_flag=True,
    help="Protegge e verifica anche le tabelle di persone per il pubblico: alcuni minuti.",
)
def prepare(force: bool, protected: bool) -> None:
    """Command `prepare`: bring the demonstration release up to date, or say that it is.

    Tables of people take minutes to protect. The first release does without them, so that there is something
    to look at within half a minute; with `--protected` a second one brings them.
    """
    settings = Settings()
    marks = [settings.state_dir / name for name in ("protected", "prepared")][: 1 if protected else 2]
    folders = [*(PACKAGE / name for name in _SOURCES), settings.definitions_dir, settings.territories_dir]
    wanted = fingerprint(folders, settings["DATABASE_URL"])
    ready = any(mark.exists() and mark.read_text() == wanted for mark in marks)
    if not force and ready and _released(settings):
        click.echo("Il rilascio dimostrativo è già pronto.")
        return
    said = build(settings, people=protected)
    click.echo(said)
    if said != OTHERS:
        marks[-1].write_text(wanted)


def fingerprint(folders: Iterable[Path], *texts: str) -> str:
    """Return the SHA-256 of the files below some folders (names and contents) and of some texts.

    Args:
        folders: what is below them counts, `_BESIDES` apart.
        texts: what else counts, such as where the releases are kept.
    """
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(_BESIDES).intersection(path.relative_to(folder).parts):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _released(settings: Settings) -> bool:
    """Tell whether the store of the settings has any release."""
    from dashboard.data.store import open_store

    store = open_store(settings)
    try:
        return bool(store.releases())
    finally:
        store.engine.dispose()


def build(settings: Settings, *, people: bool = False) -> str:
    """Generate, load and publish what the demonstration state is made of.

    Args:
        settings: where the state is.
        people: whether the public gets the tables of people too, protected and audited.

    Returns:
        A sentence that says what was done; `OTHERS` when nothing was, since others have delivered.

    Raises:
        PreparationError: a file of the program does not pass its own check, or the territories or the
            catalogue at work are not those it was made for.
    """
    from dashboard.data.definitions import DefinitionError
    from dashboard.data.store import StoreError
    from dashboard.data.territories import TerritoryError, UnknownAreaError
    from dashboard.demonstration.facts import MissingFactError
    from dashboard.intake.ledger import Ledger
    from dashboard.publishing import PublishingError

    settings.state_dir.mkdir(parents=True, exist_ok=True)
    try:
        with Ledger(settings.database_url) as ledger:
            if any(one.active and one.received_by != OPERATOR for one in ledger.deliveries()):
                return OTHERS
            return _build(settings, ledger, people=people)
    except (DefinitionError, TerritoryError, UnknownAreaError, MissingFactError) as error:
        raise PreparationError(
            f"Il rilascio dimostrativo non si prepara con il catalogo e i territori in uso: {error}"
        ) from error
    except (PublishingError, StoreError) as error:
        raise PreparationError(str(error)) from error


def _build(settings: Settings, ledger: Ledger, *, people: bool) -> str:
    """Generate, load and publish, with an open ledger that holds nobody else's deliveries."""
    from dashboard.data.definitions import load_catalogue
    from dashboard.data.store import open_store
    from dashboard.data.territories import Territories
    from dashboard.demonstration import generate
    from dashboard.intake.service import Intake, load_files
    from dashboard.publishing import Options, publish
    from dashboard.publishing.service import guard_of

    catalogue = load_catalogue(settings.definitions_dir)
    shipped = Territories.load(settings.territories_dir)
    with _Bar("Dati dimostrativi") as bar:
        made = generate(catalogue, shipped, settings.demonstration_dir, progress=bar)
    territories = Territories.load(*settings.territory_dirs)
    files = [
        *sorted((PACKAGE / "data" / "published").glob("*__*.csv")),
        *(path for path in made if "__" in path.name),
    ]
    with _Bar("Caricamento") as bar:
        results = load_files(files, Intake(catalogue, territories, ledger=ledger), by=OPERATOR, progress=bar)
    refused = [report for report, result in results if result.status == "refused"]
    if refused:
        raise PreparationError("\n".join(str(problem) for report in refused for problem in report.problems))
    _withdraw_stale(ledger, {result.delivery for _, result in results if result.delivery is not None})
    with _Bar("Rilascio") as bar:
        done = publish(
            ledger,
            catalogue,
            territories,
            open_store(settings),
            options=Options(
                as_of=AS_OF,
                reason=REASON_PEOPLE if people else REASON,
                published_by=OPERATOR,
                people=people,
            ),
            boundaries_from=settings.territories_dir,
            progress=bar,
            guard=guard_of(settings, territories),
        )
    rows = sum(result.rows for _, result in results)
    said = f"Rilascio {done.number} pronto: {len(files)} file, {rows} righe caricate ora."
    return "\n".join((said, *done.warnings))


def _withdraw_stale(ledger: Ledger, current: set[int]) -> None:
    """Withdraw what an earlier preparation loaded and this one did not, so that it counts no more."""
    for delivery in ledger.deliveries():
        if delivery.active and delivery.received_by == OPERATOR and delivery.id not in current:
            ledger.withdraw(delivery.id, _STALE, by=OPERATOR)


class _Bar:
    """A progress bar that is told (done, total, what) and draws only on a terminal."""

    def __init__(self, what: str) -> None:
        self._bar = tqdm(desc=what, disable=None, bar_format="{desc}: {percentage:3.0f}% |{bar}| {postfix}")

    def __enter__(self) -> Callable[[int, int, str], None]:
        return self._tell

    def __exit__(self, *exc: object) -> None:
        self._bar.close()

    def _tell(self, done: int, total: int, what: str) -> None:
        self._bar.total = total
        self._bar.n = done
        self._bar.set_postfix_str(what, refresh=True)


__all__: Sequence[str] = ("PreparationError", "build", "fingerprint", "prepare")
