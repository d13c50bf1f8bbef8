"""What people say: focus groups, coded themes, approved statements, good practices, notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from .facts import codes
from .sayings import PRACTICES, SAID
from .training import zones
from .world import PROGRAMME, World

SERVICES = ("ade", "cap", "csf", "centro_diurno")


def make(world: World) -> None:
    """Write all that comes from listening."""
    groups = list(_focus_groups(world))
    world.book.extend_apart("focus_groups", "focus_group_participants", groups, measure="partecipanti")
    world.book.extend("listening", _themes(world, groups))
    world.book.extend("statements", _statements(world))
    world.book.extend("good_practices", _practices(world))
    world.book.extend("territory_notes", _notes(world))


def _focus_groups(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("focus group")
    for zone in zones(world):
        for year in (2022, 2023):
            for service in SERVICES:
                planned = int(rng.integers(1, 3))
                held = int(rng.binomial(planned, 0.88))
                yield {
                    "programma": "humus",
                    "ref_area": zone,
                    "anno": year,
                    "tipo_servizio": service,
                    "previsti": planned,
                    "tenuti": held,
                    "partecipanti": sum(int(rng.integers(6, 13)) for _ in range(held)),
                }


def _themes(world: World, groups: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    rng = world.rng("temi")
    themes, sides = codes(world.catalogue, "tema_ascolto"), codes(world.catalogue, "dimensione_ascolto")
    pull = {side: rng.dirichlet(np.full(len(themes), 1.5)) for side in sides}

    def cited(programme: str, area: str, year: int, service: str, people: int) -> Iterator[dict[str, object]]:
        for side in sides:
            for theme, number in zip(themes, rng.multinomial(int(people * 1.6), pull[side]), strict=True):
                if number:
                    yield {
                        "programma": programme,
                        "ref_area": area,
                        "anno": year,
                        "dimensione": side,
                        "tema": theme,
                        "tipo_servizio": service,
                        "citazioni": int(number),
                    }

    for row in groups:
        where = (str(row["ref_area"]), int(str(row["anno"])), str(row["tipo_servizio"]))
        yield from cited("humus", *where, int(str(row["partecipanti"])))
    for year in (2020, 2023):
        for regione in world.regioni:
            yield from cited(PROGRAMME, regione, year, "care_leavers", int(rng.integers(4, 13)))


def _statements(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("affermazioni")
    sides = codes(world.catalogue, "dimensione_ascolto")
    themes, voices = codes(world.catalogue, "tema_ascolto"), codes(world.catalogue, "voce")
    spots = [(PROGRAMME, world.territories.root.code, "YC")] + [
        ("humus", zone, "FG") for zone in zones(world)
    ]
    number = 0
    for programme, area, prefix in spots:
        national = programme == PROGRAMME
        speaking = voices[:2] if national else voices[2:]
        for theme in themes if national else rng.choice(themes, 4, replace=False):
            sentences = [(v, said) for v in speaking for said in SAID.get(str(theme), {}).get(v, ())]
            if not national and sentences:
                sentences = [sentences[int(rng.integers(0, len(sentences)))]]
            for voice, said in sentences:
                number += 1
                yield {
                    "programma": programme,
                    "ref_area": area,
                    "identificativo": f"DIM-{prefix}-{number:03d}",
                    "tema": str(theme),
                    "voce": voice,
                    "affermazioni": 1,
                    "testo": f"[Frase dimostrativa, non detta da nessuno] {said}.",
                    "dimensione": str(rng.choice(sides)),
                    "approvata_il": date(2023, 1, 10) + timedelta(days=int(rng.integers(0, 330))),
                }


def _practices(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("buone prassi")
    kinds = ("affido", "csf", "ade", "cap", "centro_diurno", "pippi", "care_leavers", "altro")
    targets = set(codes(world.catalogue, "target"))
    demos = [one for one in world.services if one.demonstration]
    for number in range(1, 25):
        programme = ("humus", PROGRAMME, "humus", "rete_cpi", "welfare_piemonte", "work_in_progress")[
            number % 6
        ]
        area = {"rete_cpi": "01", "welfare_piemonte": "01", "work_in_progress": "015"}.get(programme, "")
        if programme == "humus":
            area = demos[int(rng.integers(0, len(demos)))].code if demos else "16"
        elif programme == PROGRAMME:
            area = str(rng.choice([code for code, one in sorted(world.groups.items()) if one.demonstration]))
        kind = "care_leavers" if programme == PROGRAMME else str(rng.choice(kinds))
        aim = "care_leavers" if programme == PROGRAMME else "minori_famiglie"
        told = PRACTICES[(number - 1) % len(PRACTICES)]
        yield {
            "programma": programme,
            "ref_area": area,
            **told,
            "titolo": f"Prassi dimostrativa {number:02d}: {told['titolo']}",
            "tipo_servizio": kind,
            "pratiche": 1,
            "destinatari": aim if aim in targets else "tutti",
        }


_NOTES = {
    "operatori": "Nota dimostrativa: un tutor è stato sostituito, per due mesi le ore sono state di meno.",
    "risorse": "Nota dimostrativa: una parte della spesa è stata rendicontata nell'annualità successiva.",
    "care_leavers": "Nota dimostrativa: due percorsi sono stati sospesi e ripresi nel semestre seguente.",
}


def _notes(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("note")
    topics = codes(world.catalogue, "argomento")
    demos = sorted(code for code, group in world.groups.items() if group.demonstration)
    places = [*world.regioni, *(str(code) for code in rng.choice(demos, min(18, len(demos)), replace=False))]
    for area in places:
        topic = str(rng.choice(topics))
        written = date(2023, 1, 15) + timedelta(days=int(rng.integers(0, 340)))
        yield {
            "programma": PROGRAMME,
            "ref_area": area,
            "data_nota": written,
            "argomento": topic,
            "testo": _NOTES.get(
                topic, "Nota dimostrativa: la cifra risente di una consegna arrivata in ritardo."
            ),
            "ufficio": "Ufficio dimostrativo",
            "approvata_il": written + timedelta(days=int(rng.integers(3, 30))),
        }
