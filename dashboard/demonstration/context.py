"""Residents of the Ambiti, estimated from their Comuni and the age structure of their Provincia."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import number
from .world import World

TOTAL = "totale"


def make(world: World) -> None:
    """Write the residents of every Ambito whose Comuni are known, real or invented."""
    world.book.extend("population", _population(world))


def _population(world: World) -> Iterator[dict[str, object]]:
    structure: dict[str, dict[str, float]] = {}
    day = ""
    for row in world.facts.of("population"):
        structure.setdefault(row["ref_area"], {})[row["fascia_eta"]] = number(row["residenti"])
        day = row["reference_date"]
    groups = {one.code: one for one in (*world.groups.values(), *world.network, *world.services)}
    for code, group in sorted(groups.items()):
        ages = structure.get(group.provincia) or structure.get(group.regione, {})
        if not group.members or not ages:
            continue
        for age, people in ages.items():
            share = people / ages[TOTAL]
            estimated = "Somma dei residenti dei Comuni"
            if age != TOTAL:
                estimated = "Stima: residenti dei Comuni con la struttura per età della Provincia"
            yield {
                "ref_area": code,
                "reference_date": day,
                "fascia_eta": age,
                "residenti": round(group.residents * share),
                "nota": estimated,
            }
