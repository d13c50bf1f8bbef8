"""`make bench`: prints our speed and load beside Dash's, measured in the same run. It asserts nothing."""

from __future__ import annotations

import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from benchmarks import browser, dash_client, disclosure, intake, our_load, pages, servers, tenfold
from benchmarks.report import Line, heading, verdict
from benchmarks.samples import decimal, percentile
from benchmarks.servers import Server
from benchmarks.streamlit_client import largest
from benchmarks.subject import Subject, subject
from dashboard.data.audience import Audience
from dashboard.data.definitions import load_catalogue
from dashboard.settings import Settings
from tools.browser import chromium

AUDIENCE = "cabina"
PAGE = "territori"
CLIENTS = (1, 4, 10)
CROWD = 100
THINK = 5.0


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        load: seconds of each load.
        crowd: seconds of the crowd.
        changes: changes seen in the browser.
        views: first views.
        rows: rows of the intake.
        visits: territories visited on each section of each page.
    """

    load: float
    crowd: float
    changes: int
    views: int
    rows: int
    visits: int


FULL = Size(load=6, crowd=25, changes=20, views=5, rows=1_000_000, visits=8)
QUICK = Size(load=3, crowd=8, changes=5, views=1, rows=50_000, visits=4)


@dataclass(frozen=True)
class Bench:
    """What every measure works with."""

    ours: Server
    public: Server
    dash: Server
    subject: Subject
    size: Size

    @property
    def labels(self) -> list[str]:
        """The options of our filter, in turn."""
        return [self.subject.moments[moment] for moment in self.subject.round]


def updates(bench: Bench) -> Iterator[Line]:
    """Measure changes of the national map per second, with few and with some clients."""
    for clients in CLIENTS:
        ours = our_load.load(
            bench.ours.port,
            PAGE,
            bench.subject.clock,
            bench.labels,
            clients=clients,
            seconds=bench.size.load,
        ).sample
        theirs = dash_client.load(
            bench.dash.port, bench.subject.round, clients=clients, seconds=bench.size.load
        )
        who = "1 cliente" if clients == 1 else f"{clients} clienti"
        yield Line(f"{who}: cambi al secondo", "/s", ours.per_second, theirs.per_second, better="more")
        yield Line(f"{who}: mediana", "ms", ours.median, theirs.median)
        yield Line(f"{who}: 95º percentile", "ms", ours.p95, theirs.p95)


def repaint(bench: Bench) -> Iterator[Line]:
    """Measure, in the browser, from the choice of an annualità to the repainted map, and the bytes of it."""
    with chromium() as running:
        ours = browser.changes(
            running,
            browser.our_territori(bench.ours.address, bench.subject),
            bench.labels,
            count=bench.size.changes,
        )
        theirs = browser.changes(
            running, browser.dash_map(bench.dash.address), bench.labels, count=bench.size.changes
        )
    for what, share, goal in (("mediana", 0.5, 300.0), ("95º percentile", 0.95, None)):
        pair = [percentile(one.seconds, share) * 1000 for one in (ours, theirs)]
        yield Line(f"dal cambio di filtro alla mappa ridipinta: {what}", "ms", pair[0], pair[1], goal=goal)
    weights = [percentile(one.wire, 0.5) / 1000 for one in (ours, theirs)]
    yield Line("byte ricevuti dal browser per cambio: mediana", "kB", weights[0], weights[1], goal=30)


def first(bench: Bench) -> Iterator[Line]:
    """Measure what a visitor waits for, and receives, who opens a page with nothing kept."""
    sides = {
        "noi": browser.our_panoramica(bench.public.address),
        "dash": browser.dash_map(bench.dash.address),
        "territori": browser.our_territori(bench.ours.address, bench.subject),
    }
    found: dict[str, list[browser.FirstView]] = {name: [] for name in sides}
    with chromium() as running:
        for _ in range(bench.size.views):
            for name, side in sides.items():
                found[name].append(browser.first_view(running, side))

    def middle(name: str, of: Callable[[browser.FirstView], float]) -> float:
        return percentile([of(one) for one in found[name]], 0.5)

    useful = [middle(name, lambda one: one.useful) for name in ("noi", "dash")]
    yield Line("Panoramica: cifre chiave visibili (Dash: mappa visibile)", "s", useful[0], useful[1], goal=2)
    whole = [middle(name, lambda one: one.whole) for name in ("noi", "dash")]
    yield Line("Panoramica intera, mappa compresa (Dash: intera)", "s", whole[0], whole[1])
    map_page = middle("territori", lambda one: one.whole)
    yield Line("Territori intera, mappa compresa (Dash: intera)", "s", map_page, whole[1])
    weights = [middle(name, lambda one: one.wire) / 1000 for name in ("noi", "dash")]
    yield Line("byte della prima visita (Panoramica; Dash: mappa)", "kB", weights[0], weights[1])


def socket(bench: Bench) -> Iterator[Line]:
    """Measure the bytes of a change over the wire without a browser, and say what they are made of."""
    ours = our_load.load(
        bench.ours.port, PAGE, bench.subject.clock, bench.labels, clients=1, seconds=bench.size.load / 2
    )
    visitor = dash_client.Visitor(bench.dash.port)
    theirs = [visitor.choose(moment)[1] for moment in bench.subject.round]
    visitor.leave()
    received = percentile([one.received for one in ours.answers], 0.5) / 1000
    yield Line("websocket per cambio: mediana", "kB", received, percentile(theirs, 0.5) / 1000, goal=30)
    for name, size in largest(ours.answers):
        yield Line(f"  di cui {name}", "kB", size / 1000)


def crowd(bench: Bench) -> Iterator[Line]:
    """Measure a hundred sessions with five seconds to think, and the memory that they take."""
    ours = our_load.load(
        bench.ours.port,
        PAGE,
        bench.subject.clock,
        bench.labels,
        clients=CROWD,
        seconds=bench.size.crowd,
        think=THINK,
        probe=bench.ours.resident,
    )
    before = bench.dash.resident()
    theirs = dash_client.load(
        bench.dash.port, bench.subject.round, clients=CROWD, seconds=bench.size.crowd, think=THINK
    )
    after = bench.dash.resident()
    who = f"{CROWD} sessioni, {decimal(THINK)} s per pensare"
    yield Line(f"{who}: mediana", "ms", ours.sample.median, theirs.median, goal=60)
    yield Line(f"{who}: 95º percentile", "ms", ours.sample.p95, theirs.p95)
    growth = [max(0.0, ours.after - ours.before) / CROWD, max(0.0, after - before) / CROWD]
    yield Line("memoria in più per sessione (Dash non tiene sessioni)", "MB", growth[0], growth[1])
    yield Line("memoria del processo dopo", "MB", ours.after, after)


def big_intake(bench: Bench) -> Iterator[Line]:
    """Measure the intake of a big file (Dash has none)."""
    found = intake.measure(bench.size.rows)
    rows = f"{bench.size.rows:,}".replace(",", ".")
    whole = bench.size.rows == FULL.rows
    yield Line(f"intake di {rows} righe: tempo", "s", float(found["s"]), goal=60 if whole else None)
    yield Line(f"intake di {rows} righe: memoria massima", "MB", float(found["MB"]), goal=1000)


def protection(bench: Bench) -> Iterator[Line]:
    """Measure the protection of invented populations and its audit (Dash has none)."""
    yield from disclosure.lines(["pubblico"] if bench.size == QUICK else list(disclosure.CASES))


def every_page(bench: Bench) -> Iterator[Line]:
    """Measure a change of territory on every page, with this release and with one ten times as large."""
    settings = Settings()
    size = {"visits": bench.size.visits, "changes": max(3, bench.size.changes // 4)}
    with servers.ours(settings.state_dir, audience=AUDIENCE) as server:  # that nobody has visited
        yield from pages.lines(server.port, what="fornito", **size)
    with tempfile.TemporaryDirectory(prefix="bench-dieci-") as folder:
        state = Path(folder)
        tenfold.multiply(
            settings.releases_dir,
            state / "releases",
            Audience.parse(AUDIENCE).key,
            catalogue=load_catalogue(settings.definitions_dir),
        )
        with servers.ours(state, audience=AUDIENCE) as server:
            yield from pages.lines(server.port, what="dieci volte", **size)


MEASURES: dict[str, tuple[str, Callable[[Bench], Iterator[Line]]]] = {
    "aggiornamenti": ("Mappa nazionale: cambio di annualità, clienti senza browser", updates),
    "ridipinta": ("Mappa nazionale nel browser (Chromium)", repaint),
    "prima": ("Prima visita, nulla nella cache", first),
    "pagine": ("Ogni pagina: cambio di territorio", every_page),
    "socket": ("Byte per cambio di filtro, clienti senza browser", socket),
    "folla": ("Folla e memoria", crowd),
    "intake": ("Intake", big_intake),
    "riservatezza": ("Controllo della riservatezza: protezione e verifica", protection),
}


@contextmanager
def _bench(size: Size, state: Path | None) -> Iterator[Bench]:
    with ExitStack() as stack:
        if state is None:
            state = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            click.echo("Preparo il rilascio dimostrativo in una cartella temporanea …")
            servers.prepare(state)
        os.environ.update(STATE_DIR=str(state), AUDIENCE=AUDIENCE)
        ours = stack.enter_context(servers.ours(state, audience=AUDIENCE))
        public = stack.enter_context(servers.ours(state, audience="pubblico"))
        dash = stack.enter_context(servers.dash(state, audience=AUDIENCE))
        yield Bench(ours, public, dash, subject(), size)


def _machine() -> str:
    load = os.getloadavg()[0]
    busy = " — ALTRO GIRA SU QUESTA MACCHINA: valgono i rapporti, non i tempi" if load > 1 else ""
    return (
        f"{date.today():%d/%m/%Y}, {os.cpu_count()} processori, Python {platform.python_version()}, "
        f"carico {decimal(load)}{busy}"
    )


@click.command(help="Misura velocità e carico del cruscotto accanto a Dash, nello stesso giro.")
@click.option("--quick", is_flag=True, help="Un giro breve, di circa un minuto: per farsi un'idea.")
@click.option(
    "--only", multiple=True, type=click.Choice(list(MEASURES)), help="Solo questa misura; ripetibile."
)
@click.option(
    "--state",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Cartella con un rilascio già pronto; senza, se ne prepara una temporanea.",
)
def main(quick: bool, only: Sequence[str], state: Path | None) -> None:
    """Run the measures one after the other and print each as soon as it is there."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then too
    start = time.monotonic()
    click.echo(f"Confronto con Dash nello stesso giro. {_machine()}")
    lines: list[Line] = []
    with _bench(QUICK if quick else FULL, state.resolve() if state else None) as bench:
        click.echo(f"Figura: {bench.subject.indicator}, {len(bench.subject.round)} momenti a turno.")
        click.echo(heading())
        for name in only or MEASURES:
            title, measure = MEASURES[name]
            click.echo(title)
            try:
                for line in measure(bench):
                    lines.append(line)
                    click.echo(line.text())
            except Exception as error:  # a measure that fails must not hide the others
                click.echo(f"  NON MISURATO: {type(error).__name__}: {error}")
    click.echo(verdict(lines))
    click.echo(f"Durata: {time.monotonic() - start:.0f} s. Come si legge: docs/benchmarks.md")


if __name__ == "__main__":
    main()
