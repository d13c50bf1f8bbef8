"""Who works with whom: agreements, collaborations, partners and ties between (invented) bodies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from .facts import codes
from .world import PROGRAMME, World

NETWORK_YEARS = (2018, 2019, 2020)
BODIES = (
    "Comune dimostrativo",
    "Cooperativa dimostrativa",
    "Centro per l'impiego dimostrativo",
    "Associazione dimostrativa",
    "Azienda sanitaria dimostrativa",
    "Ente di formazione dimostrativo",
    "Fondazione dimostrativa",
    "Scuola dimostrativa",
)
"""Kinds of invented bodies, so that a network can be read; each name says that it is invented."""


def body(number: int) -> str:
    """Name the invented body of a number, from 1."""
    return f"{BODIES[(number - 1) % len(BODIES)]} {number:02d}"


def make(world: World) -> None:
    """Write agreements, collaborations, partners and ties."""
    world.book.extend("agreements", _agreements(world))
    world.book.extend("collaborations", _collaborations(world))
    world.book.extend("partners", _partners(world))
    world.book.extend("network_ties", _ties(world))


def _agreements(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("accordi")

    def one(
        programme: str, area: str, year: int, kind: str, money: str, low: int, high: int
    ) -> dict[str, object]:
        signed = date(year, 1, 15) + timedelta(days=int(rng.integers(0, 330)))
        number = int(rng.integers(low, high + 1))
        name = world.catalogue.label("tipo_accordo", kind)
        return {
            "programma": programme,
            "ref_area": area,
            "anno": year,
            "tipo_accordo": kind,
            "finanziamento": money,
            "accordi": 1,
            "firmatari": number,
            "titolo": f"{name} dimostrativo",
            "elenco_firmatari": "; ".join(body(i + 1) for i in range(number)),
            "data_firma": signed,
            "data_scadenza": signed + timedelta(days=365 * int(rng.integers(3, 7))),
        }

    funds = [code for code in codes(world.catalogue, "finanziamento") if code != "nd"]
    yield one("rete_cpi", "01", 2018, "protocollo_regionale", "regionale", 4, 9)
    yield one("rete_cpi", "01", 2020, "patto_sociale", "regionale", 8, 18)
    for group in world.network:
        if rng.random() < 0.83:
            year = int(rng.choice(NETWORK_YEARS))
            yield one("rete_cpi", group.code, year, "patto_territoriale", str(rng.choice(funds)), 4, 16)
        if rng.random() < 0.25:
            yield one("rete_cpi", group.code, 2020, "convenzione", str(rng.choice(funds)), 2, 4)
    for code, group in sorted(world.groups.items()):
        if group.demonstration and rng.random() < 0.45:
            yield one(PROGRAMME, code, int(group.years[0]), "convenzione", "fondo_poverta", 2, 7)
    for group in world.services:
        if group.demonstration and rng.random() < 0.5:
            yield one("humus", group.code, 2023, "convenzione", "regionale", 2, 8)


def _collaborations(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("collaborazioni")
    kinds, partners, funds = (
        codes(world.catalogue, name) for name in ("tipo_collaborazione", "tipo_partner", "finanziamento")
    )
    pull = rng.dirichlet(np.full(len(kinds) * len(partners) * len(funds), 0.35))
    for group in world.network:
        for year in NETWORK_YEARS:
            if rng.random() < 0.08:
                continue
            number = int(rng.poisson(6 + 2 * (year - NETWORK_YEARS[0]) + group.residents / 40_000))
            for i, count in enumerate(rng.multinomial(number, pull)):
                if count:
                    rest, fund = divmod(i, len(funds))
                    kind, partner = divmod(rest, len(partners))
                    yield {
                        "programma": "rete_cpi",
                        "ref_area": group.code,
                        "anno": year,
                        "tipo_collaborazione": kinds[kind],
                        "tipo_partner": partners[partner],
                        "finanziamento": funds[fund],
                        "collaborazioni": int(count),
                    }


def _partners(world: World) -> Iterator[dict[str, object]]:
    """Partners of the other programmes; those of WORK IN PROGRESS are published."""
    rng = world.rng("partner")
    areas = [
        a for a in codes(world.catalogue, "area_intervento") if a not in ("coordinamento", "monitoraggio")
    ]
    targets = {
        "humus": ("16", ("minori_famiglie", "operatori")),
        "rete_cpi": ("01", ("tutti", "giovani")),
        "welfare_piemonte": ("01", ("tutti", "giovani")),
        PROGRAMME: (world.territories.root.code, ("care_leavers", "operatori")),
    }
    known = set(codes(world.catalogue, "target"))
    for programme, (area, aims) in targets.items():
        fitting = [aim for aim in aims if aim in known] or ["tutti"]
        for number in range(1, 13):
            role = "capofila" if number == 1 else "partner"
            for field in rng.choice(areas, size=int(rng.integers(1, 4)), replace=False):
                yield {
                    "programma": programme,
                    "ref_area": area,
                    "partner": body(number),
                    "ruolo": role,
                    "area_intervento": str(field),
                    "target": str(rng.choice(fitting)),
                    "presenza": 1,
                }


def _ties(world: World) -> Iterator[dict[str, object]]:
    """Ties with a few hubs, as networks have (actors are chosen by the ties they already have)."""
    rng = world.rng("legami")
    kinds = codes(world.catalogue, "tipo_legame")
    places = {"welfare_piemonte": ("01", 2020, 26), "rete_cpi": ("01", 2020, 22), "humus": ("16", 2023, 24)}
    places |= {"work_in_progress": ("015", 2021, 16), PROGRAMME: ("IT", 2022, 20)}
    for programme, (area, year, size) in places.items():
        # As many as the published partners, where there are some; never their names: these ties are invented.
        partners = {row["partner"] for row in world.facts.of("partners", programma=programme)}
        names = [body(i + 1) for i in range(len(partners) or size)]
        degree = np.ones(len(names))
        seen: set[tuple[int, int, str]] = set()
        for start in range(len(names)):
            chance = degree * (np.arange(len(names)) != start)
            for end in rng.choice(
                len(names), size=int(rng.integers(1, 5)), replace=False, p=chance / chance.sum()
            ):
                kind = str(rng.choice(kinds))
                if (start, int(end), kind) in seen:
                    continue
                seen.add((start, int(end), kind))
                degree[int(end)] += 2
                yield {
                    "programma": programme,
                    "ref_area": area,
                    "anno": year,
                    "ente_da": names[start],
                    "ente_a": names[int(end)],
                    "tipo_legame": kind,
                    "legami": 1,
                    "frequenza": str(rng.choice(["settimanale", "mensile", "occasionale"])),
                }
