"""Single rows that are published: those of a programme, in a place; and how they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.panels.asking import Ask
from dashboard.components.wording import escape
from dashboard.data.definitions import Dataset
from dashboard.data.release import NotPublished

LONG = 25
"""Rows beyond which a list scrolls in a frame of its own."""
MARK = wording.DEMONSTRATION_SHORT


@dataclass(frozen=True)
class Rows:
    """The rows of a dataset for the programme at work.

    Attributes:
        frame: the rows, as the release has them, with a column `demonstration`.
        place: name of the place they are of.
        notice: what was asked for and is not what is shown.
        refusal: why there are none; empty when there are some.
    """

    frame: pd.DataFrame
    place: str = ""
    notice: str = ""
    refusal: str = ""

    @property
    def demonstration(self) -> bool:
        """Whether any row is demonstration data."""
        return bool(len(self.frame)) and bool(self.frame["demonstration"].any())

    @property
    def sources(self) -> list[str]:
        """Who published the rows, each once."""
        return [str(one) for one in dict.fromkeys(self.frame.get("fonte", pd.Series(dtype=str))) if one]


def rows_of(ask: Ask) -> Rows:
    """Return the rows of the panel's dataset for the programme and the place, or the nearest wider one.

    Conditions of the panel (`where`) are on the columns of the rows: dimensions and attributes.
    """
    dataset = dataset_of(ask)
    try:
        frame = ask.release.records(dataset.code)
    except NotPublished as error:
        return Rows(pd.DataFrame(), refusal=ask.nothing(dataset, error))
    missing = [one for one in dataset.columns if one not in frame]  # in a release of before they were
    frame = frame.assign(**dict.fromkeys(missing, ""))
    for name, wanted in ask.panel.where.items():
        frame = frame[frame[name].isin([wanted] if isinstance(wanted, str) else list(wanted))]
    told = ask.release.info(dataset.code).programme
    frame = frame[frame[told] == ask.programme.code] if told else frame
    origins = frame["origine"] if "origine" in frame else pd.Series("", index=frame.index)
    frame = frame.assign(demonstration=origins == MARK)
    if dataset.area is None:
        return Rows(frame, refusal="" if len(frame) else ask.nothing(dataset))
    for place in ask.places:
        level = ask.level_of[place]
        inside = [ask.release.ancestor(str(code), level) == place for code in frame[dataset.area.code]]
        if any(inside):
            notice = "" if place == ask.area else wording.shown_instead(ask.names[ask.area], ask.names[place])
            return Rows(frame[inside].reset_index(drop=True), ask.names[place], notice)
    return Rows(frame.iloc[:0], refusal=ask.nothing(dataset))


def dataset_of(ask: Ask) -> Dataset:
    """The dataset whose rows a panel shows."""
    return ask.catalogue.datasets[str(ask.panel.dataset)]


def reading_of(dataset: Dataset, sources: Sequence[str]) -> list[tuple[str, str]]:
    """List what must stand beside rows: what they are, who delivers them, how often, their source."""
    return [
        ("Che cosa sono", dataset.description),
        ("Chi li consegna", f"{dataset.filled_by}; {dataset.frequency}"),
        ("Fonte", wording.listing(list(sources), most=6) or dataset.source),
    ]


def word(ask: Ask, dataset: Dataset, column: str, value: object) -> str:
    """Write a value of a row in words: the label of a code, the name of an area, a day."""
    text = "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value)
    if not text:
        return ""
    listed = next((getattr(one, "codelist", None) for one in dataset.fields if one.code == column), None)
    if listed:
        return ask.catalogue.label(listed, text)
    if dataset.area is not None and column == dataset.area.code:
        return ask.names.get(text, text)
    return wording.day(text)


def day_of(value: object) -> date | None:
    """Read an ISO day; None where there is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@dataclass(frozen=True)
class Line:
    """One row of a list: its texts, its links by column, and whether it is demonstration data."""

    texts: Sequence[str]
    demonstration: bool = False
    link: str = ""


def list_of(lines: Sequence[Line], headings: Sequence[str], *, caption: str) -> str:
    """Write a list as a table of texts; the first column names the row and bears the mark.

    On a phone each row is set as a card, each text under the name of its column (`style.css`); the roles keep
    it a table to who listens.

    Args:
        lines: the rows; a link (http, https) opens from the last column.
        headings: of the columns.
        caption: what the list holds.
    """
    head = "".join(f'<th scope="col" role="columnheader">{escape(one)}</th>' for one in headings)
    openings = [f'<td role="cell" data-label="{escape(one)}">' for one in headings[1:]]
    body = []
    for line in lines:
        mark = tables.DEMO_MARK if line.demonstration else ""
        texts = [escape(text) for text in line.texts[1:]]
        if line.link.startswith(("https://", "http://")):
            texts[-1] = f'<a href="{escape(line.link)}" rel="noopener">{texts[-1] or "Apri"}</a>'
        cells = "".join(f"{td}{text}</td>" for td, text in zip(openings, texts, strict=True))
        name = f'<th scope="row" role="rowheader">{escape(line.texts[0])}{mark}</th>'
        body.append(f'<tr role="row">{name}{cells}</tr>')
    whole = " cr-whole" if len(lines) <= LONG else ""
    legend = f"◆ dato {MARK}" if any(line.demonstration for line in lines) else ""
    return (
        f'<div class="cr-scroll{whole}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cr-table cr-list" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
        + (f'<p class="cr-legend">{escape(legend)}</p>' if legend else "")
    )


def file_of(ask: Ask, dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """Lay rows out for a file: code and label of what is coded, the rest as it is, the mark."""
    columns: dict[str, object] = {}
    for one in dataset.fields:
        if one.code not in frame:
            continue
        coded = getattr(one, "codelist", None) or (dataset.area is not None and one.code == dataset.area.code)
        values = frame[one.code].tolist()
        if coded:
            columns[f"{one.label} (codice)"] = values
            columns[one.label] = [word(ask, dataset, one.code, value) for value in values]
        else:
            columns[one.label] = values
    columns["fonte"] = frame.get("fonte", pd.Series("", index=frame.index)).tolist()
    columns["origine"] = [tables.origin(bool(one)) for one in frame["demonstration"]]
    columns["nota"] = frame.get("nota", pd.Series("", index=frame.index)).tolist()
    return pd.DataFrame(columns)
