"""Rows with dates on a Gantt: when each thing was planned, when it was done, in which state it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.components import charts, wording
from dashboard.components.charts import Span
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.rows import Line, Rows
from dashboard.data.definitions import Dataset

PHONE = 640
"""Pixels under which a picture is drawn for a phone."""


def timeline(ask: Ask) -> Unit:
    """Draw the rows of the panel's dataset in time, a lane per value of a dimension.

    Options:
        lane: the dimension whose values are the lanes.
        name: the dimension that names a thing.
        planned, actual: the two columns (first day, last day) of each.
        state: the column of the state; `states`: its codes, in the order of the looks (done, running, to
            start, suspended, cancelled); `plural`: how each is said of several.
        noun: singular and plural of a thing.
        columns: further columns of the list.
        year: name of the choice of the page that keeps the things of a year.
    """
    found = rows.rows_of(ask)
    dataset = rows.dataset_of(ask)
    frame = _of_year(ask, found.frame) if len(found.frame) else found.frame
    year = ask.choices.get(ask.option("year"), "") if ask.option("year") else ""
    empty = found.refusal
    if not empty and frame.empty:
        empty = f"Nessuna voce di «{dataset.label}» nell'anno {year}: scegliere un altro anno."
    as_of = date.fromisoformat(str(ask.release.meta["as_of"]))
    where = " · ".join(
        part
        for part in (
            ask.panel.label,
            wording.counted(len(frame), *_noun(ask)),
            found.place,
            f"anno {year}" if year else "",
            f"al {wording.long_day(as_of)}",
        )
        if part
    )
    title = ask.panel.label if empty else _message(ask, frame)
    shown = Rows(frame, found.place)
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=where,
        alt=f"{where}. {title}",
        picture=None if empty else _picture(ask, dataset, frame, as_of),
        table="" if empty else _list(ask, dataset, frame, where),
        reading=[
            ("Come si legge", READING),
            *rows.reading_of(dataset, shown.sources if not empty else []),
        ],
        data=None if empty else rows.file_of(ask, dataset, frame),
        empty=empty,
        demonstration=not empty and bool(frame["demonstration"].any()),
        notice=found.notice,
        note=ask.panel.note,
    )


READING = (
    "La cornice grigia è il periodo previsto, la barra quello effettivo; dove non c'è ancora un periodo "
    "effettivo la barra sta sul previsto. Una barra che esce a destra dalla cornice è un ritardo. La linea "
    "punteggiata è il giorno a cui si riferiscono i dati: ciò che è in corso arriva fin lì."
)


def _of_year(ask: Ask, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the things planned or done in the year chosen on the page."""
    year = ask.choices.get(ask.option("year"), "") if ask.option("year") else ""
    names = [*ask.options("planned")[:1], *ask.options("actual")[:1]]
    if not year:
        return frame
    inside = frame[names].astype("str").apply(lambda one: one.str[:4].eq(year)).any(axis=1)
    return pd.DataFrame(frame[inside])


def _noun(ask: Ask) -> tuple[str, str]:
    singular, plural = ask.options("noun")
    return singular, plural


def _pair(row: Mapping[str, object], names: Sequence[str], open_end: date | None) -> tuple[date, date] | None:
    """The two days of a row; a thing that has begun and not ended lasts until the day of the data."""
    start, end = (rows.day_of(row[name]) for name in names)
    if start is None:
        return None
    last = end or open_end
    return (start, max(start, last)) if last else None


def _spans(ask: Ask, dataset: Dataset, frame: pd.DataFrame, as_of: date) -> list[Span]:
    lane, name, state = ask.option("lane"), ask.option("name"), ask.option("state")
    order = _order(ask, dataset, lane)
    spans = []
    areas = frame[dataset.area.code].nunique() if dataset.area else 0
    for row in sorted(frame.to_dict("records"), key=lambda one: order.get(str(one[lane]), len(order))):
        told = {str(key): value for key, value in row.items()}
        planned = _pair(told, ask.options("planned"), None)
        actual = _pair(told, ask.options("actual"), as_of)
        if planned is None and actual is None:
            continue
        area = (
            rows.word(ask, dataset, dataset.area.code, told[dataset.area.code])
            if areas > 1 and dataset.area
            else ""
        )
        words = [
            f"<b>{told[name]}</b>",
            area,
            f"previsto: {_days(planned)}",
            f"effettivo: {_days(actual)}" if actual else "",
            rows.word(ask, dataset, state, told[state]).lower(),
        ]
        lane_word = ask.word(dataset.code, lane, str(told[lane]))
        spans.append(Span(lane_word, planned, actual, str(told[state]), "<br>".join(filter(None, words))))
    return spans


