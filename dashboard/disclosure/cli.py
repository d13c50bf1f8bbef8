"""The command line: `python -m dashboard.disclosure protect TABLE.csv …` and `… audit OUT.csv …`.

Exit codes: 0 safe, 1 unsafe, 2 bad input, 130 interrupted. See README.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
import numpy as np

from dashboard.disclosure import console, explain, reporting
from dashboard.disclosure.building import Wishes, build, insiders_of, refuse_other_figures
from dashboard.disclosure.descriptions import read_hierarchies, read_menu
from dashboard.disclosure.files import InputError
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.disclosure.published import read_published, write_published
from dashboard.disclosure.tidy import COUNT, Description, read_own, read_tidy

if TYPE_CHECKING:
    from dashboard.disclosure.audit import Report

SAFE, UNSAFE, BAD_INPUT = 0, 1, 2
Decorated = Callable[..., Any]


@click.group(cls=console.Group, help="Protegge tabelle di conteggi, e verifica che nessuno le possa disfare.")
def commands() -> None:
    """Entry point of `python -m dashboard.disclosure`."""


def _shared(command: Decorated) -> Decorated:
    """Add the options that both commands have."""
    options = [
        click.option("--hierarchies", type=console.Place(), help="gerarchie delle dimensioni (YAML)"),
        click.option("--menu", type=console.Place(), help="elenco delle tabelle (YAML); senza: tutte"),
        click.option("--threshold", type=console.Whole(2), default=5, help="soglia (se manca: 5)"),
        click.option(
            "--zeros",
            type=console.OneOf("free", "sensitive"),
            default="free",
            metavar="free|sensitive",
            help="gli zeri si pubblicano (free, se manca) o sono riservati",
        ),
        click.option("--interval", type=console.Pair(), help="di quanto una cella può scendere e salire"),
        click.option("--insider", multiple=True, metavar="DIM@LIVELLO", help="chi conosce i dati propri"),
        click.option("--worlds", type=console.Place(), help="i mondi che fanno da prova (JSON, riservato)"),
        click.option("--explain", "explanation", type=console.Place(), help="perché (JSON, riservato)"),
        click.option("--seconds", type=console.Whole(1), help="tempo massimo in secondi"),
        click.option("--workers", type=console.Whole(1), default=1, help="processi paralleli (se manca: 1)"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@commands.command(cls=console.Command, help="Nasconde quanto serve, verifica, e scrive la tabella protetta.")
@click.argument("table", type=console.Place(), metavar="TABELLA.csv")
@click.option("--count", required=True, metavar="COLONNA", help="colonna dei conteggi")
@click.option("-o", "--output", "out", required=True, type=console.Place(), help="tabella protetta (CSV)")
@click.option("--dimensions", metavar="A,B,…", help="colonne delle dimensioni (se manca: tutte le altre)")
@click.option("--primary", metavar="COLONNA", help="celle riservate (0/1), invece della soglia")
@click.option("--hide", metavar="COLONNA", help="celle da nascondere comunque (0/1)")
@click.option("--publish", metavar="COLONNA", help="celle da pubblicare comunque (0/1)")
@click.option("--sensitive", multiple=True, metavar="DIM", help="variabile sensibile: mai tutti in una voce")
@click.option("--earlier", multiple=True, type=console.Place(), help="tabella protetta già in linea")
@click.option("--exact", is_flag=True, help="cerca la soluzione minima, con dimostrazione (tabelle piccole)")
@click.option("--no-audit", "unaudited", is_flag=True, help="scrive senza la verifica indipendente")
@_shared
def protect(table: Path, count: str, out: Path, **options: Any) -> int:
    """Protect a table, audit the result, and write it only when it is safe."""
    places = [out, options["explanation"], options["worlds"]]
    _refuse_overwriting([table, options["hierarchies"], options["menu"], *options["earlier"]], places)
    description = _description(options)
    wishes = Wishes(
        options["primary"],
        options["hide"],
        options["publish"],
        options["sensitive"],
        options["insider"],
        options["earlier"],
    )
    dimensions = [name.strip() for name in (options["dimensions"] or "").split(",") if name.strip()]
    tidy = read_tidy(table, description, count=count, dimensions=dimensions, flags=wishes.columns)
    rule = _rule(options)
    problem = build(tidy, rule, wishes, description)
    pattern = _protected(problem, rule, options)
    if not (_trusted(pattern) if options["unaudited"] else _passes(problem, rule, pattern, options)):
        click.echo("Nessun file scritto.", err=True)
        return UNSAFE
    if options["explanation"]:
        explain.write_explanation(options["explanation"], problem, pattern)
    if options["worlds"]:
        explain.write_worlds(options["worlds"], tidy.layout, pattern.worlds)
    write_published(out, tidy.layout, problem.values, pattern.hidden)
    reporting.summarise(out, problem, pattern, audited=not options["unaudited"])
    return SAFE


@commands.command(cls=console.Command, help="Prova a disfare una tabella protetta.")
@click.argument("table", type=console.Place(), metavar="PROTETTA.csv")
@click.option("--own", type=console.Place(), help="le cifre esatte di chi conosce i dati propri (CSV)")
@click.option("--count", default=COUNT, metavar="COLONNA", help="colonna dei conteggi di --own")
@click.option("--report", "report_file", type=console.Place(), help="scrive l’esito per cella (JSON)")
@_shared
def audit(table: Path, own: Path | None, count: str, report_file: Path | None, **options: Any) -> int:
    """Audit a protected table from itself alone."""
    read = [table, own, options["hierarchies"], options["menu"], options["worlds"], options["explanation"]]
    _refuse_overwriting(read, [report_file])
    if own is not None and not options["insider"]:
        raise InputError("--own serve solo con --insider: dice che cosa conosce chi conosce i dati propri")
    layout, values = read_published(table, _description(options))
    from dashboard.disclosure.audit import Published

    rule, insiders = _rule(options), insiders_of(layout, options["insider"])
    known = read_own(own, layout, count=count) if own else None
    if own is not None and known is not None:
        refuse_other_figures(own.name, layout, values, insiders, known)
    report = _audited(
        Published(values, layout.relations, layout),
        rule,
        options,
        worlds=explain.read_worlds(options["worlds"], layout) if options["worlds"] else (),
        insiders=insiders,
        own=known,
        primary=explain.read_primary(options["explanation"], layout) if options["explanation"] else None,
    )
    if report_file:
        reporting.write_report(report_file, report, layout)
    if report.notes.get("partial"):
        click.echo("Chi conosce i dati propri è verificato solo in parte: per intero con --own.", err=True)
    shown: list[int] = []
    if options["explanation"] is None:
        reporting.tell_what_is_not_audited(values, rule)
        shown = reporting.shown_though_small(values, rule)
    hidden = int(np.isnan(values).sum())
    if report.safe and not shown:
        told = f"{hidden} nascoste, e nessuna di queste si ricava" if hidden else "nessuna nascosta"
        click.echo(f"Sicura: {len(layout)} celle, {told}.")
        return SAFE
    reporting.list_unsafe(report, layout, hidden, shown=shown)
    return UNSAFE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; what goes wrong is a sentence, never a traceback.

    With `DISCLOSURE_TRACEBACK` set in the environment, faults of the program show where they are.
    """

    def run() -> int:
        try:
            answer = commands.main(
                None if arguments is None else list(arguments),
                prog_name="python -m dashboard.disclosure",
                standalone_mode=False,
            )
        except ValueError as error:
            if not type(error).__module__.startswith(f"{__package__}."):
                raise
            raise InputError(str(error)) from error  # each of our own is a sentence
        return int(answer or SAFE)

    try:
        return console.spoken(run)
    except Exception as error:
        if os.environ.get("DISCLOSURE_TRACEBACK"):
            raise
        kind = "la memoria non basta" if isinstance(error, MemoryError) else f"({type(error).__name__})"
        click.echo(f"Errore del programma {kind}: nessuna tabella è stata dichiarata sicura.", err=True)
        return BAD_INPUT


