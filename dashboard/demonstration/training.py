"""Training: needs, editions, their calendar, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from .facts import codes, number
from .world import PROGRAMME, World

TRACKS = ("start_up", "miglioramento", "aggiornamento")
YEARS = (2022, 2023)
HOURS = 20


def make(world: World) -> None:
    """Write the datasets of training."""
    world.book.extend("training_needs", _needs(world))
    editions = [*_for_tutors(world, list(_editions(world)))]
    joint = _joint_planning(world)
    world.book.extend("training_editions", [*editions, joint])
    world.book.extend(
        "training_calendar", _themed(world, [*_calendar(world, editions), *_joint_calendar(world, joint)])
    )
    world.book.extend("training_impact", _impact(world, editions))


def zones(world: World) -> list[str]:
    """Return the codes of the zones."""
    return [area.code for area in world.territories.areas(world.territories.level(role="zone").code)]


def _needs(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("fabbisogni")
    themes = codes(world.catalogue, "tema_fabbisogno")
    pull = dict(zip(themes, rng.dirichlet(np.full(len(themes), 3.0)), strict=True))

    def rows(programme: str, area: str, year: int, services: tuple[str, ...], mean: float) -> Iterator[dict]:
        for service in services:
            for theme in themes:
                number = int(rng.poisson(mean * pull[theme] * len(themes)))
                if number:
                    yield {
                        "programma": programme,
                        "ref_area": area,
                        "anno": year,
                        "tema": theme,
                        "tipo_servizio": service,
                        "segnalazioni": number,
                    }

    for year in YEARS:
        for zone in zones(world):
            yield from rows("humus", zone, year, ("csf", "cap", "centro_diurno", "ade"), 4)
    for year in (2019, 2021, 2023):
        for regione in world.regioni:
            yield from rows(PROGRAMME, regione, year, ("care_leavers",), 3)


def _editions(world: World) -> Iterator[dict[str, object]]:
    """Editions by track; the co-progettazione of HUMUS has been published and is left as it is."""
    rng = world.rng("edizioni")

    def edition(
        programme: str, area: str, year: int, track: str, profile: str, planned: int, hours: int
    ) -> dict[str, object]:
        held = int(rng.binomial(planned, 0.65 if year == 2020 else 0.9))
        places = planned * int(rng.integers(22, 32))
        enrolled = round(places * float(rng.uniform(0.72, 1.08))) if held else 0
        present = int(rng.binomial(enrolled, 0.88))
        return {
            "programma": programme,
            "ref_area": area,
            "anno": year,
            "percorso_formativo": track,
            "profilo": profile,
            "edizioni_previste": planned,
            "edizioni_svolte": held,
            "ore_previste": float(planned * hours),
            "ore_svolte": float(held * hours),
            "iscritti_previsti": places,
            "iscritti": enrolled,
            "presenti": present,
            "certificati": int(rng.binomial(present, 0.84)),
        }

    for year in YEARS:
        for zone in zones(world):
            for track in TRACKS:
                profile = "multiprofessionale" if rng.random() < 0.6 else "educatore"
                yield edition("humus", zone, year, track, profile, int(rng.integers(1, 4)), HOURS)
    for year in range(2018, 2024):
        root = world.territories.root.code
        yield edition(PROGRAMME, root, year, "formazione_base", "tutor", int(rng.integers(1, 4)), 24)
        for regione in world.regioni:
            if any(str(year) in group.years for group in world.of(regione)):
                yield edition(PROGRAMME, regione, year, "formazione_base", "multiprofessionale", 1, 16)
                yield edition(PROGRAMME, regione, year, "supervisione", "tutor", int(rng.integers(1, 4)), 12)
    for year in (2018, 2019):
        yield edition(
            "rete_cpi", "01", year, "formazione_base", "assistente_sociale", int(rng.integers(2, 5)), 16
        )


def _for_tutors(world: World, editions: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Give the editions for tutors as many people as there are tutors to train, not as a classroom holds."""
    rng = world.rng("tutor_formati")
    staff = [row for row in world.book.rows("tutors_staff") if row["figura"] == "tutor_autonomia"]
    years = sorted({row["reference_date"][:4] for row in staff})
    for row in editions:
        if row["profilo"] != "tutor" or not years:
            yield row
            continue
        year = max([one for one in years if one <= str(row["anno"])], default=years[0])
        national = row["ref_area"] == world.territories.root.code
        tutors = 0
        for one in staff:
            here = national or world.groups[one["ref_area"]].regione == row["ref_area"]
            if one["reference_date"][:4] == year and here:
                tutors += int(one["persone"] or 0)
        places = max(int(str(row["edizioni_previste"])), round(tutors * (0.2 if national else 0.75)))
        enrolled = int(rng.binomial(places, 0.9)) if row["edizioni_svolte"] else 0
        present = int(rng.binomial(enrolled, 0.92))
        yield {
            **row,
            "iscritti_previsti": places,
            "iscritti": enrolled,
            "presenti": present,
            "certificati": int(rng.binomial(present, 0.9)),
        }


