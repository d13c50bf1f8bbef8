"""Honest uncertainty on small numbers: intervals, permanence, effect sizes, control limits."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

CONFIDENCE = 0.95
"""Level of every interval on screen."""
_Z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))


@dataclass(frozen=True)
class Interval:
    """The ends of a confidence interval, in the unit of the estimate."""

    low: float
    high: float


def wilson(successes: float, base: float, *, scale: float = 100) -> Interval | None:
    """Return the interval of a share: Wilson's, which holds for few cases too.

    Args:
        successes: how many, a whole number from 0 to `base`.
        base: out of how many.
        scale: 100 for percentages.

    Returns:
        The interval in units of `scale`; None without a base, or where the numbers are not counts.

    Source: Wilson, JASA 22 (1927). The same ends as `scipy.stats.binomtest`, which computes a test too
    whenever it is asked, and takes a hundred times as long.
    """
    if base <= 0 or not (0 <= successes <= base) or successes % 1 or base % 1:
        return None
    share = successes / base
    shrink = 1 / (1 + _Z**2 / base)
    centre = (share + _Z**2 / (2 * base)) * shrink
    half = _Z * math.sqrt(share * (1 - share) / base + _Z**2 / (4 * base**2)) * shrink
    low = centre - half if successes else 0.0
    high = centre + half if successes < base else 1.0
    return Interval(low * scale, high * scale)


def poisson_rate(events: float, base: float, *, scale: float) -> Interval | None:
    """Return the exact interval of a rate of events on a known base (residents).

    Args:
        events: how many, a whole number.
        base: on how many, positive.
        scale: what the rate is per (1000 residents: 1000).

    Returns:
        The interval in units of `scale`; None without a base, or where the number is no count.

    Source: Garwood, Biometrika 28 (1936); the gamma form of the chi-square one.
    """
    if base <= 0 or events < 0 or events % 1:
        return None
    tail = (1 - CONFIDENCE) / 2
    low = float(special.gammaincinv(events, tail)) if events else 0.0
    high = float(special.gammaincinv(events + 1, 1 - tail))
    return Interval(low / base * scale, high / base * scale)


@dataclass(frozen=True)
class Survival:
    """A curve of permanence: by month, the share still there, its interval, how many were at risk."""

    months: tuple[int, ...]
    shares: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    at_risk: tuple[int, ...]


def kaplan_meier(ended: Mapping[int, int], censored: Mapping[int, int]) -> Survival | None:
    """Estimate the share still on the path, month by month, from counts by month.

    Args:
        ended: month from entry → people whose path ended then.
        censored: month from entry → people followed up to then, still on the path.

    Returns:
        The Kaplan-Meier curve from month 0 to the last observed one, with the log-log interval; None with
        nobody. Where an interval is not defined (nobody has left yet) its ends are the estimate itself.

    Source: Kaplan and Meier, JASA 53 (1958); Greenwood's variance on the log-log scale;
    `scipy.stats.ecdf` on right-censored data.
    """
    ends = np.repeat([*ended], [*ended.values()]).astype(float)
    still = np.repeat([*censored], [*censored.values()]).astype(float)
    if not len(ends) + len(still):
        return None
    last = int(max([*ends, *still]))
    months = np.arange(last + 1)
    everybody = np.concatenate([ends, still])
    risk = tuple(int((everybody >= month).sum()) for month in months)
    if not len(ends):
        flat = tuple(1.0 for _ in months)
        return Survival(tuple(months.tolist()), flat, flat, flat, risk)
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where nobody is left there is no variance
        curve = stats.ecdf(stats.CensoredData(uncensored=ends, right=still)).sf
        bounds = curve.confidence_interval(CONFIDENCE, method="log-log")
    shares = curve.evaluate(months)
    lows, highs = bounds.low.evaluate(months), bounds.high.evaluate(months)
    lows, highs = np.where(np.isfinite(lows), lows, shares), np.where(np.isfinite(highs), highs, shares)
    return Survival(*_plain(months, shares, lows, highs), risk)


def _plain(
    months: np.ndarray, *curves: np.ndarray
) -> tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Turn arrays into plain numbers."""
    shares, lows, highs = (tuple(float(v) for v in curve) for curve in curves)
    return tuple(int(m) for m in months), shares, lows, highs


@dataclass(frozen=True)
class Effect:
    """A change between before and after: mean difference, its interval, its size in standard units."""

    difference: float
    interval: Interval
    size: float


def before_after(
    *, n: float, before: float, after: float, deviation: float, deviation_before: float
) -> Effect | None:
    """Judge a change measured on the same people before and after.

    Args:
        n: people with both tests.
        before: mean score before.
        after: mean score after.
        deviation: standard deviation of the differences.
        deviation_before: standard deviation before, the unit of the size.

    Returns:
        Mean difference with Student's interval, and Glass's delta with the correction for small samples of
        Hedges; None with fewer than two people or without spread.

    Source: Glass (1976); Hedges, J. of Educational Statistics 6 (1981).
    """
    if n < 2 or deviation <= 0 or deviation_before <= 0:
        return None
    change = after - before
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) * deviation / math.sqrt(n)
    correction = 1 - 3 / (4 * (n - 1) - 1)
    return Effect(change, Interval(change - half, change + half), correction * change / deviation_before)


@dataclass(frozen=True)
class Limits:
    """Control limits of a funnel plot: at each base, between which values chance alone would keep a place."""

    bases: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]


def control_limits(bases: Sequence[float], *, rate: float, scale: float, level: float = CONFIDENCE) -> Limits:
    """Return the exact Poisson limits around a common rate, interpolated so that the lines are smooth.

    Args:
        bases: denominators at which the limits are wanted (residents), positive.
        rate: the common value, in units of `scale` (as drawn), positive.
        scale: what the rate is per (1000 residents: 1000).
        level: share of places that chance alone leaves inside.

    Returns:
        Limits in units of the rate; the lower one is never under zero.

    Source: Spiegelhalter, Statistics in Medicine 24 (2005), appendix A.1.2.
    """
    places = np.asarray(bases, dtype=float)
    expected = places * rate / scale
    low, high = (np.maximum(_quantile(p, expected), 0) for p in ((1 - level) / 2, (1 + level) / 2))
    return Limits(
        *(tuple(float(v) for v in values) for values in (places, low / places * scale, high / places * scale))
    )


def _quantile(probability: float, expected: np.ndarray) -> np.ndarray:
    """Return the Poisson quantile, interpolated between the two counts around it."""
    count = stats.poisson.ppf(probability, expected)
    over = stats.poisson.cdf(count, expected) - probability
    return np.asarray(count - over / stats.poisson.pmf(count, expected))
