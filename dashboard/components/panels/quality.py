"""What the release says of itself: what has come and when, what lacks, what was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Bar
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.rows import Line
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Dataset

MOST = 10
"""Bars that can be read at a glance."""
NOTHING = "nessuna consegna"
HIDDEN = "riservato: si mostra alla Cabina di regia"
_READING_DELIVERIES = [
    (
        "Come si legge",
        "Ogni riga è un dataset: chi lo deve consegnare, ogni quanto, che cosa c'è nel rilascio. Una riga "
        "consegnata può non contare più, perché una consegna successiva l'ha sostituita.",
    ),
    (
        "Limiti",
        "Dei dataset che contano persone si dice soltanto alla Cabina di regia: anche quanto pesa un file "
        "può far capire troppo.",
    ),
]


def expected(ask: Ask) -> Unit:
    """List the datasets of the programme: who delivers them, how often, what has come."""
    files = _deliveries(ask)
    of = _by_dataset(files)
    lines, data = [], []
    for dataset in datasets_of(ask):
        mine = of.get(dataset.code, [])
        last = max((one["received_at"] for one in mine), default="")
        known = dataset.confidential and ask.release.audience.kind != "cabina"
        came = HIDDEN if known else wording.counted(len(mine), "file", "file") if len(mine) else NOTHING
        many = sum(one["counted"] for one in mine) or sum(one["rows"] for one in mine)
        counted = "" if known else wording.number(many)
        lines.append(
            Line(
                (dataset.label, dataset.filled_by, dataset.frequency, came, counted, wording.day(last)),
                any(one["demonstration"] for one in mine),
            )
        )
        data.append((*lines[-1].texts, tables.origin(lines[-1].demonstration)))
    headings = ("Dataset", "Chi lo consegna", "Ogni quanto", "In questo rilascio", "Righe", "Ultima consegna")
    missing = sum(line.texts[3] == NOTHING for line in lines)
    last = max(files["received_at"], default="")
    lacking = f"{missing} senza consegne" if missing else "tutti consegnati o riservati"
    title = f"{wording.counted(len(files), 'file', 'file')} per {len(lines)} dataset: {lacking}"
    when = f"ultima consegna {wording.day(last)}" if last else ""
    return unit_of(ask, title, lines, headings, data, _READING_DELIVERIES, when=when)


def files(ask: Ask) -> Unit:
    """List the files behind the release."""
    found = _deliveries(ask).sort_values(["received_at", "dataset", "file_name"], kind="stable")
    persons = "received_by" in found
    lines = []
    for one in found.to_dict("records"):
        period = " – ".join(dict.fromkeys(wording.day(str(one[n])) for n in ("first", "last") if one.get(n)))
        lines.append(
            Line(
                (
                    str(one["file_name"]),
                    ask.catalogue.datasets[one["dataset"]].label,
                    wording.day(str(one["received_at"])),
                    *([str(one["received_by"])] if persons else []),
                    f"{wording.number(one.get('counted') or one['rows'])} di {wording.number(one['rows'])}",
                    wording.number(one.get("areas") or 0),
                    period,
                    wording.number(one.get("warnings") or 0),
                ),
                bool(one["demonstration"]),
            )
        )
    who = ("Da chi",) if persons else ()
    headings = ("File", "Dataset", "Ricevuto", *who, "Righe che contano", "Territori", "Periodo", "Avvisi")
    people = "" if persons else " (quelli che contano persone non si elencano)"
    title = f"{wording.counted(len(lines), 'file ricevuto', 'file ricevuti')}{people}"
    empty = "" if lines else "Nessun file in questo rilascio per il programma scelto."
    data = [(*line.texts, tables.origin(line.demonstration)) for line in lines]
    return unit_of(ask, title, lines, headings, data, _READING_DELIVERIES, empty=empty)


def _by_dataset(files: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Some deliveries as records, by dataset."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in files.to_dict("records"):
        found.setdefault(str(one["dataset"]), []).append({str(name): value for name, value in one.items()})
    return found


def timeliness(ask: Ask) -> Unit:
    """Draw, by dataset, the days from the end of the period to the last delivery that speaks of it."""
    found = _deliveries(ask)
    known = _by_dataset(found[found.get("reference", pd.Series("", index=found.index)).ne("")])
    items, lines = [], []
    for dataset in datasets_of(ask):
        if dataset.code not in known:
            continue
        last = sorted(known[dataset.code], key=lambda one: (one["reference"], one["received_at"]))[-1]
        days = (_day(last["received_at"]) - _day(last["reference"])).days
        told = "" if days >= 0 else "prima della fine del periodo"
        mark = bool(last["demonstration"])
        value = max(days, 0)
        cell = Cell(float(value), Status.VALID if value else Status.ZERO, mark)
        items.append(Bar(dataset.code, dataset.label, cell, told=told))
        texts = (dataset.label, wording.day(last["reference"]), wording.day(last["received_at"]), str(days))
        lines.append(Line(texts, mark))
    items.sort(key=lambda item: -(item.cell.value or 0))
    headings = ("Dataset", "Fine del periodo", "Ricevuto", "Giorni")
    empty = "" if items else "Nessuna consegna con un periodo di riferimento, per il programma scelto."
    title = ask.panel.label
    if items:
        most, least = items[0], items[-1]
        title = (
            f"Dalla fine del periodo alla consegna: da {_days(least)} ({least.label}) "
            f"a {_days(most)} ({most.label})"
        )
    reading = [
        (
            "Come si legge",
            "Giorni fra la fine del periodo più recente e il giorno in cui il file è arrivato.",
        ),
        ("Limiti", "Un file caricato di nuovo conta dal giorno in cui è stato ricevuto l'ultima volta."),
    ]
    unit = unit_of(ask, title, lines, headings, [line.texts for line in lines], reading, empty=empty)
    picture = charts.bars(items[:MOST], unit="giorni", horizontal=True) if items else None
    if len(items) > MOST:
        unit = replace(
            unit, note=f"{unit.note} La figura mostra i {MOST} più lontani, la tabella tutti.".strip()
        )
    return with_picture(unit, picture)


def corrections(ask: Ask) -> Unit:
    """List the files that no longer count: withdrawn, or replaced."""
    codes = {d.code for d in datasets_of(ask)}
    found = ask.release.beside("corrections")
    found = found[found["dataset"].isin(codes)] if len(found) else found
    told = "reason" in found
    lines = [
        Line(
            (
                str(one["file_name"]),
                ask.catalogue.datasets[one["dataset"]].label,
                wording.day(str(one["received_at"])),
                str(one["state"]),
                wording.day(str(one["changed_at"])),
                str(one["instead"]),
                *([str(one["reason"])] if told else []),
            )
        )
        for one in found.to_dict("records")
    ]
    headings = (
        "File",
        "Dataset",
        "Ricevuto",
        "Stato",
        "Ritirato il",
        "Sostituito da",
        *(("Motivo",) if told else ()),
    )
    title = (
        wording.counted(
            len(lines),
            "consegna corretta dopo essere stata ricevuta",
            "consegne corrette dopo essere state ricevute",
        )
        if lines
        else "Nessuna consegna è stata ritirata o sostituita"
    )
    reading = [
        (
            "Come si legge",
            "Una consegna sbagliata non si cancella: si ritira con un motivo, o un'altra ne prende "
            "il suo posto. Le righe che non contano più restano nel registro.",
        ),
        (
            "Limiti",
            "Il motivo, e le consegne che contano persone, si mostrano soltanto alla Cabina di regia.",
        ),
    ]
    note = (
        "" if lines else '<p class="cr-note">Se una consegna verrà corretta, comparirà qui con la data.</p>'
    )
    return unit_of(ask, title, lines, headings, [line.texts for line in lines], reading, listed=note)


# ---- inside ----


def datasets_of(ask: Ask) -> list[Dataset]:
    """The datasets of the programme at work."""
    return [d for d in ask.catalogue.datasets.values() if ask.programme.code in d.programmes]


def _deliveries(ask: Ask) -> pd.DataFrame:
    found = ask.release.deliveries()
    return found[found["dataset"].isin({d.code for d in datasets_of(ask)})]


def _day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])


def _days(item: Bar) -> str:
    return wording.counted(item.cell.value or 0, "giorno", "giorni")


def with_picture(unit: Unit, picture: Any) -> Unit:
    """Put a picture above a list, which becomes its table."""
    return replace(unit, picture=picture, table=unit.table or unit.rows, rows="")


def unit_of(
    ask: Ask,
    title: str,
    lines: Sequence[Line],
    headings: Sequence[str],
    data: Sequence[Sequence[object]],
    reading: Sequence[tuple[str, str]],
    *,
    place: str = "",
    when: str = "",
    notice: str = "",
    empty: str = "",
    table: str = "",
    listed: str = "",
) -> Unit:
    """Put a list that the release holds of itself in its unit."""
    release = f"rilascio {ask.release.number} del {wording.day(str(ask.release.meta['date']))}"
    caption = " · ".join(part for part in (ask.panel.label, place, when, release) if part)
    names = [*headings, "origine"] if data and len(data[0]) == len(headings) + 1 else list(headings)
    title = ask.panel.label if empty else title
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None,
        table=table,
        rows=listed or (rows.list_of(lines, headings, caption=caption) if lines and not empty else ""),
        reading=[*reading, ("Fonte", "Registro delle consegne del cruscotto")],
        data=pd.DataFrame([tuple(line) for line in data], columns=names) if data and not empty else None,
        empty=empty,
        demonstration=any(line.demonstration for line in lines),
        notice=notice,
        note=ask.panel.note,
    )
