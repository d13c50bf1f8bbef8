"""The lines that the benchmark prints: ours, Dash's, the ratio, who is ahead, the goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.samples import decimal, times_ahead, who_is_ahead

Better = Literal["more", "less"]


@dataclass(frozen=True)
class Line:
    """One figure of ours beside the same one of Dash's.

    Attributes:
        what: the figure, in Italian.
        unit: its unit.
        ours: our figure.
        theirs: Dash's; None where it has no such thing.
        better: whether more or less of it is better.
        goal: our goal, met when ours is at least as good; None when there is none but Dash.
    """

    what: str
    unit: str
    ours: float
    theirs: float | None = None
    better: Better = "less"
    goal: float | None = None

    @property
    def times(self) -> float | None:
        """How many times better ours is than Dash's; None where there is nothing to compare with."""
        if self.theirs is None:
            return None
        return times_ahead(self.ours, self.theirs, more_is_better=self.better == "more")

    def text(self) -> str:
        """Write the line of the table."""
        ours = f"{decimal(self.ours)} {self.unit}"
        theirs = "" if self.theirs is None else f"{decimal(self.theirs)} {self.unit}"
        ratio = "" if self.theirs is None else decimal(self.ours / self.theirs) if self.theirs else "∞"
        ahead = "" if self.times is None else who_is_ahead(self.times)
        return f"  {self.what:<58} {ours:>13} {theirs:>13} {ratio:>7}  {ahead:<20} {self._goal()}".rstrip()

    def _goal(self) -> str:
        if self.goal is None:
            return ""
        met = self.ours >= self.goal if self.better == "more" else self.ours <= self.goal
        sign = "≥" if self.better == "more" else "≤"
        return f"obiettivo {sign} {decimal(self.goal)} {self.unit}: {'sì' if met else 'NO'}"


def heading() -> str:
    """Write the heading of the table."""
    return f"  {'':<58} {'noi':>13} {'Dash':>13} {'noi/Dash':>8} {'chi è avanti':<20}"


def verdict(lines: list[Line]) -> str:
    """Count in how many lines we are ahead, even, behind, and how many goals are met."""
    said = [who_is_ahead(line.times) for line in lines if line.times is not None]
    ours, even = sum("noi" in one for one in said), sum(one == "pari" for one in said)
    theirs = len(said) - ours - even
    goals = [line._goal().endswith("sì") for line in lines if line.goal is not None]
    return (
        f"Avanti noi in {ours} righe su {len(said)}, pari in {even}, avanti Dash in {theirs}. "
        f"Obiettivi raggiunti: {sum(goals)} su {len(goals)}."
    )
