"""Who takes part: the Ambiti of each programme, real and demonstration, and in which annualità."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np

from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories

from .book import Book
from .facts import Facts
from .groups import Builder, Group, known_group

PROGRAMME = "care_leavers"
TRIENNI = (("2018", "2019", "2020"), ("2021", "2022", "2023"))
RETE_CPI_AMBITI = 30
"""Ambiti of the network of social services and job centres of Piemonte (DOMAIN.md)."""
HUMUS_AMBITI = 24
"""How many Ambiti of Puglia answer the survey of the services in the demonstration."""
FOCUS_AMBITI = ("A16901", "A16902", "A16903", "A16904", "A16911")
"""The five in focus where PIPPI is advanced (piano esecutivo HUMUS)."""


@dataclass
class World:
    """All that the makers of the single datasets share.

    Attributes:
        groups: Ambiti of the experiment, by code.
        network: Ambiti of the network of social services and job centres.
        services: Ambiti that answer the survey of services.
        shares: weight of each participating Regione (sums to 1), from the published shares.
        counts: people in assessment by Regione that the demonstration must give.
        boundaries: folder of the boundaries of the Comuni by Regione.
    """

    catalogue: Catalogue
    territories: Territories
    facts: Facts
    book: Book
    seed: int
    scale: int
    groups: dict[str, Group] = field(default_factory=dict)
    network: list[Group] = field(default_factory=list)
    services: list[Group] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    boundaries: Path | None = None

    def rng(self, name: str) -> np.random.Generator:
        """Return random numbers of its own for one theme, so that themes do not move each other."""
        return np.random.default_rng([self.seed, crc32(name.encode())])

    def total(self, fact: str, **where: str) -> int:
        """Return a published national total, times the scale."""
        return round(self.facts.value(fact, self.territories.root.code, **where)) * self.scale

    @property
    def regioni(self) -> list[str]:
        """Codes of the participating Regioni."""
        return sorted(self.counts)

    def is_real(self, code: str) -> bool:
        """Tell whether a code is that of a real Ambito: nothing odd is ever invented about one."""
        return code in self.groups and not self.groups[code].demonstration

    def of(self, regione: str) -> list[Group]:
        """Return the Ambiti of the experiment in a Regione, in order of code."""
        return [one for one in self.groups.values() if one.regione == regione]

    def demonstration_groups(self) -> list[Group]:
        """Return every Ambito that was invented, once."""
        found = {one.code: one for one in (*self.groups.values(), *self.network, *self.services)}
        return [found[code] for code in sorted(found) if found[code].demonstration]


def shared_out(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split a whole number in proportion to weights, by largest remainders (ties by name)."""
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in weights.items()}
    given = {name: int(value) for name, value in exact.items()}
    order = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in order[: total - sum(given.values())]:
        given[name] += 1
    return given


def regional_counts(world: World) -> dict[str, int]:
    """Split the published people in assessment among the participating Regioni.

    Where a share has been published the count is the whole number nearest to it (no whole number gives
    exactly 16.5, 12.6, 7.9 and 6.6 % of 766). The others divide what is left in proportion to a power of
    their residents, none of them above the least of the published ones.
    """
    total = world.total("in_assessment")
    shares = world.facts.assessment_shares
    counts = {code: round(total * share / 100) for code, share in shares.items()}
    others = [
        row["ref_area"]
        for row in world.facts.of("participation_regioni", programma=PROGRAMME, aderente="1")
        if row["ref_area"] not in shares
    ]
    most = min(counts.values()) - world.scale
    weights = {code: (world.territories.get(code).residents or 1) ** 0.7 for code in sorted(others)}
    left = total - sum(counts.values())
    while weights:
        given = shared_out(left, weights)
        over = [code for code, value in given.items() if value > most]
        if not over:
            return counts | given
        for code in over:
            counts[code] = most
            weights.pop(code)
            left -= most
    return counts


def populate(world: World, boundaries: Path) -> None:
    """Choose the Ambiti of all programmes and who takes part when; write the rows of participation."""
    world.counts = regional_counts(world)
    world.boundaries = boundaries
    builder = Builder(world.territories, boundaries, world.scale)
    known = _published_groups(world)
    wanted = shared_out(
        world.total("ambiti_primo_triennio"),
        {code: (count / world.scale) ** 0.85 + 1 for code, count in world.counts.items()},
    )
    wanted = _at_least_known(wanted, known)
    rng = world.rng("ambiti")
    for regione in world.regioni:
        real = [one for one in known if one.regione == regione]
        made = builder.build(regione, wanted[regione] - len(real), rng)
        world.groups |= {one.code: one for one in (*real, *made)}
    _decide_years(world)
    world.network = _further(world, builder, "01", RETE_CPI_AMBITI)
    world.services = _further(world, builder, "16", HUMUS_AMBITI)
    _write_participation(world)


def _published_groups(world: World) -> list[Group]:
    codes = {row["ref_area"] for row in world.facts.of("participation", programma=PROGRAMME)}
    return [known_group(world.territories.get(code), world.territories) for code in sorted(codes)]


