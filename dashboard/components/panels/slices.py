"""What a panel is answered: the numbers of an indicator along some dimensions, each with what it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator


@dataclass(frozen=True)
class Point:
    """One number of a panel.

    Attributes:
        codes: values of the dimensions (and level of territory) that it is laid out by, in order.
        labels: the same in words, short.
        cell: the number, or why there is none.
        numerator, base: the two sides of a ratio; None where there is none.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    cell: Cell
    numerator: float | None = None
    base: float | None = None

    @property
    def code(self) -> str:
        """Value of the last dimension."""
        return self.codes[-1]

    @property
    def label(self) -> str:
        """The last dimension in words."""
        return self.labels[-1]


@dataclass(frozen=True)
class Slice:
    """The numbers of an indicator along some dimensions, for a place at a moment.

    Attributes:
        indicator: what they are of.
        points: in the order of the code lists.
        place: name of the territory; of the level when several are laid out.
        when: the moment in words; empty when a dimension of time is laid out.
        notice: what was asked for and could not be given (a narrower place, a cohort).
        refusal: why there is nothing; empty when there is something.
        laid: the level of territory and the dimensions that the points are laid out by.
        level: level of territory of the numbers; empty where the dataset has no territory.
        conditions: values of dimensions, or areas by level, that they keep to.
        moments: the moment of each dimension of time that is not laid out.
    """

    indicator: Indicator
    points: tuple[Point, ...] = ()
    place: str = ""
    when: str = ""
    notice: str = ""
    refusal: str = ""
    laid: tuple[str, ...] = ()
    level: str = ""
    conditions: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> list[Point]:
        """The points that have a number."""
        return [one for one in self.points if one.cell.value is not None]

    @property
    def hidden(self) -> bool:
        """Whether any cell is hidden."""
        return any(one.cell.status is Status.SUPPRESSED for one in self.points)

    @property
    def demonstration(self) -> bool:
        """Whether any of it is demonstration data."""
        return any(one.cell.demonstration for one in self.points)
