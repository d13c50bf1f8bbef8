"""What the command line tells people: what is unsafe, what was hidden, how far the work has come."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from dashboard.disclosure.files import write_json
from dashboard.disclosure.layout import Floats, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.disclosure.tidy import named, names_of

if TYPE_CHECKING:
    from dashboard.disclosure.audit import Report

MOST_LISTED = 200
Progress = Callable[[int, int, str], None]


def list_unsafe(report: Report, layout: Layout, hidden: int, *, shown: Sequence[int] = ()) -> None:
    """Print the cells that are not protected, each with the interval an attacker gets.

    Args:
        report: the report.
        layout: the cells.
        hidden: how many cells are hidden.
        shown: cells that are published and should not be.
    """
    unsafe = report.unsafe
    cells = len({told.cell for told in unsafe})
    click.echo(f"Non sicura: celle nascoste {hidden}, non protette {cells + len(shown)}.")
    for cell in shown[:MOST_LISTED]:
        click.echo(f"  {named(layout, cell)}: pubblicata, sotto la soglia")
    for told in unsafe[:MOST_LISTED]:
        who = f" (per {told.insider})" if told.insider else ""
        why = "" if told.exact else f" – {told.why}"
        click.echo(f"  {named(layout, told.cell)}: {span(told.low, told.high)}{who}{why}")
    if max(len(unsafe), len(shown)) > MOST_LISTED:
        left = max(len(unsafe) - MOST_LISTED, 0) + max(len(shown) - MOST_LISTED, 0)
        click.echo(f"  … e altre {left}; tutte con --report")


def shown_though_small(values: Floats, rule: Rule) -> list[int]:
    """Return the cells that are published though the threshold would have them hidden.

    With an interval somebody else has said which cells are sensitive, and none is returned.

    Args:
        values: what is published, NaN where hidden, shape (cells,).
        rule: the rule.
    """
    if rule.interval is not None:
        return []
    told = ~np.isnan(values)
    small = told & rule.small(np.where(told, values, rule.threshold).astype(np.int64))
    return [int(cell) for cell in np.flatnonzero(small)]


def tell_what_is_not_audited(values: Floats, rule: Rule) -> None:
    """Say on standard error that how wide an interval must be depends on which cells are sensitive.

    Args:
        values: what is published, NaN where hidden, shape (cells,).
        rule: the rule.
    """
    if rule.interval is not None and np.isnan(values).any():
        click.echo(
            "Non è detto quali celle sono riservate: di ognuna si verifica solo che non si ricavi; "
            "per l’intervallo intero ci vuole --explain.",
            err=True,
        )


def write_report(path: Path, report: Report, layout: Layout) -> None:
    """Write a report for the data office, with the names of the cells and without the worlds.

    Raises:
        InputError: the file cannot be written.
    """
    content = json.loads(report.to_json(worlds=False))
    del content["worlds"]
    for told in content["cells"]:
        del told["low_world"], told["high_world"]
        told["cell"] = names_of(layout, told["cell"])
    write_json(path, content, secret=True)


def span(low: int, high: int | None) -> str:
    """Say an interval: `da 0 a 7`, `esattamente 3`, `da 5 in su`."""
    if high is None:
        return f"da {low} in su"
    return f"esattamente {low}" if low == high else f"da {low} a {high}"


def summarise(out: Path, problem: Problem, pattern: Pattern, *, audited: bool) -> None:
    """Print what was hidden and whether it was proven."""
    hidden, primary = int(pattern.hidden.sum()), int(problem.sensitive.sum())
    if hidden:
        click.echo(
            f"{out.name}: {len(problem)} celle, {hidden} nascoste ({100 * hidden / len(problem):.0f}%): "
            f"{primary} da proteggere, {hidden - primary} per proteggerle."
        )
    else:
        click.echo(f"{out.name}: {len(problem)} celle, nessuna nascosta.")
    if hidden and pattern.optimal:
        click.echo("È dimostrato che di meno non si può.")
    click.echo("Verifica indipendente superata." if audited else "Senza verifica indipendente.")


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Draw a bar on standard error when somebody is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=1, leave=False, file=sys.stderr, bar_format="{desc} {percentage:3.0f}% {bar}") as bar:

        def show(done: int, total: int, text: str) -> None:
            bar.total, bar.n = max(total, 1), done
            bar.set_description_str(text)
            bar.refresh()

        yield show
