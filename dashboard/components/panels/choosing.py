"""What several pictures of places share: the value that the visitor chose, and which places are mine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard.components import wording
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.definitions import Indicator


def chosen(ask: Ask) -> Mapping[str, str]:
    """The condition that the page's own control puts on a dimension; empty when it stands on «all».

    The option `choice` of a panel names the dimension.
    """
    name = ask.option("choice")
    value = ask.choices.get(name, "") if name else ""
    return {name: value} if value else {}


def chosen_label(ask: Ask, dataset: str, *, long: bool = True) -> str:
    """What the page's own control stands on, in words; empty when it stands on «all»."""
    return ", ".join(ask.word(dataset, name, value, long=long) for name, value in chosen(ask).items())


def mine(ask: Ask, level: str) -> set[str]:
    """The areas of a level that are the chosen territory, or lie in it; none when the whole is chosen."""
    if ask.area == ask.top:
        return set()
    own = ask.level_of[ask.area]
    found = {code for code in ask.names if ask.level_of[code] == level}
    return {code for code in found if ask.release.ancestor(code, own) == ask.area} | ({ask.area} & found)


def around(ask: Ask, indicator: Indicator, role: str, *, everywhere: bool = True) -> Slice:
    """Look an indicator up for all the areas of a level around what is chosen, with the chosen condition.

    Args:
        ask: the panel at work.
        indicator: what to look up.
        role: role of the level.
        everywhere: whether all the areas of the programme are wanted, or those of the main area in sight.
    """
    inside = is_inside(ask)
    place = ask.area if inside and not everywhere else ask.top
    found = ask.slice(indicator, (), where=chosen(ask), level=role, area=place, climb=False)
    if inside:
        return found
    notice = wording.not_participating(ask.names[ask.area], ask.programme.short)
    return replace(found, notice=f"{notice} Si mostra {ask.names[ask.top]}.")


def is_inside(ask: Ask) -> bool:
    """Tell whether the chosen territory lies in the scope of the programme."""
    return ask.area == ask.top or ask.release.ancestor(ask.area, ask.level_of[ask.top]) == ask.top


def noun(ask: Ask, role: str) -> tuple[str, str]:
    """Singular and plural of a level."""
    return ask.levels[role][1:]


def pooled(points: list[Point], scale: float) -> float | None:
    """The rate of some places together: the sum of the numerators over that of the bases."""
    both = [(p.numerator, p.base) for p in points if p.numerator is not None and p.base]
    base = sum(b for _, b in both)
    return sum(n for n, _ in both) / base * scale if base else None


def without(ask: Ask, found: Slice, role: str) -> str:
    """Count the areas that have no number; empty when all have one."""
    missing = len(found.points) - len(found.known)
    if not missing:
        return ""
    return f"{wording.counted(missing, *noun(ask, role))} senza dato"
