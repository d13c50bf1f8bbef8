"""Check and load files: the one door to the ledger, for the command line and for the data office's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from dashboard.console import os_reason
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.intake.areas import AreaIndex
from dashboard.intake.checking import CheckedFile, Progress, TableCheck, nearest_dataset
from dashboard.intake.columns import fold_heading
from dashboard.intake.crosschecks import cross_check
from dashboard.intake.ledger import Ledger, LoadResult
from dashboard.intake.limits import Limits
from dashboard.intake.problems import Issue, Problem, Report
from dashboard.intake.reading import open_table, sha256_of
from dashboard.intake.spool import Rows
from dashboard.intake.tables import RawTable, ReadingError

_WHERE = "I codici sono nei modelli (comando templates), uno per dataset."


@dataclass(frozen=True)
class Intake:
    """What a check needs to know.

    Attributes:
        catalogue: the definitions.
        areas: the territories.
        limits: how much of a file is read.
        ledger: what is there already, for the cross-checks; None to check files by themselves.
    """

    catalogue: Catalogue
    areas: AreaIndex
    limits: Limits = field(default_factory=Limits)
    ledger: Ledger | None = None


def check_files(
    paths: Sequence[Path], intake: Intake, *, dataset: str | None = None, progress: Progress | None = None
) -> list[Report]:
    """Check files, each by itself and then together; nothing is loaded.

    Args:
        paths: the files.
        intake: definitions, territories, limits, ledger.
        dataset: what they are for, when neither the file nor its name says so.
        progress: told how much is done, of how much, and of what.

    Returns:
        One report a file, in the same order.
    """
    files = [check_file(path, intake, dataset=dataset, progress=progress) for path in paths]
    try:
        _cross_check(files, intake)
        return [f.report for f in files]
    finally:
        for checked in files:
            checked.spool.close()


def load_files(
    paths: Sequence[Path],
    intake: Intake,
    *,
    dataset: str | None = None,
    by: str = "",
    replaces: int | None = None,
    stop_on_warnings: bool = False,
    progress: Progress | None = None,
) -> list[tuple[Report, LoadResult]]:
    """Check files and load the valid ones, each as a whole.

    Args:
        paths: the files.
        intake: definitions, territories, limits, and the ledger to load into.
        dataset: what they are for, when neither the file nor its name says so.
        by: who loads them.
        replaces: number of the delivery that a file takes the place of; only with one file.
        stop_on_warnings: whether a file with warnings is left out too.
        progress: told how much is done, of how much, and of what.

    Returns:
        The report of each file and what its load did, in the same order.

    Raises:
        LedgerError: `replaces` cannot be replaced.
        ValueError: there is no ledger, or several files and one delivery to replace.
    """
    if intake.ledger is None:
        raise ValueError("no ledger to load into")
    if replaces is not None and len(paths) != 1:
        raise ValueError("one delivery is replaced by one file")
    files = [check_file(path, intake, dataset=dataset, progress=progress) for path in paths]
    try:
        _cross_check(files, intake, replaces)
        results = []
        for checked in files:
            report = checked.report
            if stop_on_warnings and report.valid and report.warnings:
                message = f"{report.file}: non caricato, ci sono avvisi da confermare."
                results.append((report, LoadResult(report.file, "refused", None, 0, 0, message)))
                continue
            result = intake.ledger.load(
                checked,
                by=by,
                replaces=replaces,
                catalogue=intake.catalogue.fingerprint,
                progress=progress,
            )
            results.append((report, result))
        return results
    finally:
        for checked in files:
            checked.spool.close()


def check_file(
    path: Path, intake: Intake, *, dataset: str | None = None, progress: Progress | None = None
) -> CheckedFile:
    """Check one file by itself and keep its rows aside, for `Ledger.load`."""
    checked = CheckedFile(path, Report(path.name))
    try:
        before = _stamp(path)
        checked.sha256, checked.size = sha256_of(path), before[0]
        with open_table(path, intake.limits) as table:
            definition = _dataset_of(path, table, intake.catalogue, dataset)
            checked.dataset, checked.report.dataset = definition, definition.code
            check = TableCheck(intake.catalogue, definition, intake.areas, checked.report)
            check.run(table, progress)
            checked.spool, checked.sheet, checked.headings = check.spool, table.sheet, check.headings
        if _stamp(path) != before:
            raise ReadingError("un file cambiato durante la lettura", "un file fermo", "Riprovare.")
    except (ReadingError, OSError) as error:
        checked.spool.close()
        issue = error.issue if isinstance(error, ReadingError) else _unreadable(error)
        row = error.row if isinstance(error, ReadingError) else None
        checked.report.add(
            Problem(path.name, "", row, "", issue.found, issue.expected, issue.remedy, issue.severity)
        )
    return checked


def _dataset_of(path: Path, table: RawTable, catalogue: Catalogue, wanted: str | None) -> Dataset:
    """Tell what a file is for: as asked, as the template marked it, or as its name says.

    Raises:
        ReadingError: nothing tells, or the answer is no dataset.
    """
    if wanted is not None and wanted not in catalogue.datasets:
        like = " o ".join(f"«{code}»" for code in near_datasets(catalogue, wanted))
        hint = f"Forse {like}? " if like else ""
        raise ReadingError(f"il dataset «{wanted}»", "un dataset del catalogo", hint + _WHERE)
    if wanted and table.mark in catalogue.datasets and table.mark != wanted:
        raise ReadingError(
            f"il modello del dataset «{table.mark}»",
            f"quello di «{wanted}»",
            "Togliere --dataset, o usare il modello giusto.",
        )
    named = path.name.split("__")[0] if "__" in path.name else path.stem
    for code in (wanted, table.mark, named):
        if code in catalogue.datasets:
            return catalogue.datasets[str(code)]
    near = nearest_dataset(catalogue, table.header)
    alike = " o ".join(f"«{code}»" for code in near_datasets(catalogue, named))
    hint = f" Le colonne sono quelle di «{near}»." if near else f" Forse {alike}?" if alike else ""
    raise ReadingError(
        "un file che non dice per quale dataset è",
        "un modello del programma, o un nome come «<dataset>__nome.csv»",
        f"Indicarlo con --dataset.{hint} {_WHERE}",
    )


def near_datasets(catalogue: Catalogue, text: str) -> list[str]:
    """Return the codes, three at most, of the datasets whose code or label is like a text, nearest first."""
    names = {fold_heading(d.label): c for c, d in catalogue.datasets.items()}
    names |= {fold_heading(code): code for code in catalogue.datasets}
    return list(
        dict.fromkeys(names[n] for n in get_close_matches(fold_heading(text)[:100], names, cutoff=0.6))
    )


def _cross_check(files: list[CheckedFile], intake: Intake, replaces: int | None = None) -> None:
    """Run the cross-checks over what the ledger will hold after the load."""
    ledger = intake.ledger

    def current(code: str) -> Iterator[Rows]:
        for number, rows in ledger.batches(code) if ledger else ():
            if number != replaces:
                yield rows

    cross_check(files, intake.catalogue, intake.areas, current)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _unreadable(error: OSError) -> Issue:
    return Issue(
        f"un file che non si può aprire ({os_reason(error)})", "un file .xlsx o .csv", "Controllare il nome."
    )
