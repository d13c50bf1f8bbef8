"""Money by annualità, Regione and Ambito, within the published totals."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import number
from .groups import Group
from .world import PROGRAMME, TRIENNI, World

Key = tuple[str, str]
TO_TERRITORIES = 0.96
"""Part of the fund that goes to the Regioni; the rest stays with the national technical assistance."""
MOST_SPENT = 0.985
SPENT = {"2018": 0.95, "2019": 0.93, "2020": 0.9, "2021": 0.84, "2022": 0.72, "2023": 0.46}
"""How the spending of the annualità compare; all of them are then scaled to the published total."""


def make(world: World) -> None:
    """Write the rows of the fund."""
    world.book.extend("funding", _rows(world))


def _rows(world: World) -> Iterator[dict[str, object]]:
    rng = world.rng("risorse")
    years = [year for triennio in TRIENNI for year in triennio]
    allocated = {
        (code, year): amount
        for year in years
        for code, amount in _regional(world, year).items()
        if amount > 0
    }
    rate = world.facts.value("cofinanziamento", world.territories.root.code) / 100
    rates = {key: SPENT[key[1]] * float(rng.uniform(0.88, 1.08)) for key in allocated}
    target = world.facts.value("fondo_speso", world.territories.root.code)
    spent_by = _scaled(allocated, rates, target)
    for (regione, year), amount in allocated.items():
        total = amount / (1 - rate)
        spent = spent_by[regione, year]
        committed = min(total, spent * float(rng.uniform(1.02, 1.15)))
        yield _row(regione, year, amount, total - amount, committed, spent)
        here = [group for group in world.of(regione) if year in group.years]
        yield from _local(world, here, year, amount, rate, (committed / amount, spent / amount))


def _scaled(allocated: dict[Key, float], rates: dict[Key, float], target: float) -> dict[Key, float]:
    """Scale the spending to a total, nobody above what was allocated."""
    spent = {key: allocated[key] * min(rates[key], MOST_SPENT) for key in allocated}
    for _ in range(50):
        free = [key for key, value in spent.items() if value < allocated[key] * MOST_SPENT]
        factor = 1 + (target - sum(spent.values())) / max(sum(spent[key] for key in free), 1.0)
        spent |= {key: min(spent[key] * factor, allocated[key] * MOST_SPENT) for key in free}
    return spent


def _regional(world: World, year: str) -> dict[str, float]:
    """Share the fund of an annualità; where the amounts of Ambiti are published, the Regione has those."""
    fund = next(
        number(row["stanziato"])
        for row in world.facts.of(
            "funding", programma=PROGRAMME, ref_area=world.territories.root.code, annualita=year
        )
    )
    published = _published(world, year)
    fixed: dict[str, float] = {}
    for code, amount in published.items():
        regione = world.groups[code].regione
        fixed[regione] = fixed.get(regione, 0) + amount
    weights = {
        code: world.counts[code] ** 0.8
        for code in world.regioni
        if code not in fixed and any(year in group.years for group in world.of(code))
    }
    left = fund * TO_TERRITORIES - sum(fixed.values())
    whole = sum(weights.values())
    return {**fixed, **{code: round(left * weight / whole, -2) for code, weight in weights.items()}}


def _published(world: World, year: str) -> dict[str, float]:
    return {
        row["ref_area"]: number(row["stanziato"])
        for row in world.facts.of("funding", programma=PROGRAMME, annualita=year)
        if row["ref_area"] in world.groups
    }


def _local(
    world: World, here: list[Group], year: str, amount: float, rate: float, parts: tuple[float, float]
) -> Iterator[dict[str, object]]:
    """Share the allocation of a Regione among its Ambiti; whatever is rounded off stays with the Regione."""
    rng = world.rng(f"risorse {here[0].regione} {year}")
    known = _published(world, year)
    open_ = [group for group in here if group.code not in known]
    left = amount - sum(known.get(group.code, 0) for group in here)
    weights = [group.weight**0.5 for group in open_]
    rows: list[dict[str, object]] = []
    odd, usual = 0.0, 0.0
    for group, weight in zip(open_, weights, strict=True):
        allocated = left * weight / sum(weights) // 100 * 100
        if allocated <= 0:
            continue
        committed, spent = (allocated * part * float(rng.uniform(0.9, 1)) for part in parts)
        note = None
        if group.demonstration and len(open_) > 2 and rng.random() < 0.04:
            # Life-like: a spending above what was there, explained in a note only half of the times.
            spent = committed = allocated * float(rng.uniform(1.02, 1.06))
            note = "Comprende una quota dell'annualità precedente" if rng.random() < 0.5 else None
            odd += spent
        else:
            usual += spent
        row = _row(group.code, year, allocated, allocated * rate / (1 - rate), max(committed, spent), spent)
        rows.append(row | {"nota": note})
    # Whoever overspends leaves less to the others: the Regione has what it has.
    factor = min(1.0, (amount * parts[1] - odd) / usual) if usual else 1.0
    for row in rows:
        if float(str(row["speso"])) <= float(str(row["stanziato"])):
            row["speso"] = round(float(str(row["speso"])) * factor - 0.005, 2)
        yield row


def _row(
    area: str, year: str, allocated: float, cofinanced: float, committed: float, spent: float
) -> dict[str, object]:
    return {
        "programma": PROGRAMME,
        "ref_area": area,
        "annualita": year,
        "stanziato": float(allocated),
        "cofinanziato": round(cofinanced, 2),
        "impegnato": round(committed, 2),
        "speso": round(spent, 2),
        "fonte_finanziamento": "fondo_poverta",
    }
