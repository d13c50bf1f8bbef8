"""What is said of many timings: median, 95th percentile, per second; and who is ahead of whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EVEN = 0.05
"""Two figures this close (as a share of the larger) are called a draw: a second run would turn them."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies (linear between neighbours).

    Args:
        values: at least one number, in any order.
        share: from 0 to 1.

    Raises:
        ValueError: no values, or a share outside 0-1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no percentile {share} of {len(values)} values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True)
class Sample:
    """Timings of one kind of event.

    Attributes:
        seconds: how long each took.
        elapsed: how long the whole took (several may have run at once).
    """

    seconds: tuple[float, ...]
    elapsed: float

    @property
    def median(self) -> float:
        """Median, in milliseconds."""
        return percentile(self.seconds, 0.5) * 1000

    @property
    def p95(self) -> float:
        """95th percentile, in milliseconds."""
        return percentile(self.seconds, 0.95) * 1000

    @property
    def per_second(self) -> float:
        """Events per second over the whole."""
        return len(self.seconds) / self.elapsed


def times_ahead(ours: float, theirs: float, *, more_is_better: bool) -> float:
    """Return how many times better ours is: above 1 we are ahead, below 1 behind.

    Args:
        ours: our figure, not negative.
        theirs: the other's, in the same unit.
        more_is_better: true for a throughput, false for seconds, bytes and memory.
    """
    upper, lower = (ours, theirs) if more_is_better else (theirs, ours)
    if lower == 0:
        return 1.0 if upper == 0 else math.inf
    return upper / lower


def who_is_ahead(times: float) -> str:
    """Say in Italian who is ahead, and by how much, from `times_ahead`."""
    if 1 - EVEN <= times <= 1 / (1 - EVEN):
        return "pari"
    if times > 1:
        return "avanti noi" if math.isinf(times) else f"avanti noi ×{decimal(times)}"
    return "avanti Dash" if times == 0 else f"avanti Dash ×{decimal(1 / times)}"


def decimal(value: float) -> str:
    """Write a figure as Italians do: three significant digits, decimal comma, point for thousands."""
    if math.isinf(value):
        return "∞"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