# ---- parts of the commands ----


def _description(options: dict[str, Any]) -> Description:
    trees = read_hierarchies(options["hierarchies"]) if options["hierarchies"] else {}
    return Description(trees, read_menu(options["menu"]) if options["menu"] else None)


def _rule(options: dict[str, Any]) -> Rule:
    zeros: Literal["free", "sensitive"] = options["zeros"]
    return Rule(options["threshold"], zeros, options["interval"])


def _refuse_overwriting(inputs: Sequence[Path | None], outputs: Sequence[Path | None]) -> None:
    """Refuse an output that is an input or another output, or whose folder is not there."""
    taken = {path.resolve() for path in inputs if path is not None}
    for path in outputs:
        if path is None:
            continue
        if path.resolve() in taken:
            raise InputError(f"«{path}» è nominato due volte: scegliere un altro file per scrivere")
        if not path.resolve().parent.is_dir():
            raise InputError(f"«{path}»: la cartella non esiste")
        if path.is_dir():
            raise InputError(f"«{path}»: è una cartella, non un file")
        taken.add(path.resolve())


def _protected(problem: Problem, rule: Rule, options: dict[str, Any]) -> Pattern:
    from dashboard.disclosure.protecting import protect as find_pattern

    with reporting.progress_bar() as progress:
        return find_pattern(
            problem,
            rule,
            exact=options["exact"],
            seconds=options["seconds"],
            workers=options["workers"],
            progress=progress,
        )


def _audited(published: Any, rule: Rule, options: dict[str, Any], **known: Any) -> Report:
    from dashboard.disclosure.audit import audit as prove

    if options["seconds"] is not None:
        known["seconds"] = options["seconds"]
    with reporting.progress_bar() as progress:
        return prove(published, rule, workers=options["workers"], progress=progress, **known)


def _trusted(pattern: Pattern) -> bool:
    if pattern.unproven:
        click.echo(f"Per {len(pattern.unproven)} celle nascoste manca la prova.", err=True)
    return not pattern.unproven


def _passes(problem: Problem, rule: Rule, pattern: Pattern, options: dict[str, Any]) -> bool:
    """Audit a pattern; tell what is unsafe."""
    from dashboard.disclosure.audit import Published

    layout = explain.layout_in(problem)
    report = _audited(
        Published.of(problem, pattern.hidden),
        rule,
        options,
        worlds=pattern.worlds,
        insiders=problem.insiders,
        own=(problem.inner, problem.counts) if problem.insiders else None,
        primary=problem.sensitive,
    )
    if not report.safe:
        reporting.list_unsafe(report, layout, int(pattern.hidden.sum()))
    return report.safe