def _joint_planning(world: World) -> dict[str, object]:
    """The course on co-progettazione: what the piano esecutivo plans has been published, the rest is not."""
    rng = world.rng("co_progettazione")

    def planned(item: str) -> int:
        rows = world.facts.of("results", programma="humus", sezione="co_progettazione", voce=item)
        return round(number(rows[0]["previsto"]))

    items = ("edizioni", "ore per edizione", "partecipanti per edizione")
    editions, hours, places = (planned(f"{item} di co-progettazione") for item in items)
    enrolled = places - int(rng.integers(2, 9))
    present = int(rng.binomial(enrolled, 0.9))
    return {
        "programma": "humus",
        "ref_area": world.catalogue.programmes["humus"].scope[0],
        "anno": YEARS[-1],
        "percorso_formativo": "co_progettazione",
        "profilo": "coordinatore",
        "edizioni_previste": editions,
        "edizioni_svolte": 1,
        "ore_previste": float(editions * hours),
        "ore_svolte": float(hours),
        "iscritti_previsti": editions * places,
        "iscritti": enrolled,
        "presenti": present,
        "certificati": int(rng.binomial(present, 0.86)),
    }


def _joint_calendar(world: World, joint: dict[str, object]) -> Iterator[dict[str, object]]:
    """One edition held, the others still to come on the day on which progress is read."""
    track = world.catalogue.label("percorso_formativo", str(joint["percorso_formativo"]))
    year, editions = int(str(joint["anno"])), int(str(joint["edizioni_previste"]))
    for i in range(editions):
        done = i < int(str(joint["edizioni_svolte"]))
        start = date(year, 9, 18) if done else date(year, 11, 27)
        end = start + timedelta(days=46 if done else 70)
        yield {
            "programma": joint["programma"],
            "ref_area": joint["ref_area"],
            "edizione": f"{track} – edizione dimostrativa {i + 1}",
            "percorso_formativo": joint["percorso_formativo"],
            "ore": float(str(joint["ore_previste"])) / editions,
            "inizio_previsto": start,
            "fine_prevista": end,
            "inizio_effettivo": start + timedelta(days=14),
            "fine_effettiva": end + timedelta(days=14) if done else None,
            "stato_attivita": "conclusa" if done else "in_corso",
            "sede": "Sede dimostrativa",
        }


def _themed(world: World, calendar: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Give each edition the need that it answers to; the offer does not follow the needs one to one."""
    rng = world.rng("temi_edizioni")
    themes = codes(world.catalogue, "tema_fabbisogno")
    pull = rng.dirichlet([2.0] * len(themes))
    fixed = {"co_progettazione": "lavoro_rete", "supervisione": None}
    for row in calendar:
        drawn = themes[int(rng.choice(len(themes), p=pull))]
        yield {**row, "tema": fixed.get(str(row["percorso_formativo"]), drawn)}


def _calendar(world: World, editions: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    rng = world.rng("calendario")
    numbers: dict[tuple[object, ...], int] = {}
    for row in editions:
        planned, held = int(str(row["edizioni_previste"])), int(str(row["edizioni_svolte"]))
        for i in range(planned):
            key = (row["programma"], row["ref_area"], row["percorso_formativo"])
            numbers[key] = numbers.get(key, 0) + 1
            start = date(int(str(row["anno"])), 1, 10) + timedelta(days=int(rng.integers(0, 270)))
            end = start + timedelta(days=int(rng.integers(15, 60)))
            late = timedelta(days=int(rng.choice([0, 0, 7, 21, 45])))
            done = i < held
            track = world.catalogue.label("percorso_formativo", str(row["percorso_formativo"])).split(" (")[0]
            yield {
                "programma": row["programma"],
                "ref_area": row["ref_area"],
                "edizione": f"{track} – edizione dimostrativa {numbers[key]}",
                "percorso_formativo": row["percorso_formativo"],
                "ore": float(str(row["ore_previste"])) / planned,
                "inizio_previsto": start,
                "fine_prevista": end,
                "inizio_effettivo": start + late if done else None,
                "fine_effettiva": end + late if done else None,
                "stato_attivita": "conclusa" if done else "annullata",
                "sede": "Sede dimostrativa",
            }


def _impact(world: World, editions: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Means before and after; a track that did not change much is part of life."""
    rng = world.rng("impatto")
    areas = codes(world.catalogue, "area_competenza")
    effects = {area: float(rng.uniform(0.15, 1.3)) for area in areas}
    present: dict[tuple[str, str, int, str], int] = {}
    for row in editions:
        programme, area, track = (str(row[name]) for name in ("programma", "ref_area", "percorso_formativo"))
        year = int(str(row["anno"]))
        levels = (area, "16") if programme == "humus" else (area,)
        for at in levels:
            key = (programme, at, year, track)
            present[key] = present.get(key, 0) + int(str(row["presenti"]))
    for (programme, area, year, track), people in sorted(present.items()):
        n = int(people * rng.uniform(0.55, 0.85))
        if n < 8 or programme == "rete_cpi" or track == "supervisione":
            continue
        for field in areas:
            before = float(np.clip(rng.normal(5.7 + (track == "aggiornamento") * 0.6, 0.35), 3, 8))
            gain = effects[field] * (1.25 if track == "start_up" else 0.9) + float(
                rng.normal(0, 1.2 / n**0.5)
            )
            spread = float(rng.uniform(1.1, 1.7))
            yield {
                "programma": programme,
                "ref_area": area,
                "anno": year,
                "percorso_formativo": track,
                "area_competenza": field,
                "n": n,
                "media_prima": round(before, 2),
                "media_dopo": round(min(before + gain, 9.6), 2),
                "ds_prima": round(spread, 2),
                "ds_dopo": round(spread * float(rng.uniform(0.75, 1)), 2),
                "ds_differenza": round(float(rng.uniform(0.9, 1.5)), 2),
            }
