"""Plans and results: the cronoprogramma of each programme, its events, results not published elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .facts import codes
from .training import zones
from .world import PROGRAMME, World

TODAY = date(2023, 12, 31)
"""The day on which progress is read."""
SPANS = {
    "care_leavers": (date(2018, 10, 1), date(2024, 6, 30)),
    "humus": (date(2022, 1, 15), date(2024, 6, 30)),
    "work_in_progress": (date(2020, 7, 14), date(2021, 12, 31)),
    "rete_cpi": (date(2017, 1, 15), date(2020, 12, 31)),
    "welfare_piemonte": (date(2017, 5, 22), date(2021, 6, 30)),
}
PHASES = ("Preparazione", "Realizzazione", "Chiusura e restituzione")
PRODUCTS = ("Piano di lavoro dimostrativo", "", "Rapporto dimostrativo")
"""What each phase hands over; empty: nothing."""


def make(world: World) -> None:
    """Write activities, events and results."""
    world.book.extend("activities", _activities(world))
    world.book.extend_apart("events", "event_participants", _events(world), measure="partecipanti")
    world.book.extend("results", _results(world))


def _area(world: World, programme: str) -> str:
    """Return where a programme delivers: as in its published rows, else the first area of its scope."""
    published = world.facts.of("results", programma=programme)
    places = [row["ref_area"] for row in published if not row["ref_area"].startswith("A")]
    return places[0] if places else world.catalogue.programmes[programme].scope[0]


def _activities(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("cronoprogramma")
    for action in world.catalogue.codelists["azione"].codes:
        programme = str(action.parent)
        start, end = SPANS[programme]
        length = (end - start).days
        offset = int(rng.integers(0, length // 3))
        for i, phase in enumerate(PHASES):
            begin = start + timedelta(days=offset + i * (length - offset) // 3 + int(rng.integers(0, 40)))
            finish = min(end, begin + timedelta(days=int(rng.integers(length // 6, length // 3))))
            slip = timedelta(days=int(rng.choice([-10, 0, 15, 40, 90], p=[0.1, 0.35, 0.25, 0.2, 0.1])))
            begun, done = begin + max(slip, timedelta()), finish + slip
            state = "conclusa" if done <= TODAY else "in_corso" if begun <= TODAY else "da_avviare"
            if rng.random() < 0.03 and state == "conclusa":
                state = "annullata"
            ran = (TODAY - begun).days / max(1, (done - begun).days)
            progress = {"conclusa": 100, "in_corso": round(min(95, max(5, 100 * ran)))}.get(state, 0)
            yield {
                "programma": programme,
                "ref_area": _area(world, programme),
                "azione": action.code,
                "attivita": f"{phase} (attività dimostrativa)",
                "prevista": 1,
                "conclusa": int(state == "conclusa"),
                "avanzamento": progress,
                "inizio_previsto": begin,
                "fine_prevista": finish,
                "inizio_effettivo": begun if state in ("conclusa", "in_corso") else None,
                "fine_effettiva": done if state == "conclusa" else None,
                "stato_attivita": state,
                "prodotto": f"{PRODUCTS[i]} ({action.short or action.label})" if PRODUCTS[i] else None,
            }


def _events(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("eventi")
    kinds = codes(world.catalogue, "tipo_evento")

    def rows(programme: str, area: str, year: int, chosen: list[str]) -> Iterator[dict[str, object]]:
        for kind in chosen:
            planned = int(rng.integers(1, 5))
            held = int(rng.binomial(planned, 0.55 if year == 2020 else 0.88))
            size = {"evento": 70, "seminario": 55, "tavola_rotonda": 45}.get(kind, 18)
            yield {
                "programma": programme,
                "ref_area": area,
                "anno": year,
                "tipo_evento": kind,
                "previsti": planned,
                "svolti": held,
                "partecipanti": sum(int(rng.poisson(size)) for _ in range(held)),
            }

    for year in (2022, 2023):
        for zone in zones(world):
            yield from rows("humus", zone, year, kinds)
    for year in range(2019, 2024):
        yield from rows(PROGRAMME, world.territories.root.code, year, ["evento", "seminario"])
        for regione in world.regioni:
            if rng.random() < 0.6:
                yield from rows(PROGRAMME, regione, year, ["seminario", "tavolo_tecnico"])
    for programme, years in (("work_in_progress", (2020, 2021)), ("rete_cpi", (2018, 2019, 2020))):
        for year in years:
            yield from rows(programme, _area(world, programme), year, ["evento", "workshop", "seminario"])
    for year in (2018, 2019, 2020):
        yield from rows("welfare_piemonte", "01", year, ["evento", "seminario"])


_RESULTS = (
    ("care_leavers", "output", "progetti individualizzati sottoscritti (dimostrativo)", "progetti", 700, 0.9),
    ("care_leavers", "output", "tutor formati (dimostrativo)", "persone", 220, 0.85),
    ("humus", "output", "rapporti sui servizi (dimostrativo)", "documenti", 6, 0.7),
    ("humus", "output", "schede di buone prassi (dimostrativo)", "pratiche", 12, 0.8),
    ("humus", "output", "operatori raggiunti dalla formazione (dimostrativo)", "persone", 900, 0.9),
    ("work_in_progress", "percorsi", "giovani nei percorsi (dimostrativo)", "persone", 300, 0.9),
    ("work_in_progress", "inserimenti", "tirocini attivati (dimostrativo)", "tirocini", 60, 0.7),
    ("work_in_progress", "reti_produttive", "imprese coinvolte (dimostrativo)", "imprese", 30, 1.1),
    ("rete_cpi", "output", "casi trattati in équipe (dimostrativo)", "persone", 1500, 0.8),
    ("rete_cpi", "output", "nuclei familiari seguiti (dimostrativo)", "famiglie", 1100, 0.8),
)


def _results(world: World) -> Iterator[dict[str, object]]:
    """Results that no source gives; each unit of count must be in the catalogue, else `attivita` is used."""
    rng = world.rng("risultati")
    units = set(codes(world.catalogue, "unita"))
    for programme, section, item, unit, planned, share in _RESULTS:
        done = round(planned * share * float(rng.uniform(0.85, 1.1)))
        yield {
            "programma": programme,
            "ref_area": _area(world, programme),
            "sezione": section,
            "voce": item,
            "unita_conto": unit if unit in units else "attivita",
            "previsto": planned,
            "realizzato": done,
            "data_riferimento": min(SPANS[programme][1], TODAY),
            "nota": "Risultato superiore al previsto" if done > planned else None,
        }
