"""What the command line tells people: what is unsafe, what was hidden, how far the work has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from dashboard.disclosure.layout import Layout
from dashboard.disclosure.problem import Pattern, Problem
from dashboard.disclosure.tidy import named

if TYPE_CHECKING:
    from dashboard.disclosure.audit import Report

MOST_LISTED = 200
Progress = Callable[[int, int, str], None]


def exposed(report: Report, problem: Problem) -> list[int]:
    """Return large cells that somebody marked as sensitive and that have but one possible value.

    The rule for small counts is content when a cell is known to be at least the threshold; whoever marks a
    large cell by hand wants more than that.
    """
    return [
        int(told.cell)
        for told in report.cells
        if problem.sensitive[told.cell] and told.high is not None and told.low == told.high
    ]


def list_unsafe(report: Report, layout: Layout, hidden: int) -> None:
    """Print the cells that are not protected, each with the interval an attacker gets."""
    unsafe = [told for told in report.cells if not told.safe]
    click.echo(f"Non sicura: {len(unsafe)} delle {hidden} celle nascoste non sono protette.")
    for told in unsafe[:MOST_LISTED]:
        who = f" (per {told.insider})" if told.insider else ""
        why = f" – {told.why}" if told.why else ""
        click.echo(f"  {named(layout, told.cell)}: {span(told.low, told.high)}{who}{why}")
    if len(unsafe) > MOST_LISTED:
        click.echo(f"  … e altre {len(unsafe) - MOST_LISTED}; tutte con --report")


def span(low: float | None, high: float | None) -> str:
    """Say an interval: `da 0 a 7`, `esattamente 3`, `da 5 in su`."""
    start = 0 if low is None or not np.isfinite(low) else int(low)
    if high is None or not np.isfinite(high):
        return f"da {start} in su"
    return f"esattamente {start}" if start == int(high) else f"da {start} a {int(high)}"


def summarise(out: Path, problem: Problem, pattern: Pattern, *, audited: bool) -> None:
    """Print what was hidden and whether it was proven."""
    hidden, primary = int(pattern.hidden.sum()), int(problem.sensitive.sum())
    share = 100 * hidden / len(problem)
    click.echo(
        f"{out.name}: {len(problem)} celle, {hidden} nascoste ({share:.0f}%): "
        f"{primary} da proteggere, {hidden - primary} per proteggerle."
    )
    if pattern.optimal:
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
