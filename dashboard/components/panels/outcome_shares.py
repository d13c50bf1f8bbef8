"""Shares that sum outcomes up: at each moment, and for each side of the profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.charts import side_by_side
from dashboard.components.charts.side_by_side import Dot
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.breakdown import interval_of
from dashboard.components.panels.declared import NARROW
from dashboard.components.tables import Column
from dashboard.data.cells import Status
from dashboard.data.definitions import Indicator
from dashboard.data.statistics import Interval

_INTERVALS = (
    "La linetta è l'intervallo di confidenza al 95%; accanto a ogni percentuale, tra parentesi, la sua base."
)


PROFILE = "profilo"
"""The page's control that says by which side of the profile the shares are laid out."""


def key_shares(ask: Ask) -> Unit:
    """Draw the shares that sum the outcomes up, a row each, at each moment. `by` is the moment."""
    moment = ask.panel.by[0]
    slices, points = _from_counts(ask, moment, "")
    groups = [(c.code, c.short or c.label) for c in observed.codes_of(ask, moment)]
    groups = [g for g in groups if any((i.code, g[0]) in points for i in ask.indicators)]
    return _shares(ask, slices, groups, points, f"{groups[0][1]}: " if groups else "")


def by_profile(ask: Ask) -> Unit:
    """Draw the same shares for each value of the side of the profile that the visitor has chosen.

    Options:
        profile: the dimensions among which the page lets one choose; the first when none is chosen.
        unknown: the code of «not recorded», left out.
        over: a dimension (the cohort) over whose readable values numbers are put together; empty for none.
    """
    sides = ask.options("profile")
    chosen = ask.choices.get(PROFILE, "")
    side = chosen if chosen in sides else sides[0]
    slices, points = _from_counts(ask, side, ask.option("over"))
    unknown = ask.option("unknown")
    groups = [(c.code, c.short or c.label) for c in observed.codes_of(ask, side) if c.code != unknown]
    groups = [g for g in groups if any((i.code, g[0]) in points for i in ask.indicators)]
    heading = ask.heading(ask.indicators[0].numerator.dataset, side)
    return _shares(ask, slices, groups, points, "", extra=[f"per {heading.lower()}"])


def _from_counts(ask: Ask, side: str, over: str) -> tuple[list[Slice], dict[tuple[str, str], Point]]:
    """Look the counts behind all shares up once, and put them together for each value of a dimension.

    Returns:
        A slice per indicator, and the share by (indicator, value).
    """
    conditions = {n: None for i in ask.indicators for r in (i.numerator, i.denominator) if r for n in r.where}
    names = [*([over] if over and not ask.clocks.get(over) else []), side]
    names += [name for name in conditions if name not in names and name not in ask.panel.where]
    found = ask.slice(observed.counts_behind(ask.indicators[0]), names)
    place = names.index(side)
    groups: dict[str, list[Point]] = {}
    for p in found.points:
        groups.setdefault(p.codes[place], []).append(p)
    slices, points = [], {}
    for indicator in ask.indicators:
        made = []
        old = _old_enough(ask, indicator, found, names, over)
        for code, inside in groups.items():
            mine = [p for p in inside if old is None or p.codes[names.index(over)] in old]
            cell, top, base = observed.ratio(ask, indicator, mine, names)
            if cell.status is Status.NOT_APPLICABLE:
                continue
            made.append(Point((code,), (inside[0].labels[place],), cell, top, base))
            points[indicator.code, code] = made[-1]
        kept = {**found.conditions, **({} if old is None else {over: old})}
        told = replace(found, indicator=indicator, points=tuple(made), laid=(side,), conditions=kept)
        slices.append(told)
    return slices, points


def _old_enough(
    ask: Ask, indicator: Indicator, found: Slice, names: Sequence[str], over: str
) -> tuple[str, ...] | None:
    """The cohorts of some counts old enough for an indicator; None where counts are not by cohort."""
    if over not in names:
        return None
    codes = dict.fromkeys(p.codes[names.index(over)] for p in found.points)
    ages = {code: observed.age_of(ask, indicator.numerator.dataset, over, code) for code in codes}
    return tuple(code for code, age in ages.items() if age is None or age >= indicator.readable_after_months)


