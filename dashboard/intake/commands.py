"""The commands of intake: templates, check, load, deliveries, withdraw."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from dashboard.console import Command, counted
from dashboard.data.definitions import load_catalogue
from dashboard.data.territories.model import Territories
from dashboard.intake.checking import Progress
from dashboard.intake.database import LedgerError
from dashboard.intake.ledger import Ledger, LoadResult
from dashboard.intake.limits import Limits
from dashboard.intake.problems import Report, others, write_problems
from dashboard.intake.service import Intake, check_files, load_files, near_datasets
from dashboard.intake.templates import write_templates
from dashboard.settings import Settings

SHOWN = 1_000
"""The most problems printed; all of them go to `--json` or `--report`."""

_FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
_DATASET = click.option(
    "--dataset", metavar="DATASET", help="Per quale dataset sono i file, quando non lo dicono da sé."
)
_REPORT = click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Scrive tutti i problemi in un file (.csv o .json).",
)
_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Stampa l'esito come JSON, per un altro programma."
)


@click.command(cls=Command, help="Scrive in CARTELLA un modello Excel per ogni dataset del catalogo.")
@click.argument("folder", metavar="CARTELLA", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--dataset", "datasets", metavar="DATASET", multiple=True, help="Solo questo dataset (si può ripetere)."
)
def templates(folder: Path, datasets: tuple[str, ...]) -> None:
    """Command `templates`."""
    with _opened(Settings(), with_ledger=False) as intake:
        unknown = [code for code in datasets if code not in intake.catalogue.datasets]
        if unknown:
            near = ", ".join(
                dict.fromkeys(n for code in unknown for n in near_datasets(intake.catalogue, code))
            )
            hint = f" Forse: {near}." if near else ""
            every = "Senza --dataset si scrivono tutti."
            raise LedgerError(f"Dataset sconosciuto: {', '.join(unknown)}.{hint} {every}")
        with _bar() as progress:
            written = write_templates(
                intake.catalogue, intake.areas, folder, datasets or None, progress=progress
            )
    verb = "Scritto" if len(written) == 1 else "Scritti"
    click.echo(f"{verb} {counted(len(written), 'modello', 'modelli')} in {folder}.")


@click.command(
    cls=Command,
    help="Controlla uno o più FILE (.xlsx o .csv) e dice tutti i problemi in una volta. Non carica nulla.",
)
@_FILES
@_DATASET
@_REPORT
@_JSON
def check(files: tuple[Path, ...], dataset: str | None, report: Path | None, as_json: bool) -> None:
    """Command `check`: exit code 0 when all files may be loaded, 1 otherwise."""
    with _opened(Settings()) as intake:
        with _bar() as progress:
            reports = check_files(files, intake, dataset=dataset, progress=progress)
        if report:
            write_problems(reports, report)
    if as_json:
        click.echo(json.dumps([r.to_dict() for r in reports], ensure_ascii=False, indent=1))
    else:
        _print_reports(reports, report)
    sys.exit(0 if all(r.valid for r in reports) else 1)


@click.command(
    cls=Command,
    help="Controlla uno o più FILE (.xlsx o .csv) e carica nel registro quelli senza errori.",
)
@_FILES
@_DATASET
@click.option(
    "--by",
    metavar="NOME",
    default="",
    help="Chi carica (altrimenti l'impostazione OPERATOR, o l'utente di sistema).",
)
@click.option(
    "--replaces", metavar="NUMERO", type=int, help="Numero della consegna che il file sostituisce per intero."
)
@click.option("--stop-on-warnings", is_flag=True, help="Non carica i file che hanno avvisi.")
@_REPORT
@_JSON
def load(
    files: tuple[Path, ...],
    dataset: str | None,
    by: str,
    replaces: int | None,
    stop_on_warnings: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Command `load`: exit code 0 when every file is in the ledger, 1 when some file was refused."""
    settings = Settings()
    with _opened(settings) as intake:
        if replaces is not None and len(files) != 1:
            raise LedgerError("--replaces vuole un solo file.")
        with _bar() as progress:
            done = load_files(
                files,
                intake,
                dataset=dataset,
                by=by or settings["OPERATOR"],
                replaces=replaces,
                stop_on_warnings=stop_on_warnings,
                progress=progress,
            )
        if report:
            write_problems([r for r, _ in done], report)
    if as_json:
        click.echo(json.dumps([_loaded(*pair) for pair in done], ensure_ascii=False, indent=1))
    else:
        _print_reports([r for r, _ in done], report)
        for _, result in done:
            click.echo(result.message)
    sys.exit(1 if any(result.status == "refused" for _, result in done) else 0)


