"""A number over its time: bars from the earliest moment to the latest, for one place."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components import charts, views, wording
from dashboard.components.charts import Bar
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.breakdown import base_of, interval_of


def trend(ask: Ask) -> Unit:
    """Draw the first indicator over its first dimension of time (or over `by`, where that is one)."""
    indicator = ask.indicators[0]
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    clocks = [
        c for c in views.time_dimensions(dataset, ask.catalogue) if c.code not in indicator.numerator.where
    ]
    name = ask.panel.by[0] if ask.panel.by else clocks[0].code
    found = _inside(ask, ask.slice(indicator, [name], level=""), name)
    items = [
        Bar(p.code, p.label, p.cell, interval_of(p, indicator), base_of(p, indicator)) for p in found.points
    ]
    return telling.unit_of(
        ask,
        [found],
        message=_message(ask, found),
        picture=lambda: charts.bars(items, unit=indicator.unit, decimals=indicator.decimals),
        table=telling.table_of(
            [(p.code, p.label) for p in found.points],
            [(indicator.short or indicator.label, indicator, found.points)],
            caption=telling.caption_of(ask, found),
            heading=ask.heading(dataset.code, name),
        ),
        data=telling.data_of(ask, [found], [ask.heading(dataset.code, name)]),
        note=wording.INTERVALS if any(item.interval for item in items) else "",
    )


def _inside(ask: Ask, found: Slice, name: str) -> Slice:
    """Where the place has no number of its own, say how many of the areas inside it have one."""
    main = ask.level_of[ask.area] == ask.levels["main"][0]
    role = "operating" if main else "main"
    if found.known or found.hidden or ask.level_of[ask.area] == ask.levels["operating"][0]:
        return found
    parts = {p.codes[0] for p in ask.slice(found.indicator, [name], level=role, climb=False).known}
    if not parts:
        return found
    label, plural = ask.levels[role][1:]
    among = wording.counted(len(parts), label, plural)
    have = "lo ha" if len(parts) == 1 else "lo hanno"
    told = (
        f"{ask.names[ask.area]} non ha un valore proprio: {have} {among}. Si vede scegliendo il territorio."
    )
    return replace(found, refusal=told)


def _message(ask: Ask, found: Slice) -> str:
    known = found.known
    if not known:
        return wording.ALL_HIDDEN
    unit = ask.unit_label(found.indicator.unit)
    first, last, about = known[0], known[-1], found.indicator.label
    if first is last:
        return f"{about}, {last.label}: {telling.figure(last, found.indicator, unit_label=unit)}"
    return (
        f"{about}: da {telling.figure(first, found.indicator)} ({first.label}) "
        f"a {telling.figure(last, found.indicator, unit_label=unit)} ({last.label})"
    )
