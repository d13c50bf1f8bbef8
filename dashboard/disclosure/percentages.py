"""Percentages that say no more than the counts they are made of: whole, capped, on no small base.

A percentage is a second publication of its numerator. It is therefore given only where numerator and base are
both published; then it adds nothing, whatever its rounding. The further rules (least base, caps) keep readers
from taking few people for a tendency. `leaks` shows what would happen otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEAST_BASE = 20
"""Least base of a percentage."""
CAPPED_BASE = 100
"""Below this base a percentage up to `LOWEST` or from `HIGHEST` is told only as such."""
LOWEST, HIGHEST = 5, 95

Mark = Literal["", "at_most", "at_least"]

_HIDDEN = "percentuale non pubblicata: il numeratore o la base è riservato"
_EMPTY = "nessun caso alla base"
_SMALL = f"percentuale non pubblicata: base inferiore a {LEAST_BASE}"


class PercentError(ValueError):
    """Numbers of which no percentage can be made; the message is a sentence for the user."""


@dataclass(frozen=True)
class Percent:
    """A percentage as it is shown.

    Attributes:
        value: whole percentage, None where there is none.
        mark: `at_most` for «≤ value», `at_least` for «≥ value», empty for the value itself.
        reason: why there is none, empty where there is one.
    """

    value: int | None
    mark: Mark = ""
    reason: str = ""

    def __str__(self) -> str:
        """Return how it is written, empty where there is none."""
        if self.value is None:
            return ""
        return {"": "", "at_most": "≤ ", "at_least": "≥ "}[self.mark] + f"{self.value}%"


def percent(numerator: int | None, base: int | None) -> Percent:
    """Return numerator / base as it may be shown.

    Args:
        numerator: a published count, None where it is hidden.
        base: the published count it is part of, None where it is hidden.

    Raises:
        PercentError: a count below zero, or a numerator larger than its base.
    """
    if numerator is None or base is None:
        return Percent(None, reason=_HIDDEN)
    if numerator < 0 or base < 0:
        raise PercentError("i conteggi non possono essere negativi")
    if numerator > base:
        raise PercentError("il numeratore è più grande della base: non è una sua parte")
    return _shown(numerator, base)


def _shown(numerator: int, base: int) -> Percent:
    """Round half up in whole numbers (floats would send 14.5 up or down at random), then cap."""
    if base == 0:
        return Percent(None, reason=_EMPTY)
    if base < LEAST_BASE:
        return Percent(None, reason=_SMALL)
    value = (200 * numerator + base) // (2 * base)
    # The cap looks at the rounded value: were it to look at the exact one, a «5» on a base of 56 would be
    # possible with the one numerator 3.
    if base < CAPPED_BASE and value <= LOWEST:
        return Percent(LOWEST, "at_most")
    if base < CAPPED_BASE and value >= HIGHEST:
        return Percent(HIGHEST, "at_least")
    return Percent(value)


def numerators(shown: Percent, base: int) -> range:
    """Return the numerators that would be shown in this way on a base: they lie without gaps.

    A percentage that is not there tells nothing: every numerator from 0 to the base is possible.
    """
    if shown.value is None:
        return range(base + 1)
    fitting = [n for n in range(base + 1) if _shown(n, base) == shown]
    return range(fitting[0], fitting[-1] + 1) if fitting else range(0)


def bases(shown: Percent, numerator: int, *, most: int) -> list[int]:
    """Return the bases up to `most` on which a numerator would be shown in this way."""
    possible = range(max(numerator, 0), most + 1)
    return [base for base in possible if shown.value is None or _shown(numerator, base) == shown]


def leaks(shown: Percent, base: int, *, threshold: int) -> bool:
    """Tell whether a percentage would give away a hidden numerator of which the base is published.

    It does when the numerators that remain are fewer than those from 0 to the base and are neither all at
    least the threshold nor spread from a value ≤ 1 to one ≥ threshold. This is the rule for hidden counts,
    applied to the percentage alone: a percentage that passes it may still leak together with other cells,
    which is why none is ever given of a hidden count.
    """
    left = numerators(shown, base)
    if len(left) in (0, base + 1):
        return False
    return left[0] < threshold and not (left[0] <= 1 and left[-1] >= threshold)
