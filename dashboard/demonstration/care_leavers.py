"""From the invented people to the datasets of the experiment: states, steps, exits, outcomes, support."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .people import COHORTS, LAST, NEVER, STEPS, active, clocks, suspended
from .world import World, shared_out

SNAPSHOTS = tuple(
    pd.Timestamp(day)
    for year in range(2019, 2024)
    for day in ((f"{year}-02-28",) if year == 2023 else ()) + (f"{year}-06-30", f"{year}-12-31")
)
"""Half-years, and the day of the published identifications."""
PROFILE = ("genere", "classe_eta_ingresso", "cittadinanza", "collocazione", "prosieguo")
MISSING = {"2022-06-30": 3, "2023-06-30": 5}
"""How many demonstration Ambiti have not sent a snapshot (never on a day with a published total)."""
LATE = {"2021-12-31": 2, "2023-06-30": 4}
STATES = (
    "individuato",
    "in_assessment",
    "con_progetto",
    "attivo",
    "concluso",
    "uscita_anticipata",
    "sospeso",
)


def make(world: World, people: pd.DataFrame) -> None:
    """Write all the datasets of the people of the experiment."""
    world.book.extend("care_leaver_states", _states(world, people))
    world.book.extend("milestones", _milestones(world, people))
    world.book.extend("path_positions", _positions(world, people))
    world.book.extend("exits", _exits(people))
    world.book.extend("outcomes", _outcomes(world, people))
    world.book.extend("economic_support", _support(world, people))
    world.book.extend("youth_conference", _conferences(world, people))


def reached(people: pd.DataFrame, state: str, day: pd.Timestamp) -> pd.Series:
    """Tell who has reached a state by a day (for `attivo` and `sospeso`: who is in it on that day)."""
    by_date = {
        "individuato": "individuazione",
        "in_assessment": "analisi_preliminare",
        "con_progetto": "progetto",
    }
    if state in by_date:
        return people[by_date[state]] <= day
    if state == "attivo":
        return active(people, day)
    if state == "sospeso":
        return suspended(people, day)
    kind = {"concluso": "conclusione"}.get(state, state)
    return (people["fine"] <= day) & (people["tipo_fine"] == kind)


def silent(world: World, theme: str, number: int) -> list[str]:
    """Choose demonstration Ambiti that have not delivered (a real one is never said to have failed)."""
    candidates = [one.code for one in world.groups.values() if one.demonstration]
    chosen = world.rng(f"mancanti {theme}").choice(candidates, min(number, len(candidates)), replace=False)
    return sorted(str(code) for code in chosen)


def _states(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    keys = ["ambito", "coorte", *PROFILE, "percorso_noto"]
    when = clocks(world)
    for day in SNAPSHOTS:
        name = f"{day:%Y-%m-%d}"
        gone = silent(world, name, MISSING.get(name, 0) * world.scale)
        late = [code for code in silent(world, f"tardi {name}", LATE.get(name, 0)) if code not in gone]
        known = people.assign(percorso_noto=people["percorso"].where(people["progetto"] <= day, "nd"))
        expected = {
            code: next(c for c in COHORTS if when[c].annualita in group.years)
            for code, group in world.groups.items()
            if code not in gone
            and any(when[c].annualita in group.years and when[c].start <= day for c in COHORTS)
        }
        for state in STATES:
            counts = tally(known[reached(known, state, day)], keys)
            here = {key[0] for key, _ in counts}
            rows = [(key, value) for key, value in counts if key[0] in expected]
            # Nobody in a state is a delivered zero, not a missing return.
            usual = ("F", "eta_18", "italiana", "comunita", "si", "nd")
            rows += [((code, expected[code], *usual), 0) for code in expected if code not in here]
            for (ambito, coorte, *profile, path), value in rows:
                yield {
                    "ref_area": ambito,
                    "reference_date": name,
                    "stato": state,
                    "coorte": coorte,
                    **dict(zip(PROFILE, profile, strict=True)),
                    "percorso": path,
                    "care_leavers": value,
                    "nota": "Consegna arrivata dopo il termine" if ambito in late else None,
                }


def tally(frame: pd.DataFrame, by: list[Any]) -> list[tuple[tuple[Any, ...], int]]:
    """Count the lines of a frame for each combination of values, in order."""
    return [(tuple(key), int(n)) for key, n in frame.groupby(by, sort=True).size().items()]  # type: ignore[arg-type]


def _months(days: pd.Series) -> pd.Series:
    return pd.Series((days.dt.days / 30.4375).astype(int))


def _milestones(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    gone = silent(world, "tappe", 2 * world.scale)
    dated = {step: people[step] for step in STEPS}
    for kind, step in (("conclusione", "conclusione"), ("uscita_anticipata", "uscita_anticipata")):
        dated[step] = people["fine"].where(people["tipo_fine"] == kind, NEVER)
    running = ~(people["fine"] <= LAST)
    dated["in_corso"] = pd.Series(LAST, people.index).where(running, NEVER)
    for step, days in dated.items():
        seen = people[(days <= LAST) & ~people["ambito"].isin(gone)]
        month = _months(days[seen.index] - seen["individuazione"])
        for (ambito, cohort, at), value in tally(seen, ["ambito", "coorte", month]):
            yield {
                "ref_area": ambito,
                "coorte": cohort,
                "tappa": step,
                "mese_dall_ingresso": int(at),
                "care_leavers": int(value),
                "data_osservazione": f"{LAST:%Y-%m-%d}",
            }


def _positions(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Say of each person the furthest step and where the path stands; the same Ambiti as for the steps."""
    gone = silent(world, "tappe", 2 * world.scale)
    known = people[(people["individuazione"] <= LAST) & ~people["ambito"].isin(gone)]
    furthest = pd.Series(STEPS[0], known.index, name="ultima_tappa")
    for step in STEPS[1:]:
        furthest = furthest.mask(known[step] <= LAST, step)
    position = known["tipo_fine"].where(known["fine"] <= LAST, "in_corso").rename("situazione")
    for (ambito, cohort, step, where), value in tally(known, ["ambito", "coorte", furthest, position]):
        yield {
            "ref_area": ambito,
            "coorte": cohort,
            "ultima_tappa": step,
            "situazione": where,
            "care_leavers": value,
            "data_osservazione": f"{LAST:%Y-%m-%d}",
        }