def _order(ask: Ask, dataset: Dataset, lane: str) -> dict[str, int]:
    dimension = ask.dimension(dataset.code, lane)
    if dimension is None or not dimension.codelist:
        return {}
    return {code.code: i for i, code in enumerate(ask.catalogue.codelists[dimension.codelist].codes)}


def _days(pair: tuple[date, date] | None) -> str:
    return f"{wording.day(pair[0])}–{wording.day(pair[1])}" if pair else "non indicato"


def _picture(ask: Ask, dataset: Dataset, frame: pd.DataFrame, as_of: date) -> object:
    spans = _spans(ask, dataset, frame, as_of)
    if not spans:
        return None
    codes = ask.options("states")
    return charts.gantt(
        spans,
        states={code: rows.word(ask, dataset, ask.option("state"), code) for code in codes},
        as_of=as_of,
        demonstration=bool(frame["demonstration"].any()),
        narrow=ask.width < PHONE,
    )


def _message(ask: Ask, frame: pd.DataFrame) -> str:
    """Count the things by state, and those done after the day planned."""
    state, dataset = ask.option("state"), rows.dataset_of(ask)
    counts = Counter(str(one) for one in frame[state])
    late = _late(ask, frame)
    parts = []
    for code, plural in zip(ask.options("states"), ask.options("plural"), strict=True):
        if not counts[code]:
            continue
        singular = rows.word(ask, dataset, state, code).lower()
        part = wording.counted(counts[code], singular, plural)
        if code == ask.options("states")[0] and late:
            part += (
                f" ({'di cui ' if counts[code] > late else ''}{wording.number(late)} dopo la data prevista)"
            )
        parts.append(part)
    return f"{wording.counted(len(frame), *_noun(ask)).capitalize()}: {wording.listing(parts)}"


def _late(ask: Ask, frame: pd.DataFrame) -> int:
    """How many of those done ended after the day planned."""
    end, actual = ask.options("planned")[1], ask.options("actual")[1]
    done = frame[frame[ask.option("state")] == ask.options("states")[0]]
    pairs = [(rows.day_of(p), rows.day_of(a)) for p, a in zip(done[end], done[actual], strict=True)]
    return sum(a > p for p, a in pairs if a and p)


def _list(ask: Ask, dataset: Dataset, frame: pd.DataFrame, caption: str) -> str:
    """All the things as a list, in the order of the picture."""
    lane, name, state = ask.option("lane"), ask.option("name"), ask.option("state")
    order = _order(ask, dataset, lane)
    columns = ask.options("columns")
    headings = {one.code: one.label for one in dataset.fields}
    lines = []
    planned, actual = ask.options("planned"), ask.options("actual")
    ordered = sorted(
        frame.to_dict("records"),
        key=lambda one: (order.get(str(one[lane]), len(order)), str(one[planned[0]])),
    )
    for row in ordered:
        told = {str(key): value for key, value in row.items()}
        periods = [_between(told, names) for names in (planned, actual)]
        texts = [
            str(told[name]),
            ask.word(dataset.code, lane, str(told[lane])),
            *periods,
            rows.word(ask, dataset, state, told[state]),
            *(_text(ask, dataset, column, told[column]) for column in columns),
        ]
        lines.append(Line(texts, bool(told["demonstration"])))
    return rows.list_of(
        lines,
        [
            headings[name],
            headings[lane],
            "Previsto",
            "Effettivo",
            headings[state],
            *(headings[c] for c in columns),
        ],
        caption=caption,
    )


def _between(row: Mapping[str, object], names: Sequence[str]) -> str:
    start, end = (wording.day(str(row[name])) if rows.day_of(row[name]) else "" for name in names)
    if not start:
        return "–"
    return f"{start} – {end}" if end else f"dal {start}"


def _text(ask: Ask, dataset: Dataset, column: str, value: object) -> str:
    """A cell of the list: numbers as Italians write them, codes in words."""
    if column in {one.code for one in dataset.measures}:
        number = value if isinstance(value, int | float) and not pd.isna(value) else None
        return "n.d." if number is None else wording.number(float(number))
    return rows.word(ask, dataset, column, value)