def _at_least_known(wanted: dict[str, int], known: Sequence[Group]) -> dict[str, int]:
    """Raise the Regioni that have more known Ambiti than their part, and take from the largest others."""
    least = {code: max(1, sum(one.regione == code for one in known)) for code in wanted}
    given = {code: max(value, least[code]) for code, value in wanted.items()}
    for _ in range(sum(given.values()) - sum(wanted.values())):
        spare = max(given, key=lambda code: (given[code] - least[code], code))
        given[spare] -= 1
    return given


def _further(world: World, builder: Builder, regione: str, number: int) -> list[Group]:
    """Complete the Ambiti of a regional programme: the known ones, those already invented, new ones."""
    level = world.territories.level(role="operating").code
    known = [
        known_group(area, world.territories)
        for area in world.territories.descendants(regione, level)
        if not area.valid_to and not area.demonstration
    ]
    found = {one.code: one for one in (*known, *world.of(regione))}
    missing = max(0, number - len(found))
    made = builder.build(regione, missing, world.rng(f"altri ambiti {regione}"))
    return sorted((*found.values(), *made), key=lambda one: one.code)


# ---- who takes part when ----


def _decide_years(world: World) -> None:
    rng = world.rng("adesione")
    published: dict[str, set[str]] = {}
    closed: set[tuple[str, str]] = set()
    for row in world.facts.of("participation", programma=PROGRAMME):
        published.setdefault(row["ref_area"], set()).add(row["annualita"])
        closed.add((world.groups[row["ref_area"]].regione, row["annualita"]))
    for group in list(world.groups.values()):
        known = published.get(group.code, set())
        years = _first_triennio(group, known, closed, rng)
        large = (world.territories.get(group.seat).residents or 0) > 250_000 and not group.demonstration
        weight = rng.lognormal(0, 0.45) * (group.residents / 1e5) ** 0.3 * (1.8 if large else 1)
        world.groups[group.code] = Group(**{**vars(group), "weight": float(weight)}).at(*(years | known))
    for code in _second_triennio(world, rng):
        group = world.groups[code]
        further = _open(TRIENNI[1], group, closed, published.get(code, set()))
        start = 0 if rng.random() < 0.8 else 1
        chosen = further[start:] or further[-1:]
        world.groups[code] = group.at(*{*group.years, *chosen, *published.get(code, set())})


def _open(years: Iterable[str], group: Group, closed: set[tuple[str, str]], known: set[str]) -> list[str]:
    """Leave out the annualità whose Ambiti in this Regione have been published: nobody is added to them."""
    return [year for year in years if year in known or (group.regione, year) not in closed]


def _first_triennio(
    group: Group, known: set[str], closed: set[tuple[str, str]], rng: np.random.Generator
) -> set[str]:
    """Choose the annualità of the first triennio: late starters, and a few that skip a year."""
    years = _open(TRIENNI[0], group, closed, known)
    first = min((year for year in known if year in TRIENNI[0]), default=None)
    if first:
        years = [year for year in years if year >= first]
    else:
        years = years[int(rng.choice(3, p=[0.68, 0.2, 0.12])) :] or years[-1:]
    if len(years) == 3 and rng.random() < 0.12:
        years.pop(1)
    return set(years)


def _second_triennio(world: World, rng: np.random.Generator) -> list[str]:
    """Choose who goes on: whoever is published in it, one for each Regione, then by chance and size."""
    number = world.total("ambiti_secondo_triennio")
    groups = list(world.groups.values())
    going = [one.code for one in groups if set(one.years) & set(TRIENNI[1])]
    chance = {one.code: one.weight * rng.random() for one in groups}
    for regione in world.regioni:
        here = world.of(regione)
        if not any(one.code in going for one in here):
            going.append(max(here, key=lambda one: chance[one.code]).code)
    rest = sorted((code for code in chance if code not in going), key=lambda code: -chance[code])
    return sorted(going + rest[: number - len(going)])


def _write_participation(world: World) -> None:
    rng = world.rng("date di adesione")
    for group in world.groups.values():
        for year in group.years:
            day = f"{year}-{int(rng.integers(9, 13)):02d}-{int(rng.integers(1, 29)):02d}"
            world.book.add(
                "participation",
                {
                    "programma": PROGRAMME,
                    "ref_area": group.code,
                    "annualita": year,
                    "ambiti": 1,
                    "data_adesione": day if group.demonstration else None,
                },
            )
    others = (
        ("rete_cpi", world.network, ("2018", "2019", "2020")),
        ("humus", world.services, ("2022", "2023")),
    )
    for programme, groups, years in others:
        for group in groups:
            late = group.code not in FOCUS_AMBITI and rng.random() < 0.15
            for year in years[1 if late else 0 :]:
                row = {"programma": programme, "ref_area": group.code, "annualita": year, "ambiti": 1}
                world.book.add("participation", row)
