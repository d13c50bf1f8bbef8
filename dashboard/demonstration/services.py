"""Services for children and families in two survey rounds, and the aggregates of the cartella sociale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .facts import codes
from .groups import Group
from .world import FOCUS_AMBITI, World

ROUNDS = ("R1", "R2")
KINDS = {"ade": 0.9, "cap": 0.45, "csf": 0.5, "centro_diurno": 0.75, "pippi": 0.3, "affido": 0.35}
"""Sites per 30,000 residents, by kind of service."""
WITHOUT_PLACES = {"ade", "pippi", "affido"}
"""Services that go to families' homes: they have no places to count."""
PROJECT = "care_leavers"
"""The experiment as a service of the Ambiti that take part in it: one team, one site."""
TARGETS = {PROJECT: "care_leavers", "csf": "minori_famiglie"}
ROLES = {
    "ade": ("Sostegno educativo a casa", "Educativa domiciliare, aiuto nei compiti, sostegno ai genitori"),
    "cap": ("Accoglienza e aggregazione", "Attività pomeridiane, laboratori, studio assistito"),
    "csf": ("Orientamento e sostegno alle famiglie", "Ascolto, mediazione familiare, gruppi di genitori"),
    "centro_diurno": ("Sostegno educativo di giorno", "Mensa, studio assistito, socializzazione"),
    "pippi": ("Prevenzione dell'allontanamento", "Équipe multidisciplinare, gruppi, vicinanza solidale"),
    "affido": ("Promozione e sostegno dell'affido", "Informazione, selezione e sostegno delle famiglie"),
    PROJECT: ("Accompagnamento all'autonomia", "Tutor per l'autonomia, progetto individualizzato, borsa"),
}
"""Role and functions by kind of service."""


def make(world: World) -> None:
    """Write the survey of the services, their directory, and the people in charge."""
    sites = [*_supplied(world), *_experiment(world)]
    world.book.extend("services_supplied", sites)
    world.book.extend("service_access", _options(world, sites, "modalita_accesso", "modalita_accesso"))
    world.book.extend("service_activities", _options(world, sites, "attivita", "attivita_servizio"))
    world.book.extend("service_professionals", _professionals(world, sites))
    world.book.extend("services_directory", _directory(world, sites))
    world.book.extend("people_in_charge", _people(world))
    world.book.extend("people_in_charge_outcomes", _evolution(world))


def _answering(world: World, turn: str) -> list[Group]:
    """Leave out, at each round, the demonstration Ambiti that did not answer."""
    rate = {"R1": 0.7, "R2": 0.92}[turn]
    willing = dict(zip(world.services, world.rng("risposte").random(len(world.services)), strict=True))
    return [one for one, chance in willing.items() if not one.demonstration or chance < rate]


