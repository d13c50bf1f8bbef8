"""The sheet of a programme: what it is, who leads it, what it hands over."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard.components import figures, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.rows import Line


def handovers(ask: Ask) -> Unit:
    """List what the activities of a programme hand over, and the documents that can be opened.

    Options:
        product, link: the columns of what is handed over and of its address.
        lane, name, state, done: action, activity, its state, and the state in which it is handed over.
        days: the columns of the day on which it was, or will be.
    """
    found = rows.rows_of(ask)
    dataset = rows.dataset_of(ask)
    frame = found.frame
    product, link = ask.option("product"), ask.option("link")
    if len(frame):
        frame = frame[(frame[[product, link]].fillna("").astype("str") != "").any(axis=1)]
    order = {code.code: i for i, code in enumerate(ask.catalogue.codelists[_list_name(ask, "lane")].codes)}
    made = sorted(
        ({str(k): v for k, v in row.items()} for row in frame.to_dict("records")),
        key=lambda row: order.get(str(row[ask.option("lane")]), len(order)),
    )
    states = Counter(str(row[ask.option("state")]) == ask.option("done") for row in made)
    empty = found.refusal or (
        "" if made else f"Nessun prodotto o documento in «{dataset.label}». Li consegna: {dataset.filled_by}."
    )
    title = (
        ask.panel.label
        if empty
        else f"{wording.counted(len(made), 'prodotto', 'prodotti')}: "
        f"{wording.counted(states[True], 'consegnato', 'consegnati')}, "
        f"{wording.counted(states[False], 'atteso', 'attesi')}"
    )
    caption = " · ".join(
        part
        for part in (
            ask.panel.label,
            found.place,
            f"al {wording.long_day(str(ask.release.meta['as_of']))}",
        )
        if part
    )
    headings = ("Prodotto", "Azione", "Attività", "Stato dell'attività", "Data", "Documento")
    lines = [
        Line(
            [
                str(row[product] or "Documento"),
                ask.word(dataset.code, ask.option("lane"), str(row[ask.option("lane")]), long=True),
                str(row[ask.option("name")]),
                rows.word(ask, dataset, ask.option("state"), row[ask.option("state")]),
                next((wording.day(str(row[c])) for c in ask.options("days") if rows.day_of(row[c])), ""),
                "Apri" if row[link] else "",
            ],
            bool(row["demonstration"]),
            str(row[link] or ""),
        )
        for row in made
    ]
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None,
        rows="" if empty else rows.list_of(lines, headings, caption=caption),
        reading=rows.reading_of(dataset, found.sources),
        data=None if empty else rows.file_of(ask, dataset, frame),
        empty=empty,
        demonstration=found.demonstration,
        notice=found.notice,
        note=ask.panel.note,
    )


def _list_name(ask: Ask, option: str) -> str:
    """The code list of the dimension that an option names."""
    return str(rows.dataset_of(ask).dimension(ask.option(option)).codelist)


def sheet(ask: Ask) -> Unit:
    """Show the identity card of the programme at work: what, where, when, who leads it, actions, source.

    Options:
        actions: the dimension of the panel's dataset on whose list the actions are.
    """
    programme = ask.programme
    where = wording.listing([ask.names.get(code, code) for code in programme.scope])
    when = _span_of(programme.start, programme.end)
    actions = [
        code.label
        for code in ask.catalogue.codelists[_list_name(ask, "actions")].codes
        if code.parent == programme.code
    ]
    datasets = [
        one.label
        for one in ask.catalogue.datasets.values()
        if programme.code in one.programmes and ask.release.has(one.code)
    ]
    facts = [
        ("Che cos'è", programme.description),
        ("Dove", where),
        ("Quando", when[0].upper() + when[1:]),
        ("Chi lo guida", programme.led_by),
        ("Azioni", "; ".join(actions)),
        ("Che cosa se ne vede qui", wording.listing(datasets, most=30)),
        ("Fonte", programme.source),
    ]
    title = f"{programme.label}: {where}, {when}"
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=ask.panel.label,
        alt=title,
        picture=None,
        rows=figures.facts_html(facts),
        data=pd.DataFrame({"voce": [name for name, _ in facts], "testo": [text for _, text in facts]}),
        note=ask.panel.note,
    )


def _span_of(start: object, end: object) -> str:
    first, last = rows.day_of(start), rows.day_of(end)
    if first and last:
        return f"dal {wording.long_day(first)} al {wording.long_day(last)}"
    if first:
        return f"dal {wording.long_day(first)}, senza una data di fine"
    return "data di avvio non riportata dalla fonte"
