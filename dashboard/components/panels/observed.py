"""How much is observed behind a figure: which returns came, whether a cohort is old enough to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.components import wording
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator
from dashboard.data.definitions.models import Code, Ratio
from dashboard.data.statistics import Interval, wilson
from dashboard.data.withholding import CAPPED_BASE, HIGHEST, LEAST_BASE, LOWEST


def returns(ask: Ask, dataset: str, *, time: str = "") -> tuple[int, int, str | None]:
    """Count the returns of a dataset around a place: those that came, those that were due, the area counted.

    Args:
        ask: the panel at work.
        dataset: whose returns.
        time: the moment they are of, for a dataset that has moments.
    """
    found = ask.release.completeness(dataset)
    found = found[found["time"].fillna("") == time]
    around = ask.release.ancestor(ask.area, ask.levels["main"][0])
    if around is not None:
        found = found[found["area"] == around]
    return int(found["received"].sum()), int(found["expected"].sum()), around


def delivered(ask: Ask, dataset: str, *, time: str = "") -> str:
    """Say how many returns of a dataset came of those that were due, where the figure is of.

    Returns:
        `consegne: 64 Ambiti su 66`; empty where nothing is due.
    """
    came, due, around = returns(ask, dataset, time=time)
    if not due:
        return ""
    place = f" ({ask.names[around]})" if around is not None and around != ask.area else ""
    _, one, many = ask.levels["operating"]
    return f"consegne: {wording.counted(came, one, many)} su {due}{place}"


def too_early(ask: Ask, indicator: Indicator) -> str:
    """Say that the chosen cohort is too young for an indicator; empty when it is not, or none is chosen."""
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    for dimension in dataset.free:
        chosen = ask.clocks.get(dimension.code, "")
        age = age_of(ask, dataset.code, dimension.code, chosen) if chosen else None
        if age is not None and age < indicator.readable_after_months:
            return (
                f"Troppo presto per dirlo: «{ask.word(dataset.code, dimension.code, chosen, long=True)}» ha "
                f"{wording.counted(age, 'mese', 'mesi')} al {wording.day(str(ask.release.meta['as_of']))}, "
                f"e questa figura si legge da {indicator.readable_after_months} mesi dall'ingresso."
            )
    return ""


def age_of(ask: Ask, dataset: str, dimension: str, code: str) -> int | None:
    """Months from the start of a cohort to the day of the data; None where it has no start."""
    found = ask.dimension(dataset, dimension)
    item = ask.catalogue.codelists[found.codelist].by_code.get(code) if found and found.codelist else None
    if item is None or item.start is None:
        return None
    day = date.fromisoformat(str(ask.release.meta["as_of"]))
    months = (day.year - item.start.year) * 12 + day.month - item.start.month
    return max(months - (day.day < item.start.day), 0)


def codes_of(ask: Ask, name: str) -> tuple[Code, ...]:
    """The codes of a dimension of the first indicator; none where it has no list."""
    dimension = ask.dimension(ask.indicators[0].numerator.dataset, name)
    return ask.catalogue.codelists[str(dimension.codelist)].codes if dimension else ()


def counts_behind(indicator: Indicator) -> Indicator:
    """Return the plain counts that both sides of a share are sums of."""
    plain = Ratio(dataset=indicator.numerator.dataset, measure=indicator.numerator.measure)
    return indicator.model_copy(
        update={"numerator": plain, "denominator": None, "scale": 1.0, "readable_after_months": 0}
    )


def ratio(
    ask: Ask, indicator: Indicator, points: Sequence[Point], names: Sequence[str]
) -> tuple[Cell, float | None, float | None]:
    """Compute a share from counts that were looked up once: its cell, its two sides.

    Args:
        ask: the panel at work.
        indicator: the share; the conditions of its two sides are on `names`.
        points: the counts to put together.
        names: what the counts are laid out by, in the order of their codes.
    """
    demo = any(p.cell.demonstration for p in points)
    assert indicator.denominator is not None
    top = _sum(points, names, indicator.numerator)
    base = _sum(points, names, indicator.denominator)
    if top is None or base is None:
        return Cell(None, Status.SUPPRESSED, demo), None, None
    return share(ask, top, base, demonstration=demo)[0], top, base


def _sum(points: Sequence[Point], names: Sequence[str], side: Ratio) -> float | None:
    """Add up the counts that meet the conditions of a side; None around a hidden one."""
    wanted = {name: (v,) if isinstance(v, str) else v for name, v in side.where.items()}
    mine = [
        p
        for p in points
        if all(code in wanted.get(name, (code,)) for name, code in zip(names, p.codes, strict=True))
    ]
    if any(p.cell.status is Status.SUPPRESSED for p in mine):
        return None
    return sum(p.cell.value or 0 for p in mine)


def refused(found: Slice, why: str) -> Slice:
    """Return a slice that shows nothing, and says why."""
    return Slice(found.indicator, place=found.place, when=found.when, refusal=why)


def amounts(points: list[Point]) -> dict[tuple[str, ...], float] | None:
    """Numbers by codes; None when any is hidden: nothing is computed around a hidden number."""
    if any(point.cell.status is Status.SUPPRESSED for point in points):
        return None
    return {point.codes: point.cell.value for point in points if point.cell.value is not None}


def share(ask: Ask, successes: float, base: float, *, demonstration: bool) -> tuple[Cell, Interval | None]:
    """Return a share as a cell with its interval; for the public as its percentages are told.

    Args:
        ask: the panel at work.
        successes: how many.
        base: out of how many.
        demonstration: whether any of them is demonstration data.
    """
    if base <= 0:
        return Cell(None, Status.NOT_APPLICABLE, demonstration, "nessun caso alla base"), None
    value = 100 * successes / base
    if not ask.release.audience.is_public:
        return counted(value, demonstration), wilson(successes, base)
    if base < LEAST_BASE:
        note = f"percentuale non pubblicata: base inferiore a {LEAST_BASE}"
        return Cell(None, Status.SUPPRESSED, demonstration, note), None
    whole = float(round(value))
    if base < CAPPED_BASE and (whole <= LOWEST or whole >= HIGHEST):
        low = whole <= LOWEST
        note = f"{LOWEST} o meno" if low else f"{HIGHEST} o più"
        return Cell(float(LOWEST if low else HIGHEST), Status.VALID, demonstration, note), None
    return counted(whole, demonstration), wilson(successes, base)


def counted(value: float, demonstration: bool) -> Cell:
    """Return a number as a cell; zero has its own status."""
    return Cell(value, Status.VALID if value else Status.ZERO, demonstration)


def told(cell: Cell, interval: Interval | None) -> str:
    """Write a share with its interval, as in a sentence: `88 % (fra 85 e 90)`."""
    text = wording.cell_text(cell, unit="percento")
    if interval is None or cell.value is None:
        return text
    return f"{text} (fra {wording.number(interval.low)} e {wording.number(interval.high)})"
