"""The commands of publishing: `release`, `releases` and `audit`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Literal

import click
from tqdm import tqdm

from dashboard.console import Command, Failure, counted
from dashboard.data.audience import PUBLIC, Audience, AudienceError
from dashboard.data.store import StoreError, open_store
from dashboard.data.territories import Territories
from dashboard.intake.ledger import system_user
from dashboard.publishing import Options, Publication, PublishingError
from dashboard.publishing.auditing import AlteredError, Outcome, audit_artefact
from dashboard.publishing.protection import Count
from dashboard.publishing.service import guard_of, publish_release
from dashboard.publishing.workshop import Progress
from dashboard.settings import Settings


class _Audience(click.ParamType):
    """An audience on the command line."""

    name = "pubblico"

    def convert(
        self, value: str | Audience, param: click.Parameter | None, ctx: click.Context | None
    ) -> Audience:
        """Read the audience, or say what an audience looks like."""
        try:
            return value if isinstance(value, Audience) else Audience.parse(value)
        except AudienceError as error:
            self.fail(str(error), param, ctx)


class _Day(click.ParamType):
    """A day on the command line, as 2023-12-31 or 31/12/2023."""

    name = "data"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or say how a day is written."""
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(value, form).date()
            except ValueError:
                continue
        self.fail(f"«{value}» non è una data: scrivere 2023-12-31 oppure 31/12/2023.", param, ctx)


