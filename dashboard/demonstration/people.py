"""The invented care leavers: a small simulation, one line a person, never written out.

Their counts agree with the published totals under the definitions of those:

* *individuati* on 28/02/2023 are the people whose identification has that date or an earlier one;
* *in assessment* on 31/12/2023 are those whose analisi preliminare has begun by then, ever;
* *attivi nel 2022* is read as the state «attivo» on 31/12/2022: project activated, not suspended, not over.

A path ends 36 months after its activation (up to nine more for those activated before the pandemic), or
at 21 years for whoever comes in at 19 or 20; the ends nearest to 31/12/2022 are moved across that day as
far as the published number of active people asks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .world import World, shared_out

ENTRY_ON, ACTIVE_ON, ASSESSED_ON = "2023-02-28", "2022-12-31", "2023-12-31"
LAST = pd.Timestamp(ASSESSED_ON)
COHORTS = {"T1-C1": 1.25, "T1-C2": 1.15, "T1-C3": 0.9, "T2-C1": 1.6, "T2-C2": 1.85}
"""How much each cohort weighs, per Ambito taking part in its annualità."""
UNASSESSED = 0.06
"""Identified people without an assessment, per person assessed."""
NEVER = pd.Timestamp("2099-12-31")
DAY = pd.Timedelta(days=1)
STEPS = (
    "individuazione",
    "analisi_preliminare",
    "quadro_analisi",
    "equipe",
    "progetto",
    "attivazione",
    "monitoraggio",
)


@dataclass(frozen=True)
class Clock:
    """The annualità of a cohort and the first day of its year of entry."""

    annualita: str
    start: pd.Timestamp


def clocks(world: World) -> dict[str, Clock]:
    """Read from the catalogue when each cohort comes in; its annualità is the year before."""
    by_code = world.catalogue.codelists["coorte"].by_code
    starts = {code: pd.Timestamp(by_code[code].start or LAST) for code in COHORTS}
    return {code: Clock(str(start.year - 1), start) for code, start in starts.items()}


def simulate(world: World) -> pd.DataFrame:
    """Invent the people.

    Returns:
        One row a person: `regione, ambito, coorte`, profile (`genere, classe_eta_ingresso, cittadinanza,
        collocazione, prosieguo, percorso`), one date for each of `STEPS` (2099 where never reached), `fine`
        with `tipo_fine` (`conclusione`, `uscita_anticipata`, empty), `motivo`, `sospeso_dal`, `sospeso_al`.
    """
    rng = world.rng("persone")
    people = _places(world, rng)
    people = pd.concat([people, _profiles(people, rng)], axis=1)
    _entries(world, people, rng)
    _paths(people, rng)
    _ends(people, rng)
    _suspensions(people, rng)
    _agree_on_active(people, world.total("attivi_2022", on=ACTIVE_ON), rng)
    people["percorso"] = _choices(people, rng)
    return people


def active(people: pd.DataFrame, day: str | pd.Timestamp) -> pd.Series:
    """Tell who is active on a day."""
    on = pd.Timestamp(day)
    going = (people["attivazione"] <= on) & (people["fine"] > on)
    return going & ~suspended(people, on)


def suspended(people: pd.DataFrame, day: str | pd.Timestamp) -> pd.Series:
    """Tell whose path is suspended on a day."""
    on = pd.Timestamp(day)
    return (people["sospeso_dal"] <= on) & (people["sospeso_al"] > on) & (people["fine"] > on)


def _places(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Give each person a Regione, an Ambito and a cohort in which that Ambito takes part."""
    assessed = world.counts
    without = shared_out(round(sum(assessed.values()) * UNASSESSED), assessed)
    when = clocks(world)
    rows: list[tuple[str, str, str, bool]] = []
    for regione in world.regioni:
        cells = {
            f"{group.code} {cohort}": group.weight * COHORTS[cohort]
            for group in world.of(regione)
            for cohort, clock in when.items()
            if clock.annualita in group.years
        }
        number = assessed[regione] + without[regione]
        names = list(cells)
        first = {name.split()[0]: name for name in reversed(names)}
        weights = np.array([cells[name] for name in names])
        drawn = rng.choice(len(names), size=max(0, number - len(first)), p=weights / weights.sum())
        chosen = [*first.values(), *(names[i] for i in drawn)][:number]
        # Most of those who have no assessment have only just been identified.
        recent = np.array([8.0 if name.endswith(list(COHORTS)[-1]) else 1.0 for name in chosen])
        none = set(rng.choice(len(chosen), size=without[regione], replace=False, p=recent / recent.sum()))
        for i, name in enumerate(chosen):
            ambito, cohort = name.split()
            rows.append((regione, ambito, cohort, i not in none))
    return pd.DataFrame(rows, columns=["regione", "ambito", "coorte", "valutato"])