@click.command(cls=Command, help="Elenca le consegne del registro, dalla più vecchia.")
@click.option("--dataset", metavar="DATASET", help="Solo quelle di un dataset.")
def deliveries(dataset: str | None) -> None:
    """Command `deliveries`."""
    with Ledger(Settings().database_url) as ledger:
        found = ledger.deliveries(dataset)
    for item in found:
        noun = "riga" if item.rows == 1 else "righe"
        state = "in vigore"
        if item.withdrawn_at is not None:
            state = f"ritirata il {item.withdrawn_at:%d/%m/%Y} da {item.withdrawn_by}: {item.reason}"
        elif item.replaced_by is not None:
            state = f"sostituita dalla {item.replaced_by}"
        mark = " · dati dimostrativi" if item.demonstration else ""
        click.echo(
            f"{item.id:>5}  {item.received_at:%d/%m/%Y %H:%M}  {item.dataset:<24} {item.rows:>9} {noun:<5}  "
            f"{item.file_name}  ({item.received_by}, {state}{mark})"
        )
    click.echo(f"{counted(len(found), 'consegna', 'consegne')}.")


@click.command(cls=Command, help="Ritira la CONSEGNA: le sue righe restano nel registro e non contano più.")
@click.argument("delivery", metavar="CONSEGNA", type=int)
@click.option("--reason", metavar="TESTO", required=True, help="Perché.")
@click.option(
    "--by", metavar="NOME", default="", help="Chi ritira (altrimenti OPERATOR, o l'utente di sistema)."
)
def withdraw(delivery: int, reason: str, by: str) -> None:
    """Command `withdraw`."""
    settings = Settings()
    with Ledger(settings.database_url) as ledger:
        ledger.withdraw(delivery, reason, by=by or settings["OPERATOR"])
    click.echo(f"Consegna {delivery} ritirata.")


@contextmanager
def _opened(settings: Settings, *, with_ledger: bool = True) -> Iterator[Intake]:
    """Open catalogue, territories (the demonstration and the imported ones too) and ledger."""
    catalogue = load_catalogue(settings.definitions_dir)
    territories = Territories.load(*settings.territory_dirs)
    limits = Limits(bytes=settings.max_upload_bytes)
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger(settings.database_url)) if with_ledger else None
        yield Intake(catalogue, territories, limits, ledger)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show a progress bar on a terminal, one a task; nothing elsewhere."""
    shown: dict[str, Any] = {}

    def progress(done: int, total: int, what: str) -> None:
        if what not in shown:
            for bar in shown.values():
                bar.close()
            shown[what] = tqdm(total=total, desc=what, unit_scale=True, file=sys.stderr, disable=None)
        bar = shown[what]
        bar.total = total
        bar.update(done - bar.n)

    try:
        yield progress
    finally:
        for bar in shown.values():
            bar.close()


def _print_reports(reports: Sequence[Report], written: Path | None) -> None:
    left = SHOWN
    for report in reports:
        for problem in report.sorted_problems()[:left]:
            click.echo(str(problem))
        left = max(left - len(report.problems), 0)
    for report in reports:
        total = report.errors + report.warnings
        verdict = "valido" if report.valid else "da correggere"
        dataset = f" ({report.dataset})" if report.dataset else ""
        marks = ["dati dimostrativi"] if report.demonstration else []
        marks += ["riga di esempio non caricata"] if report.skipped_example else []
        click.echo(
            f"{report.file}{dataset}: {verdict}; {counted(report.rows, 'riga', 'righe')}, "
            f"{counted(report.errors, 'errore', 'errori')}, {counted(report.warnings, 'avviso', 'avvisi')}"
            + "".join(f"; {mark}" for mark in marks)
            + "."
        )
        if total > len(report.problems):
            columns = ", ".join(f"{c or 'riga'}: {n}" for c, n in report.uncounted.most_common())
            click.echo(
                f"  {others(total - len(report.problems), 'problema', 'problemi')} per colonna: {columns}"
            )
    kept = sum(len(r.problems) for r in reports)
    if kept > SHOWN:
        where = f"in {written}" if written else "con --report problemi.csv"
        click.echo(f"Problemi mostrati: {SHOWN} su {kept}: tutti {where}.")


def _loaded(report: Report, result: LoadResult) -> dict[str, object]:
    outcome = {
        "esito": {"loaded": "caricato", "unchanged": "invariato"}.get(result.status, "rifiutato"),
        "consegna": result.delivery,
        "righe_caricate": result.rows,
        "righe_sostituite": result.superseded,
        "messaggio": result.message,
    }
    return {**report.to_dict(), **outcome}