@click.command(cls=Command, help="Pubblica un rilascio: un artefatto per ogni pubblico, tutti o nessuno.")
@click.option(
    "--audience",
    "audiences",
    type=_Audience(),
    multiple=True,
    help="Solo per questo pubblico (pubblico, cabina, referente:CODICE); ripetibile. Senza: tutti.",
)
@click.option("--provisional/--final", "provisional", default=True, help="Rilascio provvisorio o definitivo.")
@click.option("--as-of", type=_Day(), help="Data a cui si riferiscono i dati; senza: l’ultima rilevata.")
@click.option("--embargo", type=_Day(), help="Fino al giorno prima di questa data il pubblico non lo apre.")
@click.option("--reason", metavar="TESTO", default="", help="Che cosa è cambiato e perché.")
@click.option(
    "--next-update", metavar="TESTO", default="", help="Quando è previsto il prossimo aggiornamento."
)
@click.option("--corrects", metavar="NUMERO", type=int, help="Numero del rilascio che questo corregge.")
def release(
    audiences: tuple[Audience, ...],
    provisional: bool,
    as_of: date | None,
    embargo: date | None,
    reason: str,
    next_update: str,
    corrects: int | None,
) -> None:
    """Command `release`: publish, and say what each audience got and what was left out."""
    settings = Settings()
    state: Literal["provvisorio", "definitivo"] = "provvisorio" if provisional else "definitivo"
    by = settings["OPERATOR"] or system_user()
    options = Options(state, as_of, embargo, reason, next_update, corrects, by)
    try:
        with _progress() as progress:
            done = publish_release(settings, options=options, audiences=audiences or None, progress=progress)
    except (PublishingError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(describe(done))


@click.command(
    cls=Command, help="Elenca i rilasci pubblicati: numero, data, stato, pubblici, che cosa è cambiato."
)
def releases() -> None:
    """Command `releases`: list the register."""
    entries = open_store(Settings()).releases()
    if not entries:
        click.echo("Nessun rilascio pubblicato.")
    for entry in entries:
        info = entry.info
        embargo = f", embargo fino al {info['embargo']}" if info.get("embargo") else ""
        corrects = f", corregge il {info['corrects']}" if info.get("corrects") else ""
        click.echo(
            f"{entry.number:>4}  {info['date']}  dati al {info['as_of']}  {info['state']}{embargo}{corrects}"
            f"  ({counted(len(entry.digests), 'artefatto', 'artefatti')})  {info.get('reason', '')}".rstrip()
        )


@click.command(
    cls=Command,
    help="Ripete la verifica delle tabelle di persone di un rilascio in linea (senza NUMERO: l’ultimo).",
)
@click.argument("number", metavar="[NUMERO]", type=int, required=False)
@click.pass_context
def audit(context: click.Context, number: int | None) -> None:
    """Command `audit`: 0 everything is proven safe, 1 something is not, 2 it cannot be audited."""
    settings = Settings()
    store = open_store(settings)
    try:
        entries = [entry.number for entry in store.releases() if PUBLIC.key in entry.digests]
        wanted = number if number is not None else max(entries, default=0)
        if not entries:
            raise Failure("Nessun rilascio pubblico da verificare.")
        if wanted not in entries:
            raise Failure(f"Il rilascio {wanted} non esiste o non è stato fatto per il pubblico.")
        guard = guard_of(settings, Territories.load(*settings.territory_dirs))
        with _progress() as progress:
            found = audit_artefact(store.read(wanted, PUBLIC.key), guard, progress=progress)
    except AlteredError as error:
        raise Failure(f"Il rilascio {wanted} non si può verificare: {error}.") from error
    finally:
        store.engine.dispose()
    click.echo(describe_audit(wanted, found))
    context.exit(0 if all(one.safe for one in found) else 1)


def describe_audit(number: int, found: Sequence[Outcome]) -> str:
    """Say what an audit found, dataset by dataset."""
    if not found:
        return f"Rilascio {number}: nessuna tabella di persone è pubblica."
    lines = [f"Rilascio {number}: verifica delle tabelle di persone."]
    by_count: dict[tuple[str, str], list[Outcome]] = {}
    for one in found:
        by_count.setdefault((one.dataset, one.measure), []).append(one)
    for (dataset, measure), some in by_count.items():
        hidden, unsafe = sum(one.hidden for one in some), sum(one.unsafe for one in some)
        reasons = list(dict.fromkeys(one.why for one in some if one.why))
        if unsafe:
            reasons.append(counted(unsafe, "cella non è protetta", "celle non sono protette"))
        verdict = f"NON SICURA: {'; '.join(reasons)}" if reasons else "sicura"
        lines.append(
            f"  {dataset}, {measure}: {counted(hidden, 'cella coperta', 'celle coperte')}, {verdict}"
        )
    if not all(one.witnessed for one in found):
        lines.append(
            "  Le prove dell’ufficio dati non ci sono tutte: dove mancano la verifica ha lavorato da sola, "
            "e su chi conosce le proprie cifre è parziale."
        )
    return "\n".join(lines)


def describe(done: Publication) -> str:
    """Say what a publication made: per audience the tables, the cells, what was left out and why."""
    if done.unchanged:
        same = f"Il rilascio {done.number} è già aggiornato: dati, catalogo e opzioni non sono cambiati."
        return "\n".join([*done.warnings, same])
    lines = [
        *done.warnings,
        f"Rilascio {done.number} pubblicato in {counted(round(done.seconds), 'secondo', 'secondi')}.",
    ]
    for made in done.audiences:
        lines.append(
            f"  {made.audience!s:<16} {made.tables:>5} {'tabella' if made.tables == 1 else 'tabelle'} "
            f"{made.cells:>9} {'cella' if made.cells == 1 else 'celle'}"
        )
        lines += [_told(count) for count in made.counts]
    reasons: dict[tuple[str, str], list[str]] = {}
    for made in done.audiences:
        for dataset, reason in made.left_out.items():
            reasons.setdefault((made.audience.kind, reason), []).append(dataset)
    for (kind, reason), datasets in reasons.items():
        lines.append(f"  Escluso per {kind}: {', '.join(dict.fromkeys(datasets))} – {reason}")
    return "\n".join(lines)


def _told(count: Count) -> str:
    """Say how much of a public table of people is hidden, and why."""
    share = f"{100 * count.hidden / count.cells:.0f}%" if count.cells else "–"
    why = "; ".join(f"{number} {reason}" for reason, number in sorted(count.reasons.items()))
    name = f"{count.dataset}: {' × '.join(count.table) or 'totale'}"
    return f"    {name:<58} {count.hidden:>5} coperte su {count.cells} ({share})" + (
        f": {why}" if why else ""
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """Draw a progress bar on a terminal, nothing elsewhere."""
    with tqdm(
        disable=not sys.stderr.isatty(), leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}"
    ) as bar:

        def tell(done: int, total: int, what: str) -> None:
            bar.total = total
            bar.set_description_str(what, refresh=False)
            bar.update(done - bar.n)

        yield tell
