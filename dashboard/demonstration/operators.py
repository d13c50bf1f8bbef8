"""Who works on it and who steers it: tutors, bodies, équipe, technical assistance, social workers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .care_leavers import silent
from .facts import codes
from .people import LAST, active
from .world import PROGRAMME, World

DATES = tuple(pd.Timestamp(f"{year}-12-31") for year in range(2019, 2024))


def make(world: World, people: pd.DataFrame) -> None:
    """Write tutors, bodies, équipe, technical assistance and social workers."""
    world.book.extend("tutors_staff", _staff(world, people))
    world.book.extend("governance_meetings", _meetings(world))
    world.book.extend("joint_teams", _teams(world))
    world.book.extend("technical_assistance", _assistance(world))
    world.book.extend("social_workers", _social_workers(world))


def _staff(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    rng = world.rng("operatori")
    load = {code: float(rng.uniform(3.5, 8)) for code in world.groups}
    for day in DATES:
        name = f"{day:%Y-%m-%d}"
        gone = silent(world, f"operatori {name}", 4 * world.scale if day >= DATES[-2] else 0)
        running = people[active(people, day)].groupby("ambito").size()
        for code, group in sorted(world.groups.items()):
            number = int(running.get(code, 0))
            if code in gone or not number:
                continue
            tutors = max(1, round(number / load[code]))
            vacancy = group.demonstration and rng.random() < 0.03
            tutors = 0 if vacancy else tutors
            figures = {
                "tutor_autonomia": (tutors, tutors * rng.uniform(14, 24)),
                "assistente_sociale": (1 + number // 5, (1 + number // 5) * rng.uniform(5, 11)),
                "referente_ambito": (1, rng.uniform(4, 10)),
                "altro": (int(rng.integers(0, 3)), None),
            }
            for figure, (count, hours) in figures.items():
                yield {
                    "ref_area": code,
                    "reference_date": name,
                    "figura": figure,
                    "persone": count,
                    "ore_settimanali": None if hours is None else float(round(hours)),
                    "nota": "Tutor in corso di sostituzione"
                    if figure == "tutor_autonomia" and vacancy
                    else None,
                }
        for regione in world.regioni:
            row = {"ref_area": regione, "reference_date": name, "figura": "referente_regionale", "persone": 1}
            yield {**row, "ore_settimanali": float(rng.integers(6, 19))}


def _meetings(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("governo")

    def body(
        programme: str, area: str, organ: str, year: int, low: int, high: int, who: str = ""
    ) -> dict[str, object]:
        planned = int(rng.integers(low, high + 1))
        share = 0.62 if year == 2020 else 0.86
        held = int(rng.binomial(planned, share))
        extra = rng.random() < 0.015 and not world.is_real(area)
        return {
            "programma": programme,
            "ref_area": area,
            "organo": organ,
            "anno": year,
            "previsti": planned,
            "tenuti": planned + 1 if extra else held,
            "componenti": who or None,
            "nota": "Un incontro straordinario" if extra and rng.random() < 0.6 else None,
        }

    national = "Ministero, Regioni, Autonomie locali, assistenza tecnica"
    for year in range(2018, 2024):
        yield body(PROGRAMME, world.territories.root.code, "cabina_nazionale", year, 3, 5, national)
        for regione in world.regioni:
            if any(str(year) in group.years for group in world.of(regione)):
                yield body(PROGRAMME, regione, "tavolo_regionale", year, 2, 4)
        for code, group in sorted(world.groups.items()):
            if str(year) in group.years:
                yield body(PROGRAMME, code, "tavolo_locale", year, 2, 5)
                yield body(PROGRAMME, code, "equipe_multidisciplinare", year, 5, 14)
    for year in (2022, 2023):
        yield body("humus", "16", "tavolo_regionale", year, 3, 5)
        for zone in world.territories.areas(world.territories.level(role="zone").code):
            yield body("humus", zone.code, "tavolo_tecnico", year, 2, 4)
    for year in (2020, 2021):
        yield body("work_in_progress", "015", "cabina_ristretta", year, 4, 8)
        yield body("work_in_progress", "015", "cabina_allargata", year, 1, 3)
        for row in world.facts.of("participation", programma="work_in_progress", annualita=str(year)):
            yield body("work_in_progress", row["ref_area"], "gruppo_lavoro_ambito", year, 4, 9)
    for year in (2018, 2019, 2020):
        yield body("rete_cpi", "01", "tavolo_regionale", year, 2, 5)
        for group in world.network:
            if rng.random() < 0.8:
                yield body("rete_cpi", group.code, "tavolo_locale", year, 1, 5)


def _teams(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("equipe")

    def team(programme: str, area: str, year: int, kind: str, number: int, cpi: bool) -> dict[str, object]:
        return {
            "programma": programme,
            "ref_area": area,
            "anno": year,
            "composizione": kind,
            "equipe": number,
            "operatori_sociali": number + int(rng.integers(0, 4)),
            "operatori_cpi": max(1, number - int(rng.integers(0, 2))) if cpi else None,
        }

    for group in world.network:
        base = max(1, round(group.residents / 45_000 * float(rng.lognormal(0, 0.35))))
        for year in (2018, 2019, 2020):
            if rng.random() < 0.1:
                continue
            yield team("rete_cpi", group.code, year, "base", base, True)
            if rng.random() < 0.7:
                yield team("rete_cpi", group.code, year, "allargata", max(1, base // 2), True)
            base += int(rng.integers(0, 2))
    for code, group in sorted(world.groups.items()):
        for text in group.years:
            if int(text) <= LAST.year:
                yield team(PROGRAMME, code, int(text), "base", int(rng.integers(1, 4)), False)
                if rng.random() < 0.55:
                    yield team(PROGRAMME, code, int(text), "allargata", int(rng.integers(1, 3)), False)


_DONE = {
    "coordinamento": "Riunioni di indirizzo, linee operative e quesiti",
    "formazione": "Incontri di formazione e supervisione con tutor e équipe",
    "tutoraggio": "Visite e contatti periodici con gli Ambiti",
    "youth_conference": "Preparazione e conduzione delle Youth Conference",
    "monitoraggio": "Raccolta, controllo e lettura dei dati",
    "reporting": "Rapporti periodici e schede di sintesi",
}


def _assistance(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("assistenza tecnica")
    functions = codes(world.catalogue, "funzione_at")
    local = {"tutoraggio", "youth_conference", "formazione"}
    for year in range(2018, 2024):
        for area in (world.territories.root.code, *world.regioni):
            if area in world.counts and not any(str(year) in g.years for g in world.of(area)):
                continue
            national = area == world.territories.root.code
            for function in functions:
                if national == (function in local):
                    continue
                planned = int(rng.integers(8, 25)) if national else int(rng.integers(2, 9))
                done = int(rng.binomial(planned, 0.7 if year == 2020 else 0.9))
                yield {
                    "programma": PROGRAMME,
                    "ref_area": area,
                    "anno": year,
                    "funzione": function,
                    "previste": planned,
                    "svolte": done,
                    "ore": float(done * int(rng.integers(3, 9))),
                    "operatori": done * int(rng.integers(2, 6)) if function in local else None,
                    "descrizione": f"Attività dimostrativa: {_DONE.get(function, function).lower()}",
                }


def _social_workers(world: World) -> Iterator[dict[str, object]]:
    """Full-time equivalents; residents per worker spread around the LEPS of one every 5,000."""
    rng = world.rng("assistenti sociali")
    south = {"13", "14", "15", "16", "18", "19"}
    everyone = {
        **world.groups,
        **{one.code: one for one in world.services if one.members or one.demonstration},
    }
    ratio = {
        code: float(rng.lognormal(np.log(7200 if group.regione in south else 5300), 0.28))
        for code, group in sorted(everyone.items())
    }
    regional = {
        code: float(rng.lognormal(np.log(6900 if code in south else 5200), 0.15)) for code in world.regioni
    }
    for year in (2021, 2022, 2023):
        for code, group in sorted(everyone.items()):
            if group.demonstration or group.members:
                fte = group.residents / ratio[code] * 1.06 ** (year - 2021)
                yield {"ref_area": code, "anno": year, "assistenti_sociali": max(0.5, round(fte * 2) / 2)}
        for code in world.regioni:
            fte = (world.territories.get(code).residents or 0) / regional[code] * 1.06 ** (year - 2021)
            yield {"ref_area": code, "anno": year, "assistenti_sociali": float(round(fte))}
