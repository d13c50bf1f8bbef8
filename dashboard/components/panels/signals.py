"""Places worth a look, as they are told: the list, the rule behind it, and where it is explained."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask
from dashboard.components.wording import escape

MOST = 5
"""Signals that are told in words; the table has the others."""


@dataclass(frozen=True)
class Signal:
    """A place whose figure crosses the threshold.

    Attributes:
        area: code of the place.
        figure: what is worth a look, in words.
        gap: how far it is from the threshold, in points: the largest comes first.
        demonstration: whether it stands on demonstration data.
    """

    area: str
    figure: str
    gap: float
    demonstration: bool = False


@dataclass(frozen=True)
class Watch:
    """A rule applied to the places in sight.

    Attributes:
        rule: the threshold in words.
        signals: places that cross it, the farthest first.
        looked_at: places that have the figure.
        unknown: places in sight that have none (hidden, not collected).
        when: the moment of the figures.
    """

    rule: str
    signals: tuple[Signal, ...]
    looked_at: int
    unknown: int = 0
    when: str = ""


def role_of(ask: Ask) -> str:
    """The role of the level whose places are looked at: that of the panel, else the main one."""
    return ask.panel.level or "main"


def in_sight(ask: Ask, role: str) -> set[str]:
    """The areas of a level inside the place at work; the one around it when it is smaller than they are."""
    level = ask.levels[role][0]
    around = ask.release.ancestor(ask.area, level)
    if around is not None:
        return {around}
    here = ask.level_of[ask.area]
    return {c for c, at in ask.level_of.items() if at == level and ask.release.ancestor(c, here) == ask.area}


def unit_of_watch(
    ask: Ask, watch: Watch, table: str, data: pd.DataFrame, reading: list[tuple[str, str]]
) -> Unit:
    """Put the list of a rule together, with its table; say so where nothing was due."""
    title = _title(ask, watch)
    caption = caption_of(ask, watch)
    empty = (
        "" if watch.looked_at else f"Nessuna consegna attesa per {ask.names[ask.area]} in questo rilascio."
    )
    return Unit(
        key=ask.panel.code,
        title=ask.panel.label if empty else title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None,
        rows="" if empty else _rows(ask, watch),
        table="" if empty else table,
        reading=reading,
        data=None if empty else data,
        empty=empty,
        demonstration=any(signal.demonstration for signal in watch.signals),
        note=ask.panel.note,
    )


def caption_of(ask: Ask, watch: Watch) -> str:
    """Say what is looked at, where and when."""
    moment = watch.when or wording.data_of_day(str(ask.release.meta["as_of"]))
    return " · ".join(part for part in (ask.panel.label, ask.names[ask.area], moment) if part)


def _title(ask: Ask, watch: Watch) -> str:
    _, noun, plural = ask.levels[role_of(ask)]
    signals = len(watch.signals)
    label = ask.panel.label
    if watch.looked_at == 1:
        only = next(iter(in_sight(ask, role_of(ask))), ask.area)
        place = ask.names.get(watch.signals[0].area if signals else only, "")
        return f"{label}, {place}: {'da guardare' if signals else 'niente da segnalare'}"
    if not signals:
        return (
            f"{label}: niente da segnalare, su {wording.counted(watch.looked_at, noun, plural)} con un valore"
        )
    return f"{label}: {wording.counted(signals, noun, plural)} da guardare su {watch.looked_at} con un valore"


def _rows(ask: Ask, watch: Watch) -> str:
    """Write the signals as a list, then the rule, and where it is explained."""
    most = MOST if len(watch.signals) > MOST + 1 else len(watch.signals)
    items = [
        f"<li><strong>{escape(ask.names.get(one.area, one.area))}</strong>: {escape(one.figure)}"
        f"{tables.DEMO_MARK if one.demonstration else ''}</li>"
        for one in watch.signals[:most]
    ]
    if len(watch.signals) > most:
        items.append(f"<li>e altri {len(watch.signals) - most}: sono nella tabella.</li>")
    listed = f'<ul class="cr-signals">{"".join(items)}</ul>' if items else ""
    unknown = (
        f" Senza un valore pubblicato, e quindi non giudicati: {watch.unknown}." if watch.unknown else ""
    )
    page = ask.option("page")
    address = ask.door(page, **_more(ask)) if page else ""
    link = (
        f' <a href="{escape(address)}" target="_self">Vedi {escape(ask.option("door"))}</a>'
        if address
        else ""
    )
    return f'{listed}<p class="cr-remark">{escape(watch.rule)}{unknown}{link}</p>'


def _more(ask: Ask) -> dict[str, str]:
    section = ask.option("section")
    return {"sezione": section} if section else {}