def _exits(people: pd.DataFrame) -> Iterator[dict[str, object]]:
    left = people[(people["tipo_fine"] == "uscita_anticipata") & (people["fine"] <= LAST)]
    keys = ["ambito", "coorte", left["fine"].dt.year.rename("anno"), "motivo", "genere"]
    for (ambito, cohort, year, reason, gender), value in tally(left, keys):
        yield {
            "ref_area": ambito,
            "coorte": cohort,
            "anno": int(year),
            "motivo": reason,
            "genere": gender,
            "care_leavers": int(value),
        }


# ---- outcomes ----

_OUTCOMES: dict[str, dict[str, float]] = {
    "studio": {
        "titolo_conseguito": 0.24,
        "studio_in_corso": 0.24,
        "studio_interrotto": 0.1,
        "non_in_studio": 0.42,
    },
    "formazione": {
        "qualifica_conseguita": 0.3,
        "formazione_in_corso": 0.14,
        "formazione_interrotta": 0.08,
        "non_in_formazione": 0.48,
    },
    "lavoro": {
        "lavoro_stabile": 0.15,
        "lavoro_termine": 0.29,
        "tirocinio": 0.17,
        "in_cerca": 0.21,
        "non_in_cerca": 0.18,
    },
    "abitare": {
        "casa_autonoma": 0.36,
        "semiautonomia": 0.26,
        "famiglia_affidataria": 0.2,
        "famiglia_origine": 0.13,
        "alloggio_precario": 0.05,
    },
    "reti": {"rete_solida": 0.55, "rete_essenziale": 0.36, "rete_assente": 0.09},
}
_BETTER = {"lavoro_stabile": 1.5, "casa_autonoma": 1.3, "titolo_conseguito": 1.2, "tirocinio": 0.6}
"""How chances change between the conclusion and each later observation."""
_FITTING = {
    ("lavoro", "lavoro_stabile"): 1.7,
    ("lavoro", "lavoro_termine"): 1.3,
    ("formazione", "qualifica_conseguita"): 2.0,
    ("studio_secondaria", "titolo_conseguito"): 1.8,
    ("studio_universita", "studio_in_corso"): 3.0,
}
MOMENTS = {"conclusione": (0, 0.04), "followup_6": (6, 0.24), "followup_12": (12, 0.38)}
"""Months after the end, and the share not found again."""


