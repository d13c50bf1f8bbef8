"""What a definition says, in words: the two sides of an indicator, its polarity, what a check compares."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components import wording
from dashboard.data.definitions import Catalogue, Indicator
from dashboard.data.definitions.models import Check, CheckSide, Ratio

POLARITY: Mapping[str, str] = {
    "alta": "più è alto, meglio è",
    "bassa": "più è basso, meglio è",
    "neutra": "né meglio né peggio: descrive",
}


def side(catalogue: Catalogue, one: Ratio | CheckSide) -> str:
    """Say a side of an indicator or of a check: measure, dataset, conditions.

    Examples:
        «Care leavers» in «Stato dei percorsi», dove Stato è Attivo
    """
    dataset = catalogue.datasets[one.dataset]
    measure = next(m.label for m in dataset.measures if m.code == one.measure)
    told = f"«{measure}» in «{dataset.label}»"
    parts = []
    for name, value in one.where.items():
        dimension = dataset.dimension(name)
        values = [value] if isinstance(value, str) else list(value)
        labels = [catalogue.label(dimension.codelist or "", v) for v in values]
        parts.append(f"{dimension.label} è {' o '.join(labels)}")
    return f"{told}, dove {'; '.join(parts)}" if parts else told


def numerator(catalogue: Catalogue, indicator: Indicator) -> str:
    """Say what is counted."""
    return side(catalogue, indicator.numerator)


def denominator(catalogue: Catalogue, indicator: Indicator) -> str:
    """Say what it is divided by, and by what the ratio is multiplied; empty without a denominator."""
    if indicator.denominator is None:
        return ""
    times = f", per {wording.number(indicator.scale)}" if indicator.scale != 1 else ""
    return f"{side(catalogue, indicator.denominator)}{times}"


def check(catalogue: Catalogue, one: Check) -> str:
    """Say what a check compares."""
    return f"{side(catalogue, one.left)} non supera {side(catalogue, one.right)}"


def datasets_of(indicator: Indicator) -> list[str]:
    """The codes of the datasets that an indicator is made of, each once."""
    sides = [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]
    return list(dict.fromkeys(one.dataset for one in sides))
