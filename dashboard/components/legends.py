"""What the areas of a map are painted with, and the legend that tells it. No Streamlit here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components import palette, wording
from dashboard.components.palette import Classes, rgba
from dashboard.data.cells import Cell, Status

CONTINUOUS = 1000
"""From here up the classes of a legend share their limits, as those of a continuous scale."""
NOTHING = [0, 0, 0, 0]
"""Who does not take part: an outline without a fill."""
ABSENT = rgba("#808c98", 60)
"""Not collected."""
_HIDDEN = rgba("#b9c2cb")


def fill_of(cell: Cell | None, classes: Classes | None) -> list[int]:
    """Return the fill of an area: its class, or the mark of what it is instead of a number.

    Zero is white, a hidden figure mid grey (with a `c` on it), not collected pale grey, and who does not
    participate has an outline only.
    """
    if cell is None or cell.status in (Status.NOT_PARTICIPATING, Status.NOT_APPLICABLE):
        return NOTHING
    if cell.status is Status.SUPPRESSED:
        return _HIDDEN
    if cell.value is None:
        return ABSENT
    if cell.value == 0 or classes is None:
        return rgba(palette.WHITE)
    return rgba(classes.colour(cell.value))


def of_classes(
    classes: Classes | None, *, unit: str, decimals: int, statuses: Sequence[Status]
) -> list[tuple[str, str]]:
    """List the entries of a legend: (CSS fill, or name of a mark; text), from few to many, then the marks.

    Args:
        classes: the classes of the map.
        unit: unit code of the figures.
        decimals: decimals of the figures.
        statuses: the statuses that occur on the map.
    """
    entries: list[tuple[str, str]] = []
    if classes is not None:
        step = 10**-decimals
        low = classes.lowest
        for upper, position in zip(classes.uppers, classes.positions, strict=True):
            low = min(low, upper)
            ends = [wording.amount(value, unit=unit, decimals=decimals) for value in (low, upper)]
            entries.append((palette.CLASSES[position], ends[0] if ends[0] == ends[1] else " – ".join(ends)))
            low = upper + step if upper < CONTINUOUS else upper
    marks = {
        Status.ZERO: ("zero", "zero"),
        Status.SUPPRESSED: ("hidden", "c, coperto"),
        Status.NOT_COLLECTED: ("absent", "n.d."),
        Status.NOT_PARTICIPATING: ("outside", "non aderente"),
    }
    return entries + [mark for status, mark in marks.items() if status in statuses]