def _outcomes(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    rng = world.rng("esiti")
    gone = silent(world, "esiti", 2 * world.scale)
    ended = people[(people["tipo_fine"] == "conclusione") & ~people["ambito"].isin(gone)]
    counts: dict[tuple[str, ...], int] = {}
    for step, (moment, (months, lost)) in enumerate(MOMENTS.items()):
        seen = ended[ended["fine"] + pd.DateOffset(months=months) <= LAST]
        for person in seen[["ambito", "coorte", "genere", "percorso"]].itertuples(index=False, name=None):
            ambito, cohort, gender, path = person
            missing = rng.random() < lost
            for area, chances in _OUTCOMES.items():
                weights = np.array(
                    [p * _BETTER.get(o, 1) ** step * _FITTING.get((path, o), 1) for o, p in chances.items()]
                )
                drawn = str(rng.choice(list(chances), p=weights / weights.sum()))
                found = (ambito, cohort, moment, area, "nd" if missing else drawn, gender, path)
                counts[found] = counts.get(found, 0) + 1
    names = ("ref_area", "coorte", "momento", "area_esito", "esito", "genere", "percorso")
    for key, number in sorted(counts.items()):
        yield {**dict(zip(names, key, strict=True)), "care_leavers": number}


def _support(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    rng = world.rng("sostegno economico")
    ceiling = world.facts.value("borsa_massimo_mese", world.territories.root.code)
    gone = silent(world, "sostegno", 2 * world.scale)
    kind = rng.choice(["borsa", "rdc", ""], len(people), p=[0.66, 0.24, 0.1])
    monthly = np.where(kind == "borsa", rng.triangular(320, 620, ceiling, len(people)), 500.0)
    for year in range(2019, LAST.year + 1):
        start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
        begins = people["attivazione"].where(people["attivazione"] > start, start)
        stops = people["fine"].where(people["fine"] < end, end)
        months = np.ceil((stops - begins).dt.days / 30.6).clip(0, 12)
        paid = people.assign(tipo=kind, mesi=months, euro=(months * monthly).round())
        paid = paid[(kind != "") & (months > 0) & (people["attivazione"] <= end)]
        paid = paid[~(paid["ambito"].isin(gone) & (year == LAST.year))]
        rows = paid.groupby(["ambito", "coorte", "tipo"], sort=True).agg(
            n=("mesi", "size"), mesi=("mesi", "sum"), euro=("euro", "sum")
        )
        for (ambito, cohort, support), row in rows.iterrows():
            yield {
                "ref_area": ambito,
                "coorte": cohort,
                "anno": year,
                "tipo_sostegno": support,
                "beneficiari": int(row["n"]),
                "mensilita": int(row["mesi"]),
                "importo": float(row["euro"]),
            }


# ---- Youth Conference ----

LOCAL_MEETINGS, REGIONS_MEETING = 36, 14
"""Local conferences held and Regioni that held theirs in the first annualità (published definitions)."""


def _conferences(world: World, people: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Make the conferences; those of the first annualità add up to the published participants."""
    rng = world.rng("youth conference")
    first = next(iter(clocks(world).values())).annualita
    known = people[people["individuazione"] <= pd.Timestamp("2020-12-31")].groupby("ambito").size()
    here = [code for code, group in world.groups.items() if first in group.years and known.get(code, 0) > 0]
    here = sorted(here, key=lambda code: (-int(known[code]), code))[: LOCAL_MEETINGS * world.scale]
    meetings = _spread(LOCAL_MEETINGS * world.scale, {code: 1.0 for code in here})
    present = capped(
        world.total("ycl_partecipanti", part="F") + world.total("ycl_partecipanti", part="M"),
        {code: float(known[code]) ** 0.9 for code in here},
        {code: int(known[code]) for code in here},
    )
    for code in sorted(here):
        yield from _conference(rng, code, "ycl", first, meetings[code], present[code])
    regions = sorted(world.regioni, key=lambda code: -world.counts[code])[:REGIONS_MEETING]
    total = world.total("ycr_partecipanti", part="F") + world.total("ycr_partecipanti", part="M")
    shared = shared_out(total - 2 * len(regions), {code: float(world.counts[code]) for code in regions})
    for code in sorted(regions):
        yield from _conference(rng, code, "ycr", first, 1, shared[code] + 2)
    yield from _later_conferences(world, people, rng, first)


def _later_conferences(
    world: World, people: pd.DataFrame, rng: np.random.Generator, first: str
) -> Iterator[dict[str, object]]:
    for year in ("2019", "2020", "2021", "2022"):
        day = pd.Timestamp(int(year) + 1, 12, 31)
        running = people[active(people, day)].groupby("ambito").size()
        for code, group in sorted(world.groups.items()):
            number = int(running.get(code, 0))
            if year in group.years and number >= 2 and rng.random() < 0.85:
                there = max(1, int(rng.binomial(number, 0.74)))
                meetings = int(rng.integers(1, 4))
                yield from _conference(rng, code, "ycl", year, meetings, there, odd=group.demonstration)
        for regione in world.regioni:
            if any(year in group.years for group in world.of(regione)) and rng.random() < 0.85:
                yield from _conference(rng, regione, "ycr", year, 1, int(rng.integers(3, 9)))
    # The fourth and fifth national conferences are published facts; the first three are not.
    for edition, year in enumerate((first, "2019", "2020"), start=1):
        yield from _conference(
            rng, world.territories.root.code, "ycn", year, 1, int(rng.integers(24, 33)), f"{edition}ª"
        )


def _conference(
    rng: np.random.Generator,
    area: str,
    kind: str,
    year: str,
    meetings: int,
    present: int,
    edition: str = "",
    *,
    odd: bool = False,
) -> Iterator[dict[str, object]]:
    day = f"{int(year) + 1 + (kind == 'ycn')}-{int(rng.integers(2, 12)):02d}-{int(rng.integers(1, 29)):02d}"
    tutors = max(1, round(present / float(rng.uniform(2.5, 5))))
    planned = {"care_leavers": present + int(rng.integers(0, 4)), "tutor": tutors + int(rng.integers(0, 2))}
    more, explained = rng.random() < 0.03 and odd, rng.random() < 0.6
    for role, number in (("care_leavers", present), ("tutor", tutors)):
        fewer = more and role == "care_leavers" and number > 1
        yield {
            "ref_area": area,
            "tipo_yc": kind,
            "annualita": year,
            "ruolo": role,
            "incontri": meetings if role == "care_leavers" else None,
            "previsti": number - 1 if fewer else planned[role],
            "presenti": number,
            "edizione": edition or None,
            "nota": "Si sono aggiunti partecipanti" if fewer and explained else None,
            "data_incontro": day,
        }


def _spread(total: int, names: dict[str, float]) -> dict[str, int]:
    """Give one to each and share out what is left."""
    rest = shared_out(total - len(names), names)
    return {name: rest[name] + 1 for name in names}


def capped(total: int, weights: dict[str, float], most: dict[str, int]) -> dict[str, int]:
    """Share out a whole number, none over its limit; only what fits nowhere goes over the limits."""
    given = {name: 0 for name in weights}
    left = total
    while left:
        open_ = {name: weight for name, weight in weights.items() if given[name] < most[name]}
        part = shared_out(left, open_ or weights)
        for name, value in part.items():
            given[name] += min(value, most[name] - given[name]) if open_ else value
        left = total - sum(given.values())
    return given