def _supplied(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("servizi")
    managed = {"diretta": 0.16, "affidamento": 0.46, "convenzione": 0.28, "mista": 0.08, "nd": 0.02}
    for group in world.services:
        size = max(group.residents, 25_000) / 30_000
        base = {kind: int(rng.poisson(size * rate)) for kind, rate in KINDS.items()}
        for turn in ROUNDS:
            if turn == "R2":
                base = {kind: max(0, n + int(rng.choice([-1, 0, 0, 0, 1, 1]))) for kind, n in base.items()}
            if group.code in FOCUS_AMBITI:
                base["pippi"] = max(1, base["pippi"])  # published: PIPPI is advanced there
            if group not in _answering(world, turn):
                continue
            for kind, number in base.items():
                parts = rng.multinomial(number, list(managed.values()))
                split = [(how, int(n)) for how, n in zip(managed, parts, strict=True) if n] or [("nd", 0)]
                for how, n in split:
                    adapted = int(rng.binomial(n, 0.35 if turn == "R1" else 0.6)) if kind == "csf" else None
                    places = int(rng.integers(10, 40))
                    yield {
                        "ref_area": group.code,
                        "rilevazione": turn,
                        "tipo_servizio": kind,
                        "gestione": how,
                        "sedi": n,
                        "posti": None if kind in WITHOUT_PLACES else places * n,
                        "sedi_art93": adapted,
                    }


def _experiment(world: World) -> Iterator[dict[str, object]]:
    """Write the experiment as a service: one site in each Ambito that takes part in it."""
    for group in world.services:
        for turn in ROUNDS:
            if group in _answering(world, turn):
                taking = bool(group.years)
                yield {
                    "ref_area": group.code,
                    "rilevazione": turn,
                    "tipo_servizio": PROJECT,
                    "gestione": "diretta" if taking else "nd",
                    "sedi": int(taking),
                    "posti": None,
                    "sedi_art93": None,
                }


def _by_kind(sites: list[dict[str, object]]) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for row in sites:
        key = (str(row["ref_area"]), str(row["rilevazione"]), str(row["tipo_servizio"]))
        found[key] = found.get(key, 0) + int(str(row["sedi"]))
    return found


def _options(
    world: World, sites: list[dict[str, object]], column: str, codelist: str
) -> Iterator[dict[str, object]]:
    """Tell how many sites have each of several options (one site may have more than one)."""
    rng = world.rng(f"servizi {column}")
    options = codes(world.catalogue, codelist)
    chance = {
        (kind, option): float(p)
        for kind in (*KINDS, PROJECT)
        for option, p in zip(options, rng.beta(1.4, 2.0, len(options)), strict=True)
    }
    for (area, turn, kind), number in _by_kind(sites).items():
        for option in options:
            if number:
                yield {
                    "ref_area": area,
                    "rilevazione": turn,
                    column: option,
                    "tipo_servizio": kind,
                    "sedi": int(rng.binomial(number, chance[kind, option])),
                }


def _professionals(world: World, sites: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    rng = world.rng("servizi operatori")
    typical = {"educatore": 3.2, "assistente_sociale": 0.9, "psicologo": 0.7, "coordinatore": 0.9, "oss": 0.6}
    typical |= {"mediatore": 0.3, "altro": 0.3}
    for (area, turn, kind), number in _by_kind(sites).items():
        for figure in codes(world.catalogue, "figura_servizio"):
            people = int(rng.poisson(number * typical.get(figure, 0.2)))
            if people:
                yield {
                    "ref_area": area,
                    "rilevazione": turn,
                    "tipo_servizio": kind,
                    "figura": figure,
                    "operatori": people,
                    "ore_settimanali": float(people * int(rng.integers(10, 31))),
                }


def _directory(world: World, sites: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    rng = world.rng("elenco servizi")
    groups = {group.code: group for group in world.services}
    number = 0
    for (area, turn, kind), count in _by_kind(sites).items():
        group = groups[area]
        places = group.members or (group.seat,)
        for _ in range(count if turn == ROUNDS[-1] else 0):
            number += 1
            yield {
                "ref_area": str(rng.choice(places)),
                "tipo_servizio": kind,
                "denominazione": f"Servizio dimostrativo {number}",
                "sedi": 1,
                "indirizzo": f"Via dimostrativa {int(rng.integers(1, 99))}",
                "ente_gestore": f"Ente dimostrativo {int(rng.integers(1, 40))}",
                "ruolo": ROLES[kind][0],
                "funzioni": f"{ROLES[kind][1]} (testo dimostrativo)",
                "destinatari": TARGETS.get(kind, "minori_famiglie"),
                "contatti": f"servizio{number}@servizi.example",
            }


# ---- cartella sociale ----


def _people(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("in carico")
    ages = {
        "eta_0_5": 0.15,
        "eta_6_10": 0.27,
        "eta_11_13": 0.22,
        "eta_14_17": 0.27,
        "eta_18_21": 0.08,
        "nd": 0.01,
    }
    kinds = {
        "ade": 0.3,
        "centro_diurno": 0.24,
        "cap": 0.12,
        "csf": 0.18,
        "pippi": 0.07,
        "affido": 0.06,
        "altro": 0.03,
    }
    bodies = {"comune": 0.62, "ambito": 0.28, "asl": 0.04, "terzo_settore": 0.05, "nd": 0.01}
    modes = {"spontanea": 0.22, "segnalazione": 0.44, "autorita_giudiziaria": 0.32, "nd": 0.02}
    columns = (("genere", {"F": 0.46, "M": 0.54}), ("classe_eta", ages), ("tipo_servizio", kinds))
    columns += (("ente", bodies), ("modalita", modes))  # type: ignore[assignment]
    for group in _answering(world, ROUNDS[0]):
        number = int(rng.lognormal(np.log(max(group.residents, 30_000) / 550), 0.3))
        for day in ("2022-12-31", "2023-06-30", "2023-12-31"):
            drawn = [
                rng.choice(list(chances), number, p=np.array(list(chances.values())) / sum(chances.values()))
                for _, chances in columns
            ]
            keys, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_counts=True)
            for key, count in zip(keys, counts, strict=True):
                values = {name: str(value) for (name, _), value in zip(columns, key, strict=True)}
                yield {"ref_area": group.code, "reference_date": day, **values, "persone": int(count)}
            number = int(number * rng.uniform(0.98, 1.1))


def _evolution(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("evoluzione")
    reasons = codes(world.catalogue, "motivo_presa_in_carico")
    ways = codes(world.catalogue, "evoluzione")
    reason_p, way_p = rng.dirichlet(np.full(len(reasons), 4.0)), rng.dirichlet(np.full(len(ways), 3.0))
    kinds = ("ade", "centro_diurno", "cap", "csf")
    for group in _answering(world, ROUNDS[0]):
        for year in (2022, 2023):
            for kind in kinds:
                number = int(rng.poisson(max(group.residents, 30_000) / 3_000))
                drawn = rng.multinomial(number, np.outer(reason_p, way_p).ravel())
                for i, count in enumerate(drawn):
                    if count:
                        reason, way = divmod(i, len(ways))
                        yield {
                            "ref_area": group.code,
                            "anno": year,
                            "tipo_servizio": kind,
                            "motivo": reasons[reason],
                            "evoluzione": ways[way],
                            "persone": int(count),
                        }