def _profiles(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    n = len(people)
    citizenship = _draw(rng, n, {"italiana": 0.62, "straniera": 0.15, "ex_msna": 0.22, "nd": 0.01})
    alone = citizenship == "ex_msna"
    gender = np.where(rng.random(n) < np.where(alone, 0.07, 0.57), "F", "M").astype(object)
    gender[rng.random(n) < 0.004] = "nd"
    home = np.where(rng.random(n) < np.where(alone, 0.93, 0.61), "comunita", "affido_eterofamiliare").astype(
        object
    )
    home[rng.random(n) < 0.015] = "nd"
    return pd.DataFrame(
        {
            "genere": gender,
            "classe_eta_ingresso": _draw(
                rng, n, {"eta_17": 0.45, "eta_18": 0.44, "eta_19": 0.08, "eta_20": 0.02, "nd": 0.01}
            ),
            "cittadinanza": citizenship,
            "collocazione": home,
            "prosieguo": _draw(rng, n, {"si": 0.71, "no": 0.27, "nd": 0.02}),
        },
        index=people.index,
    )


def _draw(rng: np.random.Generator, n: int, shares: dict[str, float]) -> np.ndarray:
    return rng.choice(list(shares), size=n, p=list(shares.values()))


def _entries(world: World, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Date the identifications, as many by the published day as have been published."""
    when = clocks(world)
    start = people["coorte"].map({code: clock.start for code, clock in when.items()})
    people["individuazione"] = start + pd.to_timedelta(
        (rng.beta(1.3, 3.0, len(people)) * 300 + 10).astype(int), unit="D"
    )
    last = list(COHORTS)[-1]
    wanted = world.total("individuati", on=ENTRY_ON)
    _balance(people, last, wanted, when, world, rng)
    latest = people.index[people["coorte"] == last]
    early = wanted - (len(people) - len(latest))
    day, begin = pd.Timestamp(ENTRY_ON), when[last].start
    order = rng.permutation(latest.to_numpy())
    soon, later = order[:early], order[early:]
    people.loc[soon, "individuazione"] = begin + rng.integers(7, (day - begin).days + 1, len(soon)) * DAY
    room = (LAST - day).days - 20
    people.loc[later, "individuazione"] = (
        day + (1 + (rng.beta(1.2, 1.6, len(later)) * room).astype(int)) * DAY
    )


def _balance(
    people: pd.DataFrame,
    last: str,
    wanted: int,
    when: dict[str, Clock],
    world: World,
    rng: np.random.Generator,
) -> None:
    """Move people between the last two cohorts until few of the last one come in by the published day."""
    previous = list(COHORTS)[-2]
    both = {
        code
        for code, group in world.groups.items()
        if {when[last].annualita, when[previous].annualita} <= set(group.years)
    }
    for _ in range(len(people)):
        early = wanted - int((people["coorte"] != last).sum())
        size = int((people["coorte"] == last).sum())
        least, most = max(1, size // 14), max(2, size // 6)
        if least <= early <= most:
            return
        source, target = (last, previous) if early > most else (previous, last)
        movable = people.index[(people["coorte"] == source) & people["ambito"].isin(both)]
        one = rng.choice(movable.to_numpy())
        shift = when[target].start - when[source].start
        people.loc[one, "coorte"] = target
        people.loc[one, "individuazione"] += shift
    raise RuntimeError("the cohorts cannot be made to agree with the published identifications")


def _paths(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Date the steps; whoever has no assessment by the last day has no step after identification."""
    n = len(people)
    assessed = people["valutato"].to_numpy()

    def after(step: str, low: int, high: int, share: float = 1.0) -> pd.Series:
        days = pd.to_timedelta(rng.integers(low, high, n), unit="D")
        reached = (people[step] < NEVER) & (rng.random(n) < share)
        return (people[step] + days).where(reached, NEVER)

    first = after("individuazione", 3, 38)
    room = (LAST - people["individuazione"]) * rng.random(n)
    late = first > LAST
    first = first.where(~late, people["individuazione"] + room.dt.floor("D"))
    people["analisi_preliminare"] = first.where(assessed, NEVER)
    people["quadro_analisi"] = after("analisi_preliminare", 15, 66, 0.99)
    people["equipe"] = after("analisi_preliminare", 8, 60, 0.99)
    people["progetto"] = after("quadro_analisi", 5, 62, 0.975)
    people["progetto"] = people[["progetto", "equipe"]].max(axis=1)
    people["attivazione"] = after("progetto", 1, 42, 0.995)
    people["monitoraggio"] = after("attivazione", 80, 190, 0.97)


def _ends(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Decide who leaves early and when the others conclude."""
    n = len(people)
    on, age = people["attivazione"], people["classe_eta_ingresso"]
    pandemic = on < pd.Timestamp("2020-03-09")
    months = np.where(pandemic, 36 + rng.integers(0, 10, n), 36 - rng.integers(0, 3, n))
    older = age.isin(["eta_19", "eta_20"]).to_numpy()
    months = np.where(older, rng.integers(14, 30, n), months)
    ends = (on + pd.to_timedelta((months * 30.44).astype(int), unit="D")).where(on < NEVER, NEVER)
    leaves = rng.random(n) < 0.15
    left = on + pd.to_timedelta((60 + rng.beta(1.2, 1.6, n) * 900).astype(int), unit="D")
    leaves &= ((on < NEVER) & (left < ends)).to_numpy()
    # Those who stop before the activation: some weeks after the last step they reached.
    stuck = (on == NEVER).to_numpy() & (people["individuazione"] < LAST - 200 * DAY).to_numpy()
    last_step = people[list(STEPS[:5])].where(people[list(STEPS[:5])] < NEVER).max(axis=1)
    gone = last_step + pd.to_timedelta(rng.integers(20, 130, n), unit="D")
    people["fine"] = ends.where(~leaves, left).where(~stuck, gone)
    kind = np.where(leaves | stuck, "uscita_anticipata", np.where(on < NEVER, "conclusione", ""))
    people["tipo_fine"] = kind
    reasons = {
        "rinuncia": 0.31,
        "autonomia": 0.2,
        "trasferimento": 0.16,
        "mancata_adesione": 0.13,
        "rientro_famiglia": 0.09,
        "requisiti": 0.04,
        "altro": 0.05,
        "nd": 0.02,
    }
    people["motivo"] = np.where(kind == "uscita_anticipata", _draw(rng, n, reasons), "")
    # A first monitoring cannot follow the end.
    people.loc[people["monitoraggio"] >= people["fine"], "monitoraggio"] = NEVER


def _suspensions(people: pd.DataFrame, rng: np.random.Generator) -> None:
    n = len(people)
    chosen = (people["attivazione"] < NEVER) & (rng.random(n) < 0.07)
    begins = people["attivazione"] + pd.to_timedelta(rng.integers(90, 600, n), unit="D")
    lasts = pd.to_timedelta(rng.integers(30, 160, n), unit="D")
    people["sospeso_dal"] = begins.where(chosen, NEVER)
    people["sospeso_al"] = (begins + lasts).where(chosen, NEVER)


def _agree_on_active(people: pd.DataFrame, wanted: int, rng: np.random.Generator) -> None:
    """Move the ends nearest to the published day across it until as many are active as were published."""
    day = pd.Timestamp(ACTIVE_ON)
    excess = int(active(people, day).sum()) - wanted
    running = people["attivazione"] < day - 200 * DAY
    calm = (people["sospeso_dal"] > day) | (people["sospeso_al"] <= day)
    if excess > 0:
        after = people[active(people, day) & running].sort_values("fine", kind="stable").index[:excess]
        people.loc[after, "fine"] = day - rng.integers(0, 120, len(after)) * DAY
        _keep_order(people, after)
    elif excess < 0:
        over = people[(people["fine"] <= day) & (people["attivazione"] <= day) & calm]
        before = over.sort_values("fine", kind="stable").index[excess:]
        people.loc[before, "fine"] = day + rng.integers(5, 200, len(before)) * DAY
    found = int(active(people, day).sum())
    if found != wanted:
        raise RuntimeError(f"{found} active people on {ACTIVE_ON} instead of {wanted}")


def _keep_order(people: pd.DataFrame, index: pd.Index) -> None:
    moved = people.loc[index]
    people.loc[index, "monitoraggio"] = moved["monitoraggio"].where(
        moved["monitoraggio"] < moved["fine"], NEVER
    )


def _choices(people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Choose the kind of path: more study from foster families, more work for those who came alone."""
    n = len(people)
    usual = _draw(
        rng, n, {"studio_secondaria": 0.33, "studio_universita": 0.12, "formazione": 0.23, "lavoro": 0.32}
    )
    study = _draw(
        rng, n, {"studio_secondaria": 0.42, "studio_universita": 0.24, "formazione": 0.16, "lavoro": 0.18}
    )
    work = _draw(
        rng, n, {"studio_secondaria": 0.2, "studio_universita": 0.02, "formazione": 0.33, "lavoro": 0.45}
    )
    chosen = np.where(people["collocazione"] == "affido_eterofamiliare", study, usual)
    return np.where(people["cittadinanza"] == "ex_msna", work, chosen)


__all__ = ["COHORTS", "NEVER", "STEPS", "active", "simulate", "suspended"]
