"""Amounts of money by contributor: which totals give one contributor away, and how to hide them.

A published total of amounts is an upper bound of every amount in it, and those who know their own amount
know more. The rules and the protection they ask for are those of the literature (A. Hundepool and others,
«Statistical Disclosure Control», Wiley 2012, chapter 4; L. H. Cox, «Linear sensitivity measures in
statistical disclosure control», 1981). With X the total, x1 ≥ x2 ≥ … the amounts of the contributors:

- p %: sensitive when X − x1 − x2 < p/100 · x1 (the second could estimate the first within p %);
  upper protection p/100 · x1 − (X − x1 − x2).
- dominance (n, k): sensitive when x1 + … + xn > k/100 · X; upper protection 100/k · (x1 + … + xn) − X.
- contributors: sensitive when there are some, but fewer than a least number; protection `margin` % of X.

Here are the rules; `money_protecting` hides, `money_audit` checks. Amounts are real numbers, not negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.layout import Bools, Floats, Ints, Layout

RELATIVE = 1e-9
"""Amounts that differ by less than this part of the largest total count as equal."""


class MoneyError(ValueError):
    """Amounts or rules that make no sense, or cannot be protected; the message is a sentence for the user."""


@dataclass(frozen=True)
class MoneyRule:
    """When a total gives a contributor away; None switches a rule off.

    Attributes:
        p: per cent, of the p % rule.
        dominance: (n, k): the n largest hold at most k %.
        contributors: least number of contributors.
        margin: protection, in per cent of the total, of a cell with too few contributors.

    Raises:
        MoneyError: no rule at all, or percentages that protect nothing.
    """

    p: float | None = 10.0
    dominance: tuple[int, float] | None = (2, 85.0)
    contributors: int = 3
    margin: float = 10.0

    def __post_init__(self) -> None:
        """Refuse a rule that protects nothing."""
        if self.p is not None and self.p <= 0:
            raise MoneyError("la percentuale p deve essere maggiore di zero")
        if self.dominance is not None and not (self.dominance[0] >= 1 and 0 < self.dominance[1] < 100):
            raise MoneyError("la dominanza vuole almeno un contributore e una quota fra 0 e 100, esclusi")
        if self.margin <= 0:
            raise MoneyError("il margine deve essere maggiore di zero")
        if self.p is None and self.dominance is None and self.contributors < 2:
            raise MoneyError("nessuna regola: nessun importo sarebbe protetto")


@dataclass(frozen=True)
class Contributions:
    """Who gave, or got, how much where: three arrays of one length.

    Attributes:
        inner: flat positions of inner cells.
        supplier: number of the contributor; it may have several amounts, in one cell or in several.
        amount: not negative; a contributor of nothing is none.

    Raises:
        MoneyError: amounts below zero or not finite, arrays of different lengths.
    """

    inner: Ints
    supplier: Ints
    amount: Floats

    def __post_init__(self) -> None:
        """Refuse what is no amount."""
        if not len(self.inner) == len(self.supplier) == len(self.amount):
            raise MoneyError("celle, contributori e importi non hanno la stessa lunghezza")
        if not np.isfinite(self.amount).all() or (self.amount < 0).any():
            raise MoneyError("gli importi devono essere numeri non negativi")

    def inner_amounts(self) -> tuple[Ints, Floats]:
        """Return the inner cells with money and their amounts."""
        paid = self.amount > 0
        inner, where = np.unique(self.inner[paid], return_inverse=True)
        return inner, _summed(where, self.amount[paid], len(inner))

    def totals(self, layout: Layout) -> Floats:
        """Return the total of each cell."""
        inner, amounts = self.inner_amounts()
        return np.asarray(layout.add_up(inner, amounts), dtype=np.float64)


@dataclass(frozen=True)
class Requirements:
    """What the rule asks for.

    Attributes:
        sensitive: shape (cells,).
        lower, upper: the amounts by which each cell must be able to be lower and higher; 0 where not
            sensitive. The lower one is never more than the total.
    """

    sensitive: Bools
    lower: Floats
    upper: Floats


def money_primary(layout: Layout, contributions: Contributions, rule: MoneyRule) -> Requirements:
    """Find the sensitive cells of all tables, and the protection each needs.

    All amounts of one contributor in a cell count as one.
    """
    upper = np.zeros(len(layout))
    for cell, amounts in _by_cell(layout, contributions):
        upper[cell] = _protection(np.sort(amounts)[::-1], rule)
    totals = contributions.totals(layout)
    return Requirements(upper > 0, np.minimum(upper, totals), upper)


def _by_cell(layout: Layout, contributions: Contributions) -> list[tuple[int, Floats]]:
    """Return, for each cell with money, the amounts of its contributors."""
    paid = contributions.amount > 0
    if not paid.any():
        return []
    found = layout.incidence(contributions.inner[paid])
    rows, _ = np.nonzero(found >= 0)
    cells = found[found >= 0]
    pairs = np.stack([cells, contributions.supplier[paid][rows]], axis=1)
    unique, where = np.unique(pairs, axis=0, return_inverse=True)
    sums = _summed(where.ravel(), contributions.amount[paid][rows], len(unique))
    starts = np.flatnonzero(np.diff(unique[:, 0], prepend=-1))
    parts = np.split(sums, starts[1:])
    return [(int(unique[start, 0]), part) for start, part in zip(starts, parts, strict=True)]


def _summed(where: Ints, amounts: Floats, count: int) -> Floats:
    return np.bincount(where, weights=amounts, minlength=count).astype(np.float64)


def _protection(amounts: Floats, rule: MoneyRule) -> float:
    """Return the upper protection of a cell, its amounts the largest first; 0 when it is not sensitive."""
    total = float(amounts.sum())
    found = [0.0]
    if rule.p is not None:
        found.append(rule.p / 100 * float(amounts[0]) - float(amounts[2:].sum()))
    if rule.dominance is not None:
        n, k = rule.dominance
        found.append(100 / k * float(amounts[:n].sum()) - total)
    if len(amounts) < rule.contributors:
        found.append(rule.margin / 100 * total)
    # a hair over the border is the rounding of the sums, not a rule
    largest = max(found)
    return largest if largest > RELATIVE * total else 0.0
