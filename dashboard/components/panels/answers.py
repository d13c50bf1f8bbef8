"""What was asked for beside what was offered, theme by theme: two distributions, each over its own total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Change
from dashboard.components.figures import Unit
from dashboard.components.panels import rows, telling
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.timeline import PHONE
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

TOP = 50.0
"""Least end of the axis of shares."""


@dataclass(frozen=True)
class Theme:
    """One theme: how often it was asked for, how many times it was offered."""

    code: str
    label: str
    asked: float
    offered: int


def answers(ask: Ask) -> Unit:
    """Draw, theme by theme, its share of what was asked for and its share of what was offered.

    The first indicator along `by` is what was asked for; the rows of the panel's dataset what was offered.

    Options:
        column: the column of the rows that says the theme.
        starts: the column whose year says when a thing was offered.
        offered: singular and plural of what is offered.
    """
    found = ask.slice(ask.indicators[0], ask.panel.by)
    year = found.when.rsplit(" ", 1)[-1]
    offer = rows.rows_of(ask)
    frame = offer.frame
    if len(frame):
        frame = frame[frame[ask.option("starts")].astype("str").str[:4] == year]
        frame = frame[frame[ask.option("column")].astype("str").ne("") & frame[ask.option("column")].notna()]
    counts = Counter(str(one) for one in frame[ask.option("column")]) if len(frame) else Counter()
    whole = all(point.cell.value is not None for point in found.points)
    themes = (
        [Theme(p.code, p.label, p.cell.value or 0, counts[p.code]) for p in found.points] if whole else []
    )
    asked, offered = sum(one.asked for one in themes), sum(one.offered for one in themes)
    themes = sorted((one for one in themes if one.asked or one.offered), key=lambda one: -one.asked)
    comparable = bool(asked and offered) and offer.place == found.place
    singular, plural = ask.options("offered")
    caption = telling.caption_of(
        ask,
        found,
        unit_label="per cento",
        extra=[
            f"{wording.number(asked)} {ask.unit_label(ask.indicators[0].unit)}",
            wording.counted(offered, singular, plural),
        ],
    )
    if not comparable:
        why = (
            found.refusal
            or offer.refusal
            or (
                f"Per {found.place} ({found.when}) non ci sono insieme segnalazioni e {plural} con un tema: "
                "il confronto comparirà quando ci saranno entrambe."
            )
        )
        return Unit(
            key=ask.panel.code,
            title=ask.panel.label,
            caption=ask.panel.label,
            alt=ask.panel.label,
            picture=None,
            empty=why,
            reading=telling.reading_of([ask.indicators[0]]),
        )
    demonstration = found.demonstration or bool(frame["demonstration"].any())
    return Unit(
        key=ask.panel.code,
        title=_message(themes, asked, offered, plural),
        caption=caption,
        alt=f"{caption}. {_message(themes, asked, offered, plural)}",
        picture=_picture(ask, themes, asked, offered, demonstration, plural),
        table=_table(themes, asked, offered, demonstration, caption, plural),
        reading=[
            *telling.reading_of([ask.indicators[0]]),
            *rows.reading_of(rows.dataset_of(ask), offer.sources),
        ],
        data=_data(themes, asked, offered, demonstration, found.place, found.when),
        demonstration=demonstration,
        notice=found.notice,
        note=ask.panel.note,
    )


def _picture(
    ask: Ask, themes: Sequence[Theme], asked: float, offered: int, demonstration: bool, plural: str
) -> object:
    narrow = ask.width < PHONE
    items = [
        Change(
            "",
            one.label,
            Cell(one.asked / asked * 100, Status.VALID, demonstration),
            Cell(one.offered / offered * 100, Status.VALID, demonstration),
            None,
            f"{_share(one.asked, asked)} → {_share(one.offered, offered)}"
            + ("" if narrow else f" ({wording.number(one.offered)} {plural})"),
        )
        for one in themes
    ]
    most = max(TOP, *(max(i.before.value or 0, i.after.value or 0) for i in items))
    return charts.dumbbell(
        items,
        ends=(0, most),
        names=("quota delle segnalazioni", f"quota delle {plural}"),
        unit="percento",
        decimals=0,
        room=0.32 if narrow else 0.34,
        narrow=narrow,
    )


def _share(part: float, whole: float) -> str:
    return f"{wording.number(part / whole * 100)}%"


def _message(themes: Sequence[Theme], asked: float, offered: int, plural: str) -> str:
    """Say the theme most asked for and what it got, and the widest gap when it is another."""
    first = themes[0]
    told = (
        f"Il tema più segnalato, {first.label}, è il {_share(first.asked, asked)} delle segnalazioni "
        f"e il {_share(first.offered, offered)} delle {plural}"
    )
    gap = max(themes, key=lambda one: one.asked / asked - one.offered / offered)
    if gap is first or gap.asked / asked - gap.offered / offered < 0.05:
        return told
    return (
        f"{told}; la distanza maggiore è su {gap.label} "
        f"({_share(gap.asked, asked)} contro {_share(gap.offered, offered)})"
    )


def _table(
    themes: Sequence[Theme], asked: float, offered: int, demonstration: bool, caption: str, plural: str
) -> str:
    def cells(values: Sequence[float]) -> dict[str, Cell]:
        return {
            one.code: Cell(value, Status.VALID if value else Status.ZERO, demonstration)
            for one, value in zip(themes, values, strict=True)
        }

    return tables.html_table(
        [(one.code, one.label) for one in themes],
        [
            Column("segnalazioni", cells([one.asked for one in themes])),
            Column("% segnalazioni", cells([one.asked / asked * 100 for one in themes]), "percento"),
            Column(plural, cells([one.offered for one in themes])),
            Column(f"% {plural}", cells([one.offered / offered * 100 for one in themes]), "percento"),
        ],
        caption=caption,
        row_heading="Tema",
    )


def _data(
    themes: Sequence[Theme], asked: float, offered: int, demonstration: bool, place: str, when: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tema (codice)": [one.code for one in themes],
            "tema": [one.label for one in themes],
            "territorio": place,
            "periodo": when,
            "segnalazioni": [one.asked for one in themes],
            "segnalazioni, %": [one.asked / asked * 100 for one in themes],
            "offerte": [one.offered for one in themes],
            "offerte, %": [one.offered / offered * 100 for one in themes],
            "origine": tables.origin(demonstration),
        }
    )
