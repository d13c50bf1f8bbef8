"""What the territories say of their own figures: notes, dated and approved, by topic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask
from dashboard.components.wording import escape
from dashboard.data.definitions import Catalogue, Panel
from dashboard.data.release import NotPublished, Release

PICTURE = "notes"
MOST = 8
"""Notes that are shown in full; the file has the others."""
TOPIC = "argomento_"
"""An option of this name and a code of the topic lists the topics of indicators that it explains."""


@dataclass(frozen=True)
class Note:
    """One note of a territory.

    Attributes:
        area: code of the territory.
        topic: code of what it is about.
        written: day of the note.
        approved: day of its approval.
        office: who writes; may be empty.
        text: what it says.
        demonstration: whether it is demonstration data.
    """

    area: str
    topic: str
    written: str
    approved: str
    office: str
    text: str
    demonstration: bool


def approved_notes(release: Release, panel: Panel, *, programme: str, areas: Collection[str]) -> list[Note]:
    """Return the notes on some areas that were approved by the day of the release, the latest first.

    Args:
        release: the release at work.
        panel: the panel that names the dataset of the notes, and its columns by its options.
        programme: the programme at work.
        areas: codes of the areas.
    """
    dataset = str(panel.dataset)
    try:
        rows = release.records(dataset)
        info = release.info(dataset)
    except NotPublished:
        return []
    name = {key: str(panel.options[key]) for key in ("topic", "text", "written", "approved", "office")}
    if info.programme and info.programme in rows:
        rows = rows[rows[info.programme] == programme]
    rows = rows[rows[str(info.area)].isin(set(areas))]
    day = str(release.meta["date"])
    approved = rows[name["approved"]].fillna("").astype(str)
    rows = rows[approved.ne("") & approved.le(day)]
    found = [
        Note(
            area=str(row[str(info.area)]),
            topic=str(row[name["topic"]]),
            written=str(row[name["written"]]),
            approved=str(row[name["approved"]]),
            office=_text(row.get(name["office"])),
            text=_text(row[name["text"]]),
            demonstration=str(row.get("origine")) == wording.DEMONSTRATION_SHORT,
        )
        for row in rows.to_dict("records")
    ]
    return sorted(found, key=lambda one: (one.written, one.area), reverse=True)


def topics_explained(panel: Panel, topics: Collection[str]) -> set[str]:
    """Return the topics of notes that explain indicators of some topics."""
    found = set()
    for name, value in panel.options.items():
        if name.startswith(TOPIC):
            told = {value} if isinstance(value, str) else set(value)
            if told & set(topics):
                found.add(name.removeprefix(TOPIC))
    return found


def notes(ask: Ask) -> Unit:
    """List the notes of the place at work and of the places inside it, the latest first.

    Options:
        topic, text, written, approved, office: columns of the dataset; argomento_<topic>: the topics of
            indicators that a topic of notes explains (for the notes beside the figures of other pages).
    """
    found = approved_notes(
        ask.release, ask.panel, programme=ask.programme.code, areas=_inside(ask.release, ask.area)
    )
    place = ask.names[ask.area]
    dataset = ask.catalogue.datasets[str(ask.panel.dataset)]
    caption = f"{ask.panel.label} · {place} · {dataset.description}"
    if not found:
        empty = (
            f"Nessuna nota approvata per {place} in questo rilascio. La scrive: {dataset.filled_by} "
            f"({dataset.frequency}); compare dopo l'approvazione, accanto alle cifre che spiega."
        )
        return Unit(ask.panel.code, ask.panel.label, caption, f"{caption} {empty}", None, empty=empty)
    own = sum(one.area == ask.area for one in found)
    counted = wording.counted(len(found), "nota approvata", "note approvate")
    which = (
        f"{counted} dal territorio"
        if own == len(found)
        else f"{counted}, dal territorio e da chi ne fa parte"
    )
    title = f"{place}: {which}; l'ultima è del {wording.day(found[0].written)}"
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption} {title}",
        picture=None,
        rows=notes_html(found, names=ask.names, topics=labels_of(ask.catalogue, ask.panel)),
        data=_data(ask, found),
        demonstration=any(one.demonstration for one in found),
        note=ask.panel.note,
    )


def notes_html(
    found: Sequence[Note], *, names: Mapping[str, str], topics: Mapping[str, str], most: int = MOST
) -> str:
    """Write notes as a list: where, about what, when, who, and the text."""
    items = []
    for one in found[:most]:
        about = " · ".join(
            part
            for part in (
                topics.get(one.topic, one.topic),
                wording.day(one.written),
                one.office,
                f"approvata il {wording.day(one.approved)}",
            )
            if part
        )
        mark = tables.DEMO_MARK if one.demonstration else ""
        items.append(
            f"<li><strong>{escape(names.get(one.area, one.area))}</strong> "
            f'<span class="cr-when">{escape(about)}</span>{mark}<br>{escape(one.text)}</li>'
        )
    if len(found) > most:
        items.append(f"<li>e altre {len(found) - most}: sono nel file da scaricare.</li>")
    return f'<ul class="cr-notes">{"".join(items)}</ul>'


def labels_of(catalogue: Catalogue, panel: Panel) -> dict[str, str]:
    """The topics of notes in words."""
    dataset = catalogue.datasets[str(panel.dataset)]
    name = str(panel.options["topic"])
    codelist = next((d.codelist for d in dataset.dimensions if d.code == name), None)
    return {c.code: c.label for c in catalogue.codelists[codelist].codes} if codelist else {}


def _inside(release: Release, area: str) -> set[str]:
    level = str(release.area(area)["level"])
    return {str(code) for code in release.areas()["code"] if release.ancestor(str(code), level) == area}


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _data(ask: Ask, found: Sequence[Note]) -> pd.DataFrame:
    topics = labels_of(ask.catalogue, ask.panel)
    return pd.DataFrame(
        {
            "territorio (codice)": [one.area for one in found],
            "territorio": [ask.names[one.area] for one in found],
            "argomento": [topics.get(one.topic, one.topic) for one in found],
            "data della nota": [one.written for one in found],
            "approvata il": [one.approved for one in found],
            "ufficio": [one.office for one in found],
            "testo": [one.text for one in found],
            "origine": [tables.origin(one.demonstration) for one in found],
        }
    )