def _shares(
    ask: Ask,
    slices: Sequence[Slice],
    groups: Sequence[tuple[str, str]],
    points: Mapping[tuple[str, str], Point],
    before: str,
    *,
    extra: Sequence[str] = (),
) -> Unit:
    indicators = ask.indicators
    early = next((told for one in indicators if (told := observed.too_early(ask, one))), "")
    if early:
        slices = [observed.refused(one, early) for one in slices]
        groups = []
    spans: dict[tuple[str, str], Interval | None] = {
        (i.code, g): interval_of(points[i.code, g], i)
        for i in indicators
        for g, _ in groups
        if (i.code, g) in points
    }
    dots = [
        (label, [_dot(points.get((i.code, g)), spans.get((i.code, g))) for i in indicators])
        for g, label in groups
    ]
    absent = telling.ABSENT
    rows = [(i.code, i.label) for i in indicators]
    columns = []
    for g, label in groups:
        mine = {i.code: points[i.code, g] for i in indicators if (i.code, g) in points}
        bases = {
            c: observed.counted(p.base, p.cell.demonstration) if p.base else absent for c, p in mine.items()
        }
        columns += [
            Column(label, {c: p.cell for c, p in mine.items()}, "percento"),
            Column("base", bases, "persone"),
        ]
    caption = telling.caption_of(ask, slices[0], extra=extra)
    data = pd.DataFrame(
        [
            {
                "indicatore": i.label,
                "voce": label,
                "quota": p.cell.value,
                "quota_minima": span.low if (span := spans[i.code, g]) else None,
                "quota_massima": span.high if (span := spans[i.code, g]) else None,
                "base": p.base if p.cell.value is not None else None,
                "stato": tables.state(p.cell.status),
                "territorio": slices[0].place,
                "origine": tables.origin(p.cell.demonstration),
                "nota": p.cell.note,
            }
            for i in indicators
            for g, label in groups
            if (p := points.get((i.code, g))) is not None
        ]
    )
    return telling.unit_of(
        ask,
        slices,
        message=before + _message_of_shares(ask, groups, points, spans),
        picture=lambda: side_by_side.shares(
            [i.short or i.label if ask.width < NARROW else i.label for i in indicators],
            dots,
            narrow=ask.width < NARROW,
        ),
        table=tables.html_table(rows, columns, caption=caption, row_heading="Quota"),
        data=data,
        extra=extra,
        note=_INTERVALS if any(spans.values()) else "",
    )


def _dot(point: Point | None, span: Interval | None) -> Dot:
    if point is None:
        return Dot(telling.ABSENT)
    base = f"({wording.number(point.base)})" if point.base and point.cell.value is not None else ""
    return Dot(point.cell, span.low if span else None, span.high if span else None, base)


def _message_of_shares(
    ask: Ask,
    groups: Sequence[tuple[str, str]],
    points: Mapping[tuple[str, str], Point],
    spans: Mapping[tuple[str, str], Interval | None],
) -> str:
    """Say all shares of the first moment; or, of the first share, all groups with their interval."""
    if not groups or not any(p.cell.value is not None for p in points.values()):
        return wording.ALL_HIDDEN
    if len(ask.indicators) > 2 and not ask.panel.options.get("profile"):
        code = groups[0][0]
        told = [
            f"{i.short or i.label} {observed.told(points[i.code, code].cell, None)}"
            for i in ask.indicators
            if (i.code, code) in points and points[i.code, code].cell.value is not None
        ]
        return wording.listing(told, most=len(told))
    known = [
        (
            i,
            [
                (g, label)
                for g, label in groups
                if (i.code, g) in points and points[i.code, g].cell.value is not None
            ],
        )
        for i in ask.indicators
    ]
    first, seen = next(((i, inside) for i, inside in known if inside), (ask.indicators[0], []))
    if not seen:
        return wording.ALL_HIDDEN
    told = [f"{label} {observed.told(points[first.code, g].cell, spans[first.code, g])}" for g, label in seen]
    return f"{first.label}: {wording.listing(told, most=len(told))}"
